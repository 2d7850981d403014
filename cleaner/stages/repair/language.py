"""The language of a line, told by its pairs of letters, and what pairs cost in it."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache, lru_cache
from itertools import repeat
from operator import add, mul

from cleaner.stages.repair.kinds import KIND, SCRIPT
from cleaner.stages.repair.letters import UNSEEN, letters
from cleaner.stages.repair.plausibility import PAIR
from cleaner.stages.repair.quotes import style

_ENOUGH = 400  # code points by which a language is told


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
def _by_script() -> dict[str, list[tuple[str, dict[str, float]]]]:
    """Return the languages of the model by script, each with its costs."""
    model = letters()
    found: dict[str, list[tuple[str, dict[str, float]]]] = {}
    for name, own in model.languages.items():
        first = next((pair[0] for pair in own if pair[0] != " "), "")
        if first:
            found.setdefault(model.scripts[first], []).append((name, own))
    return found


def tongue(text: str) -> str:
    """Return the language of the model that makes a text cheapest."""
    return _tongue(text[:_ENOUGH].lower())


@lru_cache(maxsize=256)
def _tongue(text: str) -> str:
    folded = "".join([c if KIND[c] in "l^" else " " for c in text])
    counts = Counter(map(add, folded, folded[1:]))
    counts.pop("  ", None)
    scripts = Counter(SCRIPT[c] for c in folded if c != " ")
    if not scripts:
        return ""
    usual = counts.most_common(90)
    pairs, times = [pair for pair, _ in usual], [count for _, count in usual]
    # The most frequent pairs rule out most languages, since the others can only add to the cost.
    first = [
        (sum(map(mul, times[:30], map(own.get, pairs[:30], repeat(UNSEEN)))), rank, name, own)
        for rank, (name, own) in enumerate(_by_script().get(scripts.most_common(1)[0][0], ()))
    ]
    first.sort(key=lambda judged: judged[:2])
    best, language = (math.inf, 0), ""
    for least, rank, name, own in first:
        if least > best[0]:
            break
        cost = sum(map(mul, times, map(own.get, pairs, repeat(UNSEEN)))), rank
        if cost < best:
            best, language = cost, name
    return language
