"""Unified diffs, rendered from edits: no text is ever compared with another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from cleaner.patch import Edit, Patch

CONTEXT = 3


class Change(NamedTuple):
    """Whole lines of the source (numbers from 0, half-open) and the lines that take their place.

    ``edits`` have their offsets from the beginning of the first of these lines.
    """

    first: int
    last: int
    after: list[str]
    edits: tuple[Edit, ...]


class Painter(Protocol):
    """Dresses up the lines of a diff; each comes and goes with its LF, if it has one."""

    def head(self, line: str) -> str:
        """Return a line of a header."""

    def kept(self, line: str) -> str:
        """Return a line of the context."""

    def removed(self, lines: list[str], edits: tuple[Edit, ...]) -> list[str]:
        """Return lines that go; ``edits`` count from the beginning of the first."""

    def added(self, lines: list[str], edits: tuple[Edit, ...]) -> list[str]:
        """Return lines that come; ``edits`` are those that made them."""


class Plain:
    """A diff as ``patch`` takes it."""

    def head(self, line: str) -> str:
        """Return it as it is."""
        return line

    def kept(self, line: str) -> str:
        """Return it with its mark."""
        return f" {line}"

    def removed(self, lines: list[str], edits: tuple[Edit, ...]) -> list[str]:  # noqa: ARG002
        """Return them with their marks."""
        return [f"-{line}" for line in lines]

    def added(self, lines: list[str], edits: tuple[Edit, ...]) -> list[str]:  # noqa: ARG002
        """Return them with their marks."""
        return [f"+{line}" for line in lines]


PLAIN = Plain()


def unified_diff(
    source: str, patch: Patch, before: str, after: str, painter: Painter = PLAIN
) -> Iterator[str]:
    """Yield the lines of a unified diff, each with its LF; nothing if nothing changes.

    ``before`` and ``after`` are the names in the header.
    """
    lines = _lines(source)
    changes = list(_changes(source, lines, patch))
    if not changes:
        return
    yield painter.head(f"--- {before}\n")
    yield painter.head(f"+++ {after}\n")
    shift = 0
    for hunk in _hunks(changes):
        start = max(0, hunk[0].first - CONTEXT)
        end = min(len(lines), hunk[-1].last + CONTEXT)
        growth = sum(len(change.after) - (change.last - change.first) for change in hunk)
        ranges = f"-{_range(start, end - start)} +{_range(start + shift, end - start + growth)}"
        yield painter.head(f"@@ {ranges} @@\n")
        shift += growth
        at = start
        for change in hunk:
            yield from _ended(map(painter.kept, lines[at : change.first]))
            yield from _ended(painter.removed(lines[change.first : change.last], change.edits))
            yield from _ended(painter.added(change.after, change.edits))
            at = change.last
        yield from _ended(map(painter.kept, lines[at:end]))


def _lines(text: str) -> list[str]:
    """Split behind each LF; the LFs stay."""
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _changes(source: str, lines: list[str], patch: Patch) -> Iterator[Change]:
    """Widen the edits to whole lines, and join those that share a line."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    first = last = number = 0
    group: list[Edit] = []
    for edit in patch.edits:
        while number + 1 < len(lines) and starts[number + 1] <= edit.start:
            number += 1
        if group and number >= last:
            yield _change(source, starts, first, last, group)
            group = []
        if not group:
            first = number
        group.append(edit)
        last = max(last, number + 1)
        while last < len(lines) and (starts[last] < edit.end or _open_end(source, starts[last], edit)):
            last += 1
    if group:
        yield _change(source, starts, first, min(last, len(lines)), group)


def _open_end(source: str, end: int, edit: Edit) -> bool:
    """Whether an edit took the LF that ends its last line but not that line's beginning."""
    begins_line = edit.start == 0 or source[edit.start - 1] == "\n"
    return (
        edit.end == end > edit.start and not edit.text.endswith("\n") and not (begins_line and not edit.text)
    )


def _change(source: str, starts: list[int], first: int, last: int, group: list[Edit]) -> Change:
    start, end = starts[first], starts[last]
    moved = Patch(tuple(Edit(e.start - start, e.end - start, e.text, e.causes) for e in group))
    return Change(first, last, _lines(moved.apply(source[start:end])), moved.edits)


def _hunks(changes: list[Change]) -> Iterator[list[Change]]:
    hunk: list[Change] = []
    for change in changes:
        if hunk and change.first - hunk[-1].last > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _range(start: int, length: int) -> str:
    return f"{start + (length > 0)},{length}"


def _ended(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"
