"""Characters that ftfy decoded wrongly, in text that another code page explains.

Text that went through a code page which ftfy lacks, and then through ftfy, holds sequences that
one of ftfy's own code pages happened to explain as well: ``Π΅`` (``е`` in ISO-8859-7) became ``С``
in windows-1253. Such a character is written back as ftfy read it, and read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from cleaner.patch import make
from cleaner.stages.repair.choice import Choices, Option
from cleaner.stages.repair.families import Family
from cleaner.stages.repair.lookalike import sloppy
from cleaner.stages.repair.lossy import Broken, usual
from cleaner.stages.repair.runs import Run, blanked

# ftfy's code pages, by the stage's names; text read through one of these it decodes correctly.
KNOWN = {
    "iso-8859-1": "latin-1",
    "cp1252": "cp1252",
    "cp1251": "cp1251",
    "cp1250": "cp1250",
    "cp1253": "cp1253",
    "cp1254": "cp1254",
    "cp1257": "cp1257",
    "iso-8859-2": "iso8859-2",
    "mac-roman": "mac-roman",
    "cp437": "cp437",
}
_CONTROL = re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")  # what windows-1252 has a character for
_KEPT = 50_000  # characters remembered for a family
_REACH = 2  # neighbours on each side that may belong to one sequence
_AGAIN = 2.0  # nats that it costs to assume that ftfy was wrong
_SOUND = 4.0  # and as many more where nothing looks wrong


def relapses(line: str, family: Family, whole: Sequence[Run], *, sound: bool = False) -> list[Broken]:
    """Return the places outside whole runs that ftfy may have decoded wrongly, with what they may be.

    It takes more to doubt them if the line reads ``sound`` as it is. Where there are controls still,
    ftfy never was: it takes them for windows-1252.
    """
    if _CONTROL.search(line):
        return []
    rest = blanked(line, whole)
    doubts, known = _doubts(family), family.bytes_of
    chars = {char for char in set(rest) if char > "\x7f"}
    torn = not family.characters.isdisjoint(chars)  # else nothing is left that was torn apart
    doubted = {char: doubt for char in chars if (doubt := doubts[char]) and (torn or doubt.alone)}
    if not doubted:
        return []
    found: list[Broken] = []
    done = 0
    for start in [place for place, char in enumerate(rest) if char in doubted]:
        char = rest[start]
        first, end = start, start + 1
        texts = doubted[char].alone
        if not texts and (rest[start - 1 : start] in known or rest[end : end + 1] in known):
            before, after = rest[max(0, start - _REACH) : start], rest[end : end + _REACH]
            ahead, behind, texts = _torn(before, char, after, family)
            first, end = start - ahead, end + behind
        if texts and first >= done:
            found.append(make(Broken, (first, end, _choices(line[first:end], texts, sound))))
            done = end
    return found


@lru_cache(maxsize=20_000)
def _choices(stands: str, texts: tuple[str, ...], sound: bool) -> Choices:
    price = _AGAIN + _SOUND if sound else _AGAIN
    return Choices((Option(stands, 0.0), *(Option(text, price) for text in texts)))


class _Doubt(NamedTuple):
    """What a character may be that ftfy decoded wrongly: others ``alone``, or else a part of a sequence.

    There it is one of its ``spellings``.
    """

    alone: tuple[str, ...]
    spellings: tuple[str, ...]


class _Doubts(dict[str, _Doubt | None]):
    """Remembers what there is to doubt about characters in text of a family."""

    def __init__(self, family: Family) -> None:
        super().__init__()
        self._family = family

    def __missing__(self, char: str) -> _Doubt | None:
        if len(self) > _KEPT:
            self.clear()
        known = self._family.characters
        alone = tuple(_alone(char, self._family))
        torn = () if alone else tuple(spelt for spelt in respelt(char) if known.issuperset(spelt))
        found = self[char] = _Doubt(alone, torn) if alone or torn else None
        return found


_doubts = lru_cache(maxsize=256)(_Doubts)


@lru_cache(maxsize=20_000)
def _torn(before: str, char: str, after: str, family: Family) -> tuple[int, int, tuple[str, ...]]:
    """Return what a character may be together with neighbours that it tore apart.

    In front of that stand how many characters before it and behind it belong to it.
    """
    doubt = _doubts(family)[char]
    reach = _reach(before, after, family.bytes_of)
    for spelt in doubt.spellings if doubt else ():
        for ahead, behind in reach:
            joined = before[len(before) - ahead :] + spelt + after[:behind]
            if family.is_sequence(family.coded(joined)):
                texts = tuple(text for text in family.readings[joined] if usual(text))
                if texts:
                    return ahead, behind, texts
    return 0, 0, ()


def _reach(before: str, after: str, known: Mapping[str, object]) -> list[tuple[int, int]]:
    """Return how many characters before and after one may belong to it: the code page has them.

    Beside characters that the code page lacks, nothing was torn.
    """
    following = after[:1] in known
    reach = [(0, 1)] if following else []
    if following and after[1:] in known:
        reach.append((0, 2))
    if before[-1:] in known:
        reach.append((1, 0))
        if before[:-1] in known:
            reach.append((2, 0))
        if following:
            reach.append((1, 1))
    return reach


def _alone(char: str, family: Family) -> Iterable[str]:
    """Return what one character may be when read again."""
    found: dict[str, None] = {}
    for spelt in respelt(char):
        if family.is_run(spelt):
            texts = [""]
            for start, end in family.sequences(spelt):
                reads = [read for read in family.readings[spelt[start:end]] if usual(read)]
                texts = [text + read for text in texts for read in reads]
            found.update(dict.fromkeys(text for text in texts if text != char))
    return found


@lru_cache(maxsize=50_000)
def respelt(char: str) -> tuple[str, ...]:
    """Return the ways in which the bytes of a character look in ftfy's code pages.

    >>> "Π΅" in respelt("С")
    True
    """
    data = char.encode("utf-8", "replace")
    return tuple(dict.fromkeys(text for codec in KNOWN.values() if (text := _read(data, codec))))


def _read(data: bytes, codec: str) -> str:
    return data.decode("latin-1").translate(_table(codec))


@cache
def _table(codec: str) -> dict[int, str]:
    """Return the characters of a code page's bytes as sloppy decoders read them."""
    return dict(enumerate(sloppy(range(256), codec)))
