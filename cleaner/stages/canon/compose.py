"""The row of canonical composition: NFC, but for what NFC would replace for good.

Singletons (U+212B), composition exclusions (U+0958, U+FB2E) and CJK compatibility ideographs are
letters somebody chose; NFC swaps them for others and offers no way back. They stay. The sets of
characters come from ``unicodedata``, so they are those of the Python that runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from cleaner.patch import Edit

BEYOND = 0x30000
"""Here nothing composes any more: planes 3 and 14 hold ideographs, tags and selectors, others nothing."""

# Beyond 30 marks on one letter (the limit of UAX #15's stream-safe format) text is an ornament
# or an attack, and sorting such marks takes quadratic time.
_MARKS = 30


def compose(text: str) -> Iterator[Edit]:
    """Letters and the marks that follow them become the letters that Unicode has for them."""
    protected, cluster = _patterns()
    # A character that composes with nothing stands in for the protected ones.
    masked = protected.sub("\N{NULL}", text)
    if unicodedata.is_normalized("NFC", masked):
        return
    for match in cluster.finditer(masked):
        start, end = match.span()
        if end - start > _MARKS + 1:
            continue
        piece = match[0]
        composed = unicodedata.normalize("NFC", piece)
        if piece == composed:
            continue
        same = 1 if piece[0] == composed[0] else 0
        yield Edit(start + same, end, composed[same:], ("canon.compose",))


def may_compose(characters: str) -> bool:
    """Whether a text made of ``characters`` (in any order) could need composition."""
    if characters.isascii():
        return False
    # A class that holds characters beyond U+FFFF is slow on all others.
    basic, astral = _gates()
    return bool(basic.search(characters) or (_ASTRAL.search(characters) and astral.search(characters)))


_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@cache
def _gates() -> tuple[re.Pattern[str], re.Pattern[str]]:
    trailing = _trailing()
    basic = frozenset(code for code in trailing if code < 0x10000)
    return re.compile(f"[{_class(basic)}]"), re.compile(f"[{_class(trailing - basic)}]")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what matches a protected character, and a letter with the marks behind it."""
    marks = _class(_trailing() - _protected())
    return re.compile(f"[{_class(_protected())}]"), re.compile(f"[^{marks}]?[{marks}]++")


@cache
def _protected() -> frozenset[int]:
    """The characters that NFC replaces even where they stand alone."""
    return frozenset(code for code in _unlike("NFC") if unicodedata.normalize("NFC", chr(code)) != chr(code))


@cache
def _trailing() -> frozenset[int]:
    """The characters that may combine, or change places, with what stands before them."""
    trailing = {code for code in _codes() if unicodedata.combining(chr(code))}
    for code in _unlike("NFD"):
        trailing.update(map(ord, unicodedata.normalize("NFD", chr(code))[1:]))
    return frozenset(trailing)


def _unlike(form: str) -> Iterator[int]:
    """Look for characters that ``form`` changes, in blocks: most blocks hold none."""
    codes = list(_codes())
    for at in range(0, len(codes), 256):
        block = codes[at : at + 256]
        if not unicodedata.is_normalized(form, "".join(map(chr, block))):  # type: ignore[arg-type]
            yield from (code for code in block if not unicodedata.is_normalized(form, chr(code)))  # type: ignore[arg-type]


def _codes() -> Iterable[int]:
    """All code points that may compose or combine, but the surrogates."""
    yield from range(0xD800)
    yield from range(0xE000, BEYOND)


def _class(codes: Iterable[int]) -> str:
    """Return the inside of a regex character class for ``codes``."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
