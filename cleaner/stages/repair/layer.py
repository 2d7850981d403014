"""One layer of damage: which runs of a family are worth reading, and what is mended beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, reduce

from cleaner.patch import Edit, Patch, make
from cleaner.stages.repair.gate import alarmed, alarms
from cleaner.stages.repair.lossy import Broken, apart, broken, doubtful, mended
from cleaner.stages.repair.reading import LOST, SURE, TOLL, Way, attached, disguised
from cleaner.stages.repair.relapse import KNOWN, relapses
from cleaner.stages.repair.runs import Run, replaced, runs

SETTLED = 32.0
"""Support from which more makes no difference: a family's price and ``SURE`` are less."""

_LONG = 500  # code points of a line of which no runs are kept
LONE = re.compile(r"(?<!\w)Ã (?=\w)|(?<=[a-z])Ã (?=[a-z])")
"""What is left of ``à`` without its no-break space."""


def accepted(line: str, way: Way, support: float) -> tuple[list[Run], float]:
    """Return the runs that are worth reading, and what they gain together.

    ``support`` is what speaks for the family elsewhere: in other lines, in layers above.
    """
    weigh = _known if len(line) < _LONG else _accepted
    return weigh(line, way, min(support, SETTLED))


def _accepted(line: str, way: Way, support: float) -> tuple[list[Run], float]:
    family = way.family
    found = runs(line, family, inner=way.inner, above=1.0)
    total = support + sum([run.gain for run in found]) - family.price
    if total < SURE or (len(found) < 2 and not support):
        found = [
            run
            for run in found
            if run.gain >= TOLL + family.price and _expected(line, run, way) and attached(line, run)
        ]
    elif sum([run.gain for run in found]) < SURE:
        found = [run for run in found if run.gain >= 3.0]
    if found and not support and all(disguised(line[run.start : run.end], run.text) for run in found):
        return [], 0.0
    if not way.inner and found and not support and not any(_calm(line, run) for run in found[:20]):
        return [], 0.0
    return found, sum([run.gain for run in found]) - family.price


_known = lru_cache(maxsize=64)(_accepted)  # ways are compared on a line, if it is short, and then gone


def _expected(line: str, run: Run, way: Way) -> bool:
    """Return whether a run, standing alone, reads as sound text, or as the layer that is expected."""
    return _calm(line, run) or (way.inner and bool(way.family.spans(run.text)))


def _calm(line: str, run: Run) -> bool:
    """Return whether a run, standing alone, reads as something that alarms nobody."""
    before, after = line[max(0, run.start - 1) : run.start] or " ", line[run.end : run.end + 1] or " "
    return not alarmed(before + run.text + after)


def taken(way: Way, good: list[Run]) -> Patch:
    """Return the edits of a layer: what was read, and the way as their cause."""
    cause = (f"repair.mojibake:{way.family.name}",)
    return Patch(tuple([make(Edit, (start, end, text, cause)) for start, end, text, _ in good]))


def all_taken(ways: Sequence[Way], layers: Sequence[list[Run]]) -> Patch:
    """Return the edits of layers that were taken off one after another."""
    return reduce(Patch.then, map(taken, ways, layers))


def peeled(line: str, way: Way, support: float) -> tuple[list[Run], float]:
    """Return what is read to take one layer off a line, in order, and what its whole runs gain."""
    return _remembered(line, way, min(support, SETTLED))


def _taken_off(line: str, way: Way, support: float) -> tuple[list[Run], float]:
    good, gain = accepted(line, way, support)
    if good and gain + support > SURE:
        text = replaced(line, good)
        odd = alarmed(text)
        lone = way.family.name == "cp1252" and LONE.search(line)
        places: list[Broken] = []
        if lone or (odd and (LOST in line or _is_worth(line, good, text))):
            places = broken(line, way.family, good)
        if way.family.name not in KNOWN:
            places = apart([*places, *relapses(line, way.family, good, sound=not odd)])
        if way.family.ambiguous:
            good, either = doubtful(line, way.family, good, inner=way.inner)
            places = sorted([*places, *either])
        if places:
            good = sorted([*good, *mended(line, way.family, good, places)])
    return good, gain


def _is_worth(line: str, good: Sequence[Run], text: str) -> bool:
    """Return whether so much of a line is whole that what is left odd in its text may be broken sequences."""
    left = 4 * len(alarms(text))
    return left <= len(good) or left < 3 * len(alarms(line))


_remembered = lru_cache(maxsize=8)(_taken_off)  # a line that is followed in vain is read next
