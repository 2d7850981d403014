"""Mojibake of a document: its suspicious lines one by one, then again with what they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cleaner.patch import Edit, Patch, make
from cleaner.stages.repair import peer
from cleaner.stages.repair.families import Family
from cleaner.stages.repair.gate import alarmed, alarms, looking, suspicious
from cleaner.stages.repair.plausibility import line_cost
from cleaner.stages.repair.reading import Reading, Way, left
from cleaner.stages.repair.search import follow, is_short, read, reread_line
from cleaner.stages.repair.spots import EASTERN

_WITNESSES = 4  # families of which a document's other lines are suspected
_ABOVE = 2  # and of which the lines below are, while it is read
_VAIN = 3  # lines in a row of which what all lines say together told nothing new
_LINES = 1000  # different lines of a document that are not read again when they recur
_SEARCHED = 200  # lines from which a document's code pages are learnt
_TOLD = 3  # lines made sound from which it is known how a document was damaged
_REMEMBERED = 6  # ways of reading that are tried first on the next line


def mojibake(text: str, *, legacy: bool = True) -> Patch:
    """Return the edits that undo UTF-8 read through other code pages, and code pages misread."""
    places, others = suspicious(text)
    if not places and not others:
        return Patch()
    known = _Known(legacy=legacy)
    best = _first(text, places, known)
    _again(text, best, known)
    usual = known.usual()
    if usual:
        _misread(text, best, usual, known)
        others = looking(text)  # what was read anew in other lines may look odd to ftfy
    for place in others:
        line = text[slice(*place)]
        best[place] = peer.second(line, best.get(place) or Reading(line), legacy=legacy)
    return Patch(tuple(edit for place in sorted(best) for edit in _moved(best[place], place[0])))


@dataclass(slots=True)
class _Known:
    """What the lines above say of how a line was damaged.

    ``ways`` were read in last, the latest first; ``gains`` is what lines gained through families,
    and ``tried`` those of which a line was suspected in vain; ``eastern`` is an East Asian code page;
    ``misread`` counts the code pages that were read as others, for which lines were ``searched``;
    ``sound`` counts the lines that ways made sound.
    """

    legacy: bool
    ways: list[tuple[Way, ...]] = field(default_factory=list)
    gains: dict[Family, float] = field(default_factory=dict)
    tried: dict[str, frozenset[Family]] = field(default_factory=dict)
    eastern: str = ""
    misread: Counter[tuple[str, str]] = field(default_factory=Counter)
    searched: int = 0
    sound: Counter[tuple[Way, ...]] = field(default_factory=Counter)

    def learn(self, reading: Reading) -> None:
        """Take a line's reading as evidence for the lines below."""
        self.eastern = reading.eastern or self.eastern
        if reading.legacy:
            self.misread[reading.legacy] += 1
        for way in reading.ways:
            self.gains[way.family] = self.gains.get(way.family, 0.0) + reading.gain

    def witnesses(self, count: int) -> dict[Family, float]:
        """Return so many families through which lines gained most, and what."""
        return dict(sorted(self.gains.items(), key=lambda item: -item[1])[:count])

    def is_told(self, line: str) -> bool:
        """Return whether a line is UTF-8 like those above, so that all it can be beside is short of bytes.

        Lines above became sound, and all of its characters may have come in the same way.
        """
        if self.sound.total() < _TOLD:
            return False
        chars = {char for char in set(line) if char > "\x7f"}
        return any(chars <= ways[0].family.characters for ways in self.ways)

    def may_be_misread(self, line: str) -> bool:
        """Return whether it is worth it to search a line for code pages that explain it."""
        return self.legacy and self.searched < _SEARCHED and not self.is_told(line)

    def usual(self) -> tuple[str, str] | None:
        """Return the code pages of which most lines speak: the true one, and what it was read as."""
        return self.misread.most_common(1)[0][0] if self.misread else None


def _first(text: str, places: Iterable[tuple[int, int]], known: _Known) -> dict[tuple[int, int], Reading]:
    """Return the reading of each line that is odd, in order, by what the lines above it say."""
    found: dict[tuple[int, int], Reading] = {}
    lines: dict[str, Reading] = {}
    for place in places:
        line = text[slice(*place)]
        reading = lines.get(line) or _read(line, known)
        if reading is not None:
            found[place] = reading
            if len(lines) < _LINES:
                lines[line] = reading
            known.learn(reading)
    return found


def _read(line: str, known: _Known) -> Reading | None:
    """Read a line, first in the ways in which lines above were read; None if nothing in it is odd.

    Where such a way leaves only what it cannot know, for want of bytes, no other is looked for.
    """
    followed = None if known.eastern and EASTERN.search(line) else _followed(line, known)
    if (followed and followed.calm) or not alarmed(line):
        return followed
    usual = known.usual()
    if usual:
        reading = reread_line(line, Reading(line), usual)
        if reading.legacy and not left(reading):
            return reading
    if followed and known.sound[followed.ways] >= _TOLD and is_short(line, followed):
        known.tried[line] = frozenset(known.gains)
        return followed
    witnesses = known.witnesses(_ABOVE)
    reading = read(line, witnesses, hint=known.eastern)
    rest = left(reading)
    if rest:
        known.tried[line] = frozenset(witnesses)
        if (not reading.patch or 4 * len(rest) > len(alarms(line))) and known.may_be_misread(line):
            known.searched += 1
            reading = reread_line(line, reading, None)
    if reading.ways and reading.ways not in known.ways:
        known.ways.insert(0, reading.ways)
        del known.ways[_REMEMBERED:]
    return reading


def _followed(line: str, known: _Known) -> Reading | None:
    """Read a line in the ways of those above, the latest first; None if it has the layers of none of them.

    What makes the line sound is taken at once, else the likeliest: a line short of bytes stays odd.
    """
    best: Reading | None = None
    for place, ways in enumerate(known.ways):
        reading = follow(line, ways)
        if reading is None:
            if not alarmed(line):
                break
        elif reading.calm:
            known.sound[ways] += 1
            if place:
                known.ways.insert(0, known.ways.pop(place))
            return reading
        elif best is None or line_cost(reading.text) < line_cost(best.text):
            best = reading
    return best


def _again(text: str, best: dict[tuple[int, int], Reading], known: _Known) -> None:
    """Read lines in which something odd is left again, with what all lines say together."""
    odd = [(place, reading) for place, reading in best.items() if left(reading)]
    if not odd:
        return
    witnesses = known.witnesses(_WITNESSES)
    easterns = Counter(reading.eastern for reading in best.values())
    eastern = easterns.most_common(1)[0][0]
    vain = 0
    for place, reading in odd:
        line = text[slice(*place)]
        new = witnesses.keys() - {way.family for way in reading.ways} - known.tried.get(line, frozenset())
        if new or (eastern and eastern != reading.eastern):
            again = read(line, witnesses, eastern)
            vain += 1
            if again.gain > reading.gain:
                best[place] = again
                vain = 0
            if vain >= _VAIN:
                break


def _misread(text: str, best: dict[tuple[int, int], Reading], usual: tuple[str, str], known: _Known) -> None:
    """Read the lines of which nothing came in the way in which others were misread."""
    start = 0
    for line in text.split("\n"):
        place = (start, start + len(line))
        if not line.isascii() and not (place in best and best[place].patch) and not known.is_told(line):
            best[place] = reread_line(line, Reading(line), usual)
        start += len(line) + 1


def _moved(reading: Reading, by: int) -> list[Edit]:
    """Return a line's edits as the document's; neighbours of one cause are one damaged place."""
    edits: list[Edit] = []
    last = -1
    for start, end, text, causes in reading.patch.edits:
        if start == last and edits[-1].causes == causes:
            before = edits.pop()
            edits.append(Edit(before.start, end + by, before.text + text, causes))
        else:
            edits.append(make(Edit, (start + by, end + by, text, causes)))
        last = end
    return edits
