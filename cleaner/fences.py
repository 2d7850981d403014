"""Fenced code blocks of Markdown: where nothing but newlines may change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaner.patch import Edit

# https://spec.commonmark.org/0.31.2/#fenced-code-blocks: up to three spaces before a fence, no
# backtick behind an opening fence of backticks, nothing but white space behind a closing one.
_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}+(?=[^`\n]*+$)|~{3,}+)(?P<info>[^\n]*+)", re.MULTILINE)

Span = tuple[int, int]


def fences(text: str) -> list[Span]:
    r"""Return the spans of closed fenced code blocks, from the first fence to the end of the last.

    A fence that nothing closes is no fence here, though CommonMark lets it reach to the end:
    three stray backticks must not exempt the rest of a web page.

    >>> fences("~~~\nx\n~~~\n~~~")
    [(0, 9)]
    """
    if "`" not in text and "~" not in text:  # one character is found much faster than three
        return []
    if "```" not in text and "~~~" not in text:
        return []
    marks = list(_FENCE.finditer(text))
    longest = _longest_closing(marks)
    spans: list[Span] = []
    opening: re.Match[str] | None = None
    for mark, reach in zip(marks, longest, strict=True):
        if opening is None:
            if reach.get(mark["fence"][0], 0) >= len(mark["fence"]):
                opening = mark
        elif _closes(mark) and mark["fence"].startswith(opening["fence"]):
            spans.append((opening.start(), mark.end()))
            opening = None
    return spans


def outside(edits: Iterable[Edit], spans: list[Span]) -> Iterator[Edit]:
    """Leave out the edits that reach into ``spans``; both are in order."""
    at = 0
    for edit in edits:
        while at < len(spans) and spans[at][1] <= edit.start:
            at += 1
        if at == len(spans) or edit.end <= spans[at][0]:
            yield edit


def _closes(mark: re.Match[str]) -> bool:
    return not mark["info"].strip(" \t\r")


def _longest_closing(marks: list[re.Match[str]]) -> list[dict[str, int]]:
    """For each fence, the longest closing fence of either kind that comes after it.

    It makes one walk enough, however many fences stay open.
    """
    found: list[dict[str, int]] = []
    longest: dict[str, int] = {}
    for mark in reversed(marks):
        found.append(longest)
        kind, size = mark["fence"][0], len(mark["fence"])
        if _closes(mark) and size > longest.get(kind, 0):
            longest = {**longest, kind: size}
    return found[::-1]
