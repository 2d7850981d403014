"""What a damaged place may have been, and the choice among that by the text around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from cleaner.stages.repair.language import price_of

_KEPT = 6  # readings that are followed at a time
_MANY = 8  # places side by side that are not remembered

_States: TypeAlias = "dict[str, tuple[float, tuple[object, Option] | None]]"


class Option(NamedTuple):
    """One thing that a broken sequence may have been, and what it costs to assume so."""

    text: str
    cost: float


class Choices(tuple[Option, ...]):
    """What one place may have been; the first option is to leave it.

    Sixty options take longer to compare than to weigh, so choices are made once (and remembered by
    those who make them), and only the same ones are equal.
    """

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        """Return whether these are the same choices."""
        return self is other

    def __ne__(self, other: object) -> bool:
        """Return whether these are other choices."""
        return self is not other


def likeliest(between: Sequence[str], places: Sequence[Choices], language: str) -> list[Option]:
    """Return one option for each place, so that the text is likeliest in a language.

    Text between two places parts them, so only places side by side are weighed together.
    """
    chosen: list[Option] = []
    before = "\n"
    first = 0
    for last, (text, following) in enumerate(pairwise(between)):
        if text:
            before, first = text[-1], last
        if following or last + 1 == len(places):
            some = tuple(places[first : last + 1])
            weigh = _weighed if len(some) < _MANY else _weighed.__wrapped__  # such do not come again
            chosen += weigh(before, some, following[:1] or "\n", language)
    return chosen


@lru_cache(maxsize=20_000)
def _weighed(before: str, places: tuple[Choices, ...], after: str, language: str) -> tuple[Option, ...]:
    """Return the likeliest option for each of some places side by side."""
    price = price_of(language)
    states: _States = {before: (0.0, None)}
    for choices in places:
        following: _States = {}
        ahead, (so_far, path) = next(iter(states.items()))
        for option in choices:
            text = option.text
            if not text:
                continue
            last = text[-1]
            if len(states) == 1:
                cost = so_far + price[ahead + text[0]] + option.cost
            else:
                cost, path = _least(states, text[0], price)
                cost += option.cost
            if len(text) > 1:
                cost += sum([price[a + b] for a, b in pairwise(text)])
            if last not in following or cost < following[last][0]:
                following[last] = (cost, (path, option))
        if len(following) > _KEPT:
            following = dict(sorted(following.items(), key=lambda state: state[1][0])[:_KEPT])
        states = following
    _, node = _least(states, after, price)
    chosen: list[Option] = []
    walk: object = node
    while isinstance(walk, tuple):
        walk, option = walk
        chosen.append(option)
    return tuple(chosen[::-1])


def _least(
    states: _States, first: str, price: dict[str, float]
) -> tuple[float, tuple[object, Option] | None]:
    """Return the cheapest way to a character that follows."""
    if len(states) == 1:
        [(last, (so_far, path))] = states.items()
        return so_far + price[last + first], path
    costs = [so_far + price[last + first] for last, (so_far, _) in states.items()]
    least = min(costs)
    return least, list(states.values())[costs.index(least)][1]
