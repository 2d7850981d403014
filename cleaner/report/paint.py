"""Diffs for people: colours, marks on what changes within a line, and the rules beside the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from cleaner.patch import Edit
from cleaner.report.layers import owner

COLOURS = {"-": "31", "+": "32"}
CYAN, DIM, REVERSE = "36", "2", "7"

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What would move the cursor, colour the terminal, or turn the direction of a line."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Painted:
    """A diff to look at: ``colour`` for a terminal, ``rules`` to name what took each line."""

    colour: bool
    rules: bool

    def head(self, line: str) -> str:
        """Return a line of a header."""
        return self._painted(line, CYAN)

    def kept(self, line: str) -> str:
        """Return a line of the context."""
        return f" {self._safe(line)}"

    def removed(self, lines: list[str], edits: tuple[Edit, ...]) -> list[str]:
        """Return lines that go, with the rules that took them."""
        spans = [(edit.start, edit.end) for edit in edits]
        return [
            self._line("-", line, [(first - start, last - start) for first, last in spans])
            + self._beside(edits, start, start + len(line))
            + line[len(line.rstrip("\n")) :]
            for line, start in _placed(lines)
        ]

    def added(self, lines: list[str], edits: tuple[Edit, ...]) -> list[str]:
        """Return lines that come."""
        spans = list(_written(edits))
        return [
            self._line("+", line, [(first - start, last - start) for first, last in spans])
            + line[len(line.rstrip("\n")) :]
            for line, start in _placed(lines)
        ]

    def _line(self, mark: str, line: str, spans: list[Span]) -> str:
        """Return a line without its LF, with marks on those spans of it that are not all of it."""
        body, colour = line.rstrip("\n"), COLOURS[mark]
        inside = [
            (max(0, first), min(len(body), last)) for first, last in spans if first < len(body) and last > 0
        ]
        pieces, done = [self._painted(mark, colour)], 0
        whole = inside == [(0, len(body))]
        for first, last in [] if whole else inside:
            pieces += (
                self._painted(body[done:first], colour),
                self._painted(body[first:last], f"{colour};{REVERSE}"),
            )
            done = last
        pieces.append(self._painted(body[done:], colour))
        return "".join(pieces)

    def _beside(self, edits: tuple[Edit, ...], start: int, end: int) -> str:
        """Name the rules whose edits touch a line."""
        if not self.rules:
            return ""
        touching = [edit for edit in edits if edit.start < end and (edit.end > start or edit.start >= start)]
        owners = ", ".join(dict.fromkeys(owner(edit.causes) for edit in touching))
        return self._painted(f"  # {owners}", DIM) if owners else ""

    def _painted(self, text: str, code: str) -> str:
        if not self.colour or not text:
            return text
        body, newline = (text[:-1], "\n") if text.endswith("\n") else (text, "")
        return f"\x1b[{code}m{self._safe(body)}\x1b[0m{newline}"

    def _safe(self, text: str) -> str:
        return UNSAFE.sub(lambda match: f"\\x{ord(match[0]):02x}", text) if self.colour else text


def _placed(lines: list[str]) -> Iterator[tuple[str, int]]:
    """Yield each line with the place where it begins."""
    return zip(lines, accumulate((len(line) for line in lines), initial=0), strict=False)


def _written(edits: tuple[Edit, ...]) -> Iterator[Span]:
    """Yield where in the text after them the edits' own text stands."""
    shift = 0
    for edit in edits:
        at = edit.start + shift
        yield at, at + len(edit.text)
        shift += len(edit.text) - (edit.end - edit.start)
