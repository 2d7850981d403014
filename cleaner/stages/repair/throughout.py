"""Lines that are damaged throughout: each layer comes off in one go, by Python's own decoder."""

from __future__ import annotations

import math
from operator import add
from typing import NamedTuple

from cleaner.stages.repair.gate import alarms
from cleaner.stages.repair.kinds import KIND, SCRIPT
from cleaner.stages.repair.language import price_of, tongue
from cleaner.stages.repair.lossy import usual
from cleaner.stages.repair.reading import (
    SURE,
    TOLL,
    TRIED,
    Reading,
    Way,
    attached,
    candidates,
    cause_of,
    cost_alone,
    disguised,
    scattered,
)
from cleaner.stages.repair.runs import Run
from cleaner.stages.repair.whole import bordered, guessed, readings, retold, stretches, whole

EACH = 3.0
"""What each byte more than characters gains at least where all is whole, in nats; chance makes no five."""

_CLOSE = 12.0  # nats by which readings may differ that are weighed in their own languages
_CLEAR = 4.0  # nats from which it is clear in which language one of them is
_DOUBTED = 2
"""Layers that are tried where some characters are doubtful."""


def throughout(line: str, layers: int) -> Reading | None:
    """Return the best reading of an odd line that is damaged throughout, if nothing odd is left in it."""
    found = _peeled(line, layers)
    if not found or not found.ways:
        return None
    text, count = found.text, stretches(line)
    gain = at_least(len(line) - len(text)) if count > 1 else 0.0
    if not gain:
        gain = cost_alone(line) - _cost(found)
        if gain < (SURE if count > 1 else TOLL):
            return None
    if scattered(text) or disguised(line, text):
        return None
    patch = retold(line, text, list(map(cause_of, found.ways)))
    if count == 1 and not (
        attached(line, Run(*patch.edits[0][:3], gain))
        and all(map(usual, patch.edits[0].text))
        and found.ways[0].family in candidates(alarms(line))[:TRIED]
    ):
        return None  # one stretch alone may be chance
    return Reading(text, patch, gain, found.ways, calm=True)


def at_least(more: int) -> float:
    """Return what a line gains at least by so many bytes more than characters; 0.0 if that may be chance."""
    gain = more * EACH
    return gain if gain > SURE else 0.0


class _Peeled(NamedTuple):
    """The ways that lead from a line to a reading in which nothing is odd.

    There are no ways if a family might be better in which some characters are doubtful.
    """

    ways: tuple[Way, ...]
    text: str


_DOUBTFUL = _Peeled((), "")


def _peeled(line: str, layers: int) -> _Peeled | None:
    """Take off layers that are there throughout, until nothing odd is left."""
    best: _Peeled | None = None
    told, rivals = readings(line)
    for family, text in told[:layers]:
        found = _further(text, Way(family, inner=False), layers)
        if found and (best is None or _is_better(found, best)):
            best = found
    if best is None or not rivals:
        return best
    cost = _cost(best)
    for rival in rivals:
        texts = dict.fromkeys([guessed(line, rival, inner=inner) for inner in (False, True)])
        for text in filter(None, texts):
            found = _further(text, Way(rival, inner=False), min(layers, _DOUBTED))
            if found and _cost(found) < cost:
                return _DOUBTFUL
    return best


def _cost(found: _Peeled) -> float:
    """Return what a reading costs, and its ways; nothing if it is none."""
    if not found.ways:
        return -math.inf
    return cost_alone(found.text) + sum([way.family.price for way in found.ways])


def _is_better(one: _Peeled, other: _Peeled) -> bool:
    """Return whether a reading is likelier than another; where letters differ, each in its own language."""
    gain = _cost(other) - _cost(one)
    if abs(gain) <= _CLOSE and _differ_in_letters(one.text, other.text):
        spoken = _spoken(other) - _spoken(one)
        if abs(spoken) > _CLEAR:
            return spoken > 0
    return gain > 0


def _differ_in_letters(one: str, other: str) -> bool:
    """Return whether two texts are the same but for letters of one script."""
    if one == other or len(one) != len(other):
        return False
    return all(
        KIND[a] in "lu" and KIND[b] in "lu" and SCRIPT[a] == SCRIPT[b]
        for a, b in zip(one, other, strict=True)
        if a != b
    )


def _spoken(found: _Peeled) -> float:
    """Return what a reading costs in the language that it is likeliest to be in, and its ways."""
    text = bordered(found.text)
    price = price_of(tongue(found.text))
    ways = sum([way.family.price for way in found.ways])
    return sum(map(price.__getitem__, map(add, text, text[1:]))) + ways


def _further(text: str, way: Way, layers: int) -> _Peeled | None:
    """Return where a way goes on to that led to a text."""
    if not alarms(text):
        return _Peeled((way,), text)
    found = _peeled(text, layers - 1) if layers > 1 else None
    if not found or not found.ways:
        return found
    return _Peeled((Way(way.family, inner=True), *found.ways), found.text)


def followed(line: str, ways: tuple[Way, ...]) -> Reading | None:
    """Take off the layers that another line had, if this one has them throughout and gains much."""
    text = line
    for way in ways:
        text = whole(text, way.family)
    if not text:
        return None
    gain = at_least(len(line) - len(text))
    if not gain or alarms(text):
        return None
    return Reading(text, retold(line, text, list(map(cause_of, ways))), gain, ways, calm=True)
