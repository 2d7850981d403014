"""What in a line speaks for one code page read as another, and what in a reading speaks against it."""

from __future__ import annotations

import re
from itertools import pairwise
from operator import add

from cleaner.stages.repair.kinds import KIND, SCRIPT
from cleaner.stages.repair.plausibility import PAIR

_BEYOND = re.compile(r"[^\x00-\x7f]")
_JOINED = re.compile(r"[A-Za-z](?=[^\x00-\x7f])|[^\x00-\x7f](?=[A-Za-z])")
_NOTES = "¹²³¼½¾"  # footnotes and fractions stand behind letters in sound text
_LIKE_LATIN = frozenset("аеорсухіјѕһԁαονρυικ")  # what typists and spammers mix into Latin words
_NATIVE = 16.0  # and as many if its script stays the same
_HARD = 7.5  # nats from which a pair counts as evidence, if it is of the right kind
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
        return hard * 12 >= sum(char > "\x7f" for char in sample)
    return gain >= _NATIVE and broken(sample) and not _levelled(sample, text)


def is_chart(sample: str) -> bool:
    """Return whether most characters are the same as those before them, or the next ones in Unicode."""
    low = [ord(char) for char in sample.lower() if char > "\x7f"]
    return 2 * sum(0 <= b - a <= 1 for a, b in pairwise(low)) > len(low)


def may_be_foreign(sample: str) -> bool:
    """Return whether a sample may be another script: its odd letters stand apart from ASCII's."""
    found = evidences(sample)
    hard = len(found) - found.count(0)
    marked = len(_BEYOND.findall(sample))
    return hard > 1 and hard * 12 >= marked and 4 * len(_JOINED.findall(sample)) <= marked


def is_disguised(sample: str) -> bool:
    """Return whether all letters beyond ASCII look like ASCII ones: somebody chose them, no code page did."""
    return all(char <= "\x7f" or char in _LIKE_LATIN for char in set(sample.lower()))


def broken(sample: str) -> bool:
    """Return whether symbols inside words and the like are too many for sound text of any language."""
    hard = [pair for pair in map(add, sample, sample[1:]) if _EVIDENCE[pair] > 1]
    if len(hard) < 2 or len(hard) * 4 < sum(char > "\x7f" for char in sample):
        return False
    odd = {char for pair in hard for char in pair if char > "\x7f"}
    return len(odd) > 1 or (len(hard) > 3 and any(KIND[char] not in "lu" for char in odd))


def _levelled(sample: str, text: str) -> bool:
    """Return whether a reading turns letters into signs, or leaves no letter: a table drawn with lines."""
    marked = sum(char > "\x7f" for char in sample)
    turned = sum(
        KIND[a] in "lu" and a > "\x7f" and KIND[b] not in "lu" for a, b in zip(sample, text, strict=False)
    )
    if 2 * turned > marked:
        hard = (char for pair in map(add, sample, sample[1:]) if _EVIDENCE[pair] > 1 for char in pair)
        if all(KIND[char] in "lu" for char in hard if char > "\x7f"):
            return True
    return not any(KIND[b] in 'lu"-' for a, b in zip(sample, text, strict=False) if a > "\x7f")


def script_of(text: str) -> str:
    """Return the script of most letters beyond ASCII."""
    scripts = [SCRIPT[char] for char in text if char > "\x7f" and KIND[char] in "lu^h"]
    return max(set(scripts), key=lambda script: (scripts.count(script), script), default="")


class _Hard(dict[str, int]):
    """Remembers which pairs are evidence: 2 in any case, 1 if the reading is in another script, else 0."""

    def __missing__(self, pair: str) -> int:
        found = self[pair] = _evidence(*pair)
        return found


def _evidence(a: str, b: str) -> int:
    if a <= "\x7f" and b <= "\x7f":
        return 0
    first, second = KIND[a], KIND[b]
    if PAIR[a + b] < (_HARD if first + second != "lu" else _CAPITAL):
        return 0
    if first in "lu^h" and second in "lu^h":
        return 2 if (first == "l" and second == "u") or SCRIPT[a] != SCRIPT[b] else 1
    sign = (first in "lu^h" and second not in " 0.") or (second in "lu^h" and first not in " 0.")
    return (1 if a in _NOTES or b in _NOTES else 2) if sign else 0


_EVIDENCE = _Hard()


def evidences(text: str) -> list[int]:
    """Return for each pair of neighbours how far it is evidence: 2, 1 if another script explains it, or 0."""
    return list(map(_EVIDENCE.__getitem__, map(add, text, text[1:])))
