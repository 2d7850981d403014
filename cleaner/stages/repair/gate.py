"""The gate: which lines can hold mojibake at all, found by scans of the whole document in C.

A line is looked at only if two neighbours in it are implausible together (an alarm), or look like
bytes of UTF-8 in a code page of ftfy's (a lookalike). The search itself starts from the same
alarms, and ftfy can change nothing without a lookalike, so the gate changes only the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cleaner.stages.repair.calm import PLAIN, condensed, harmless
from cleaner.stages.repair.letters import letters
from cleaner.stages.repair.lookalike import begins, lookalike
from cleaner.stages.repair.plausibility import ALARM, COST, PAIR, neighbours

_FEW = 60  # alarms that are cheaper to find one by one than by looking at each line

_BRIEF = 1_500  # code points of a text that is looked at line by line
_HEAD = 3_000  # code points on which a damaged document shows
_SHORT = 4_000  # code points up to which the alarms of a text are remembered for a while
_THIN = 10  # code points for each byte beyond ASCII in a text that is nearly ASCII
_RARE = 30  # characters that are cheaper to look for one by one
_LONG = 1_000  # code points from which it pays to look at words that are new
_WORD = 12  # code points of a word, on average, where words are told by spaces
_CONDENSED = 20_000  # code points from which a regex is worth it that drops what is harmless
_LIMIT = 300_000  # verdicts kept
_WORDS = 200_000  # words kept


class Scan(NamedTuple):
    """What is odd in a text: pairs of neighbours that alarm, the worst first, and lookalikes.

    A lookalike is a piece of the text whose lines ftfy should see.
    """

    alarms: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """A pair of neighbours that is odd: its cost negated, so that sorting puts the worst first."""

    order: float
    pair: str
    alarm: bool
    look: bool


class Word(NamedTuple):
    """What is odd in a word between spaces."""

    alarms: tuple[Verdict, ...]
    looks: bool


class _Verdicts(dict[int, Verdict | None]):
    """Remembers which pairs are odd, by their code points as one number (see ``_pairs``)."""

    def __missing__(self, code: int) -> Verdict | None:
        if len(self) > _LIMIT:
            self.clear()
            _SOUND.clear()
        a, b = chr(code & 0x1FFFFF), chr(code >> 32)
        verdict = None
        if (a > "\x7f" or b > "\x7f") and a != "\n" != b:
            look = begins(a, b)
            # what some language joins is no alarm, and needs no further thought
            cost = 0.0 if a + b in letters().pooled else PAIR[a + b]
            if look or cost >= ALARM:
                verdict = Verdict(-cost, a + b, cost >= ALARM, look)
        self[code] = verdict
        if verdict is None:
            _SOUND.add(code)
        return verdict


_VERDICTS = _Verdicts()
_SOUND: set[int] = set()  # the pairs that are not odd
_CALM: set[str] = set()  # words without anything odd, spaces at both ends included
_ODD: dict[str, Word] = {}  # and the other ones


def alarms(text: str) -> tuple[str, ...]:
    """Return the pairs of neighbours in a text that clean text hardly has, the worst first."""
    return scan(text).alarms


def weighed(text: str) -> tuple[float, bool]:
    """Return what a line costs, and whether it holds an alarm."""
    codes = neighbours(f"\n{text}\n")
    costs = list(map(COST.__getitem__, codes))
    loud = max(costs) >= ALARM and any(
        verdict.alarm
        for code, cost in zip(codes, costs, strict=True)
        if cost >= ALARM and (verdict := _VERDICTS[code])
    )
    return sum(costs), loud


def scan(text: str) -> Scan:
    """Return what is odd in a text."""
    return _remembered(text) if len(text) < _SHORT else _scan(text)


def _scan(text: str) -> Scan:
    beyond = text.encode("utf-8", "surrogatepass").translate(None, PLAIN)
    if not beyond:
        return _NOTHING
    long = len(text) > _LONG
    if 8 * len(beyond) < len(text):
        odd = set(beyond.decode("utf-8", "surrogatepass")).difference(harmless())
        if not odd:
            return _NOTHING
        if long and len(odd) <= _RARE and len(text) > _THIN * len(beyond):
            return _told(_judged(_beside(text, odd)))
    if long:
        words = text.replace("\n", " ").split(" ")
        if len(text) < _WORD * len(words):
            return _by_words(text, words)
        if len(text) > _CONDENSED:
            text = condensed(text)
    return _told(_judged(_pairs(text)))


def _judged(pairs: set[int]) -> list[Verdict]:
    return list(filter(None, map(_VERDICTS.__getitem__, pairs.difference(_SOUND))))


def _told(found: list[Verdict]) -> Scan:
    if not found:
        return _NOTHING
    found.sort()
    return Scan(
        tuple([verdict.pair for verdict in found if verdict.alarm]),
        tuple([verdict.pair for verdict in found if verdict.look]),
    )


def _by_words(text: str, words: list[str]) -> Scan:
    """Return what is odd in a text, word by word, since most words were seen before."""
    rest = set(words).difference(_CALM)
    if not rest:
        return _NOTHING
    odd = {word: found for word in rest if (found := _ODD.get(word))}
    new = [word for word in rest if word not in odd]
    if new:
        odd.update(_learn(new))
    pairs: set[Verdict] = set()
    looks: list[str] = []
    for word, found in odd.items():
        pairs.update(found.alarms)
        if found.looks:
            looks.append(word)
    # at a line's end there is no space beside a word, and no alarm
    known = sorted(verdict for verdict in pairs if " " not in verdict.pair or verdict.pair in text)
    return Scan(tuple([verdict.pair for verdict in known]), tuple(looks))


def _learn(words: list[str]) -> dict[str, Word]:
    """Sort words into those that have nothing odd and the others, and return these."""
    if len(_CALM) > _WORDS or len(_ODD) > _WORDS:
        _CALM.clear()
        _ODD.clear()
    joined = f" {' '.join(words)} "
    places: dict[str, set[Verdict]] = {}
    for verdict in _judged(_pairs(joined)):
        at = joined.find(verdict.pair)
        while at >= 0:
            start = at + 1 if verdict.pair[0] == " " else joined.rfind(" ", 0, at) + 1
            end = joined.find(" ", at + 1)
            places.setdefault(joined[start:end], set()).add(verdict)
            at = joined.find(verdict.pair, at + 1)
    odd: dict[str, Word] = {}
    for word, its in places.items():
        alarming = tuple([verdict for verdict in its if verdict.alarm])
        looks = any(verdict.look for verdict in its) and lookalike().search(f" {word} ") is not None
        if alarming or looks:
            odd[word] = Word(alarming, looks)
    _ODD.update(odd)
    _CALM.update([word for word in words if word not in odd])
    return odd


def _beside(text: str, odd: set[str]) -> set[int]:
    """Return the pairs of neighbours with one of a few characters in it, as ``_pairs`` does."""
    found: set[str] = set()
    for char in odd:
        pieces = text.split(char)
        found.update([piece[-1:] + char for piece in pieces[:-1]])
        found.update([char + piece[:1] for piece in pieces[1:]])
        if "" in pieces[1:-1]:
            found.add(char + char)
    return {ord(pair[0]) | ord(pair[1]) << 32 for pair in found if len(pair) == 2}


def _pairs(text: str) -> set[int]:
    """Return the different pairs of neighbours in a text, as numbers."""
    return set(neighbours(text))


_NOTHING = Scan()
_remembered = lru_cache(maxsize=512)(_scan)


def suspicious(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return start and end of each line that may hold an alarm, and of each that holds a lookalike.

    Where most lines hold an alarm, the others are not told apart: who reads a line sees it at once.
    """
    if text.isascii():
        return [], []
    if len(text) < _BRIEF:  # the search looks at each line again, and what it finds is remembered
        return _line_by_line(text)
    found = scan(text[:_HEAD])
    if len(found.alarms) <= _FEW:  # else one look at each line is enough
        found = scan(text)
    many = len(found.alarms) > _FEW
    alarmed = list(_marked(text)) if many else sorted(_lines(text, found.alarms))
    if many or len(found.looks) > _FEW:
        return alarmed, list(_looking(text))
    seen = lookalike().search
    return alarmed, sorted(line for line in _lines(text, found.looks) if seen(text, *line))


def _line_by_line(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    alarmed: list[tuple[int, int]] = []
    looking: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if not line.isascii():
            found = scan(line)
            if found.alarms:
                alarmed.append((start, end))
            if found.looks and lookalike().search(line):
                looking.append((start, end))
        start = end + 1
    return alarmed, looking


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line beyond ASCII."""
    start = 0
    for line in text.split("\n"):
        if not line.isascii():
            yield start, start + len(line)
        start += len(line) + 1


def _looking(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line with a lookalike, in one walk through the text."""
    pattern = lookalike()
    found = pattern.search(text)
    while found:
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = end if end >= 0 else len(text)
        yield start, end
        found = pattern.search(text, end)


def _lines(text: str, pieces: Iterable[str]) -> set[tuple[int, int]]:
    """Return start and end of each line that holds one of some pieces."""
    lines: set[tuple[int, int]] = set()
    for piece in pieces:
        at = text.find(piece)
        while at >= 0:
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            lines.add((text.rfind("\n", 0, at) + 1, end))
            at = text.find(piece, end)
    return lines
