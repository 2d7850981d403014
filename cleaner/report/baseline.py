"""Baselines: what is known to be dirty in an old corpus, so that only what is new is told.

A baseline is sorted JSON Lines of path, rule, sha256 of the removed text, and how often. It holds
no dates, no line numbers and no text: it changes only where the corpus does, and merges by lines.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import ConfigError, FileError
from cleaner.model import RecordedEdit, Result, utf8
from cleaner.report.layers import layer_of, owner


class Trace(NamedTuple):
    """What one rule does to a text: the rule, and the sha256 of what it takes."""

    rule: str
    sha256: str


Known = dict[str, Counter[Trace]]
"""What is known, by path."""


def traces_of(result: Result) -> Counter[Trace]:
    """Return what cleaning does to a document, and what it finds there.

    Blank space around what is stripped does not count: which of it goes depends on the
    neighbours. What takes no text away (a byte order mark, a finding) counts by its rule alone.
    """
    traces = Counter(Trace(rule, _digest("")) for rule in result.recoding)
    traces.update(Trace(finding.rule, _digest("")) for finding in result.findings)
    for edits in _touching(result.edits):
        stripped = any(layer_of(owner(edit.causes)) == "strip" for edit in edits)
        for edit in edits:
            text = edit.before.strip()
            if text or not stripped:
                traces[Trace(owner(edit.causes), _digest(text or edit.before))] += 1
    return traces


def _touching(edits: Iterable[RecordedEdit]) -> list[list[RecordedEdit]]:
    """Return the edits in groups that stand side by side."""
    groups: list[list[RecordedEdit]] = []
    for edit in edits:
        if groups and groups[-1][-1].end == edit.start:
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return groups


def baseline_text(known: Mapping[str, Counter[Trace]]) -> str:
    """Return the content of a baseline file."""
    rows = sorted(
        (path, trace.rule, trace.sha256, count)
        for path, traces in known.items()
        for trace, count in traces.items()
    )
    keys = ("path", "rule", "sha256", "count")
    return "".join(json.dumps(dict(zip(keys, row, strict=True))) + "\n" for row in rows)


def read_baseline(path: Path) -> Known:
    """Return what a baseline file knows. Raises FileError, naming the line, for what is none."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        message = f"{path}: there is no such baseline; make one: cleaner baseline write FOLDER -o {path}"
        raise FileError(message) from None
    except OSError as error:
        message = f"{path}: cannot read the baseline: {error.strerror}"
        raise FileError(message) from None
    known: Known = {}
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            trace = Trace(str(row["rule"]), str(row["sha256"]))
            known.setdefault(str(row["path"]), Counter())[trace] += int(row["count"])
        except (ValueError, KeyError, TypeError):
            message = f"{path}:{number}: this is no line of a baseline; write it anew: cleaner baseline write"
            raise FileError(message) from None
    return known


def path_in(baseline: Path, path: Path) -> str:
    """Return what a baseline calls a file: its path from the baseline's folder, the same on every system.

    Raises ConfigError if no path leads there.
    """
    try:
        return Path(os.path.relpath(path, baseline.parent)).as_posix()
    except ValueError:
        message = f"{path}: it lies on another drive than {baseline}, so no path leads to it"
        raise ConfigError(message) from None


class Allowance:
    """What a baseline still allows while documents are checked against it."""

    def __init__(self, known: Known) -> None:
        """Begin with all that is known."""
        self._left = known

    def new(self, path: str, traces: Mapping[Trace, int]) -> Counter[str]:
        """Take what a document of the file ``path`` does from what is allowed; return the rest, by rule."""
        left = self._left.get(path, Counter())
        found: Counter[str] = Counter()
        for trace, count in traces.items():
            taken = min(count, left[trace])
            left[trace] -= taken
            if count > taken:
                found[trace.rule] += count - taken
        return found

    def gone(self, paths: Iterable[str]) -> int:
        """Return how much of what was known is not there any more in the files ``paths``."""
        return sum(sum(self._left[path].values()) for path in set(paths) if path in self._left)


def _digest(text: str) -> str:
    return hashlib.sha256(utf8(text)).hexdigest()
