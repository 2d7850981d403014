"""What is left of UTF-8 read as ISO-8859-1 once its C1 controls were deleted (``isnât``, ``â¬14``).

Two of the three bytes of a typographic character are gone then, so only its place can say what it
was. A document is touched only if nothing else in it is beyond ASCII, so that no language that
writes with ``â`` is meant, and only where one character fits; the other places are for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.patch import Edit
from cleaner.stages.repair.language import tongue

_LEAST = 3  # places of such damage in a document, at least one of which no word explains
_BEYOND = re.compile(r"[^\x00-\x7f]+")
_LEFT = re.compile("(?:â[¬¦¢]?|Â(?=\\s|\\Z)|[\xa0\u2010-\u2027\u20ac\u2122©®])+")
PLACE = re.compile("[âÂ]")
_PLAIN_SURE = re.compile(r"â[¬¦¢]|(?<![^\W_])â(?![^\W_])|(?<=[0-9])â|Â(?=\s|\Z)")
_CAUSE = ("repair.mojibake:iso-8859-1",)
_FITS = (
    (re.compile(r"â¬(?=\s?[0-9])|(?<=[0-9])â¬|(?<=[0-9] )â¬"), "€"),
    (re.compile(r"(?<=[A-Za-z])â¦(?=\s|\Z)"), "…"),
    (re.compile(r"(?<=[A-Za-z])â¢(?=[\s.,;:)]|\Z)"), "™"),
    (re.compile(r"^â¢(?= )", re.MULTILINE), "•"),
    (re.compile(r"(?<=[A-Za-z])â(?=(?:s|re|ll|ve|d|m)\b)|(?<=[a-z]n)â(?=t\b)"), "’"),
    (re.compile(r"(?<=[0-9])â(?=[0-9])"), "–"),
    (re.compile(r"(?<![A-Za-z])Â(?=\s|\Z)"), ""),  # its no-break space became a space
)


def debris(text: str) -> Iterator[Edit]:
    """Yield an edit for each place that only one character fits, in documents that surely are damaged."""
    if not is_debris(text):
        return
    found = sorted(
        Edit(match.start(), match.end(), char, _CAUSE)
        for pattern, char in _FITS
        for match in pattern.finditer(text)
    )
    yield from found


def is_debris(text: str, least: int = _LEAST) -> bool:
    """Return whether a document is English, and all that is odd in it is such damage.

    >>> is_debris("It isnât so. Prices: â¬14, â¬15 and â¬16.")
    True
    >>> is_debris("Cât face? Atât.")
    False
    """
    if "â" not in text and "Â" not in text:
        return False
    if not all(_LEFT.fullmatch(text, *match.span()) for match in _BEYOND.finditer(text)):
        return False
    if len(PLACE.findall(text)) < least or not _PLAIN_SURE.search(text):
        return False
    return tongue(_BEYOND.sub(" ", text)) == "en"
