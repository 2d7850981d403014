"""The audit log: one JSON line a document, from which the original comes back.

A header line holds for the lines after it, so logs merge by concatenation; where several cleaners
were at work it describes the others as ``overrides``, and lines name theirs. A document's line
has its own table of causes. An edit is ``[start, end, before, after, [numbers of causes]]``, its
offsets code points of the decoded source; where the same edit comes again, a sixth item lists
how many code points each stands behind the one before. At level ``spans`` the key is ``spans``
and the items are ``[start, end, length after, [numbers of causes], [gaps]]``: no text at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.config import Level
from cleaner.errors import LogError
from cleaner.formats.compress import CutOffError, open_read
from cleaner.model import Encoding, Finding, Result

VERSION = 1

PLAIN = Encoding("utf-8", "utf-8", 1.0)
"""What a line that names no encoding means."""


@dataclass(frozen=True, slots=True)
class Header:
    """With what the documents below it were cleaned; ``overrides`` by the numbers that lines name."""

    version: str = ""
    digest: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    level: str = "full"
    overrides: Mapping[int, Header] = field(default_factory=dict)


class LoggedEdit(NamedTuple):
    """An edit of a log; ``length`` is that of ``after``. A log of spans has neither text."""

    start: int
    end: int
    before: str
    after: str
    length: int
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a log. ``where`` is its place in the log; ``row`` counts from 1 in its file.

    ``before`` and ``after`` are sha256 digests, ``chars`` and ``size`` what went in and came out
    in code points and in bytes.
    ``findings`` have all their lines.
    """

    path: str
    name: str
    before: str
    after: str
    chars: tuple[int, int]
    size: tuple[int, int]
    encoding: Encoding
    edits: tuple[LoggedEdit, ...]
    where: str
    header: Header
    extracted: bool = False
    error: str = ""
    row: int | None = None
    id: str = ""
    site: str = ""
    recoding: tuple[str, ...] = ()
    findings: tuple[tuple[str, tuple[int, ...], str], ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)

    @property
    def hindrance(self) -> str:
        """Why the original cannot come back, or an empty string."""
        if self.extracted:
            return "it was extracted from HTML: there is no way back; keep the source"
        if self.header.level != "full":
            return (
                f"its log was written with --audit-level {self.header.level}, which keeps no text; use full"
            )
        return ""


def header(
    version: str,
    digest: str,
    options: dict[str, Any],
    level: Level = "full",
    overrides: Mapping[int, tuple[str, dict[str, Any]]] | None = None,
) -> str:
    """Return the line that says with what the documents after it were cleaned.

    ``overrides`` are the digests and options of documents that name their number.
    """
    record = {"cleaner": version, "log": VERSION, "level": level, "rules": digest, "options": options}
    if overrides:
        means = {str(n): {"rules": rules, "options": own} for n, (rules, own) in overrides.items()}
        record["overrides"] = means
    return _line(record)


def document_line(  # noqa: PLR0913 -- what there is to know of a document
    result: Result,
    path: str,
    name: str,
    before: bytes,
    after: bytes,
    *,
    level: Level = "full",
    row: int | None = None,
    id: str | None = None,  # noqa: A002 -- the word of the log
    site: str | None = None,
    override: int = 0,
) -> str:
    """Return the line of one document that was read as ``before`` and written as ``after``."""
    causes: dict[str, int] = {}
    edits = [
        (e.start, e.end, e.before, e.after, [causes.setdefault(c, len(causes)) for c in e.causes])
        for e in result.edits
    ]
    provenance = {(notice.rule, notice.text) for notice in result.notices}
    optional = {
        "name": name if name != path else "",
        "row": row,
        "id": id,
        "site": site,
        "override": override,
        "encoding": [*result.encoding[:3], result.encoding.bom.hex()]
        if result.encoding not in {None, PLAIN} and result.encoding
        else None,
        "extracted": result.extracted,
        "error": result.error,
        "findings": _grouped(result.findings),
        "notices": [
            number
            for number, edit in enumerate(result.edits)
            if any((cause, edit.before.strip()) in provenance for cause in edit.causes)
        ],
        "recoding": list(result.recoding),
        "causes": [_cause(cause, result) for cause in causes],
        "edits" if level == "full" else "spans": list(_packed(edits, level)),
    }
    record = {
        "path": path,
        "sha256": [hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest()],
        "chars": [len(result.source), len(result.text)],
        "bytes": [len(before), len(after)],
    }
    return _line(record | {key: value for key, value in optional.items() if value})


def _cause(cause: str, result: Result) -> str | list[str]:
    """Return a cause, with its category where the id does not begin with it."""
    category = result.categories.get(cause)
    return [cause, category] if category and category != cause.partition(".")[0] else cause


def _grouped(findings: Iterable[Finding]) -> list[list[object]]:
    """Return findings with all the lines that they are about: the same is often said of many."""
    lines: dict[tuple[str, str], list[int]] = {}
    for rule, line, reason in findings:
        lines.setdefault((rule, reason), []).append(line)
    return [[rule, numbers, reason] for (rule, reason), numbers in lines.items()]


def _packed(edits: Sequence[tuple[int, int, str, str, list[int]]], level: Level) -> Iterator[list[Any]]:
    """Write edits that do the same for the same reason, one after the other, as one item."""
    i = 0
    while i < len(edits):
        start, end, before, after, causes = edits[i]
        gaps: list[int] = []
        while i + 1 < len(edits) and edits[i + 1][2:] == (before, after, causes):
            gaps.append(edits[i + 1][0] - edits[i][1])
            i += 1
        i += 1
        item = [start, end, before, after, causes] if level == "full" else [start, end, len(after), causes]
        yield [*item, gaps] if gaps else item


def _line(record: dict[str, Any]) -> str:
    """Return one line of JSON; escapes what UTF-8 cannot hold."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(record, separators=(",", ":"))
    return line + "\n"


def read_log(path: Path, cut_off: Callable[[str], None] | None = None) -> Iterator[Entry]:
    """Yield the documents of a log; ``.gz`` and ``.zst`` are unpacked.

    A log whose last line is not whole, since its run was killed, ends before it, and ``cut_off``
    is told. Raises LogError, naming file and line, for what is no log, and FileError.
    """
    with open_read(path) as file:
        try:
            yield from _entries(file, str(path), cut_off or str)
        except CutOffError as error:
            (cut_off or str)(str(error))
        except OSError as error:
            message = f"{path}: cannot read the audit log: {error.strerror}"
            raise LogError(message) from None


def _entries(lines: Iterable[bytes], path: str, cut_off: Callable[[str], object]) -> Iterator[Entry]:
    known: Header | None = None
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        try:
            record = json.loads(line)
            if "log" in record:
                known = _header(record, where)
                continue
            if known is None:
                message = f"{where}: the log does not begin with its header; is this an audit log?"
                raise LogError(message)
            entry = _entry(record, where, known)
        except (ValueError, KeyError, TypeError, IndexError):
            if known and not line.endswith(b"\n"):  # the file of this line was not touched yet
                cut_off(f"{where}: the log ends within a line; its run was killed, or the file cut off")
                return
            message = f"{where}: this is no line of an audit log; was it cut off or edited?"
            raise LogError(message) from None
        yield entry


def _header(record: dict[str, Any], where: str) -> Header:
    if record["log"] != VERSION:
        message = f"{where}: this log is of version {record['log']}, known is {VERSION}"
        raise LogError(message)
    version, level = record["cleaner"], record.get("level", "full")
    overrides = {
        int(number): Header(version, own["rules"], own["options"], level)
        for number, own in record.get("overrides", {}).items()
    }
    return Header(version, record["rules"], record["options"], level, overrides)


def _entry(record: dict[str, Any], where: str, known: Header) -> Entry:
    table = [(cause, None) if isinstance(cause, str) else cause for cause in record.get("causes", ())]
    causes = tuple(cause for cause, _ in table)
    encoding = record.get("encoding")
    chars_in, chars_out = record["chars"]
    bytes_in, bytes_out = record["bytes"]
    return Entry(
        path=record["path"],
        name=record.get("name", record["path"]),
        before=record["sha256"][0],
        after=record["sha256"][1],
        chars=(chars_in, chars_out),
        size=(bytes_in, bytes_out),
        encoding=_encoding(*encoding) if encoding else PLAIN,
        edits=tuple(_unpacked(record, causes)),
        where=where,
        header=known.overrides[record["override"]] if record.get("override") else known,
        extracted=record.get("extracted", False),
        error=record.get("error", ""),
        row=record.get("row"),
        id=str(record.get("id", "")),
        site=record.get("site", ""),
        recoding=tuple(record.get("recoding", ())),
        findings=tuple((rule, tuple(lines), reason) for rule, lines, reason in record.get("findings", ())),
        categories={cause: category for cause, category in table if category},
    )


def _encoding(name: str, how: str, sure: float, bom: str) -> Encoding:
    return Encoding(name, how, sure, bytes.fromhex(bom))


def _unpacked(record: dict[str, Any], causes: Sequence[str]) -> Iterator[LoggedEdit]:
    for start, end, before, after, cited, *more in record.get("edits", ()):
        edit = LoggedEdit(start, end, before, after, len(after), tuple(causes[number] for number in cited))
        yield from _run(edit, *more)
    for start, end, length, cited, *more in record.get("spans", ()):
        yield from _run(LoggedEdit(start, end, "", "", length, tuple(causes[n] for n in cited)), *more)


def _run(edit: LoggedEdit, gaps: Sequence[int] = ()) -> Iterator[LoggedEdit]:
    """Yield an edit and those like it behind it."""
    yield edit
    for gap in gaps:
        start = edit.end + gap
        edit = edit._replace(start=start, end=start + edit.end - edit.start)
        yield edit
