"""What is odd about two characters side by side: an alarm, or the look of bytes; each pair is judged once."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from cleaner.stages.repair.letters import letters
from cleaner.stages.repair.lookalike import begins, lookalike
from cleaner.stages.repair.plausibility import ALARM, PAIR

_LIMIT = 300_000  # verdicts kept


class Verdict(NamedTuple):
    """A pair of neighbours that is odd: its cost negated, so that sorting puts the worst first."""

    order: float
    pair: str
    alarm: bool
    look: bool


class _Pairs(dict[str, Verdict | None]):
    """Remembers which pairs are odd."""

    @cached_property
    def _joined(self) -> dict[str, float]:
        return letters().pooled

    def __missing__(self, pair: str) -> Verdict | None:
        if len(self) > _LIMIT:
            self.clear()
        verdict: Verdict | None = None
        if not (pair.isascii() or "\n" in pair or len(pair) < 2):  # the end of a text has no neighbour
            look = begins(pair[0], pair[1])
            # what some language joins is no alarm, and needs no further thought
            cost = 0.0 if pair in self._joined else PAIR[pair]
            if look or cost >= ALARM:
                verdict = Verdict(-cost, pair, cost >= ALARM, look)
        self[pair] = verdict
        return verdict


PAIRS = _Pairs()
"""The verdict on each pair of characters, None if nothing is odd about it."""


class _Verdicts(dict[int, Verdict | None]):
    """Remembers which pairs are odd, by their code points as one number."""

    def __missing__(self, code: int) -> Verdict | None:
        if len(self) > _LIMIT:
            self.clear()
            SOUND.clear()
        verdict = self[code] = PAIRS[chr(code & 0x1FFFFF) + chr(code >> 32)]
        if verdict is None:
            SOUND.add(code)
        return verdict


class _Looks(dict[str, bool]):
    """Remembers whether a lookalike begins at the first of four characters, or a control is the second."""

    def __missing__(self, chars: str) -> bool:
        if len(self) > _LIMIT:
            self.clear()
        pattern = lookalike()
        found = self[chars] = bool(pattern.match(chars) or pattern.match(chars, 1))
        return found


VERDICTS = _Verdicts()
"""The same, by the pairs as numbers (see ``neighbours``)."""

SOUND: set[int] = set()
"""The pairs that were judged and are not odd, as numbers."""

LOOKS = _Looks()
"""Whether a lookalike begins at the first of four characters, or the second is a control."""
