"""The machine formats of ``check``, each written as documents come: JSON, JSON Lines, GitHub, SARIF."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, Literal, Protocol
from urllib.parse import quote

from cleaner import __version__
from cleaner.report.layers import layer_of
from cleaner.report.spots import Spot, Spots, spots_json

OutputFormat = Literal["text", "json", "jsonl", "github", "sarif"]

MOST_ANNOTATIONS = 50
"""Annotations that GitHub shows of a run; ten of a step are shown beside the lines."""

MOST_RESULTS = 5000
"""Results that GitHub's code scanning shows of a SARIF file."""


class Writer(Protocol):
    """Turns documents into output: something for each, and something in the end."""

    def add(self, document: Spots) -> str:
        """Return what a document adds to the output."""

    def finish(self) -> str:
        """Return what ends the output."""


class JsonLines:
    """One object a line and document."""

    def add(self, document: Spots) -> str:
        """Return a line."""
        return spots_json(document) + "\n"

    def finish(self) -> str:
        """Return nothing: every line is whole."""
        return ""


class Json:
    """One array of what ``JsonLines`` writes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._begun = False

    def add(self, document: Spots) -> str:
        """Return an item of the array."""
        opening = ",\n" if self._begun else "[\n"
        self._begun = True
        return opening + spots_json(document)

    def finish(self) -> str:
        """Return the end of the array."""
        return "\n]\n" if self._begun else "[]\n"


class GitHub:
    """Commands that a workflow of GitHub turns into annotations; as many as it shows."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._told = self._left = 0

    def add(self, document: Spots) -> str:
        """Return the annotations of a document."""
        lines: list[str] = []
        if document.error:
            lines.append(f"::error file={_property(document.path)}::{_data(document.error)}")
        if document.recoding:
            lines.append(f"::warning file={_property(document.path)}::{', '.join(document.recoding)}")
        ordered = sorted(document.spots, key=lambda spot: spot.stage == "canon")  # the rest is told first
        lines += [self._annotation(document, spot) for spot in ordered]
        room = max(0, MOST_ANNOTATIONS - self._told)
        self._told += len(lines)
        self._left += max(0, len(lines) - room)
        return "".join(f"{line}\n" for line in lines[:room])

    def _annotation(self, document: Spots, spot: Spot) -> str:
        parts = [f"file={_property(document.path)}"]
        message = spot.message
        if document.row is None:
            parts.append(f"line={spot.line},endLine={spot.end_line}")
            if spot.line == spot.end_line:  # columns are only for one line
                parts.append(f"col={spot.column16},endColumn={spot.end_column16}")
        else:
            message = f"record {document.row}: {message}"
        parts.append(f"title={_property(spot.rule)}")
        level = "notice" if spot.stage == "canon" else "warning"
        return f"::{level} {','.join(parts)}::{_data(message)}"

    def finish(self) -> str:
        """Return how many more there are."""
        return f"::notice::{self._left} more; cleaner check shows them all\n" if self._left else ""


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class Sarif:
    """One run of SARIF 2.1.0, with as many results as code scanning takes.

    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """

    def __init__(self, reasons: Callable[[], Mapping[str, str]]) -> None:
        """``reasons`` gives why each rule is there; it is asked in the end."""
        self._reasons = reasons
        self._results: list[dict[str, Any]] = []
        self._rules: dict[str, tuple[int, str]] = {}
        self._seen: Counter[str] = Counter()
        self._left = 0
        self._errors: list[str] = []

    def add(self, document: Spots) -> str:
        """Remember what is told of a document."""
        if document.error:
            self._errors.append(f"{document.path}: {document.error}")
        spots = [*(_recoded(id_) for id_ in document.recoding), *document.spots]
        room = max(0, MOST_RESULTS - len(self._results))
        self._left += max(0, len(spots) - room)
        self._results += [self._result(document, spot) for spot in spots[:room]]
        return ""

    def _result(self, document: Spots, spot: Spot) -> dict[str, Any]:
        number, _ = self._rules.setdefault(spot.rule, (len(self._rules), spot.category))
        location: dict[str, Any] = {"artifactLocation": _artifact(document.path)}
        message = spot.message
        if document.row is not None:
            message = f"record {document.row}: {message}"
        elif spot.line:
            location["region"] = _region(spot)
        same = f"{document.path}\0{document.row}\0{spot.rule}\0{spot.before}"
        self._seen[same] += 1
        print_ = hashlib.sha256(f"{same}\0{self._seen[same]}".encode("utf-8", "surrogatepass")).hexdigest()
        return {
            "ruleId": spot.rule,
            "ruleIndex": number,
            "level": _level(spot.rule),
            "message": {"text": message},
            "locations": [{"physicalLocation": location}],
            "partialFingerprints": {"removedText/v1": print_},
        }

    def finish(self) -> str:
        """Return the whole file."""
        reasons = self._reasons() if self._rules else {}
        notes = [{"level": "error", "message": {"text": text}} for text in self._errors]
        if self._left:
            what = f"{self._left} more results are left out; cleaner check shows them all"
            notes.append({"level": "warning", "message": {"text": what}})
        driver = {
            "name": "cleaner",
            "version": __version__,
            "rules": [_rule(id_, category, reasons) for id_, (_, category) in self._rules.items()],
        }
        run: dict[str, Any] = {
            "tool": {"driver": driver},
            "columnKind": "utf16CodeUnits",
            "newlineSequences": ["\n"],
            "invocations": [{"executionSuccessful": not self._errors, "toolExecutionNotifications": notes}],
            "results": self._results,
        }
        log = {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
        return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _recoded(id_: str) -> Spot:
    message = "the file is not plain UTF-8; it becomes so"
    return Spot(id_, "decode", "decode", message, 0, 0, 0, 0, 0, 0, 0, 0)


def _artifact(path: str) -> dict[str, str]:
    """Return where a file is: below the root of the sources, or at its place in the file system."""
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _region(spot: Spot) -> dict[str, int]:
    return {
        "startLine": spot.line,
        "startColumn": spot.column16,
        "endLine": spot.end_line,
        "endColumn": spot.end_column16,
    }


def _level(rule: str) -> str:
    return "note" if layer_of(rule) in {"canon", "decode"} else "warning"


def _rule(id_: str, category: str, reasons: Mapping[str, str]) -> dict[str, Any]:
    why = reasons.get(id_) or "A rule of a pack that is not at hand."
    help_ = f"{why} See what it does: cleaner rules show {id_}. To keep such text: --disable {id_}"
    return {
        "id": id_,
        "shortDescription": {"text": why},
        "fullDescription": {"text": why},
        "help": {
            "text": help_,
            "markdown": f"{why}\n\nSee what it does: `cleaner rules show {id_}`. "
            f"To keep such text: `--disable {id_}`",
        },
        "defaultConfiguration": {"level": _level(id_)},
        "properties": {"tags": list(dict.fromkeys((layer_of(id_), category)))},
    }
