"""The gate: which lines can hold mojibake at all, found by scans of the whole document in C.

A line is looked at only if two neighbours in it are implausible together (an alarm). The search
itself starts from the same alarms, so the gate cannot change the outcome, only the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from cleaner.stages.repair.plausibility import PAIR

ALARM = 8.5  # nats: what a pair of neighbours must cost to be looked at
_FEW = 60  # alarms that are cheaper to find one by one than by looking at each line

_SHORT = 4_000  # code points up to which the alarms of a text are remembered for a while
_STRETCH = re.compile(r"[^\x00-\x7f]+.?", re.DOTALL)
_TYPOGRAPHY = "’“”‘–—…•\N{NO-BREAK SPACE}é©™€£°»®èáíóñçüöä"
_PLAIN = bytes((9, 10, *range(32, 127)))
_MOST_CALM = 300_000


_CALM: set[tuple[str, str]] = set()  # pairs that were found to be no alarm; only ever a shortcut


def alarms(text: str) -> tuple[str, ...]:
    """Return the pairs of neighbours in a text that clean text hardly has, the worst first."""
    return _remembered(text) if len(text) < _SHORT else _alarms(text)


def _alarms(text: str) -> tuple[str, ...]:
    pair = PAIR
    found: list[str] = []
    calm: list[tuple[str, str]] = []
    if len(text) > 200:  # only what is beyond ASCII, with its neighbours, each stretch once
        stretches = set(_STRETCH.findall(text))
        mirrored = set(_STRETCH.findall(text[::-1]))
        text = "\n".join((*stretches, "\n".join(mirrored)[::-1]))
    for both in set(zip(text, text[1:], strict=False)).difference(_CALM):  # noqa: RUF007
        a, b = both
        if (a > "\x7f" or b > "\x7f") and pair[a + b] >= ALARM and a != "\n" != b:
            found.append(a + b)
        else:
            calm.append(both)
    if len(_CALM) < _MOST_CALM:
        _CALM.update(calm)
    found.sort(key=lambda p: (-pair[p], p))
    return tuple(found)


_remembered = lru_cache(maxsize=512)(_alarms)


@cache
def _harmless() -> frozenset[str]:
    """Return the usual typography that alarms nowhere beside itself and ASCII.

    A document that has nothing else beyond ASCII needs no look at its neighbours.
    """
    plain = _PLAIN.decode()
    kept: list[str] = []
    for char in _TYPOGRAPHY:
        around = [*plain, *kept, char]
        if all(PAIR[char + other] < ALARM > PAIR[other + char] for other in around if other != "\n"):
            kept.append(char)
    return frozenset(kept)


def suspicious(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that holds an alarm."""
    if text.isascii():
        return
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")
    if _harmless().issuperset(beyond):
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
    lines: dict[int, int] = {}
    for pair in found:
        at = text.find(pair)
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            lines[start] = end = end if end >= 0 else len(text)
            at = text.find(pair, end)
    yield from sorted(lines.items())
