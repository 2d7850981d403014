"""How a line is compared with a phrase: folding for exact phrases, compiled patterns for the others."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

import regex

from cleaner.packs.haystack import ALIKE
from cleaner.packs.schema import Phrase


def _fold_table() -> dict[int, str]:
    """Variants that typing and typesetting add to a phrase, by what they fold to.

    Spaces and dashes are Unicode's (general categories Zs and Pd), quotes are the curly ones,
    what folds to nothing are the invisible format characters (Cf) that sites strew over text.
    """
    table: dict[int, str] = {}
    for code in range(0x3100):
        category = unicodedata.category(chr(code))
        if category == "Zs":
            table[code] = " "
        elif category == "Pd":
            table[code] = "-"
        elif category == "Cf":
            table[code] = ""
    table |= dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u00b4\u0060"), "'")
    table |= dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f"), '"')
    table |= {0x2212: "-", 0xFEFF: "", 0xFE0E: "", 0xFE0F: ""}
    return table | {ord(char): plain for char, plain in ALIKE.items()}


_FOLD = _fold_table()


def fold_typography(text: str) -> str:
    """Return ``text`` trimmed, with one kind of space, dash and quote, its case as it was."""
    return " ".join((text if text.isascii() else text.translate(_FOLD)).split())


def fold(text: str) -> str:
    """Return the form in which exact phrases compare: typography and case folded.

    Case folds as ``str.casefold`` does it (Unicode's full case folding), but that the Turkish
    letters with and without a dot are one: capitals are typed with either.

    >>> fold("You\N{RIGHT SINGLE QUOTATION MARK}re  READING ")
    "you're reading"
    """
    folded = fold_typography(text).casefold()
    if folded.isascii():
        return folded
    return folded.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i").replace("i\N{COMBINING DOT ABOVE}", "i")


@lru_cache(maxsize=50_000)
def compiled(pattern: str, case: Literal["ignore", "exact"]) -> regex.Pattern[str]:
    """Return the compiled pattern; each process compiles a pattern when it first needs it."""
    return regex.compile(pattern, regex.IGNORECASE if case == "ignore" else 0)


class PhraseTest:
    """Whether a trimmed line is one of some phrases."""

    __slots__ = ("_case", "_exact", "_patterns")

    def __init__(self, phrases: tuple[Phrase, ...], case: Literal["ignore", "exact"]) -> None:
        """Fold the exact phrases once; patterns are compiled when first needed."""
        self._case = case
        self._exact = frozenset(self._folded(phrase.text) for phrase in phrases if phrase.kind == "exact")
        self._patterns = tuple(phrase.text for phrase in phrases if phrase.kind == "regex")

    def __call__(self, line: str) -> bool:
        """Return whether the whole of ``line`` is one of the phrases."""
        if self._exact and self._folded(line) in self._exact:
            return True
        return any(compiled(pattern, self._case).fullmatch(line) for pattern in self._patterns)

    def _folded(self, text: str) -> str:
        return fold(text) if self._case == "ignore" else fold_typography(text)
