"""Mojibake of a document: its suspicious lines one by one, then again with what they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cleaner.patch import Edit, Patch
from cleaner.stages.repair import peer
from cleaner.stages.repair.families import Family
from cleaner.stages.repair.gate import alarms, looking, suspicious
from cleaner.stages.repair.reading import Reading, Way, left
from cleaner.stages.repair.search import follow, read, reread_line

_WITNESSES = 4  # families of which a document's other lines are suspected

_VAIN = 6  # lines in a row of which what all lines say together told nothing new
_LINES = 1000  # different lines of a document that are not read again when they recur
_SEARCHED = 200  # lines from which a document's code pages are learnt
_REMEMBERED = 6  # ways of reading that are tried first on the next line


def mojibake(text: str, *, legacy: bool = True) -> Patch:
    """Return the edits that undo UTF-8 read through other code pages, and code pages misread."""
    places, others = suspicious(text)
    if not places and not others:
        return Patch()
    best = _first(text, places)
    _again(text, best)
    if legacy and _misread(text, best):
        others = looking(text)  # what was read anew in other lines may look odd to ftfy
    for place in others:
        line = text[slice(*place)]
        best[place] = peer.second(line, best.get(place, Reading(line)), legacy=legacy)
    return Patch(tuple(edit for place in sorted(best) for edit in _moved(best[place], place[0])))


def _first(text: str, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Reading]:
    """Return the reading of each line that is odd, in order, by what the lines above it say."""
    found: dict[tuple[int, int], Reading] = {}
    memory: list[tuple[Way, ...]] = []
    hint = ""
    known: dict[str, Reading] = {}
    for place in places:
        line = text[slice(*place)]
        reading = known.get(line) or _read(line, memory, hint)
        if reading is not None:
            found[place] = reading
            if len(known) < _LINES:
                known[line] = reading
            hint = reading.eastern or hint
    return found


def _again(text: str, best: dict[tuple[int, int], Reading]) -> None:
    """Read lines in which something odd is left again, with what all lines say together."""
    support: dict[Family, float] = {}
    for reading in best.values():
        for way in reading.ways:
            support[way.family] = support.get(way.family, 0.0) + reading.gain
    witnesses = dict(sorted(support.items(), key=lambda item: -item[1])[:_WITNESSES])
    easterns = Counter(reading.eastern for reading in best.values())
    eastern = easterns.most_common(1)[0][0] if easterns else ""
    vain = 0
    for place, reading in best.items():
        new = witnesses.keys() - {way.family for way in reading.ways}
        if (new or (eastern and eastern != reading.eastern)) and left(reading):
            again = read(text[slice(*place)], witnesses, eastern)
            vain += 1
            if again.gain > reading.gain:
                best[place] = again
                vain = 0
            if vain >= _VAIN:
                break


def _read(line: str, memory: list[tuple[Way, ...]], hint: str) -> Reading | None:
    """Read a line, first in the ways in which lines above were read; None if nothing in it is odd."""
    for ways in memory:
        reading = follow(line, ways)
        if reading is not None:
            return reading
        if not alarms(line):
            break
    if not alarms(line):
        return None
    reading = read(line, {}, hint=hint)
    if reading.ways and reading.ways not in memory:
        memory.insert(0, reading.ways)
        del memory[_REMEMBERED:]
    return reading


def _misread(text: str, best: dict[tuple[int, int], Reading]) -> bool:
    """Replace readings of lines that are better explained as one code page read as another; say if any is."""
    known: Counter[tuple[str, str]] = Counter()
    searched = 0
    for place, reading in best.items():
        rest = left(reading)
        if rest and (not reading.patch or 4 * len(rest) > len(alarms(text[slice(*place)]))):
            if searched >= _SEARCHED:
                break
            line = text[slice(*place)]
            again = reread_line(line, reading, known.most_common(1)[0][0]) if known else reading
            if not again.legacy or left(again):
                searched += 1
                again = reread_line(line, reading, None)
            best[place] = again
            if again.legacy:
                known[again.legacy] += 1
    if not known:
        return False
    usual = known.most_common(1)[0][0]
    start = 0
    for line in text.split("\n"):
        place = (start, start + len(line))
        if not line.isascii() and not best.get(place, Reading(line)).patch:
            best[place] = reread_line(line, Reading(line), usual)
        start += len(line) + 1
    return True


def _moved(reading: Reading, by: int) -> list[Edit]:
    """Return a line's edits as the document's; neighbours of one cause are one damaged place."""
    edits: list[Edit] = []
    last = -1
    for start, end, text, causes in reading.patch.edits:
        if start == last and edits[-1].causes == causes:
            before = edits.pop()
            edits.append(Edit(before.start, end + by, before.text + text, causes))
        else:
            edits.append(Edit(start + by, end + by, text, causes))
        last = end
    return edits
