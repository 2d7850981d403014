"""What in a line speaks for one code page read as another, and what in a reading speaks against it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from cleaner.stages.repair.kinds import KIND, SCRIPT
from cleaner.stages.repair.letters import UNSEEN, letters
from cleaner.stages.repair.plausibility import PAIR, neighbours

_JOINED = re.compile(r"[A-Za-z](?=[^\x00-\x7f])|[^\x00-\x7f](?=[A-Za-z])")
_NOTES = "¹²³¼½¾"  # footnotes and fractions stand behind letters in sound text
_LIKE_LATIN = frozenset("аеорсухіјѕһԁαονρυικ")  # what typists and spammers mix into Latin words
_WORDS = 10  # letters beyond ASCII that make words of their own
_NATIVE = 16.0  # and as many if its script stays the same
_LIMIT = 200_000  # pairs remembered
_BEYOND = 0x1FFF80 | 0x1FFF80 << 32  # bits of a pair of which one is beyond ASCII
_HARD = 7.5  # nats from which a pair counts as evidence, if it is of the right kind
_EAST = "\u2e80"  # where the characters of East Asia begin
_CAPITAL = 6.0  # and if it is a capital behind a small letter


def sound(sample: str, text: str, gain: float) -> bool:
    """Return whether a sample is broken for sure, and its new reading is not.

    Rare letters are no proof: there are more languages than the model knows. Symbols inside words
    and capitals behind small letters are, and words of accented letters where the reading is in
    another script.
    """
    foreign = script_of(text) not in (script_of(sample), "LATIN", "")
    found, rest = evidences(sample), evidences(text)
    hard = len(found) - found.count(0) if foreign else found.count(2)
    left = len(rest) - rest.count(0) if foreign else rest.count(2)
    if not hard or left * 8 > hard:
        return False
    if foreign:
        return hard * 12 >= beyond(sample) and 2 * _turned(sample, text) <= beyond(sample)
    return gain >= _NATIVE and broken(sample) and not _levelled(sample, text)


def is_chart(sample: str) -> bool:
    """Return whether most characters are the same as those before them, or the next ones in Unicode."""
    low = [ord(char) for char in sample.lower() if char > "\x7f"]
    return 2 * sum(0 <= b - a <= 1 for a, b in pairwise(low)) > len(low)


def may_be_foreign(sample: str) -> bool:
    """Return whether a sample may be another script: its odd letters stand apart from ASCII's."""
    found = evidences(sample)
    hard = len(found) - found.count(0)
    if hard < 2:
        return False
    marked = beyond(sample)
    return hard * 12 >= marked and 4 * len(_JOINED.findall(sample)) <= marked


def beyond(text: str) -> int:
    """Return how many characters of a text are beyond ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def is_disguised(sample: str) -> bool:
    """Return whether all letters beyond ASCII look like ASCII ones: somebody chose them, no code page did."""
    return all(char <= "\x7f" or char in _LIKE_LATIN for char in set(sample.lower()))


def is_mixed(sample: str) -> bool:
    """Return whether somebody typed ASCII letters inside words of another script.

    Code pages agree on ASCII, so these pairs are as hard in every reading but a Latin one, which
    would have more letters beyond ASCII than any language that is written in Latin letters.

    >>> is_mixed("Паляванне на дзiкiх казлоў"), is_mixed("cafй de la gare, trиs bon")
    (True, False)
    """
    letters = [char for char in sample if KIND[char] in "lu"]
    marked = sum(char > "\x7f" for char in letters)
    if marked < _WORDS or 2 * marked < len(letters):
        return False
    hard = _hard(sample)
    mixed = [pair for pair in hard if min(pair) <= "\x7f" and pair.isalpha() and SCRIPT[max(pair)] != "LATIN"]
    return 8 * len(mixed) > len(hard)


def broken(sample: str) -> bool:
    """Return whether symbols inside words and the like are too many for sound text of any language."""
    if evidences(sample).count(2) < 2:
        return False
    hard = _hard(sample)
    if len(hard) * 4 < beyond(sample):
        return False
    odd = {char for pair in hard for char in pair if char > "\x7f"}
    return len(odd) > 1 or (len(hard) > 3 and any(KIND[char] not in "lu" for char in odd))


def _hard(sample: str) -> list[str]:
    """Return the pairs that are evidence in any case."""
    return [
        chr(code & 0x1FFFFF) + chr(code >> 32)
        for code, found in zip(neighbours(sample), evidences(sample), strict=True)
        if found > 1
    ]


def _levelled(sample: str, text: str) -> bool:
    """Return whether a reading turns letters into signs, or leaves no letter: a table drawn with lines."""
    odd = (char for pair in _hard(sample) for char in pair if char > "\x7f")
    if 2 * _turned(sample, text) > beyond(sample) and all(KIND[char] in "lu" for char in odd):
        return True
    return not any(KIND[b] in 'lu"-' for a, b in zip(sample, text, strict=False) if a > "\x7f")


def _turned(sample: str, text: str) -> int:
    """Return how many letters of a sample a reading turns into signs."""
    return sum(
        KIND[a] in "lu" and a > "\x7f" and KIND[b] not in "lu^h" for a, b in zip(sample, text, strict=False)
    )


def script_of(text: str) -> str:
    """Return the script of most letters beyond ASCII."""
    scripts = [SCRIPT[char] for char in text if char > "\x7f" and KIND[char] in "lu^h"]
    return max(set(scripts), key=lambda script: (scripts.count(script), script), default="")


class _Hard(dict[int, int]):
    """Remembers which pairs are evidence: 2 in any case, 1 if the reading is in another script, else 0.

    Pairs are numbers (see ``neighbours``).
    """

    def __missing__(self, code: int) -> int:
        if len(self) > _LIMIT:
            self.clear()
        found = self[code] = _evidence(chr(code & 0x1FFFFF), chr(code >> 32)) if code & _BEYOND else 0
        return found


def _evidence(a: str, b: str) -> int:
    if letters().pooled.get(a.lower() + b, UNSEEN) < _HARD and a < _EAST > b:
        return 0  # what some language joins; its price is this one
    first, second = KIND[a], KIND[b]
    both = first in "lu^h" and second in "lu^h"
    sign = (first in "lu^h" and second not in " 0.") or (second in "lu^h" and first not in " 0.")
    if not (both or sign) or PAIR[a + b] < (_HARD if first + second != "lu" else _CAPITAL):
        return 0
    if both:
        return 2 if (first == "l" and second == "u") or SCRIPT[a] != SCRIPT[b] else 1
    return 1 if a in _NOTES or b in _NOTES else 2


_EVIDENCE = _Hard()


@lru_cache(maxsize=8)
def evidences(text: str) -> tuple[int, ...]:
    """Return how far each pair of neighbours is evidence: 2, 1 if another script explains it, or 0.

    The pairs that begin at even places come first.
    """
    return tuple(map(_EVIDENCE.__getitem__, neighbours(text)))
