"""Spots: what in a line can be UTF-8 that a code page of East Asia read, two bytes to a character.

Such a decoder may begin and end a character in the middle of a sequence, and of a byte without a
partner it made U+FFFD; so the bytes are found first, and cut where characters begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from cleaner.patch import make
from cleaner.stages.repair.swallowed import INSIDE, LOST, SEQUENCE, WILD, whole

CODECS = {"cp932": "shift-jis", "gb18030": "gbk", "cp949": "euc-kr", "cp950": "big5"}
"""The decoders of the code pages of East Asia, and their names."""

EASTERN = re.compile("[\u2e80-\U0010ffff]")
"""Characters that look as if an East Asian code page had read them."""

HAN = re.compile("[\u3400-\u9fff\uac00-\ud7a3]")
"""Letters of East Asia that no single-byte code page has."""

WORD = 30
"""Code points of a stretch that is likely to come again."""

_STRETCH = re.compile(r"[^\x00-\x7f]+")
_NOTHING = "\x00"  # a character that the code page does not have
# A run begins with a sequence; one class stands in front, so that a search skips quickly what begins none.
_RUN = re.compile(
    f"[\xc2-\xf4\xff](?=[\x80-\xbf\xff])(?:(?<=[\xc2-\xdf]){INSIDE}|(?<=[\xe0-\xef]){INSIDE}{INSIDE}"
    f"|(?<=[\xf0-\xf4]){INSIDE}{INSIDE}{INSIDE}|(?<=\xff)[\x80-\xbf]{{2}})(?:{SEQUENCE.pattern})*"
)


class Spot(NamedTuple):
    """What can be UTF-8 in a line: its bytes, and what it reads as if none was lost, else ''.

    ``known`` has spaces for what was lost.
    """

    start: int
    end: int
    data: str
    text: str
    known: str


def stretches_of(line: str) -> list[tuple[int, str]]:
    """Return what is beyond ASCII in a line, and where."""
    return [(match.start(), match.group()) for match in _STRETCH.finditer(line)]


class _Bytes(dict[int, str]):
    """Remembers the bytes of characters, as strings of characters below U+0100."""

    def __init__(self, codec: str) -> None:
        super().__init__()
        self._codec = codec

    def __missing__(self, code: int) -> str:
        try:
            data = chr(code).encode(self._codec).decode("latin-1")
        except UnicodeEncodeError:
            data = _NOTHING
        found = self[code] = data if len(data) <= 2 else _NOTHING
        return found


@cache
def _table(codec: str) -> _Bytes:
    table = _Bytes(codec)
    table[0xFFFD] = WILD
    return table


def spots_of(stretches: Iterable[tuple[int, str]], codec: str) -> list[Spot]:
    """Return what can be UTF-8 in some stretches of a line, cut where characters begin and end."""
    spots: list[Spot] = []
    for where, stretch in stretches:
        found = (_found if len(stretch) < WORD else _found.__wrapped__)(stretch, codec)
        spots += [make(Spot, (where + spot[0], where + spot[1], *spot[2:])) for spot in found]
    return spots


@lru_cache(maxsize=20_000)
def _found(stretch: str, codec: str) -> tuple[Spot, ...]:
    """Return the spots of one stretch."""
    table = _table(codec)
    data = stretch.translate(table)
    found = _RUN.search(data)
    if not found:
        return ()
    if found.span() == (0, len(data)):
        return (_spot(0, len(stretch), data),)
    spots: list[Spot] = []
    sizes = accumulate(map(len, map(table.__getitem__, map(ord, stretch))), initial=0)
    at = {size: place for place, size in enumerate(sizes)}
    while found:
        start, end = first, last = found.span()
        while start < end and (start not in at or data[start] < "\x80"):
            start += len(SEQUENCE.match(data, start).group())  # type: ignore[union-attr]  # a run is sequences
        while end > start and end not in at:
            end = start + sum(len(s) for s in SEQUENCE.findall(data[start:end])[:-1])
        if start < end:
            spots.append(_spot(at[start], at[end], data[start:end]))
        found = _RUN.search(data, max(last, first + 1))
    return tuple(spots)


def _spot(start: int, end: int, data: str) -> Spot:
    text = "" if WILD in data else whole(data)
    known = text or LOST.sub(" ", data).encode("latin-1").decode("utf-8", "replace")
    return Spot(start, end, data, text, known)
