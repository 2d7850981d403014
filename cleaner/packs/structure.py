"""What lines look like when they belong to a page and not to its text: tails, heads, runs, contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

import regex

from cleaner.packs.ending import ends, top
from cleaner.packs.haystack import haystack
from cleaner.packs.lines import Lines
from cleaner.packs.margins import margins
from cleaner.packs.phrases import fold
from cleaner.packs.schema import Contents, Foot, Head, Run, Tail
from cleaner.packs.words import is_label

_NUMBERING = regex.compile(
    r"^(?:[-–—•*·▪‣◦○●→»>#]{1,3}|\(?\d{1,3}(?:\.\d{1,3}){0,3}[.):]{0,2}|[IVXivx]{1,5}[.)])\s+"
)
_NUMBERS = b"(0)ivx"
"""What is left of numbering in the haystack."""

MOST_ENTRIES = 80
"""Lines below the head that are looked at as entries of a table of contents."""

LONGEST_ENTRY = 200
"""Code points of a line beyond which it is no entry."""


def tail_end(lines: Lines, i: int, kind: Tail, marks: Callable[[str], bool]) -> int | None:
    """Return the last line of the tail that begins at ``i``, or None if it is none."""
    there = lines.there
    if there.find(1) == i or not ends(lines, i, kind):
        return None
    lines.restless = True
    if kind.least and not _enough(lines, i, kind, marks):
        return None
    return max(i, there.rfind(1))


def _enough(lines: Lines, i: int, kind: Tail, marks: Callable[[str], bool]) -> bool:
    """Whether enough of the lines below ``i`` were stripped, or are one of ``marks``."""
    known = lines.memo(marks)
    missing = kind.least - lines.taken.count(1, i + 1)
    j = i
    while missing > 0:
        j = lines.there.find(1, j + 1)
        if j < 0:
            return False
        if j not in known:
            known[j] = marks(lines.trimmed[j])
        missing -= known[j]
    return True


def foot_start(lines: Lines, kind: Foot, anchors: AbstractSet[int]) -> tuple[int, int] | None:
    """Return the first and last line of the longest foot that qualifies."""
    taken, there = lines.taken, lines.there
    last = there.rfind(1)
    highest = max(there.find(1) + 1, top(lines, kind))
    i = taken.find(1, highest, max(last, 0))
    while i >= 0:
        stripped = taken.count(1, i)
        if stripped < kind.least:
            return None
        if i in anchors and stripped * 100 >= kind.share * lines.full.count(1, i) and ends(lines, i, kind):
            return i, last
        i = taken.find(1, i + 1, last)
    return None


def head_fits(lines: Lines, i: int, kind: Head, marks: Callable[[str], bool]) -> bool:
    """Whether nothing but labels stands between the top of the text and line ``i``."""
    lines.restless = True
    return all(
        is_label(lines.trimmed[j], kind.words) or marks(lines.trimmed[j]) for j in lines.solid() if j < i
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
    if kind.side != "between":
        yield from margins(lines, kind, anchors, title)
        return
    wanted = fold(title) if title else None
    taken, there = lines.taken, lines.there
    j = there.find(1)
    while j >= 0:  # from what is left between two stripped lines to what is left between the next
        above, below = taken.rfind(1, 0, j), taken.find(1, j)
        end = below if below >= 0 else len(there)
        begins = above in anchors if above >= 0 else kind.top
        ends_well = below in anchors if below >= 0 else bool(anchors)
        if begins and ends_well and there.count(1, j, end) <= kind.lines:
            row = [n for n in range(j, end) if there[n]]
            if _fits(lines, row, kind, wanted):
                yield row[0], row[-1]
        j = there.find(1, end)


def _fits(lines: Lines, row: list[int], kind: Run, title: str | None) -> bool:
    return all(
        j not in lines.fenced
        and is_label(lines.trimmed[j], kind.words)
        and (title is None or fold(lines.trimmed[j]) != title)
        for j in row
    )


def contents_end(lines: Lines, i: int, kind: Contents) -> int | None:
    """Return the last entry below the head ``i`` that reappears as a line, if enough of them do.

    What reappears of two entries in a row must have something between it, or a refrain would be
    a table of contents.
    """
    lines.restless = True
    there, names, places = lines.there, *_entries(lines)
    found, missed, last, at = 0, 0, None, i
    n = i
    for _ in range(MOST_ENTRIES):
        n = there.find(1, n + 1)
        if n < 0:
            break
        between = there.find(1, max(n, at) + 1)
        among = places.get(names[n], ()) if between >= 0 else ()
        again = next((m for m in among if m > between and there[m]), None)
        if again is None:
            missed += 1
            if missed > kind.miss or n in lines.prose(12):
                break
            continue
        found, missed, last, at = found + 1, 0, n, again
    return last if found >= kind.least else None


def _entries(lines: Lines) -> tuple[list[str], dict[str, list[int]]]:
    """Return each line as an entry has it, and where each text stands.

    Nothing stands for a line that is too long, or that nothing in the haystack is like.
    """
    known = lines.memo(_entries)
    if not known:
        keys = [key.lstrip(_NUMBERS) for key in haystack(lines.text).split(b"\n")[1:-1]]
        often = Counter(keys)
        names = [
            _entry(line) if often[key] > 1 and len(line) <= LONGEST_ENTRY else ""
            for key, line in zip(keys, lines.trimmed, strict=True)
        ]
        places: dict[str, list[int]] = {}
        for j, name in enumerate(names):
            if name:
                places.setdefault(name, []).append(j)
        known[None] = names, places
    entries: tuple[list[str], dict[str, list[int]]] = known[None]
    return entries


def _entry(line: str) -> str:
    return fold(_NUMBERING.sub("", line)).rstrip(":.")
