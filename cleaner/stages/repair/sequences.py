"""UTF-8 in text of which a character may stand for one of two bytes: patterns that all code pages share.

Compiling patterns for each code page takes longer than most documents. So a code page turns its
text into bytes, of which those of several kinds became symbols, and what matches is the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# Kinds of bytes as UTF-8 tells them apart, with the first and last one of each range.
_LEADS = {
    "two": b"\xc2\xdf",
    "E0": b"\xe0\xe0",
    "ED": b"\xed\xed",
    "three": b"\xe1\xec\xee\xef",
    "F0": b"\xf0\xf0",
    "four": b"\xf1\xf3",
    "F4": b"\xf4\xf4",
}
_FOLLOWERS = {"8": b"\x80\x8f", "9": b"\x90\x9f", "A": b"\xa0\xaf", "B": b"\xb0\xbf"}
_RANGES = _LEADS | _FOLLOWERS
_KIND = {
    byte: kind
    for kind, ends in _RANGES.items()
    for first, last in zip(ends[::2], ends[1::2], strict=True)
    for byte in range(first, last + 1)
}
_NEUTRAL = b"."
_SYMBOLS = bytes(range(ord("A"), 0x80))  # bytes of ASCII are needed for nothing else
ASCII = bytes(byte if byte in b" ?" else ord(_NEUTRAL) for byte in range(128))
"""What becomes of ASCII: nothing of it is part of a sequence, unless a byte was lost and a sign put there."""


def kinds(codes: Iterable[int]) -> frozenset[str]:
    """Return which kinds of bytes some bytes are; of those that UTF-8 has not, none."""
    return frozenset(_KIND[code] for code in codes if code in _KIND)


class Grammar(NamedTuple):
    """What stands for bytes of several kinds, and patterns that know it.

    ``broken`` are patterns of sequences that may have lost bytes, by whether spaces may be
    bytes, and whether signs may be.
    """

    symbols: dict[frozenset[str], int]
    sequence: re.Pattern[bytes]
    run: re.Pattern[bytes]
    broken: dict[tuple[bool, bool], re.Pattern[bytes]]

    def symbol(self, codes: Sequence[int]) -> int:
        """Return the byte that stands for a character which may have been some bytes."""
        found = kinds(codes)
        if len(found) > 1:
            return self.symbols[found]
        return next((code for code in codes if code in _KIND), ord(_NEUTRAL))


def grammar(sets: Iterable[frozenset[str]]) -> Grammar:
    """Return the grammar for characters that may be bytes of some sets of kinds."""
    several = sorted((some for some in set(sets) if len(some) > 1), key=sorted)
    symbols = {some: _SYMBOLS[place] for place, some in enumerate(several)}

    def some(*wanted: str) -> bytes:
        ranges = b"".join(
            b"%c-%c" % pair
            for kind in wanted
            for pair in zip(_RANGES[kind][::2], _RANGES[kind][1::2], strict=True)
        )
        return b"[%b%b]" % (
            ranges,
            b"".join(
                re.escape(b"%c" % code) for kinds, code in symbols.items() if not kinds.isdisjoint(wanted)
            ),
        )

    inside = some(*_FOLLOWERS)
    # A whole sequence, or halves of a surrogate pair as CESU-8 writes them. One class stands in
    # front of all, so that a search skips quickly what begins nothing.
    sequence = b"".join(
        (
            some(*_LEADS) + b"(?=" + inside + b")(?:",
            b"(?<=" + some("two") + b")" + inside,
            b"|(?<=" + some("ED") + b")" + some("A") + inside + some("ED") + some("B") + inside,
            b"|(?:(?<=" + some("E0") + b")" + some("A", "B"),
            b"|(?<=" + some("ED") + b")" + some("8", "9"),
            b"|(?<=" + some("three") + b")" + inside + b")" + inside,
            b"|(?:(?<=" + some("F0") + b")" + some("9", "A", "B"),
            b"|(?<=" + some("four") + b")" + inside,
            b"|(?<=" + some("F4") + b")" + some("8") + b")" + inside + inside + b")",
        )
    )
    broken: dict[tuple[bool, bool], re.Pattern[bytes]] = {}
    for spaces, signs in ((False, False), (False, True), (True, False), (True, True)):
        more = inside[:-1] + b" " * spaces + b"?" * signs + b"]"
        broken[spaces, signs] = re.compile(
            some(*_LEADS) + b"(?:"
            b"(?<=" + some("two") + b")" + more + b"?"
            b"|(?<=" + some("E0", "ED", "three") + b")" + more + b"{0,2}"
            b"|" + more + b"{0,3})"
        )
    return Grammar(symbols, re.compile(sequence), re.compile(sequence + b"(?:" + sequence + b")*"), broken)
