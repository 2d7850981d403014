"""Which languages a text cannot be in, by the script of its letters alone.

Most scripts are those of one language or of a few, so that no detector is needed to know that a
text in Thai letters is not in Spanish. Between languages of one script nothing is decided here:
rules tell them apart by their phrases, and a record by its language field.
"""

from __future__ import annotations

from functools import cache

import regex

SAMPLE = 500
"""Code points at the beginning of a text that are looked at."""

LEAST = 100
"""Letters below which nothing is decided."""

SHARE = 0.9
"""The share of letters that one script must have: names and chrome in Latin letters are in all texts."""

_LATIN = (
    "af az bs ca cs cy da de eo es et eu fi fr ga gd gl hr hu id is it jv lb lt lv ms nb nl nn no oc "
    "pl pt ro sk sl sq sr su sv sw tl tr uz vi"
)
_LANGUAGES = {
    "Cyrillic": "be bg kk mk mn ru sr uk uz",
    "Arabic": "ar ckb fa ku ug ur",
    "Devanagari": "hi mr ne",
    "Han Hiragana Katakana": "ja zh",
    "Hangul": "ko",
    "Greek": "el",
    "Hebrew": "he",
    "Thai": "th",
    "Georgian": "ka",
    "Armenian": "hy",
    "Bengali": "bn",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Kannada": "kn",
    "Khmer": "km",
    "Malayalam": "ml",
    "Myanmar": "my",
    "Sinhala": "si",
    "Tamil": "ta",
    "Telugu": "te",
}
_ALL = frozenset(" ".join((_LATIN, *_LANGUAGES.values())).split())


@cache
def _letters(scripts: str) -> regex.Pattern[str]:
    """The letters of some scripts; compiled when a text first asks for them."""
    return regex.compile("[" + "".join(rf"\p{{Script={name}}}" for name in scripts.split()) + "]+")


def foreign(text: str) -> frozenset[str]:
    """Return the languages that ``text`` is beyond doubt not in; none where its script decides nothing.

    Nothing is decided for Latin letters: phrases in others do not occur in such a text anyway.
    English is never among them: software that nobody translated prints it around texts of all
    languages. Nor are languages that this module does not know.

    >>> "de" in foreign("Έβρεχε όλη τη νύχτα. " * 9), "el" in foreign("Έβρεχε όλη τη νύχτα. " * 9)
    (True, False)
    """
    sample = text[:SAMPLE]
    if len(sample.encode("utf-8", "surrogatepass")) < len(sample) * 1.5:  # mostly letters of ASCII
        return frozenset()
    letters = sum(map(str.isalpha, sample))
    for scripts, languages in _LANGUAGES.items() if letters >= LEAST else ():
        if sum(map(len, _letters(scripts).findall(sample))) >= letters * SHARE:
            return _ALL.difference(languages.split())
    return frozenset()
