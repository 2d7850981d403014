"""UTF-8 read through an East Asian code page (GBK, Shift-JIS, Big5, EUC-KR), swallowed bytes included.

These decoders take two bytes for a character, so a sequence may end in the middle of one
(``鈥檚`` is the bytes of ``’s``), and a byte without a partner became U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.patch import make
from cleaner.stages.repair.gate import alarms
from cleaner.stages.repair.language import tongue
from cleaner.stages.repair.plausibility import text_cost
from cleaner.stages.repair.quotes import MARKS, mark
from cleaner.stages.repair.runs import Run, replaced
from cleaner.stages.repair.spots import CODECS, EASTERN, WORD, Spot, spots_of, stretches_of
from cleaner.stages.repair.swallowed import SEQUENCE, WILD, filled, fillings

_SURE = 20.0  # nats from which no other code page is tried if the expected one explains all
_LEAST = 0.5  # nats that a run must gain
_GUESS = 1.5  # nats: what a lost byte must be paid
_COVERED = 0.6  # what a code page must explain, as a share of what the best one explains
_HOPELESS = 0.3  # U+FFFD as a share of a line from which all that is left is chance
_BEHIND = 300  # code points in which a quotation may have been opened
_TOLD = 400  # code points by which a language is told
_ALONE, _FOREIGN, _SUPPORTED = 9.0, 6.0, 3.0  # what the runs of a line must gain together


class Codec(NamedTuple):
    """A reading of a line: the code page, the runs, and what they gain together.

    ``saved`` is the gain without what guesses were to be paid; ``only`` tells whether nothing else
    in the line looks East Asian.
    """

    name: str
    runs: tuple[Run, ...]
    gain: float
    saved: float
    only: bool

    @property
    def clear(self) -> bool:
        """Whether no other code page needs to be tried, if this one is likely anyway."""
        return self.only and self.gain > _SURE


def multibyte(line: str, support: str = "", hint: str = "", told: Codec | None = None) -> Codec | None:
    """Return the best reading of a line as UTF-8 that went through an East Asian code page.

    ``support`` names the code page that other lines of the document went through; ``told`` is
    what ``through`` says of the ``hint``, which is not tried again. A line that is dense in
    U+FFFD has none: whatever fits between them would be read anew in each round.
    """
    if _is_dense(line):
        return None
    best, most = told, 0
    for name, spots, covered in _by_cover(line):
        most = most or covered
        if name == hint or not covered:
            continue
        # only a code page that explains all that looks East Asian can rule out others
        if covered < _COVERED * most and name != support and most >= len(EASTERN.findall(line)):
            continue
        if best and _most(line, spots) <= best.gain:
            continue
        found = _judged(line, name, spots, support)
        if found and (best is None or found.gain > best.gain):
            best = found
            if best.clear and _is_sound(line, best.runs):
                break
    return best


def through(line: str, name: str, support: str = "") -> Codec | None:
    """Return the reading of a line through one code page."""
    codec = next((codec for codec, other in CODECS.items() if other == name), "")
    if not codec or _is_dense(line):
        return None
    return _judged(line, name, spots_of(stretches_of(line), codec), support)


def _is_dense(line: str) -> bool:
    return line.count("\N{REPLACEMENT CHARACTER}") >= _HOPELESS * max(1, len(line))


def _by_cover(line: str) -> Iterator[tuple[str, list[Spot], int]]:
    """Yield each code page with its spots in a line, and how much they cover, those with most first."""
    stretches = stretches_of(line)
    most = sum([len(stretch) for _, stretch in stretches])
    rest: list[tuple[str, list[Spot], int]] = []
    for codec, name in CODECS.items():
        spots = spots_of(stretches, codec)
        covered = sum([spot.end - spot.start for spot in spots])
        if covered == most:
            most += 1  # the first that covers all need not wait for the others
            yield name, spots, covered
        else:
            rest.append((name, spots, covered))
    yield from sorted(rest, key=lambda page: -page[2])


def _judged(line: str, name: str, spots: list[Spot], support: str) -> Codec | None:
    """Return the reading of a line through a code page, if its runs gain enough together."""
    good, guessed = _good(line, spots)
    gain = sum([run.gain for run in good])
    only = _only(line, good)
    least = _SUPPORTED if name == support else _FOREIGN if only else _ALONE
    return Codec(name, good, gain, gain + _GUESS * guessed, only) if gain >= least else None


def _most(line: str, spots: list[Spot]) -> float:
    """Return what the runs of a line can gain at most: each character that is read costs a nat or more."""
    cost = sum(
        text_cost(line[start - 1 : start], line[start:end], line[end : end + 1]) for start, end, *_ in spots
    )
    return cost - sum(len(SEQUENCE.findall(spot.data)) for spot in spots)


def _only(line: str, good: Sequence[Run]) -> bool:
    """Return whether the runs are all that looks East Asian in a line."""
    done = 0
    for run in good:
        if EASTERN.search(line, done, run.start):
            return False
        done = run.end
    return EASTERN.search(line, done) is None


def _is_sound(line: str, good: Sequence[Run]) -> bool:
    """Return whether nothing odd is left in a line once the runs are read."""
    return not alarms(replaced(line, good))


def _good(line: str, spots: list[Spot]) -> tuple[tuple[Run, ...], int]:
    """Return the spots that are worth reading, and how many lost bytes of theirs were guessed."""
    if any(WILD in spot.data for spot in spots):
        found = [(run, lost) for run, lost in _guesses(line, spots) if run.gain > _LEAST]
        return tuple([run for run, _ in found]), sum([lost for _, lost in found])
    good: list[Run] = []
    for start, end, _, text, _ in spots:
        if text:
            gain = _gain(line, start, end, text)
            if gain > _LEAST:
                good.append(make(Run, (start, end, text, gain)))
    return tuple(good), 0


def _guesses(line: str, spots: list[Spot]) -> Iterator[tuple[Run, int]]:
    """Yield what the spots of a line read as in its language, and the lost bytes that were guessed for it."""
    language = tongue(_sound(line, spots))
    done, behind = 0, ""
    since: list[str] = []
    for start, end, data, sure, _ in spots:
        since.append(line[done:start])
        done = end
        text, lost = sure, data.count(WILD)
        if lost:
            after = line[end : end + 2]
            text, guess = filled(line[start - 1 : start] or "\n", data, after[:1] or "\n", language)
            if not MARKS.isdisjoint(guess):
                behind = (behind + "".join(since))[-_BEHIND:]
                since.clear()
                text = _marked(text, data, behind, after, language)
        since.append(text or line[start:end])
        if text:
            yield make(Run, (start, end, text, _gain(line, start, end, text) - _GUESS * lost)), lost


def _gain(line: str, start: int, end: int, text: str) -> float:
    """Return how much less a text costs in a line than what it is read from."""
    gained = _gained if end - start < WORD else _gained.__wrapped__
    before, after = line[start - 1 : start] or "\n", line[end : end + 1] or "\n"
    return gained(before, line[start:end], text, after)


@lru_cache(maxsize=20_000)
def _gained(before: str, source: str, text: str, after: str) -> float:
    return text_cost(before, source, after) - text_cost(before, text, after)


def _marked(text: str, data: str, before: str, after: str, language: str) -> str:
    """Return a reading whose lost quotation marks and dashes are those that their places ask for."""
    sequences = SEQUENCE.findall(data)
    if len(sequences) != len(text):
        return text
    for place, sequence in enumerate(sequences):
        if WILD in sequence and text[place] in MARKS:
            fitting = mark(before + text[:place], text[place + 1 :] + after, language)
            choice = next((char for char in fitting if char in fillings(sequence)), text[place])
            text = text[:place] + choice + text[place + 1 :]
    return text


def _sound(line: str, spots: list[Spot]) -> str:
    """Return the line as far as it can be read for sure, to tell its language from."""
    parts: list[str] = []
    done = size = 0
    for start, end, _, _, known in spots:
        parts += (line[done:start], known)
        size += start - done + len(known)
        done = end
        if size > _TOLD:
            return "".join(parts)
    return "".join((*parts, line[done:]))
