"""Where the prose of a text ends: above what line no tail or foot can begin, and what words stand where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, compress
from typing import NamedTuple

from cleaner.packs.lines import Lines
from cleaner.packs.schema import Foot, Tail


class Ending(NamedTuple):
    """The prose that is still there: its lines, and the sums of their words, from 0.

    What comes after a line before ``limit`` holds too much prose in a row, or too long a line, for as long
    as all of ``blockers`` are there. It holds for a ``version`` of the lines; its prose, for as long as none
    of it goes and nothing is ``restored``.
    """

    version: int
    restored: int
    places: list[int]
    sums: list[int]
    limit: int
    blockers: list[int]


def ends(lines: Lines, i: int, kind: Tail | Foot) -> bool:
    """Whether the prose of the text stands before line ``i``, and what follows can be the foot of a page.

    If not, it says so to ``lines``: which lines would have to go before that can change. Lines
    only ever go, so there is never more prose before a line than there was.
    """
    ending = _ending(lines, kind)
    if i < ending.limit:
        lines.wait(ending.blockers)
        return False
    behind = bisect_right(ending.places, i)
    ahead = ending.sums[bisect_left(ending.places, i)]
    if ahead < kind.body:
        return False
    if ahead * 100 < kind.part * (ahead + ending.sums[-1] - ending.sums[behind]):
        lines.wait(ending.places[behind:])
        return False
    before, after = lines.there.count(1, 0, i), lines.there.count(1, i + 1)
    if after * 100 > kind.most * (before + after):
        lines.restless = True
        return False
    return True


def top(lines: Lines, kind: Tail | Foot) -> int:
    """Return the first line that no prose below keeps from being where a tail or foot begins."""
    return _ending(lines, kind).limit


def _ending(lines: Lines, kind: Tail | Foot) -> Ending:
    """Return the ending as ``kind`` sees it, made anew whenever lines went."""
    known = lines.memo(_ending)
    asked = kind.words, kind.row, kind.long
    found: Ending | None = known.get(asked)
    if found is None or found.version != lines.version:
        found = known[asked] = _made(lines, kind, found)
    return found


def _made(lines: Lines, kind: Tail | Foot, before: Ending | None) -> Ending:
    """Return the ending as it is now; ``before`` is what it was before some lines went."""
    there, prose = lines.there, lines.prose(kind.words)
    if (
        before is not None
        and before.restored == lines.restored
        and all(map(there.__getitem__, before.places))
    ):
        places, sums = before.places, before.sums
    else:
        places = list(compress(prose, map(there.__getitem__, prose)))
        sums = list(accumulate(map(prose.__getitem__, places), initial=0))
    blockers: list[int] = []
    below = len(there)
    for j in reversed(places):  # the lowest of what is too long is what counts
        if prose[j] >= kind.long:
            blockers = [j]
            break
        if there.find(1, j + 1) != below:
            blockers.clear()
        blockers.append(j)
        if len(blockers) > kind.row:
            break
        below = j
    else:
        blockers = []
    limit = min(blockers, default=0)
    fenced = max((j for j in lines.fenced if there[j]), default=-1)
    if fenced > limit:
        limit, blockers = fenced, [fenced]
    return Ending(lines.version, lines.restored, places, sums, limit, blockers)
