"""Folds a document into the bytes that one scan looks through for all literals, line for line.

The fold is coarser than every comparison that rules make: whatever a phrase or a pattern takes
for equal (case as ``str.casefold`` or ``regex.IGNORECASE`` see it, spaces, invisible characters)
is the same bytes here. So a line that a rule matches holds the rule's folded literal, and a scan
can only propose too much, never too little. Each character folds by itself, which is what makes
a part of a line fold to a part of the folded line.
"""

from __future__ import annotations

import unicodedata
from functools import cache

MOST_REPLACED = 5
"""Up to so many kinds of special characters are replaced one by one; beyond, all text is casefolded."""

_ASCII = bytes(range(128))
_BLANK = b"\t\v\f\r\x1c\x1d\x1e\x1f"
_FOLD = (
    bytes(range(256))
    .lower()
    .translate(bytes.maketrans(_BLANK + b"0123456789", b" " * len(_BLANK) + b"0" * 10))
)

# The Turkish dotted and dotless i are case variants of I and i for ``regex``, of nothing or of
# two characters for ``str.casefold``; without the dot above they all are one letter. The last is
# a case variant of the German one in a newer Unicode than some Pythons have.
_LAGGARDS = {"\N{LATIN SMALL LETTER DOTLESS I}": "i", "\U0001df95": "ss"}
_DOT_ABOVE = "\N{COMBINING DOT ABOVE}"

ALIKE: dict[str, str] = {
    **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F) if not chr(code).isalpha()},
    "\N{ARABIC LETTER YEH}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER KAF}": "\N{ARABIC LETTER KEHEH}",
    "\N{ARABIC TATWEEL}": "",
    **{chr(code): "" for code in range(0x064B, 0x0653)},
}
"""What keyboards of other scripts type for the same phrase: full-width digits and punctuation, the
Arabic and the Persian form of two letters, Arabic letters stretched or with their vowels. None of
these has case."""


def haystack(text: str) -> bytes:
    """Return the folded lines of ``text``, each with an LF before and one after it."""
    data = text.encode("utf-8", "surrogatepass")
    if not text.isascii():
        present = set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
        special = [char for char in present if fold_character(char) != char]
        if special:
            data = _plain(text, special).encode("utf-8", "surrogatepass")
    data = b"\n".join(map(bytes.strip, data.translate(_FOLD).split(b"\n")))
    if b"  " in data:
        data = b" ".join(filter(None, (part.strip(b" ") for part in data.split(b"  "))))
    return b"\n%b\n" % data


def folded(text: str) -> str:
    """Return what ``text`` is in the haystack, as text, with the white space at its ends trimmed."""
    return " ".join("".join(map(fold_character, text)).split())


@cache
def fold_character(char: str) -> str:
    """Return what one character becomes, whatever stands around it."""
    if char.isspace() or unicodedata.category(char) == "Zs":
        return " "
    if char in "\ufe0e\ufe0f" or char == _DOT_ABOVE or unicodedata.category(char) == "Cf":
        return ""
    if char.isdecimal():
        return "0"
    if char in ALIKE:
        return ALIKE[char]
    return _LAGGARDS.get(char) or char.casefold().replace(_DOT_ABOVE, "")


def _plain(text: str, special: list[str]) -> str:
    """Replace the special characters; where there are many kinds, casefold does most of the work."""
    if len(special) > MOST_REPLACED:
        text = text.casefold()
        special = [char for char in special if char.casefold() != fold_character(char)] + [_DOT_ABOVE]
    for char in special:
        text = text.replace(char, fold_character(char))
    return text
