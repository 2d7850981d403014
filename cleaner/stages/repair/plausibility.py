"""How implausible a text is: a cost in nats for each character, given the one before it.

The same costs decide what is suspicious (the gate), what is repaired and which reading wins, so
they cannot disagree. They are no probabilities: classes of symbols are priced by hand.
"""

from __future__ import annotations

import sys
from array import array
from functools import cached_property, lru_cache
from operator import add

from cleaner.stages.repair.kinds import HAN, KIND, MARK
from cleaner.stages.repair.letters import letters
from cleaner.stages.repair.prices import LETTERS, is_joined, price, traits

ALARM = 8.5  # nats: what a pair of neighbours must cost to be looked at

_LIMIT = 400_000  # pairs kept; a text of all pairs of Unicode must not fill the memory


_CHARS = 60_000  # characters whose traits are remembered
_ALL, _JOINED, _START, _END = range(4)  # what else is to be paid than what the classes cost


class _Known(dict[str, tuple[int, int, str, float, float]]):
    """Remembers the traits of characters, their classes as numbers that may be added."""

    def __init__(self) -> None:
        super().__init__()
        self._firsts: dict[tuple[object, ...], int] = {}
        self._seconds: dict[tuple[object, ...], int] = {}

    @cached_property
    def pooled(self) -> dict[str, float]:
        """What the model says of two letters, at hand: it is asked for most pairs."""
        return letters().pooled

    def __missing__(self, char: str) -> tuple[int, int, str, float, float]:
        if len(self) > _CHARS:
            self.clear()
        first, second, low, start, end = traits(char)
        number = self._firsts.setdefault(first, len(self._firsts)) << 16
        self[char] = found = (
            number,
            self._seconds.setdefault(second, len(self._seconds)),
            low,
            start,
            end,
        )
        return found


_KNOWN = _Known()


_BASES: dict[int, tuple[float, int, float]] = {}


def _cost(before: str, char: str) -> float:
    """Return what ``pair_cost`` does: what a pair of the same classes costs, and what the model says."""
    if before == char:  # the traits are of characters beside others
        return pair_cost(before, char)
    first, _, low, _, end = _KNOWN[before]
    _, second, follower, start, _ = _KNOWN[char]
    cost, what, joined = _BASES.get(first | second) or _base(first | second, before, char)
    if not what:
        return cost
    if what == _JOINED:
        known = _KNOWN.pooled.get(low + follower)
        return cost if known is None else joined + known
    return cost + (start if what == _START else end)


def _base(classes: int, before: str, char: str) -> tuple[float, int, float]:
    """Return what two classes cost side by side, and what else is to be paid."""
    _, _, _, _, end = _KNOWN[before]
    _, _, _, start, _ = _KNOWN[char]
    cost = price(before, char, None)
    if is_joined(before, char):
        base = cost, _JOINED, price(before, char, 0.0)
    elif KIND[char] in LETTERS and KIND[before] not in LETTERS:
        base = cost - start, _START, 0.0
    elif KIND[before] in LETTERS and KIND[char] not in (*LETTERS, HAN, MARK):
        base = cost - end, _END, 0.0
    else:
        base = cost, _ALL, 0.0
    if len(_BASES) > _LIMIT:
        _BASES.clear()
    _BASES[classes] = base
    return base


class _Pairs(dict[str, float]):
    """Remembers the costs of pairs of characters, given as strings of two."""

    def __missing__(self, pair: str) -> float:
        if len(self) > _LIMIT:
            self.clear()
        cost = self[pair] = _cost(pair[0], pair[1])
        return cost


def pair_cost(before: str, char: str) -> float:
    """Return what ``char`` costs after ``before``, in nats, nothing remembered."""
    joined = letters().pooled.get(before.lower()[:1] + char.lower()[:1]) if is_joined(before, char) else None
    return price(before, char, joined)


PAIR = _Pairs()
_SHORT = 24  # code points up to which pairs are looked up as strings
_SWAPPED = sys.byteorder == "big"


def neighbours(text: str) -> array[int]:
    """Return the pairs of neighbours in a text, each as the number that its UTF-32 is.

    Numbers, because making two strings for each character takes thrice the time. The pairs that
    begin at even places come first.
    """
    data = text.encode("utf-32-le", "surrogatepass")
    size = len(data)
    codes = array("Q", data[: size & ~7] + data[4 : (size - 4 & ~7) + 4])
    if _SWAPPED:
        codes.byteswap()
    return codes


class _Codes(dict[int, float]):
    """Remembers the costs of pairs of characters, given as numbers (see ``neighbours``)."""

    def __missing__(self, code: int) -> float:
        if len(self) > _LIMIT:
            self.clear()
        cost = self[code] = PAIR[chr(code & 0x1FFFFF) + chr(code >> 32)]
        return cost


COST = _Codes()


@lru_cache(maxsize=32)
def line_cost(line: str) -> float:
    """Return the cost of a line; several parts of the stage ask for that of the same one."""
    return text_cost("\n", line, "\n")


def text_cost(before: str, text: str, after: str) -> float:
    """Return the cost of ``text`` between two characters, up to and including the step to ``after``."""
    if len(text) > _SHORT and before and after:
        return sum(map(COST.__getitem__, neighbours(before + text + after)))
    return sum(map(PAIR.__getitem__, map(add, before + text, text + after)))
