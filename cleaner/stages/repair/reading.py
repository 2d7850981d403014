"""What a reading of a line is, which families may lead to one, and what makes one worthless."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from cleaner.patch import Patch
from cleaner.stages.repair.evidence import is_disguised, script_of
from cleaner.stages.repair.families import Family, families
from cleaner.stages.repair.gate import alarms
from cleaner.stages.repair.kinds import KIND
from cleaner.stages.repair.plausibility import neighbours, text_cost
from cleaner.stages.repair.runs import Run
from cleaner.stages.repair.whole import bordered

TOLL = 9.0
"""The gain, in nats, that a run needs when nothing else speaks for its family."""

SURE = 16.0
"""The gain of a line from which its other runs need next to none."""

TRIED = 6
"""Families compared by the alarms that they leave."""

LOST = "\N{REPLACEMENT CHARACTER}"

_KANA = re.compile(r"[\u3041-\u30ff][\u3001-\u9fff]*|[\u3001-\u3040\u3100-\u9fff]+[\u3041-\u30ff]+")
_EASTERN = re.compile("[\u2e80-\ufb1c\ufe30-\ufe6f\ufeff-\U0010ffff]")  # but for Hebrew's and Arabic's forms
_KEPT = 100_000  # pairs remembered
_LONGER = 0xE0  # the first lead of a sequence of three bytes
_STRETCH = re.compile(r"[^\x00-\x7f]+")
_WALKED = 4_000  # code points of a line in which it is looked what stands behind a pair
_NOTHING = Patch()


class Way(NamedTuple):
    """One layer of damage: a family, and whether another layer of it is expected below."""

    family: Family
    inner: bool


class Reading(NamedTuple):
    """What a line became: its text, the patch that leads there, and what it gained in nats.

    ``ways`` are the layers that were taken off, ``eastern`` an East Asian code page among them.
    A reading is ``calm`` if it is known that nothing odd is left in it.
    """

    text: str
    patch: Patch = _NOTHING
    gain: float = 0.0
    ways: tuple[Way, ...] = ()
    eastern: str = ""
    legacy: tuple[str, str] | None = None
    calm: bool = False


def left(reading: Reading) -> tuple[str, ...]:
    """Return the alarms that are left in a reading."""
    return () if reading.calm else alarms(reading.text)


@cache
def _masks() -> tuple[defaultdict[str, int], defaultdict[str, int], defaultdict[str, int]]:
    """Return the families, as bits, in which a character can lead a sequence, and in which it can follow.

    Behind these come those in which it leads one of two bytes.
    """
    leads: defaultdict[str, int] = defaultdict(int)
    short: defaultdict[str, int] = defaultdict(int)
    inside: defaultdict[str, int] = defaultdict(int)
    for bit, family in enumerate(families()):
        for char, codes in family.bytes_of.items():
            for code in codes:
                if code < 0xC0:
                    inside[char] |= 1 << bit
                elif 0xC2 <= code <= 0xF4:
                    leads[char] |= 1 << bit
                if 0xC2 <= code < _LONGER:
                    short[char] |= 1 << bit
    for masks in (leads, inside, short):
        masks[LOST] = -1
    return leads, inside, short


class _Explained(dict[str, int]):
    """Remembers the families, as bits, that an odd pair of neighbours may come of."""

    def __missing__(self, pair: str) -> int:
        leads, inside, _ = _masks()
        a, b = pair[0], pair[1]
        if a <= "\x7f":
            mask = leads[b]
        elif b <= "\x7f":
            mask = inside[a] | (leads[a] if b in " ?" else 0)
        else:
            mask = (leads[a] | inside[a]) & inside[b] | inside[a] & leads[b]
        if len(self) > _KEPT:
            self.clear()
        self[pair] = mask
        return mask


class _Begun(dict[int, int]):
    """Remembers the families, as bits, in which two characters can begin a sequence.

    Pairs are numbers (see ``neighbours``).
    """

    def __missing__(self, code: int) -> int:
        leads, inside, _ = _masks()
        if len(self) > _KEPT:
            self.clear()
            _IDLE.clear()
        found = self[code] = leads.get(chr(code & 0x1FFFFF), 0) & inside.get(chr(code >> 32), 0)
        if not found:
            _IDLE.add(code)
        return found


_EXPLAINED = _Explained()
_BEGUN = _Begun()
_IDLE: set[int] = set()  # the pairs that begin no sequence


def candidates(pairs: Sequence[str]) -> list[Family]:
    """Return the families that explain the alarming pairs best, the usual ones first."""
    left = -1
    for pair in pairs[:64]:
        mask = _EXPLAINED[pair]
        if left & mask:
            left &= mask
    if left == -1:
        return []
    found = [family for bit, family in enumerate(families()) if left >> bit & 1]
    found.sort(key=lambda family: family.price)
    return found


def hopeless(line: str, pairs: Sequence[str]) -> bool:
    """Return whether no family that explains any of the alarming pairs of a line has a sequence in it.

    Nothing can be read in such a line but what went through a code page of East Asia.
    """
    if _EASTERN.search("".join(pairs)):
        return False
    known = 0
    for pair in pairs:
        known |= _EXPLAINED[pair]
    if not known:
        return True
    beyond = " ".join(_STRETCH.findall(line))  # ASCII is part of no sequence, and most of many a long line
    for code in {*neighbours(beyond)} - _IDLE:
        mask = known & _BEGUN[code]
        if mask and (len(line) > _WALKED or _is_whole(line, chr(code & 0x1FFFFF) + chr(code >> 32), mask)):
            return False
    return True


def _is_whole(line: str, pair: str, mask: int) -> bool:
    """Return whether a sequence of one of some families may begin with a pair of characters in a line."""
    _, inside, short = _masks()
    if pair[0] == pair[1] or mask & short.get(pair[0], 0):
        return True
    return any(mask & inside.get(rest[:1], 0) for rest in line.split(pair)[1:])


def attached(line: str, run: Run) -> bool:
    """Return whether a run is more than a pair of signs among signs, as faces are made of."""
    around = line[max(0, run.start - 1) : run.end + 1]
    return any(KIND[char] in "luh^e0" for char in around + run.text)


def disguised(source: str, text: str) -> bool:
    """Return whether letters that look like Latin ones, as spammers use them, become no Latin ones."""
    return is_disguised(source) and script_of(text) != "LATIN"


def scattered(text: str) -> bool:
    """Return whether kana stand about one by one, as chance reads them and nobody writes them."""
    kana = _KANA.findall(text)
    return 2 * sum(len(run) == 1 for run in kana) >= max(4, sum(map(len, kana)))


def muddled(text: str, pairs: Sequence[str]) -> bool:
    """Return whether most of what was odd in a line is as odd in its reading."""
    return 2 * len(alarms(text)) > len(pairs) + 1


def cost_alone(line: str) -> float:
    """Return the cost of a line but for what two characters of ASCII cost beside each other."""
    return text_cost("\n", bordered(line), "\n")


def cause_of(way: Way) -> str:
    """Return the cause that edits of a layer cite."""
    return f"repair.mojibake:{way.family.name}"
