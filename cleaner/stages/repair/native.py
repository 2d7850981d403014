"""One Latin code page read as another, told by letters that no language like the line's has.

``nìkterými`` is made of letters that languages use, and ``ì`` often stands behind ``n``, but not in
Czech, which the rest of the line is. So a line is weighed in the few languages that its ASCII
letters speak for, and read as the code page that leaves nothing odd in one of them.
"""

from __future__ import annotations

import codecs
import heapq
import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import add

from cleaner.stages.repair.evidence import beyond, evidences, is_disguised, script_of
from cleaner.stages.repair.families import RARE
from cleaner.stages.repair.kinds import KIND, LOWER, QUOTE, SIGN, TYPE, UPPER
from cleaner.stages.repair.language import price_of, spoken, tongue
from cleaner.stages.repair.legacy import Misreading, is_torn, stretches
from cleaner.stages.repair.letters import letters
from cleaner.stages.repair.lookalike import lookalike
from cleaner.stages.repair.pages import ASCII, readers, writers

_SAMPLE = 400  # code points by which a line is weighed
_LANGUAGES = 4  # of which a line may be
_KINDS = 24  # different characters beyond ASCII of a line, at most
_LEAST = 10.0  # nats that a line must gain
_CHOSEN = 16.0  # and if somebody may have chosen its odd letters because they look like ASCII ones
_QUOTES = tuple(map(frozenset, ("“”", "„“", "«»", "‘’")))  # marks that speak for each other
_LETTERS = 6  # letters of ASCII by which a language is told
_ODD = 8.0  # nats from which a pair is odd in a language
_RARE = 3  # different letters by which a code page is told that is seldom used
_SINGLE = re.compile(r"[\x80-\x9f]|. ")  # what ``lookalike`` takes for half of a sequence
_LATIN = re.compile(r"[a-zA-Z]")
_MARKED = re.compile(r"[^\x00-\x7f]")
_STRETCH = re.compile(r"[^\x00-\x7f]+")


def native(line: str) -> Misreading | None:
    """Return the code pages that leave nothing odd in a line, if it is odd in all languages like its own."""
    sample = f" {line[:_SAMPLE]} "
    if 3 * beyond(sample) > len(sample):
        return None
    hard = evidences(stretches(line[:_SAMPLE])).count(2)
    marked = "".join(sorted(set(_MARKED.findall(sample)))) if hard else ""
    if not marked or len(marked) > _KINDS:
        return None
    if len(_LATIN.findall(sample)) < _LETTERS or is_torn(line) or _is_sequence(sample):
        return None
    odd_letters = "".join([char for char in marked if KIND[char] in (LOWER, UPPER)])
    least = _CHOSEN if odd_letters and is_disguised(odd_letters) else _LEAST
    sums = _sums(sample)
    odd = _odd(sample)
    before = min([cost + sum(map(price_of(name).__getitem__, odd)) for name, cost in sums.items()])
    best: Misreading | None = None
    for name, cost in sums.items():
        price = price_of(name)
        if before - cost < least:
            continue
        for read, (true, read_as, toll) in _meant(marked, name).items():
            if not _agree(marked, read, toll):
                continue
            table = str.maketrans(marked, read)
            costs = [price[pair.translate(table)] for pair in odd]
            gain = before - cost - sum(costs) - 2.0 * toll - 2.0
            if gain >= (best.gain if best else least) and 8 * sum(cost >= _ODD for cost in costs) <= hard:
                best = Misreading(true, read_as, gain, native=True)
    return best


def _sums(text: str) -> dict[str, float]:
    """Return the languages in which a text is weighed, and what its ASCII letters cost in each."""
    told = spoken(text)
    best = heapq.nsmallest(_LANGUAGES, told, key=told.__getitem__)
    return {name: told.get(name, math.inf) for name in dict.fromkeys([*best, tongue(text)])}


def _odd(text: str) -> list[str]:
    """Return the pairs with a character beyond ASCII, in a text that begins and ends with spaces."""
    pieces = [text[match.start() - 1 : match.end() + 1] for match in _STRETCH.finditer(text)]
    return [pair for piece in pieces for pair in map(add, piece, piece[1:])]


def _is_sequence(line: str) -> bool:
    """Return whether a line holds what looks like a whole sequence of UTF-8 in a usual code page."""
    return any(not _SINGLE.fullmatch(match.group()) for match in lookalike().finditer(line))


def gained(line: str, text: str) -> float:
    """Return how much less a reading of a line costs than the line, each in its own language."""
    line, text = f" {line[:_SAMPLE]} ", f" {text[:_SAMPLE]} "
    languages = list(_sums(line))
    return min(_costs(line, languages)) - min(_costs(text, languages))


def latin(line: str, text: str) -> bool:
    """Return whether a line and its reading are in Latin script but for single letters."""
    return 3 * beyond(line) <= len(line) and script_of(text) in ("LATIN", "")


def _costs(text: str, languages: Sequence[str]) -> list[float]:
    pairs = list(map(add, text, text[1:]))
    return [sum(map(price_of(name).__getitem__, pairs)) for name in languages]


def _meant(marked: str, language: str) -> dict[str, tuple[str, str, float]]:
    """Return what some characters may be in a language, and for each reading the cheapest code pages."""
    found: dict[str, tuple[str, str, float]] = {}
    fitting = _fitting(language)
    for read_as, cost, data in _written(marked):
        left = -1
        for byte in data:
            left &= fitting[byte]
        while left > 0:
            true, price, upper = writers()[(left & -left).bit_length() - 1]
            left &= left - 1
            read = codecs.charmap_decode(data, "strict", ASCII + upper)[0]
            if read != marked and (read not in found or cost + price < found[read][2]):
                found[read] = (true, read_as, cost + price)
    return found


@lru_cache(maxsize=16)
def _written(marked: str) -> tuple[tuple[str, float, bytes], ...]:
    """Return the different bytes that some characters may have been, with the first code page of each."""
    found: dict[bytes, tuple[str, float, bytes]] = {}
    codes = list(map(ord, marked))
    for read_as, cost, table in readers():
        try:
            data = bytes([table[code] for code in codes])
        except KeyError:
            continue
        found.setdefault(data, (read_as, cost, data))
    return tuple(found.values())


@cache
def _fitting(language: str) -> list[int]:
    """Return for each byte the code pages, as bits, in which it is a language's letter, a mark or a sign."""
    masks = [0] * 256
    places = _places()
    for letter in ("", *{pair[0] for pair in letters().languages.get(language, ())}):
        for byte, mask in places.get(letter, {}).items():
            masks[byte] |= mask
    return masks


@cache
def _places() -> dict[str, dict[int, int]]:
    """Return the bytes of each letter, and of all marks and signs (''), with their code pages as bits."""
    found: dict[str, dict[int, int]] = {}
    for bit, (_, _, upper) in enumerate(writers()):
        for byte, char in enumerate(upper, 128):
            for key in (char.lower(), *(("",) if KIND[char] in (QUOTE, TYPE, SIGN) else ())):
                places = found.setdefault(key, {})
                places[byte] = places.get(byte, 0) | 1 << bit
    return found


def _agree(marked: str, read: str, toll: float) -> bool:
    """Return whether there are enough different characters to tell code pages by."""
    turned = [b for a, b in zip(marked, read, strict=True) if a != b]
    known = sum(KIND[char] in (LOWER, UPPER) for char in turned)
    if toll >= RARE:
        return known >= _RARE
    return known > 0 or any(pair <= {*turned} for pair in _QUOTES)
