"""The gate: which lines can hold mojibake at all, found by scans of the whole document in C.

A line is looked at only if two neighbours in it are implausible together (an alarm). The search
itself starts from the same alarms, so the gate cannot change the outcome, only the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.stages.repair.plausibility import PAIR

ALARM = 7.5  # nats: what a pair of neighbours must cost to be looked at
_FEW = 24  # alarms that are cheaper to find one by one than by looking at each line

_MOST_CALM = 300_000


_CALM: set[tuple[str, str]] = set()  # pairs that were found to be no alarm; only ever a shortcut


def alarms(text: str) -> list[str]:
    """Return the pairs of neighbours in a text that clean text hardly has, the worst first."""
    pair = PAIR
    found: list[str] = []
    calm: list[tuple[str, str]] = []
    for both in set(zip(text, text[1:], strict=False)).difference(_CALM):
        a, b = both
        if (a > "\x7f" or b > "\x7f") and pair[a + b] >= ALARM:
            found.append(a + b)
        else:
            calm.append(both)
    if len(_CALM) < _MOST_CALM:
        _CALM.update(calm)
    found.sort(key=lambda p: (-pair[p], p))
    return found


def suspicious(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that holds an alarm."""
    if text.isascii():
        return
    found = alarms(text)
    if not found:
        return
    if len(found) > _FEW:
        start = 0
        for line in text.split("\n"):
            if not line.isascii() and alarms(line):
                yield start, start + len(line)
            start += len(line) + 1
        return
    pattern = re.compile("|".join(map(re.escape, found)))
    done = -1
    for match in pattern.finditer(text):
        if match.start() > done and "\n" not in match.group():
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.start())
            done = end if end >= 0 else len(text)
            yield start, done
