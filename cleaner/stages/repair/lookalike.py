"""What can be UTF-8 read through one of ftfy's code pages: without any of it, ftfy changes nothing.

Its detector of odd text comes first in ftfy, but is slow; two or three characters that can be the
bytes of one sequence are quick to look for, and clean text hardly has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_PAGES = (
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1257",
    "latin-1",
    "iso8859-2",
    "mac-roman",
    "cp437",
)
_LOST = "\N{REPLACEMENT CHARACTER}"
_LONE = "ÃĂГ"  # what is left of ``à`` when its no-break space became a space


def sloppy(codes: Iterable[int], page: str) -> str:
    """Return the characters of bytes as ftfy reads them: those without any in a code page are Latin-1's.

    >>> sloppy((0xC6, 0xA1), "cp1257")
    'Ę¡'
    """
    return "".join([bytes((code,)).decode(page, "ignore") or chr(code) for code in codes])


@cache
def _masks() -> tuple[dict[str, int], dict[str, int]]:
    """Return the code pages, as bits, in which a character leads a sequence, and in which it follows."""
    leads: dict[str, int] = {}
    inside: dict[str, int] = {_LOST: -1}
    for bit, page in enumerate(_PAGES):
        for masks, codes in ((leads, range(0xC2, 0xF5)), (inside, range(0x80, 0xC0))):
            for char in sloppy(codes, page):
                masks[char] = masks.get(char, 0) | 1 << bit
    return leads, inside


def begins(a: str, b: str) -> bool:
    """Return whether two characters can begin what ``lookalike`` matches."""
    leads, inside = _masks()
    if "\x80" <= a <= "\x9f" or "\x80" <= b <= "\x9f" or (b == " " and a in _LONE):
        return True
    return bool(leads.get(a, 0) & inside.get(b, 0))


@cache
def lookalike() -> re.Pattern[str]:
    """Return what matches characters that can be the bytes of one UTF-8 sequence."""
    parts: dict[str, None] = {}
    firsts, seconds = (
        "".join(dict.fromkeys("".join(sloppy(some, page) for page in _PAGES)))
        for some in (range(0xC2, 0xF5), range(0x80, 0xC0))
    )
    for page in _PAGES:
        two, more, inside = (
            re.escape(sloppy(some, page))
            for some in (range(0xC2, 0xE0), range(0xE0, 0xF5), range(0x80, 0xC0))
        )
        parts[f"(?<=[{two}])[{inside}{_LOST}]"] = None
        parts[f"(?<=[{more}])[{inside}{_LOST}][{inside}{_LOST} ]"] = None
    rest = "|".join((*parts, f"(?<=[{_LONE}]) "))
    # Two classes in front of all: a search skips quickly what cannot begin a sequence.
    return re.compile(
        f"[{re.escape(firsts)}\x80-\x9f](?:(?=[{re.escape(seconds)}{_LOST} ])(?:{rest})|(?<=[\x80-\x9f]))"
    )
