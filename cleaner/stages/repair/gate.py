"""The gate: which lines can hold mojibake at all, found by scans of the whole document in C.

A line is looked at only if two neighbours in it are implausible together (an alarm), or look like
bytes of UTF-8 in a code page of ftfy's (a lookalike). The search itself starts from the same
alarms, and ftfy can change nothing without a lookalike, so the gate changes only the time.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain, islice, repeat
from operator import add
from typing import NamedTuple

from cleaner.stages.repair.asked import may_change
from cleaner.stages.repair.lookalike import lookalike
from cleaner.stages.repair.plausibility import neighbours
from cleaner.stages.repair.tables import EASTERN, calm, first_script, harmless, script_of, table
from cleaner.stages.repair.verdicts import LOOKS, PAIRS, SOUND, VERDICTS, Verdict

PLAIN = bytes((9, 10, *range(32, 127)))
_STRETCH = re.compile(r"[^\x00-\x7f]+")
_VISIBLE = "".join(map(chr, range(33, 127)))
_WIDE = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
_PEEK = 4  # stretches beyond ASCII by which most damage is seen

_BRIEF = 1_500  # code points of a text that is looked at line by line
_HEAD = 3_000  # code points on which a damaged document shows
_GLANCE, _SOME = 500, 2  # code points on which it shows if many places are odd, and alarms among them
_SHORT = 4_000  # code points up to which the alarms of a text are remembered for a while
_RARE = 4  # characters that are cheaper to look for one by one
_SEVERAL = 60  # and as many in a text of East Asia
_LONG = 20_000  # code points from which a text is looked at in more than one way
_PAIR_BY_PAIR = 12  # code points of a text that it is not worth it to look at in another way
_TINY = 400  # code points up to which the first letters of a text tell its script
_FIRST = 36  # bytes of them
_RECENT = 500  # lines of a document of which it is kept what is odd in them


class Scan(NamedTuple):
    """What is odd in a text: pairs of neighbours that alarm, the worst first, and lookalikes.

    A lookalike is a piece of the text whose lines ftfy should see.
    """

    alarms: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()


_TOLD: dict[str, Scan] = {}  # what is odd in lines of the last document


def alarms(text: str) -> tuple[str, ...]:
    """Return the pairs of neighbours in a text that clean text hardly has, the worst first."""
    return scan(text).alarms


def alarmed(text: str) -> bool:
    """Return whether a text holds an alarm; damaged text shows it at its beginning."""
    if len(text) < _PAIR_BY_PAIR:
        return any(found.alarm for found in map(PAIRS.__getitem__, map(add, text, text[1:])) if found)
    for match in islice(_STRETCH.finditer(text), _PEEK):
        at = match.start()
        first, second = PAIRS[text[at : at + 2]], PAIRS[text[at - 1 : at + 1]]
        if (first and first.alarm) or (second and second.alarm):
            return True
    return bool(alarms(text))


def scan(text: str) -> Scan:
    """Return what is odd in a text."""
    return _TOLD.get(text) or _remembered(text) if len(text) < _SHORT else _scan(text)


def _scan(text: str) -> Scan:
    return _seen(text, _spots(text))


def _seen(text: str, spots: list[int] | None) -> Scan:
    """Return what is odd in a text at some places; anywhere if they are None."""
    if spots is None:
        return _told(_judged(_pairs(text)))
    return _told([verdict for pair in {text[at : at + 2] for at in spots} if (verdict := PAIRS[pair])])


def _spots(text: str) -> list[int] | None:
    """Return the places in a text where two neighbours may be odd; None if there are too many to tell."""
    head = text[:_HEAD]
    beyond = _beyond(head)
    if 8 * len(beyond) < len(head):
        if len(text) > len(head):
            beyond = _beyond(text)
        if not beyond:
            return []
        if 8 * len(beyond) < len(text):
            odd = set(beyond.decode("utf-8", "surrogatepass")).difference(harmless())
            if len(odd) <= _RARE:
                return _beside(text, odd)
    elif len(text) < _TINY:
        first = beyond[:_FIRST].decode("utf-8", "ignore")
        script = "" if PAIRS[first[:2]] else first_script(first)
        return table(script).odd(text) if script else None
    script = script_of(beyond[:_HEAD].decode("utf-8", "ignore"))
    if script not in EASTERN:
        return table(script).odd(text)
    odd = {char for char in _characters(text).difference(calm(script)) if not "!" <= char <= "~"}
    if len(odd) > _SEVERAL:
        return None
    borders = chain.from_iterable([match.span() for match in _others(script).finditer(text)])
    return sorted({*_beside(text, odd), *[max(0, place - 1) for place in borders]})


def _beyond(text: str) -> bytes:
    """Return what is beyond ASCII in a text."""
    return text.encode("utf-8", "surrogatepass").translate(None, PLAIN)


@cache
def _others(script: str) -> re.Pattern[str]:
    """Return what matches stretches of ASCII that may be odd beside a script of East Asia."""
    return re.compile(f"[{re.escape(''.join(char for char in _VISIBLE if char not in calm(script)))}]+")


def _characters(text: str) -> set[str]:
    """Return the different characters of a text; from numbers, which are quicker to make than strings."""
    return set(map(chr, set(array("I", text.encode(_WIDE, "surrogatepass")))))


def _beside(text: str, odd: Iterable[str]) -> list[int]:
    """Return the places of some characters and of those before them."""
    return sorted(chain.from_iterable(map(_places, repeat(text), odd)))


def _places(text: str, char: str) -> Iterator[int]:
    """Yield the places of the neighbours of which one is a certain character."""
    at = text.find(char)
    while at >= 0:
        yield max(at - 1, 0)
        yield at
        at = text.find(char, at + 1)


def _judged(pairs: set[int]) -> list[Verdict]:
    return list(filter(None, map(VERDICTS.__getitem__, pairs.difference(SOUND))))


def _told(found: list[Verdict]) -> Scan:
    if not found:
        return _NOTHING
    found.sort()
    return Scan(
        tuple([verdict.pair for verdict in found if verdict.alarm]),
        tuple([verdict.pair for verdict in found if verdict.look]),
    )


def _pairs(text: str) -> set[int]:
    """Return the different pairs of neighbours in a text, as numbers."""
    return set(neighbours(text))


_NOTHING = Scan()
_remembered = lru_cache(maxsize=512)(_scan)


def suspicious(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return start and end of each line that may hold an alarm, and of each that ftfy might change.

    Where most lines hold an alarm, the others are not told apart: who reads a line sees it at once.
    """
    if text.isascii():
        return [], []
    if len(text) < _BRIEF:  # the search looks at each line again, and what it finds is remembered
        return _line_by_line(text)
    head = text[: _HEAD if len(text) > _LONG else _GLANCE]
    glance = _spots(head)
    spots = None if glance is None else _spots(text)
    if spots is not None:
        return _lines_at(text, spots)
    if len(_seen(head[:_GLANCE], glance).alarms) <= _SOME:
        return _line_by_line(text)  # each line may be in another script
    return list(_marked(text)), looking(text)


def looking(text: str) -> list[tuple[int, int]]:
    """Return start and end of each line with a lookalike, in one walk through the text."""
    lines: list[tuple[int, int]] = []
    pattern = lookalike()
    found = pattern.search(text)
    while found:
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = end if end >= 0 else len(text)
        lines.append((start, end))
        found = pattern.search(text, end)
    return lines


def _lines_at(text: str, spots: Iterable[int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the lines that hold an alarm, and those that hold a lookalike, by where they may be.

    What is odd in the former is kept for those who read them next. Of the latter only those are
    told that ftfy can change.
    """
    alarmed: list[tuple[int, int]] = []
    likely: list[tuple[int, int]] = []
    _TOLD.clear()
    for (start, end), found, looks in _odd_lines(text, spots):
        alarm = any(verdict.alarm for verdict in found)
        if alarm:
            alarmed.append((start, end))
            if len(alarmed) <= _RECENT and end - start < _SHORT:
                _TOLD[text[start:end]] = _told([*{*found}])
        if looks and (alarm or may_change(text[start:end], looks)):
            likely.append((start, end))
    return alarmed, likely


def _odd_lines(text: str, spots: Iterable[int]) -> Iterator[tuple[tuple[int, int], list[Verdict], list[int]]]:
    """Yield start and end of each line in which something is odd, what it is, and where lookalikes are."""
    place = (-1, -1)
    found: list[Verdict] = []
    looks: list[int] = []
    for at in spots:
        verdict = PAIRS[text[at : at + 2]]
        if verdict is None:
            continue
        if at > place[1]:
            if found:
                yield place, found, looks
            place, found, looks = _line_around(text, at), [], []
        found.append(verdict)
        if verdict.look and LOOKS[text[at : at + 4]]:
            looks.append(at - place[0])
    if found:
        yield place, found, looks


def _line_around(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def _line_by_line(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    found: list[tuple[int, int]] = []
    likely: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if not line.isascii():
            odd = alarmed(line)
            if odd:
                found.append((start, end))
            if (odd or scan(line).looks) and lookalike().search(line):
                likely.append((start, end))
        start = end + 1
    return found, likely


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line beyond ASCII."""
    start = 0
    for line in text.split("\n"):
        if not line.isascii():
            yield start, start + len(line)
        start += len(line) + 1
