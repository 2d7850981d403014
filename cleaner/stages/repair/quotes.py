"""Quotation marks and dashes whose last byte was lost: what stands around them says which they were.

Letters tell letters, but a mark is told by its place: a dash stands between spaces, an apostrophe
between letters, and what opened a quotation says what closes it.
"""

from __future__ import annotations

import re

MARKS = frozenset("–—‘’‚“”„«»")
_DASHES, _OPENING = "–—", frozenset("“„«‘‚")
_QUOTES = re.compile(f"[{''.join(sorted(MARKS.difference(_DASHES)))}]")
_BEFORE = frozenset(("(", "[", "{", "/", *_DASHES, *_OPENING))
_END = frozenset(".!?…”»“:;\n")  # behind these a dash begins something new

# Quotation marks by language, from the delimiters of the Unicode CLDR; “ and ” elsewhere.
_STYLES = {
    "„“": ("bg", "cs", "de", "et", "is", "ka", "lb", "lt", "mk", "sk", "sl", "sr"),
    "„”": ("bs", "hr", "hu", "pl", "ro", "ro93", "srl"),
    "””": ("fi", "he", "sv"),
}
# Languages that set a long dash between words; others a short one between spaces.
_LONG = frozenset(("be", "en", "es", "hy", "it", "ka", "kk", "ky", "pt", "ptb", "ru", "tg", "tt", "uk", "uz"))


def style(language: str) -> str:
    """Return the mark that opens a quotation in a language, and the one that closes it.

    >>> style("de"), style("fr")
    ('„“', '“”')
    """
    return next((marks for marks, codes in _STYLES.items() if language in codes), "“”")


def mark(before: str, after: str, language: str) -> str:
    """Return the marks that fit between two pieces of a line, the best one first.

    >>> mark("“We stay,", " he wrote", "en")[0], mark("don", "t", "en")[0], mark("so ", " he", "de")[0]
    ('”', '’', '–')
    """
    last, following = before[-1:] or "\n", after[:1] or "\n"
    if last.isspace() or last in _BEFORE:
        if following.isspace():
            new = (before.rstrip()[-1:] or "\n") in _END
            return "—–" if new or language in _LONG else "–—"
        if following.isalnum() or following in _OPENING:
            first = style(language)[0]
            return f"{first}“„‘‚" if _open(before) != first else f"‘‚{first}"
    elif last.isalnum() and (following.isalnum() or following in _OPENING):
        return "’"
    return _closing(before, language)


def _closing(before: str, language: str) -> str:
    """Return the marks that close what is open, the best one first."""
    inside = _open(before)
    if inside in ("‘", "‚"):
        return "’‘"
    if inside == "“":
        return "”"
    if inside == "„":
        return "“”" if style(language) == "„“" else "”“"
    return f"{style(language)[1]}”’"


def _open(before: str) -> str:
    """Return the quotation mark that was opened last and is not closed yet; '' if there is none."""
    found: list[str] = []
    for match in _QUOTES.finditer(before):
        place, char = match.start(), match.group()
        starts = place == 0 or not (before[place - 1].isalnum() or before[place - 1] in ".,!?…")
        single = char in "’‘" and found[-1:] in (["‘"], ["‚"]) and not before[place + 1 : place + 2].isalnum()
        if char in "„‚" or (char in "“‘«" and starts):
            found.append(char)
        elif found and (char in "“”»" or single):
            found.pop()
    return found[-1] if found else ""
