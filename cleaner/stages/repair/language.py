"""The language of a line, told by its pairs of letters, and what pairs cost in it."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import repeat

from cleaner.stages.repair.kinds import KIND, SCRIPT
from cleaner.stages.repair.letters import UNSEEN, letters
from cleaner.stages.repair.plausibility import PAIR, neighbours
from cleaner.stages.repair.quotes import style

_ENOUGH = 400  # code points by which a language is told
_KEPT = 40_000  # pairs remembered for a script


class _Tongue(dict[str, float]):
    """The costs of pairs in one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._own = letters().languages.get(language, {})
        marks = style(language)
        self._quotes = dict.fromkeys(marks if marks != "“”" else "", 2.0)

    def __missing__(self, pair: str) -> float:
        cost = PAIR[pair] - self._quotes.get(pair[1], 0.0)
        low = "".join([c.lower()[:1] if KIND[c] in "lu^" else " " for c in pair])
        if low != "  ":
            pooled = letters().pooled.get(low)
            if pooled is not None:
                cost += self._own.get(low, UNSEEN) - pooled
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
_SPACES = 0x20 | 0x20 << 32  # two spaces side by side, as ``neighbours`` gives them


class _Lanes(dict[int, int]):
    """What each pair of letters costs in the languages of a script, side by side in one number.

    Pairs are numbers (see ``neighbours``). Adding what they cost adds up all languages at once. A lane is
    16 bits wide and a cost an eighth of a nat, so that ``_ENOUGH`` pairs of the highest cost fit in, and
    the same once more. Spaces beside each other cost nothing, and neither does what is beside a zero.
    """

    def __init__(self, script: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self._costs: list[dict[str, float]] = []
        model = letters()
        for name, own in model.languages.items():
            first = next((pair[0] for pair in own if pair[0] != " "), "")
            if first and model.scripts[first] == script:
                self.names.append(name)
                self._costs.append(own)
        self._unseen = self._packed([UNSEEN] * len(self.names))

    @staticmethod
    def _packed(costs: Iterable[float]) -> int:
        lanes = array("H", map(int, map(_PARTS.__mul__, costs)))
        return int.from_bytes(lanes.tobytes(), sys.byteorder)

    def __missing__(self, code: int) -> int:
        pair = chr(code & 0x1FFFFF) + chr(code >> 32)
        if len(self) > _KEPT:
            self.clear()
        if pair == "  " or "\0" in pair:
            found = 0
        elif any(pair in own for own in self._costs):
            found = self._packed(map(dict.get, self._costs, repeat(pair), repeat(UNSEEN)))
        else:
            found = self._unseen
        self[code] = found
        return found

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
    scripts: defaultdict[str, int] = defaultdict(int)
    for char in set(folded) - {" "}:
        scripts[SCRIPT[char]] += folded.count(char)
    if not scripts:
        return ""
    lanes = _lanes(max(sorted(scripts), key=scripts.__getitem__))
    if not lanes.names:
        return ""
    costs = lanes.costs(sum(map(lanes.__getitem__, neighbours(folded))))
    return lanes.names[costs.index(min(costs))]


def spoken(text: str) -> dict[str, float]:
    """Return what the ASCII letters of a text cost in each language of Latin script, in nats.

    Pairs with another letter beside them are left out.
    """
    folded = text.encode("utf-8", "surrogatepass").translate(_FOLD).decode("ascii")
    lanes = _lanes("LATIN")
    costs = lanes.costs(sum(map(lanes.__getitem__, neighbours(folded))))
    return {name: cost / _PARTS for name, cost in zip(lanes.names, costs, strict=True)}
