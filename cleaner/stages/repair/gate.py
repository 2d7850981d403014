"""The gate: which lines can hold mojibake at all, found by scans of the whole document in C.

A line is looked at only if two neighbours in it are implausible together (an alarm). The search
itself starts from the same alarms, so the gate cannot change the outcome, only the time.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from cleaner.stages.repair.letters import letters
from cleaner.stages.repair.plausibility import PAIR, SCRIPT, common_han, common_hangul

ALARM = 8.5  # nats: what a pair of neighbours must cost to be looked at
_FEW = 60  # alarms that are cheaper to find one by one than by looking at each line

_HEAD = 3_000  # code points on which a damaged document shows
_SHORT = 4_000  # code points up to which the alarms of a text are remembered for a while
_BEYOND = re.compile(r"[^\x00-\x7f]")
_ASCII_SIGNS = "-0123456789:;()!?\"'"
_TYPOGRAPHY = "’“”‘–—…•\N{NO-BREAK SPACE}é©™€£°»®èáíóñçüöä"
_SWAPPED = sys.byteorder == "big"
_PLAIN = bytes((9, 10, *range(32, 127)))
_RARE = 40  # characters that are cheaper to look for one by one
_LONG = 400  # code points from which it pays to drop what repeats
_CONDENSED = 3000  # code points from which a regex is worth it that drops what is harmless
_LIMIT = 300_000  # verdicts kept

Verdict = tuple[float, str] | None


class _Verdicts(dict[int, Verdict]):
    """Remembers which pairs are alarms, by their code points as one number (see ``_pairs``).

    An alarm is its negated cost and the pair, so that sorting puts the worst first.
    """

    def __missing__(self, code: int) -> Verdict:
        if len(self) > _LIMIT:
            self.clear()
        a, b = chr(code & 0x1FFFFF), chr(code >> 32)
        verdict = None
        if (a > "\x7f" or b > "\x7f") and a != "\n" != b:
            cost = PAIR[a + b]
            verdict = (-cost, a + b) if cost >= ALARM else None
        self[code] = verdict
        return verdict


_VERDICTS = _Verdicts()


def alarms(text: str) -> tuple[str, ...]:
    """Return the pairs of neighbours in a text that clean text hardly has, the worst first."""
    return _remembered(text) if len(text) < _SHORT else _alarms(text)


def _alarms(text: str) -> tuple[str, ...]:
    if len(text) > _CONDENSED:
        text = _condensed(text)
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")
    odd = set(beyond).difference(_harmless())
    if not odd:
        return ()
    if len(odd) <= _RARE and 8 * len(odd) < len(text) > 4 * len(beyond):
        pairs = _beside(text, odd)
    else:
        if len(text) > _LONG:
            for separator in ("\n", " "):
                text = _marked(text, separator)
        pairs = _pairs(text)
    found = [verdict for verdict in map(_VERDICTS.__getitem__, pairs) if verdict]
    found.sort()
    return tuple([pair for _, pair in found])


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


def _condensed(text: str) -> str:
    """Return a text without the inside of stretches in which nothing can be an alarm."""
    beyond = _BEYOND.findall(text, 0, 4_000)[::7]
    if len(beyond) < 50:
        return text
    script, count = Counter([SCRIPT[char] for char in beyond]).most_common(1)[0]
    if script in ("HIRAGANA", "KATAKANA"):
        script = "HAN"
    pattern = _calm(script) if 2 * count > len(beyond) and script not in ("", "LATIN") else None
    return pattern.sub("", text) if pattern else text


@cache
def _calm(script: str) -> re.Pattern[str] | None:
    """Return what matches between two characters of a set of which no two are an alarm together.

    Such stretches can go: their ends are neighbours then, and no alarm either.
    """
    if script == "HAN":
        kept = _peaceful([*"\n ,.、。，", *map(chr, range(0x3041, 0x30FA)), *_ASCII_SIGNS])
        # what a character of these costs does not depend on which of the others it follows
        kept += sorted(char for char in common_han() if PAIR["、" + char] < ALARM > PAIR[char + "0"])
    elif script == "HANGUL":
        kept = _peaceful([*"\n ,.", *_ASCII_SIGNS])
        kept += sorted(char for char in common_hangul() if PAIR["," + char] < ALARM > PAIR[char + "0"])
    else:
        chars = [char for char, its in letters().scripts.items() if its == script]
        kept = max(
            _peaceful([*"\n ,.", *chars, *_ASCII_SIGNS]),
            _peaceful(chars),
            key=lambda kept: len({*chars} & {*kept}),
        )
    if len(kept) < 20:
        return None
    inside = f"[{re.escape(''.join(kept))}]"
    return re.compile(f"(?<={inside}){inside}+(?={inside})")


def _peaceful(chars: Sequence[str]) -> list[str]:
    """Return characters of which no two are an alarm, as many as come first."""
    kept: list[str] = []
    for char in chars:
        if all(
            PAIR[char + other] < ALARM > PAIR[other + char]
            for other in (*kept, char)
            if char != "\n" != other
        ):
            kept.append(char)
    return kept


def _marked(text: str, separator: str) -> str:
    """Return a text without its pieces that are ASCII or were there before.

    No pair of neighbours with a character beyond ASCII gets lost, none is added.
    """
    pieces = text.split(separator)
    if len(pieces) < 3:
        return text
    first, last = pieces[0], pieces[-1]
    del pieces[-1], pieces[0]
    kept = {piece for piece in pieces if not piece.isascii()}
    return separator.join((first, *kept, last))


def _pairs(text: str) -> set[int]:
    """Return the pairs of neighbours in a text, each as the number that they are in UTF-32.

    Numbers, because making two strings for each character takes thrice the time.
    """
    data = text.encode("utf-32-le", "surrogatepass")
    found: set[int] = set()
    for start in (0, 4):
        codes = array("Q")
        codes.frombytes(data[start : start + (len(data) - start) // 8 * 8])
        if _SWAPPED:
            codes.byteswap()
        found.update(codes)
    return found


_remembered = lru_cache(maxsize=512)(_alarms)


@cache
def _harmless() -> frozenset[str]:
    """Return the usual typography that alarms nowhere beside itself and ASCII.

    A document that has nothing else beyond ASCII needs no look at its neighbours.
    """
    plain = _PLAIN.decode()
    kept: list[str] = []
    for char in _TYPOGRAPHY:
        around = [*plain, *kept, char]
        if all(PAIR[char + other] < ALARM > PAIR[other + char] for other in around if other != "\n"):
            kept.append(char)
    return frozenset(kept)


def suspicious(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line that holds an alarm."""
    if text.isascii():
        return
    found = alarms(text[:_HEAD])
    if len(found) <= _FEW:  # else one look at each line is enough
        found = alarms(text)
    if not found:
        return
    if len(found) > _FEW:
        start = 0
        for line in text.split("\n"):
            if not line.isascii() and alarms(line):
                yield start, start + len(line)
            start += len(line) + 1
        return
    lines: dict[int, int] = {}
    for pair in found:
        at = text.find(pair)
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            lines[start] = end = end if end >= 0 else len(text)
            at = text.find(pair, end)
    yield from sorted(lines.items())
