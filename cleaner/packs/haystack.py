"""Folds a document into the bytes that one scan looks through for all literals, line for line.

The fold is coarser than every comparison that rules make: whatever a phrase, a label or a pattern
takes for equal (case as ``str.casefold`` or ``regex.IGNORECASE`` see it, kinds of quote and dash,
spaces, invisible characters, the bullets around a label) is the same bytes here, or none. So a
line that a rule matches holds the rule's folded literal, and a scan can only propose too much,
never too little. Each character folds by itself, which is what makes a part of a line fold to a
part of the folded line.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import regex

MOST_REPLACED = 6
"""Up to so many kinds of special characters are replaced one by one; beyond, all text is casefolded."""

_ASCII = bytes(range(128))
_MARKS = "\0\t\v\f\r\x1c\x1d\x1e\x1f \"#'*+-./:<>^`|~"
"""What phrases or labels do not care for, as far as it is ASCII."""

_FREQUENT = "\N{NO-BREAK SPACE}‘’“”–—…•"
"""Marks that nearly every page holds: their bytes are dropped wherever they stand.

So other characters lose some of their bytes too, all of the same kind in the same way. That
makes them no less equal, only less different.
"""

_DROPPED = bytes(sorted(set((_MARKS + _FREQUENT).encode())))
_FOLD = bytes(range(256)).lower().translate(bytes.maketrans(b"0123456789", b"0" * 10))

_LABEL_MARKS = frozenset("·▪‣◦○●◆■□►▶→←↑↓‹›«»✓✔✉↗▼▾´−\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}")
_SYMBOLS = frozenset("©®™")
"""Pictographs by Unicode's word, but no decoration: rules look for them."""

_PICTOGRAPH = r"\p{Extended_Pictographic}"

# The Turkish dotted and dotless i are case variants of I and i for ``regex``, of nothing or of
# two characters for ``str.casefold``; without the dot above they all are one letter. The last is
# a case variant of the German one in a newer Unicode than some Pythons have.
_LAGGARDS = {"\N{LATIN SMALL LETTER DOTLESS I}": "i", "\U0001df95": "ss"}
_DOT_ABOVE = "\N{COMBINING DOT ABOVE}"

_WITH_NUKTA = (*range(0x958, 0x960), 0x9DC, 0x9DD, 0x9DF, 0xA33, 0xA36, *range(0xA59, 0xA5C), 0xA5E)

ALIKE: dict[str, str] = {
    **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F) if not chr(code).isalpha()},
    "\N{ARABIC LETTER YEH}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER KAF}": "\N{ARABIC LETTER KEHEH}",
    **dict.fromkeys("\u0622\u0623\u0625", "\N{ARABIC LETTER ALEF}"),
    "\N{ARABIC TATWEEL}": "",
    **{chr(code): "" for code in range(0x064B, 0x0653)},
    **dict(zip("ΆΈΉΊΌΎΏάέήίόύώ", "ΑΕΗΙΟΥΩαεηιουω", strict=True)),
    **dict(zip("Ёё", "Ее", strict=True)),
    **dict.fromkeys("\u02bb\u02bc\u201a\u201b", "'"),
    **dict.fromkeys("\u201e\u201f", '"'),
    **{char: unicodedata.normalize("NFD", char) for char in map(chr, _WITH_NUKTA)},
}
"""What keyboards of other scripts type for the same phrase: full-width digits and punctuation, the
Arabic and the Persian form of two letters, Arabic letters stretched, with their vowels or without the
hamza, Greek without accents (as all capitals are), Russian without the dots of ё, and the apostrophes
and low quotes of Ukrainian, Uzbek and German, and letters of India with a nukta, typed as one or as two.
What has case keeps it."""


def haystack(text: str) -> bytes:
    """Return the folded lines of ``text``, each with an LF before and one after it."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > len(text):  # not ASCII
        present = set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
        special = [char for char in present if _is_special(char)]
        if len(special) > MOST_REPLACED:
            data = _plain(text, special).encode("utf-8", "surrogatepass")
        else:
            for char in special:
                plain = fold_character(char).encode("utf-8", "surrogatepass")
                data = data.replace(char.encode("utf-8", "surrogatepass"), plain)
    data = data.translate(_FOLD, _DROPPED)  # by this name, so that the text as it was is let go
    return b"\n%b\n" % data


def may_hold_surrogates(folded: bytes) -> bool:
    """Whether a haystack may be that of a text with lone surrogates: their first byte is there."""
    return b"\xed" in folded


def needle(literal: str) -> bytes:
    """Return a folded literal as the bytes that stand for it in a haystack."""
    return literal.encode("utf-8", "surrogatepass").translate(_FOLD, _DROPPED)


def folded(text: str) -> str:
    """Return what ``text`` is in the haystack, as text."""
    return "".join(map(fold_character, text))


@cache
def fold_character(char: str) -> str:
    """Return what one character becomes, whatever stands around it; nothing if rules do not care for it."""
    if char == "\n":
        return char
    if char.isspace() or unicodedata.category(char) in {"Zs", "Cf", "Pd"} or char == _DOT_ABOVE:
        return ""
    if char.isdecimal():
        return "0"
    if char in ALIKE:
        char = ALIKE[char]
    if char in _LABEL_MARKS:
        return ""
    plain = _LAGGARDS.get(char) or char.casefold().replace(_DOT_ABOVE, "")
    if len(plain) > 1:
        plain = "".join(ALIKE.get(part, part) for part in plain)
    if plain == char and not char.isascii() and char not in _SYMBOLS and regex.match(_PICTOGRAPH, char):
        return ""
    return plain if needle(plain) else ""


@cache
def _is_special(char: str) -> bool:
    """Whether dropping bytes does not make of ``char`` what it folds to."""
    return needle(char) != needle(fold_character(char))


def _plain(text: str, special: list[str]) -> str:
    """Replace many kinds of special characters: casefolding does most of the work."""
    text = text.casefold()
    special = [char for char in dict.fromkeys("".join(special).casefold()) if _is_special(char)]
    if len(special) > 8 * MOST_REPLACED:
        return text.translate({ord(char): fold_character(char) for char in special})
    for char in special:
        text = text.replace(char, fold_character(char))
    return text
