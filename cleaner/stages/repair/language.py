"""The language of a line, told by its pairs of letters, and what pairs cost in it."""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from functools import cache, lru_cache
from operator import mul

from cleaner.stages.repair.kinds import KIND, SCRIPT
from cleaner.stages.repair.letters import UNSEEN, letters
from cleaner.stages.repair.plausibility import PAIR, neighbours
from cleaner.stages.repair.quotes import style

_ENOUGH = 400  # code points by which a language is told
_KEPT = 20_000  # pairs remembered for a script, and characters
_PAIRS = 100_000  # pairs remembered for a language
_QUOTED = 2.0  # nats that a quotation mark of the language itself costs less


class _Lower(dict[str, str]):
    """Remembers what characters are in the model: letters in lower case and marks, all else a space."""

    def __missing__(self, char: str) -> str:
        if len(self) > _KEPT:
            self.clear()
        found = self[char] = char.lower()[:1] if KIND[char] in "lu^" else " "
        return found


_LOWER = _Lower()


class _Tongue(dict[str, float]):
    """The costs of pairs in one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        model = letters()
        self._own = model.languages.get(language, {}).get
        self._pooled = model.pooled.get
        marks = style(language)
        self._quotes = marks if marks != "“”" else ""

    def __missing__(self, pair: str) -> float:
        cost = PAIR[pair]
        second = pair[1]
        low = _LOWER[pair[0]] + _LOWER[second]
        if low == "  " and second not in self._quotes:
            return cost  # as in all languages, and seldom asked for twice
        pooled = self._pooled(low)
        if pooled is not None:
            cost += self._own(low, UNSEEN) - pooled
        if second in self._quotes:
            cost -= _QUOTED
        if len(self) > _PAIRS:
            self.clear()
        self[pair] = cost
        return cost


@lru_cache(maxsize=128)
def price_of(language: str) -> dict[str, float]:
    """Return the costs of pairs in a language, filled as they are asked for."""
    return _Tongue(language)


@cache
def alphabet(language: str) -> frozenset[str]:
    """Return the letters and marks of a language of the model, in lower case."""
    return frozenset(char for pair in letters().languages.get(language, {}) for char in pair)


class _Folded(dict[int, str]):
    """Remembers what characters are to a language: letters and marks themselves, all else a space."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if len(self) > _KEPT:
            self.clear()
        found = self[code] = char if KIND[char] in "l^" else " "
        return found


_FOLDED = _Folded()
_SPACES = 0x20 | 0x20 << 32  # two spaces side by side, as ``neighbours`` gives them


class _Lanes(dict[int, int]):
    """What each pair of letters costs in the languages of a script, side by side in one number.

    Pairs are numbers (see ``neighbours``). Adding what they cost adds up all languages at once. A lane is
    16 bits wide and a cost an eighth of a nat, so that ``_ENOUGH`` pairs of the highest cost fit in.
    """

    def __init__(self, script: str) -> None:
        super().__init__()
        self.names: list[str] = []
        model = letters()
        if script in model.scripts.values():  # of others there are no pairs of letters
            self.names = [name for name, other in model.written.items() if other == script]
        self._costs = [model.languages[name] for name in self.names]
        self._unseen = self._number("")

    def __missing__(self, code: int) -> int:
        pair = chr(code & 0x1FFFFF) + chr(code >> 32)
        if len(self) > _KEPT:
            self.clear()
        self[code] = found = self._number(pair) if pair in letters().pooled else self._unseen
        return found

    def _number(self, pair: str) -> int:
        lanes = array("H", [int(8 * own.get(pair, UNSEEN)) for own in self._costs])
        return int.from_bytes(lanes.tobytes(), sys.byteorder)

    def costs(self, total: int) -> list[int]:
        """Return what a sum of such numbers comes to in each language."""
        return array("H", total.to_bytes(2 * len(self.names), sys.byteorder)).tolist()


_lanes = cache(_Lanes)


def tongue(text: str) -> str:
    """Return the language of the model that makes a text cheapest."""
    return _tongue(text[:_ENOUGH].lower())


@lru_cache(maxsize=256)
def _tongue(text: str) -> str:
    folded = text.translate(_FOLDED)
    counts = Counter(neighbours(folded))
    counts.pop(_SPACES, None)
    scripts: Counter[str] = Counter()
    for char, count in Counter(folded).items():
        if char != " ":
            scripts[SCRIPT[char]] += count
    if not scripts:
        return ""
    lanes = _lanes(scripts.most_common(1)[0][0])
    if not lanes.names:
        return ""
    costs = lanes.costs(sum(map(mul, map(lanes.__getitem__, counts), counts.values())))
    return lanes.names[costs.index(min(costs))]


def likely(text: str, count: int) -> list[str]:
    """Return the languages of Latin script that make the words of a text cheapest, ASCII letters alone."""
    folded = "".join(
        [c if "a" <= c <= "z" else "\x00" if c > "\x7f" else " " for c in text[:_ENOUGH].lower()]
    )
    counts = Counter(
        [code for code in neighbours(folded) if code != _SPACES and code & 0x1FFFFF and code >> 32]
    )
    lanes = _lanes("LATIN")
    costs = lanes.costs(sum(map(mul, map(lanes.__getitem__, counts), counts.values())))
    best = sorted(range(len(costs)), key=costs.__getitem__)
    return [lanes.names[place] for place in best[:count]]
