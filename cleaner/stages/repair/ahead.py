"""Lines read ahead: those below a line that become sound in its ways run by run, many at once.

Text that was damaged once is damaged alike from its beginning to its end, so most lines need no
search and no weighing, only what Python's decoder makes of them and one look at what came out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from cleaner.patch import Edit, Patch, make
from cleaner.stages.repair.families import Family
from cleaner.stages.repair.gate import alarmed, alarms
from cleaner.stages.repair.layer import LONE
from cleaner.stages.repair.reading import SURE, Reading, Way, cause_of
from cleaner.stages.repair.relapse import CONTROL, KNOWN, relapses
from cleaner.stages.repair.runs import Run, plain, replaced, worth
from cleaner.stages.repair.throughout import at_least

_LONG = 4_000  # code points of a line that is read by itself
_FEW = 60  # alarms that may be left in lines whose readings are then not taken
_LINE = re.compile("[^\n]+")


def ahead(lines: Sequence[str], way: Way) -> dict[str, Reading]:
    """Return the readings of those lines that become sound when one layer is taken off.

    Lines that are sound as they stand, nothing in them read, have a reading without a patch.
    """
    some = [line for line in dict.fromkeys(lines) if _is_clear(line, way.family)]
    text = "\n".join(some)
    good = plain(text, way.family)
    if not good:
        return {}
    became = replaced(text, good)
    odd = alarms(became)
    if len(odd) > _FEW:
        return {}
    parts = became.split("\n")
    starts = list(accumulate((len(line) + 1 for line in some), initial=0))
    doubted = {bisect_right(starts, place) - 1 for place in _doubts(text, way.family, good)}
    doubted |= {number for number, part in enumerate(parts) if any(pair in part for pair in odd)}
    edits = _by_line(good, starts, (cause_of(way),))
    return {
        line: reading
        for number, (line, part) in enumerate(zip(some, parts, strict=True))
        if number not in doubted and (reading := _reading(line, part, edits[number], way))
    }


def _is_clear(line: str, family: Family) -> bool:
    """Return whether it is clear what the characters of a line stand for."""
    return len(line) < _LONG and (not family.shared or family.shared.isdisjoint(line))


def _doubts(text: str, family: Family, good: Sequence[Run]) -> list[int]:
    """Return places in the lines of a text in which more was damaged than is whole."""
    if family.name == "cp1252":
        return [match.start() for match in LONE.finditer(text)] if "Ã " in text else []
    if family.name in KNOWN:
        return []
    if CONTROL.search(text):  # where one stands in a line, there are no relapses
        return [match.start() for match in _LINE.finditer(text) if not CONTROL.search(match.group())]
    return [place.start for place in relapses(text, family, good, sound=True)]


def _by_line(good: Sequence[Run], starts: Sequence[int], causes: tuple[str, ...]) -> list[list[Edit]]:
    """Return the edits of each line by the runs of all of them."""
    found: list[list[Edit]] = [[] for _ in starts[1:]]
    number = 0
    for start, end, text, _ in good:
        if start >= starts[number + 1]:
            number = bisect_right(starts, start) - 1
        first = starts[number]
        found[number].append(make(Edit, (start - first, end - first, text, causes)))
    return found


def _reading(line: str, text: str, edits: Sequence[Edit], way: Way) -> Reading | None:
    """Return the reading of a line that became a sound text, if there is enough that speaks for it."""
    if not edits:
        return Reading(line, calm=True)
    gain = at_least(len(line) - len(text))
    if not gain and alarmed(line):
        gain = worth(line, edits, way.family)
    return Reading(text, Patch(tuple(edits)), gain, (way,), calm=True) if gain > SURE else None
