"""The language of a line, told by its pairs of letters, and what pairs cost in it."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from cleaner.stages.repair.kinds import KIND, SCRIPT
from cleaner.stages.repair.letters import UNSEEN, letters
from cleaner.stages.repair.plausibility import PAIR, neighbours
from cleaner.stages.repair.quotes import style

_ENOUGH = 400  # code points by which a language is told
_KEPT = 40_000  # pairs remembered for a script, and characters
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
_PARTS = 8.0  # of a nat
_FOLD = bytes([byte | 0x20 if chr(byte).isalpha() else 0x20 for byte in range(128)]) + bytes(128)


class _Lanes(dict[int, int]):
    """What each pair of letters costs in the languages of a script, side by side in one number.

    Pairs are numbers (see ``neighbours``). Adding what they cost adds up all languages at once. A lane is
    16 bits wide and a cost an eighth of a nat, so that ``_ENOUGH`` pairs of the highest cost fit in, and
    the same once more. Spaces beside each other cost nothing, and neither does what is beside a zero.
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
        if pair == "  " or "\0" in pair:
            found = 0
        else:
            found = self._number(pair) if pair in letters().pooled else self._unseen
        self[code] = found
        return found

    def _number(self, pair: str) -> int:
        lanes = array("H", [int(_PARTS * own.get(pair, UNSEEN)) for own in self._costs])
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
    chars = set(folded) - {" "}
    scripts = set(map(SCRIPT.__getitem__, chars))
    if not scripts:
        return ""
    lanes = _lanes(scripts.pop() if len(scripts) == 1 else _most(folded, chars))
    if not lanes.names:
        return ""
    costs = lanes.costs(sum(map(lanes.__getitem__, neighbours(folded))))
    return lanes.names[costs.index(min(costs))]


def _most(text: str, chars: Iterable[str]) -> str:
    """Return the script of most of some characters in a text."""
    scripts: defaultdict[str, int] = defaultdict(int)
    for char in chars:
        scripts[SCRIPT[char]] += text.count(char)
    return max(sorted(scripts), key=scripts.__getitem__)


def spoken(text: str) -> dict[str, float]:
    """Return what the ASCII letters of a text cost in each language of Latin script, in nats.

    Pairs with another letter beside them are left out.
    """
    folded = text.encode("utf-8", "surrogatepass").translate(_FOLD).decode("ascii")
    lanes = _lanes("LATIN")
    costs = lanes.costs(sum(map(lanes.__getitem__, neighbours(folded))))
    return {name: cost / _PARTS for name, cost in zip(lanes.names, costs, strict=True)}
