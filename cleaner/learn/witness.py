"""Which documents of a site count, and which of them count as one.

What is repeated in copies of a text is no chrome. So a document is a witness only if most of its
sentences are its own, and witnesses that share many of those (an article and its update) are one.
Sentences serve as the shingles of resemblance (A. Broder, On the resemblance and containment of
documents, 1997): a copy that was edited here and there keeps most of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, combinations

LEAST = 3
"""Documents on which a line must stand to be a repetition at all."""

OWN = 0.5
"""Share of a witness's sentences, in characters, that hardly any other document of the site has."""

ALIKE = 0.3
"""Share of the sentences of the longer of two documents from which they count as one.

Of the longer: a page that holds many others whole, an archive, would make them all one.
"""

MOST_HOLDERS = 40
"""A sentence that more documents hold tells little about a pair of them."""

_LONG = 60
_SENTENCE = 30


def witnesses(pages: Sequence[Sequence[str]], least: int = LEAST) -> dict[int, int]:
    """Return the numbers of the pages that count, each with the number of the first that is like it.

    What ``least`` pages hold is not a page's own.
    """
    pieces = [_pieces(page) for page in pages]
    counts = Counter(chain.from_iterable(pieces))
    shared = {piece for piece, count in counts.items() if count > 1}
    holders: dict[str, list[int]] = defaultdict(list)
    kept: list[int] = []
    for number, found in enumerate(pieces):
        others = shared.intersection(found)
        for piece in others:
            holders[piece].append(number)
        if found and (not others or _own(found, counts, least) >= OWN):
            kept.append(number)
    return _united(kept, pieces, holders)


def _pieces(page: Sequence[str]) -> list[str]:
    """The sentences of the long lines, each once; of a page without any, its lines."""
    found = [
        piece for line in page if len(line) >= _LONG for piece in line.split(". ") if len(piece) >= _SENTENCE
    ]
    return list(dict.fromkeys(found or page))


def _own(pieces: Sequence[str], counts: Mapping[str, int], least: int) -> float:
    own = sum(len(piece) for piece in pieces if counts[piece] < least)
    return own / sum(map(len, pieces))


def _united(kept: list[int], pieces: list[list[str]], holders: dict[str, list[int]]) -> dict[int, int]:
    """Unite witnesses by the sentences that they share."""
    first = {number: number for number in kept}

    def root(number: int) -> int:
        while first[number] != number:
            number = first[number]
        return number

    shared: Counter[tuple[int, int]] = Counter()
    for found in holders.values():
        if 1 < len(found) <= min(MOST_HOLDERS, max(LEAST, len(pieces) // 10)):
            shared.update(combinations([number for number in found if number in first], 2))
    for (one, other), count in shared.items():
        if count >= ALIKE * max(len(pieces[one]), len(pieces[other])):
            low, high = sorted((root(one), root(other)))
            first[high] = low
    return {number: root(number) for number in kept}
