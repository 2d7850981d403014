"""Characters that ftfy decoded wrongly, in text that another code page explains.

Text that went through a code page which ftfy lacks, and then through ftfy, holds sequences that
one of ftfy's own code pages happened to explain as well: ``Π΅`` (``е`` in ISO-8859-7) became ``С``
in windows-1253. Such a character is written back as ftfy read it, and read again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from cleaner.stages.repair.choice import Option
from cleaner.stages.repair.families import Family
from cleaner.stages.repair.lookalike import sloppy
from cleaner.stages.repair.lossy import Broken, usual
from cleaner.stages.repair.runs import Run

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
_BEYOND = re.compile(r"[^\x00-\x7f]")
_AGAIN = 2.0  # nats that it costs to assume that ftfy was wrong
_SOUND = 4.0  # and as many more where nothing looks wrong


def relapses(line: str, family: Family, whole: Sequence[Run], *, sound: bool = False) -> list[Broken]:
    """Return the places outside whole runs that ftfy may have decoded wrongly, with what they may be.

    It takes more to doubt them if the line reads ``sound`` as it is.
    """
    doubts = _doubts(family)
    data = family.coded(line)
    found: list[Broken] = []
    done = 0
    for run in (*whole, Run(len(line), len(line), "", 0.0)):
        for match in _BEYOND.finditer(line, done, run.start):
            if not doubts[match.group()]:
                continue
            start, end, options = _again(line, data, match.start(), family, done, run.start)
            if sound:
                options = tuple(Option(text, cost + _SOUND) for text, cost in options)
            if options and (not found or found[-1].end <= start):
                found.append(Broken(start, end, (Option(line[start:end], 0.0), *options)))
        done = run.end
    return found


class _Doubts(dict[str, bool]):
    """Remembers which characters ftfy may have decoded wrongly in text of a family."""

    def __init__(self, family: Family) -> None:
        super().__init__()
        self._family = family

    def __missing__(self, char: str) -> bool:
        found = self[char] = bool(_torn(char, self._family))
        return found


_doubts = lru_cache(maxsize=256)(_Doubts)


def _again(  # noqa: PLR0913, PLR0917  # a place in a line, of which much is known
    line: str, data: bytes, place: int, family: Family, low: int, high: int
) -> tuple[int, int, tuple[Option, ...]]:
    """Return what a character may be, alone or else together with neighbours that it tore apart.

    ``data`` is the line as the family's patterns know it.
    """
    alone = _alone(line[place], family)
    if alone:
        return place, place + 1, alone
    reach = _reach(line, place, family.bytes_of, low, high)
    for spelt, coded in _torn(line[place], family):
        for before, after in reach:
            start, end = place - before, place + 1 + after
            if family.is_sequence(data[start:place] + coded + data[place + 1 : end]):
                joined = line[start:place] + spelt + line[place + 1 : end]
                options = tuple(Option(char, _AGAIN) for char in family.readings[joined] if usual(char))
                if options:
                    return start, end, options
    return place, place, ()


def _reach(line: str, place: int, known: Mapping[str, object], low: int, high: int) -> list[tuple[int, int]]:
    """Return how many characters before and after one may belong to it: the code page has them.

    Beside characters that the code page lacks, nothing was torn.
    """
    ahead = place + 1 < high and line[place + 1] in known
    reach = [(0, 1)] if ahead else []
    if ahead and place + 2 < high and line[place + 2] in known:
        reach.append((0, 2))
    if place > low and line[place - 1] in known:
        reach.append((1, 0))
        if place - 1 > low and line[place - 2] in known:
            reach.append((2, 0))
        if ahead:
            reach.append((1, 1))
    return reach


@lru_cache(maxsize=50_000)
def _torn(char: str, family: Family) -> tuple[tuple[str, bytes], ...]:
    """Return the spellings of a character that may be parts of sequences, each with what ``coded`` gives."""
    return tuple(
        (spelt, family.coded(spelt)) for spelt in respelt(char) if family.characters.issuperset(spelt)
    )


@lru_cache(maxsize=50_000)
def _alone(char: str, family: Family) -> tuple[Option, ...]:
    """Return what one character may be when read again."""
    found: dict[str, None] = {}
    for spelt, _ in _torn(char, family):
        if family.is_run(spelt):
            texts = [""]
            for start, end in family.sequences(spelt):
                reads = [read for read in family.readings[spelt[start:end]] if usual(read)]
                texts = [text + read for text in texts for read in reads]
            found.update(dict.fromkeys(text for text in texts if text != char))
    return tuple(Option(text, _AGAIN) for text in found)


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
