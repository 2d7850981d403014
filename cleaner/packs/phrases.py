"""How a line is compared with a phrase: folding for exact phrases, compiled patterns for the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from time import thread_time
from typing import Literal, Protocol, TypeVar

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
    table |= dict.fromkeys(map(ord, "\u2018\u2019\u00b4\u0060"), "'")
    table |= dict.fromkeys(map(ord, "\u201c\u201d"), '"')
    table |= {0x2212: "-", 0xFEFF: "", 0xFE0E: "", 0xFE0F: ""}
    return table | {ord(char): plain for char, plain in ALIKE.items()}


_FOLD = _fold_table()


LONG = 400
"""Code points of a line beyond which what it folds to is not remembered for long."""


def fold_typography(text: str) -> str:
    """Return ``text`` trimmed, with one kind of space, dash and quote, its case as it was."""
    return _typography(text) if len(text) <= LONG else _long_typography(text)


@lru_cache(maxsize=4_000)
def _typography(text: str) -> str:
    return " ".join((text if text.isascii() else text.translate(_FOLD)).split())


# Many rules look at one line in a row, so that it pays to remember even the long ones a little.
_long_typography = lru_cache(maxsize=2)(_typography.__wrapped__)


def fold(text: str) -> str:
    """Return the form in which exact phrases compare: typography and case folded.

    Case folds as ``str.casefold`` does it (Unicode's full case folding), but that the Turkish
    letters with and without a dot are one: capitals are typed with either.

    >>> fold("You\N{RIGHT SINGLE QUOTATION MARK}re  READING ")
    "you're reading"
    """
    return _folded(text) if len(text) <= LONG else _long_folded(text)


@lru_cache(maxsize=4_000)
def _folded(text: str) -> str:
    folded = fold_typography(text).casefold()
    if folded.isascii():
        return folded
    return folded.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i").replace("i\N{COMBINING DOT ABOVE}", "i")


_long_folded = lru_cache(maxsize=2)(_folded.__wrapped__)


LIMIT_SECONDS = 0.5
"""CPU time of its thread that a pattern from a user's pack may take for one line."""

LIMIT_LENGTH = 10_000
"""Code points of a line beyond which such a pattern does not look at it."""


_T = TypeVar("_T")


class SlowPatternError(Exception):
    """A match took longer than it may. The argument is the pattern."""


class Pattern(Protocol):
    """What the engine asks of a pattern; ``regex.Pattern`` is one."""

    def fullmatch(self, string: str) -> object:
        """Match the whole of a line."""

    def search(self, string: str) -> object:
        """Match a part of a line."""

    def finditer(self, string: str, pos: int, endpos: int) -> Iterator[regex.Match[str]]:
        """Yield the parts of a line that match."""


class LimitedPattern:
    """A pattern that nobody has vouched for: it gets only so much time, and no endless lines."""

    __slots__ = ("_pattern",)

    def __init__(self, pattern: regex.Pattern[str]) -> None:
        """Wrap ``pattern``."""
        self._pattern = pattern

    def fullmatch(self, string: str) -> object:
        """Match the whole of a line. Raises SlowPatternError."""
        return self._limited(self._pattern.fullmatch, string, 0, len(string))

    def search(self, string: str) -> object:
        """Match a part of a line. Raises SlowPatternError."""
        return self._limited(self._pattern.search, string, 0, len(string))

    def finditer(self, string: str, pos: int, endpos: int) -> Iterator[regex.Match[str]]:
        """Yield the parts of a line that match. Raises SlowPatternError."""
        return iter(self._limited(self._all, string, pos, endpos) or ())

    def _all(
        self, string: str, pos: int, endpos: int, *, concurrent: bool, timeout: float
    ) -> list[regex.Match[str]]:
        # The clock of an iterator runs on while its matches are used, so that none is handed out.
        return list(self._pattern.finditer(string, pos, endpos, concurrent=concurrent, timeout=timeout))

    def _limited(self, match: Callable[..., _T], string: str, pos: int, endpos: int) -> _T | None:
        """Return what ``match`` finds in the line, None where the line is too long to be looked at.

        The clock of ``regex`` is that of the process, so that a time that is up may have been
        spent by other threads: only what this thread spent counts.
        """
        if endpos - pos > LIMIT_LENGTH:
            return None
        started = thread_time()
        while True:
            try:
                return match(string, pos, endpos, concurrent=False, timeout=LIMIT_SECONDS)
            except TimeoutError:
                if thread_time() - started >= LIMIT_SECONDS:
                    raise SlowPatternError(self._pattern.pattern) from None


_BEFORE_LABEL = regex.compile(
    r"^(?:[-•*·▪‣◦○●◆■□►▶→←↑↓‹›«»<>|#/+~^✓✔✉\p{Extended_Pictographic}](?<![©®™])\s*){1,6}"
)
_AFTER_LABEL = regex.compile(
    r"(?:\s*[:…‹›«»<>→←↑↓↗|*#+^▼▾►▶·•\-\p{Extended_Pictographic}](?<![©®™])|\s*\.\.\.){1,4}$"
)

_ENDING = regex.compile(r"\s*(?:\.\.\.|…|:)$")


def undecorated(line: str) -> str:
    """Return a trimmed line without the bullets or arrows before it or, if it has none, after it.

    >>> undecorated("• Read More"), undecorated("Read More:")
    ('Read More', 'Read More')
    """
    bare = _BEFORE_LABEL.sub("", line)
    if bare == line:
        bare = _AFTER_LABEL.sub("", line)
    return bare.strip() or line


@lru_cache(maxsize=10_000)
def fold_label(text: str) -> str:
    """Return the form in which labels compare: folded, without bullets or arrows before or after them.

    >>> fold_label("• Read More"), fold_label("Read More \N{RIGHTWARDS ARROW}")
    ('read more', 'read more')
    """
    return undecorated(fold(text))


@lru_cache(maxsize=50_000)
def compiled(pattern: str, case: Literal["ignore", "exact"], *, limited: bool = False) -> Pattern:
    """Return the compiled pattern; each process compiles a pattern when it first needs it."""
    found = regex.compile(pattern, regex.IGNORECASE if case == "ignore" else 0)
    return LimitedPattern(found) if limited else found


LONGEST_LABEL = 200
"""Code points of a line beyond which it is no label."""


def label_test(labels: Iterable[str]) -> Callable[[str], bool]:
    """Return a test for lines that are one of ``labels``, whatever lists and buttons put around it.

    What a label itself has around it tells it from a word, and the line must have it too.

    >>> is_one = label_test(["Read more", "Loading..."])
    >>> is_one("• Read More"), is_one("Loading"), is_one("• Loading …")
    (True, False, True)
    """
    folded = {label: fold_label(label) for label in labels}
    bare = frozenset(label for whole, label in folded.items() if label == fold(whole))
    dressed = frozenset(_dressed(whole) for whole, label in folded.items() if label != fold(whole))
    if not dressed:
        return lambda line: len(line) < LONGEST_LABEL and fold_label(line) in bare

    def is_label(line: str) -> bool:
        if len(line) >= LONGEST_LABEL:
            return False
        if fold_label(line) in bare:
            return True
        key = _dressed(line)
        return key in dressed or _BEFORE_LABEL.sub("", key) in dressed

    return is_label


def _dressed(line: str) -> str:
    """Return a line folded, with its last dots or colon as one writes them."""
    return _ENDING.sub(lambda end: ":" if ":" in end[0] else "...", fold(line))


class PhraseTest:
    """Whether a trimmed line is one of some phrases; see ``LimitedPattern`` for ``limited``."""

    __slots__ = ("_case", "_exact", "_is_label", "_limited", "_matches", "_patterns")

    def __init__(
        self, phrases: tuple[Phrase, ...], case: Literal["ignore", "exact"], *, limited: bool = False
    ) -> None:
        """Fold the exact phrases once; patterns are compiled when first needed."""
        self._case = case
        self._limited = limited
        self._exact = frozenset(self._folded(phrase.text) for phrase in phrases if phrase.kind == "exact")
        labels = [phrase.text for phrase in phrases if phrase.kind == "label"]
        self._is_label = label_test(labels) if labels else None
        self._patterns = tuple(phrase.text for phrase in phrases if phrase.kind == "regex")
        self._matches: list[Callable[[str], object]] | None = None

    def __call__(self, line: str) -> bool:
        """Return whether the whole of ``line`` is one of the phrases."""
        if self._exact and self._folded(line) in self._exact:
            return True
        if self._is_label and self._is_label(line):
            return True
        if not self._patterns:
            return False
        if self._matches is None:
            self._matches = [
                compiled(pattern, self._case, limited=self._limited).fullmatch for pattern in self._patterns
            ]
        for match in self._matches:  # noqa: SIM110 -- a generator costs more than most matches
            if match(line):
                return True
        return False

    def _folded(self, text: str) -> str:
        return fold(text) if self._case == "ignore" else fold_typography(text)
