"""What matches take away: the lines that are gone, and in the end the edits that cite the rules."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.packs.kinds import Match
from cleaner.packs.lines import Lines
from cleaner.packs.schema import Span
from cleaner.patch import Edit


def take(lines: Lines, new: list[Match], spans: dict[int, list[Match]]) -> None:
    """Mark the lines that ``new`` takes away; a line that spans emptied goes if one of them asks."""
    for match in new:
        if not isinstance(match.rule.kind, Span):
            lines.take(match.first, match.last)
        elif _emptied(lines, match.first, spans[match.first]):
            lines.take(match.first, match.first)


def _emptied(lines: Lines, i: int, spans: list[Match]) -> bool:
    """Whether ``spans`` leave nothing of line ``i``, and one of them takes the line then."""
    if not any(isinstance(span.rule.kind, Span) and span.rule.kind.whole_line for span in spans):
        return False
    left = lines.start(i)
    for span in sorted(spans, key=lambda span: span.start):
        if lines.text[left : span.start].strip():
            return False
        left = max(left, span.end)
    return not lines.text[left : lines.end(i)].strip()


def deletions(lines: Lines, matches: list[Match]) -> Iterator[Edit]:
    """Unite the matches: those that overlap become one deletion that cites all their rules."""
    ranges = sorted((*_range(lines, match), match.rule.id, match.first, match.last) for match in matches)
    start = end = first = last = 0
    causes: set[str] = set()
    for left, right, rule, top, bottom in ranges:
        if causes and left >= end:
            yield _deletion(lines, start, end, (first, last), causes)
            causes = set()
        if not causes:
            start, end, first, last = left, right, top, bottom
        if right > end:
            end, last = right, bottom
        causes.add(rule)
    if causes:
        yield _deletion(lines, start, end, (first, last), causes)


def _deletion(lines: Lines, start: int, end: int, ends: tuple[int, int], causes: set[str]) -> Edit:
    """Return the edit; whole lines take the blank ones after them where blank ones stand before.

    So two paragraphs stay as far apart as they were, and no edit of canon runs into this one.
    ``ends`` are the lines in which it begins and ends.
    """
    if (start, end) == lines.extent(*ends):
        before, after = lines.before(ends[0]), ends[1] + 1
        if before is None or not lines.trimmed[before]:
            while after < len(lines) and not lines.trimmed[after]:
                end = lines.extent(after, after)[1]
                lines.gone[after] = 1
                after += 1
    return Edit(start, end, "", tuple(sorted(causes)))


def _range(lines: Lines, match: Match) -> tuple[int, int]:
    """Return the code points to delete: a span takes the line it emptied, or one of two spaces."""
    if not isinstance(match.rule.kind, Span):
        return match.start, match.end
    if lines.gone[match.first]:
        return lines.extent(match.first, match.first)
    text, start, end = lines.text, match.start, match.end
    at_start = start == lines.start(match.first) or text[start - 1] == " "
    at_end = end == lines.end(match.first)
    if at_start and not at_end and text[end] == " ":
        return start, end + 1
    if at_end:
        while start > lines.start(match.first) and text[start - 1] == " ":
            start -= 1
    return start, end
