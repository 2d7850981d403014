"""All single-byte code pages side by side: what they read and write, and what bytes cost in each."""

from __future__ import annotations

import sys
from array import array
from functools import cache
from itertools import pairwise
from math import floor

from cleaner.stages.repair.families import families
from cleaner.stages.repair.plausibility import PAIR

ASCII = bytes(range(128)).decode("ascii")
"""The lower half of every code page."""

EASTERN = ("gbk", "cp949", "cp932", "euc_jp", "big5")
"""Code pages of East Asia that text may have been written in."""

ROUNDED = 1e-6
"""Nats by which sums of floats may differ."""

_STEPS = 20_000  # pairs of bytes that are remembered
_PARTS, _BELOW = 64, 4.0  # parts of a nat; no pair costs less than minus so many nats


@cache
def readers() -> tuple[tuple[str, float, dict[int, int]], ...]:
    """Return name, price and a translation from characters to bytes for each code page."""
    found: dict[str, tuple[str, float, dict[int, int]]] = {}
    for family in families():
        if family.name not in found:
            table = {
                ord(char): codes[0]
                for char, codes in family.bytes_of.items()
                if char == family.own[codes[0] - 128] or family.own[codes[0] - 128] is None
            }
            found[family.name] = (family.name, family.price, table)
    return tuple(found.values())


@cache
def writers() -> tuple[tuple[str, float, str], ...]:
    """Return name, price and the characters of the upper bytes for each single-byte code page."""
    found: dict[str, tuple[str, float, str]] = {}
    for family in families():
        if family.name in EASTERN:
            continue  # a family by its few single bytes
        upper = "".join(char if char is not None else "\N{REPLACEMENT CHARACTER}" for char in family.own)
        found.setdefault(family.name, (family.name, family.price, upper))
    return tuple(found.values())


class _Steps(dict[int, int]):
    """What two bytes side by side cost in each code page of ``writers``, side by side in one number.

    The number of the bytes is the first one times 256 and the second one. A lane is 32 bits wide,
    and a cost is in parts of a nat, rounded down. Adding such numbers adds up all code pages at once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._tables = [ASCII + upper for _, _, upper in writers()]

    def __missing__(self, step: int) -> int:
        if len(self) > _STEPS:
            self.clear()
        first, second = step >> 8, step & 0xFF
        costs = [PAIR[table[first] + table[second]] for table in self._tables]
        lanes = array("I", [floor(_PARTS * (cost + _BELOW)) for cost in costs])
        self[step] = found = int.from_bytes(lanes.tobytes(), sys.byteorder)
        return found


_steps = cache(_Steps)


def least(data: bytes) -> list[float]:
    """Return what bytes cost at least behind a space in each code page of ``writers``."""
    steps = [first << 8 | second for first, second in pairwise(b" " + data)]
    total = sum(map(_steps().__getitem__, steps))
    lanes = array("I", total.to_bytes(array("I").itemsize * len(writers()), sys.byteorder))
    below = _BELOW * len(steps) + ROUNDED
    return [parts / _PARTS - below for parts in lanes]
