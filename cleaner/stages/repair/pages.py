"""All single-byte code pages side by side: what they read and write, and what bytes cost in each."""

from __future__ import annotations

import codecs
import sys
from array import array
from functools import cache
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from cleaner.stages.repair.families import families
from cleaner.stages.repair.plausibility import PAIR

if TYPE_CHECKING:
    from _codecs import _EncodingMap

ASCII = bytes(range(128)).decode("ascii")
"""The lower half of every code page."""

EASTERN = ("gbk", "cp949", "cp932", "euc_jp", "big5")
"""Code pages of East Asia that text may have been written in."""

_NONE = "\ufffe"  # what ``codecs.charmap_build`` takes for a byte without a character
_STEPS = 20_000  # pairs of bytes that are remembered
_PARTS, _BELOW = 64, 4.0  # parts of a nat; no pair costs less than minus so many nats
_ROUNDED = 1e-6  # nats by which sums of floats may differ

ROUNDED = 1 / _PARTS + _ROUNDED
"""Nats by which ``least`` may be too low for each byte."""


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


@cache
def encoder(name: str) -> _EncodingMap | dict[int, int]:
    """Return what ``codecs.charmap_encode`` needs to make the bytes of a code page that read a text."""
    table = next(table for other, _, table in readers() if other == name)
    chars = [*ASCII, *[_NONE] * 128]
    for char, byte in table.items():
        chars[byte] = chr(char)
    return codecs.charmap_build("".join(chars))


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
    below = _BELOW * len(steps) + _ROUNDED
    return [parts / _PARTS - below for parts in lanes]
