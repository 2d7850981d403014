"""Rules that take too long: each such document fails, and too many of them end the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from cleaner.errors import RuleTimeoutError

MOST_TRIPS = 20
"""A rule that takes too long on so many documents ends the run."""


class Slow(NamedTuple):
    """A pattern that took too long on a document, and the rule that it belongs to."""

    rule: str
    pattern: str


class Trips:
    """How often each rule took too long: in one process, or in all that work on a run."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counted: Counter[Slow] = Counter()
        self._rules: Counter[str] = Counter()

    def add(self, slow: Slow, times: int = 1) -> None:
        """Count documents. Raises RuleTimeoutError once a rule has failed ``MOST_TRIPS``."""
        self.counted[slow] += times
        self._rules[slow.rule] += times
        if self._rules[slow.rule] >= MOST_TRIPS:
            message = (
                f"{slow.rule}: its pattern took too long on {MOST_TRIPS} documents; "
                f"disable it, or mend it (cleaner rules lint): {slow.pattern}"
            )
            raise RuleTimeoutError(message)

    def merge(self, others: Mapping[Slow, int]) -> None:
        """Count what was counted elsewhere. Raises RuleTimeoutError as ``add`` does."""
        for slow, times in others.items():
            self.add(slow, times)
