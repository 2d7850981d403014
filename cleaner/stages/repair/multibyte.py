"""UTF-8 read through an East Asian code page (GBK, Shift-JIS, Big5, EUC-KR), swallowed bytes included.

These decoders take two bytes for a character, so a sequence may end in the middle of one
(``鈥檚`` is the bytes of ``’s``), and a byte without a partner became U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from cleaner.patch import Edit, Patch
from cleaner.stages.repair.gate import alarms
from cleaner.stages.repair.language import tongue
from cleaner.stages.repair.plausibility import text_cost
from cleaner.stages.repair.quotes import MARKS, mark
from cleaner.stages.repair.runs import Run
from cleaner.stages.repair.swallowed import INSIDE, SEQUENCE, WILD, filled, fillings, whole

CODECS = {"cp932": "shift-jis", "gb18030": "gbk", "cp949": "euc-kr", "cp950": "big5"}
_STRETCH = re.compile(r"[^\x00-\x7f]+")
EASTERN = re.compile("[\u2e80-\U0010ffff]")
"""Characters that look as if an East Asian code page had read them."""

_NOTHING = "\x00"  # a character that the code page does not have
# A run begins with a sequence; one class stands in front, so that a search skips quickly what begins none.
_RUN = re.compile(
    f"[\xc2-\xf4\xff](?=[\x80-\xbf\xff])(?:(?<=[\xc2-\xdf]){INSIDE}|(?<=[\xe0-\xef]){INSIDE}{INSIDE}"
    f"|(?<=[\xf0-\xf4]){INSIDE}{INSIDE}{INSIDE}|(?<=\xff)[\x80-\xbf]{{2}})(?:{SEQUENCE.pattern})*"
)
_SURE = 20.0  # nats from which no other code page is tried if the expected one explains all
_GUESS = 1.5  # nats: what a lost byte must be paid
_COVERED = 0.6  # what a code page must explain, as a share of what the best one explains
_HOPELESS = 0.3  # U+FFFD as a share of a line from which all that is left is chance
_WORD = 30  # code points of a stretch that is likely to come again
_BEHIND = 300  # code points in which a quotation may have been opened
_ALONE, _FOREIGN, _SUPPORTED = 9.0, 6.0, 3.0  # what the runs of a line must gain together


class Codec(NamedTuple):
    """A reading of a line: the code page, the runs, and what they gain together."""

    name: str
    runs: tuple[Run, ...]
    gain: float


def multibyte(line: str, support: str = "", hint: str = "") -> Codec | None:
    """Return the best reading of a line as UTF-8 that went through an East Asian code page.

    ``support`` names the code page that other lines of the document went through, ``hint`` one
    that is enough if it explains all that looks East Asian. A line that is dense in U+FFFD has
    none: whatever fits between them would be read anew in each round.
    """
    if line.count("\N{REPLACEMENT CHARACTER}") >= _HOPELESS * max(1, len(line)):
        return None
    stretches = [(match.start(), match.group()) for match in _STRETCH.finditer(line)]
    spots: dict[str, list[tuple[int, int, str]]] = {}
    expected: Codec | None = None
    usual = next((codec for codec, name in CODECS.items() if name == hint), "")
    if usual:
        spots[usual] = _spots(stretches, usual)
        expected = _judged(line, hint, spots[usual], support)
        if expected and expected.gain > _SURE and _only(line, expected.runs):
            return expected
    spots |= {codec: _spots(stretches, codec) for codec in CODECS if codec != usual}
    return _best(line, spots, expected, usual, support)


def _best(
    line: str, spots: dict[str, list[tuple[int, int, str]]], best: Codec | None, known: str, support: str
) -> Codec | None:
    """Return the best reading through the code pages, given the one that is best of those ``known``."""
    covered = {codec: sum(end - start for start, end, _ in spots[codec]) for codec in CODECS}
    most = max(covered.values())
    # only a code page that explains all that looks East Asian can rule out others
    clear = most >= len(EASTERN.findall(line))
    for codec, name in sorted(CODECS.items(), key=lambda item: -covered[item[0]]):
        if codec == known or not covered[codec]:
            continue
        if clear and covered[codec] < _COVERED * most and name != support:
            continue
        if best and _most(line, spots[codec]) <= best.gain:
            continue
        found = _judged(line, name, spots[codec], support)
        if found and (best is None or found.gain > best.gain):
            best = found
            if best.gain > _SURE and _only(line, best.runs) and _is_sound(line, best.runs):
                break
    return best


def _judged(line: str, name: str, spots: list[tuple[int, int, str]], support: str) -> Codec | None:
    """Return the reading of a line through a code page, if its runs gain enough together."""
    good = tuple([run for run in _runs(line, spots) if run.gain > 0.5])
    gain = sum([run.gain for run in good])
    least = _SUPPORTED if name == support else _FOREIGN if _only(line, good) else _ALONE
    return Codec(name, good, gain) if gain >= least else None


def _most(line: str, spots: list[tuple[int, int, str]]) -> float:
    """Return what the runs of a line can gain at most: each character that is read costs a nat or more."""
    cost = sum(
        text_cost(line[start - 1 : start], line[start:end], line[end : end + 1]) for start, end, _ in spots
    )
    return cost - sum(len(SEQUENCE.findall(data)) for _, _, data in spots)


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
    return not alarms(Patch(tuple([Edit(run.start, run.end, run.text, ()) for run in good])).apply(line))


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


def _spots(stretches: Iterable[tuple[int, str]], codec: str) -> list[tuple[int, int, str]]:
    """Return start, end and bytes of what can be UTF-8, cut where characters begin and end."""
    return [
        (where + start, where + end, data)
        for where, stretch in stretches
        for start, end, data in (_found if len(stretch) < _WORD else _found.__wrapped__)(stretch, codec)
    ]


@lru_cache(maxsize=20_000)
def _found(stretch: str, codec: str) -> tuple[tuple[int, int, str], ...]:
    """Return the spots of one stretch."""
    table = _table(codec)
    data = stretch.translate(table)
    found = _RUN.search(data)
    if not found:
        return ()
    spots: list[tuple[int, int, str]] = []
    at = {
        size: place
        for place, size in enumerate(
            accumulate(map(len, map(table.__getitem__, map(ord, stretch))), initial=0)
        )
    }
    while found:
        start, end = first, last = found.span()
        while start < end and (start not in at or data[start] < "\x80"):
            start += len(SEQUENCE.match(data, start).group())  # type: ignore[union-attr]  # a run is sequences
        while end > start and end not in at:
            end = start + sum(len(s) for s in SEQUENCE.findall(data[start:end])[:-1])
        if start < end:
            spots.append((at[start], at[end], data[start:end]))
        found = _RUN.search(data, max(last, first + 1))
    return tuple(spots)


def _runs(line: str, spots: list[tuple[int, int, str]]) -> Iterator[Run]:
    """Yield what the spots of a line read as in its language, and what that gains."""
    lost = any(WILD in data for _, _, data in spots)
    language = tongue(_sound(line, spots)) if lost else ""
    done, behind = 0, ""
    for start, end, data in spots:
        before = line[start - 1] if start else "\n"
        after = line[end] if end < len(line) else "\n"
        text = whole(data) if WILD not in data else filled(before, data, after, language)
        if lost:
            behind = (behind + line[done:start])[-_BEHIND:]
            done = end
            if WILD in data and not MARKS.isdisjoint(text):
                text = _marked(text, data, behind, line[end : end + 2], language)
            behind += text or line[start:end]
        if text:
            gained = _gained if end - start < _WORD else _gained.__wrapped__
            gain = gained(before, line[start:end], text, after) - _GUESS * data.count(WILD)
            yield Run(start, end, text, gain)


@lru_cache(maxsize=20_000)
def _gained(before: str, source: str, text: str, after: str) -> float:
    """Return how much less a text costs between its neighbours than what it is read from."""
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


def _sound(line: str, spots: list[tuple[int, int, str]]) -> str:
    """Return the line as far as it can be read for sure, to tell its language from."""
    parts: list[str] = []
    done = 0
    for start, end, data in spots:
        parts.append(line[done:start])
        parts += [s.encode("latin-1").decode("utf-8", "ignore") or " " for s in SEQUENCE.findall(data)]
        done = end
    return "".join((*parts, line[done:]))
