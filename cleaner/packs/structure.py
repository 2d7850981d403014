"""What lines look like when they belong to a page and not to its text: tails, heads, runs, contents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

import regex

from cleaner.packs.lines import Lines
from cleaner.packs.phrases import fold
from cleaner.packs.schema import Contents, Foot, Head, Run, Tail
from cleaner.packs.words import is_label

_NUMBERING = regex.compile(
    r"^(?:[-–—•*·▪‣◦○●→»>#]{1,3}|\(?\d{1,3}(?:\.\d{1,3}){0,3}[.):]{0,2}|[IVXivx]{1,5}[.)])\s+"
)


def tail_end(lines: Lines, i: int, kind: Tail, marks: Callable[[str], bool]) -> int | None:
    """Return the last line of the tail that begins at ``i``, or None if it is none."""
    solid = lines.solid()
    at = bisect_right(solid, i)
    after = solid[at:]
    if solid[0] == i or not _ends(lines, solid[: at - 1], after, kind):
        return None
    if kind.least:
        stripped = sum(bool(lines.gone[j] and lines.trimmed[j]) for j in range(i + 1, len(lines)))
        if stripped + sum(marks(lines.trimmed[j]) for j in after) < kind.least:
            return None
    return after[-1] if after else i


def _ends(lines: Lines, before: list[int], after: list[int], kind: Tail | Foot) -> bool:
    """Whether the prose of the text stands in ``before``, and ``after`` can be the foot of a page."""
    if len(after) * 100 > kind.most * (len(before) + len(after)):
        return False
    counts, least = lines.spoken, kind.words
    behind = row = 0
    for j in after:
        words = counts[j]
        if words < least:
            row = 0
        else:
            behind += words
            row += 1
            if row > kind.row or words >= kind.long:
                return False
        if j in lines.fenced:
            return False
    ahead = sum(words for words in map(counts.__getitem__, before) if words >= least)
    return ahead >= kind.body and ahead * 100 >= kind.part * (ahead + behind)


def foot_start(lines: Lines, kind: Foot, anchors: AbstractSet[int]) -> tuple[int, int] | None:
    """Return the first and last line of the longest foot that qualifies."""
    every = [i for i, line in enumerate(lines.trimmed) if line]
    solid = lines.solid()
    stripped = len(every) - len(solid)
    for n, i in enumerate(every):
        if stripped < kind.least:
            return None
        if not lines.gone[i]:
            continue
        if i in anchors and stripped * 100 >= kind.share * (len(every) - n):
            at = bisect_right(solid, i)
            before, after = solid[:at], solid[at:]
            if before and after and _ends(lines, before, after, kind):
                return i, after[-1]
        stripped -= 1
    return None


def head_fits(lines: Lines, i: int, kind: Head, ends: Callable[[str], bool]) -> bool:
    """Whether nothing but labels stands between the top of the text and line ``i``."""
    return all(
        is_label(lines.trimmed[j], kind.words) or ends(lines.trimmed[j]) for j in lines.solid() if j < i
    )


def rows(
    lines: Lines, kind: Run | Foot, anchors: AbstractSet[int], title: str | None
) -> Iterator[tuple[int, int]]:
    """Yield what is left between stripped lines, or between one and the end, and belongs to them."""
    if isinstance(kind, Foot):
        foot = foot_start(lines, kind, anchors)
        if foot:
            yield foot
        return
    row: list[int] = []
    above = kind.top
    wanted = fold(title) if title else None
    for i, line in enumerate(lines.trimmed):
        if not line:
            continue
        if not lines.gone[i]:
            row.append(i)
            continue
        if above and i in anchors and _fits(lines, row, kind, wanted):
            yield row[0], row[-1]
        row, above = [], i in anchors
    if above and anchors and _fits(lines, row, kind, wanted):
        yield row[0], row[-1]


def _fits(lines: Lines, row: list[int], kind: Run, title: str | None) -> bool:
    return 0 < len(row) <= kind.lines and all(
        j not in lines.fenced and is_label(lines.trimmed[j], kind.words) and fold(lines.trimmed[j]) != title
        for j in row
    )


def contents_end(lines: Lines, i: int, kind: Contents) -> int | None:
    """Return the last entry below the head ``i`` that reappears as a line, if enough of them do.

    What reappears of two entries in a row must have something between it, or a refrain would be
    a table of contents.
    """
    solid = [j for j in lines.solid() if j > i]
    names = [_entry(lines.trimmed[j]) for j in solid]
    found, missed, last, at = 0, 0, None, 0
    for n, name in enumerate(names[:80]):
        again = next((m for m in range(max(n + 2, at + 2), len(names)) if names[m] == name), None)
        if again is None:
            missed += 1
            if missed > kind.miss or lines.spoken[solid[n]] >= 12:
                break
            continue
        found, missed, last, at = found + 1, 0, solid[n], again
    return last if found >= kind.least else None


def _entry(line: str) -> str:
    return fold(_NUMBERING.sub("", line)).rstrip(":.")
