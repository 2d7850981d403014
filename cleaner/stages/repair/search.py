"""The search for the code pages that a line was read through, one layer after another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cleaner.patch import Edit, Patch
from cleaner.stages.repair.families import Family, families
from cleaner.stages.repair.plausibility import PAIR, text_cost
from cleaner.stages.repair.runs import Run, runs

ALARM = 7.5
_TOLL = 9.0  # the gain that a run needs when nothing else speaks for its family
_SURE = 16.0  # the gain of a line from which its other runs need next to none
_LAYERS = 6
_SAMPLE = 1500

_WORDS = re.compile(r"[^\x00-\x7f]+")


def alarms(text: str) -> list[str]:
    """Return the pairs of neighbours in a text that clean text hardly has, the worst first."""
    pair = PAIR
    pairs = set(zip(text, text[1:], strict=False))
    found = [a + b for a, b in pairs if (a > "\x7f" or b > "\x7f") and pair[a + b] >= ALARM]
    found.sort(key=lambda p: (-pair[p], p))
    return found


@cache
def _masks() -> dict[str, int]:
    """Return, for each character, the families that have it, as bits."""
    masks: dict[str, int] = {}
    for bit, family in enumerate(families()):
        for char in family.bytes_of:
            masks[char] = masks.get(char, 0) | 1 << bit
    return masks


def candidates(pairs: list[str], limit: int) -> list[Family]:
    """Return the families that explain the alarming pairs best, the usual ones first."""
    masks = _masks()
    left = -1
    for pair in pairs[:64]:
        mask = -1
        for char in pair:
            if char > "\x7f":
                mask &= masks.get(char, 0)
        if left & mask:
            left &= mask
    if left == -1:
        return []
    found = [family for bit, family in enumerate(families()) if left >> bit & 1]
    found.sort(key=lambda family: family.price)
    return found[:limit]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line became: its text, the patch that leads there, and its cost in nats."""

    text: str
    patch: Patch
    gain: float


def accepted(line: str, family: Family, support: float) -> tuple[list[Run], float]:
    """Return the runs of a family that are worth reading, and what they gain together."""
    found = [run for run in runs(line, family) if run.gain > 1.0]
    total = support + sum(run.gain for run in found) - family.price
    good = found if total >= _SURE and len(found) + (support > 0) > 1 else [run for run in found if run.gain >= _TOLL + family.price]
    return good, sum(run.gain for run in good) - family.price


def read(line: str, layers: int = _LAYERS, width: int = 8) -> Reading:
    """Return the most plausible reading of a line."""
    nothing = Reading(line, Patch(), 0.0)
    pairs = alarms(line)
    if not pairs or not layers:
        return nothing
    best = nothing
    before = text_cost("\n", line, "\n")
    tried = []
    for family in candidates(pairs, 24):
        good, gain = accepted(line, family, 0.0)
        if good:
            tried.append((-gain, len(tried), family, good))
    tried.sort(key=lambda t: t[:2])
    for _, _, family, good in tried[:width]:
        cause = (f"repair.mojibake:{family.name}",)
        patch = Patch(tuple(Edit(run.start, run.end, run.text, cause) for run in good))
        text = patch.apply(line)
        deeper = read(text, layers - 1, max(1, width // 3))
        gain = before - text_cost("\n", deeper.text, "\n") - family.price
        if gain > best.gain:
            best = Reading(deeper.text, patch.then(deeper.patch), gain)
    return best


def fix(text):
    if text.isascii(): return text
    return "\n".join(read(l).text if not l.isascii() else l for l in text.split("\n"))
