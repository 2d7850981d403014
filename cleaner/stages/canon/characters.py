"""Rows of the canon that look at characters: newlines, controls, invisibles, spaces, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cleaner.patch import Edit

# In a run of breaks every break becomes one LF, so the run is one edit; of CR LF the CR goes.
_NEWLINE = re.compile("(?:\r(?!\n)|[\v\x85\u2028\u2029])+|\r(?=\n)")

# Control sequences of ECMA-48. A string (OSC, DCS …) holds no controls and is bounded, or a
# stray ESC ] could swallow a page up to a stray BEL. Of the two-character sequences only those
# are taken that can't eat the first letter of a word. The one-character CSI, U+009B, opens
# only what sets colours: in web text it is nearly always a damaged letter.
_CONTROL = re.compile(
    r"""(?:
        \x1b (?: \[ [0-?]{0,128}+ [\ -/]{0,8}+ [@-~]
               | [\]PX^_] [^\x00-\x1f\x7f-\x9f]{0,2048}+ (?: \x07 | \x1b\\ | \x9c )
               | [()*+] [0-2AB]
               | [78=>]
             )?+
      | \x9b [0-9;]++ m
      | [\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]
    )++""",
    re.VERBOSE,
)

_INVISIBLE = re.compile("[\xad\u200b\u2060\ufeff]+")
# The blocks of Thai and Lao, Myanmar, Khmer, and the later extensions of the two.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f]")

# Which spaces stay: between digits, before ; : ! ? » % and after « (French typography).
# A pattern that begins with a set is searched for several times as fast.
_ONE_SPACE = (
    r"[\xa0\u2000-\u200a\u202f\u205f] (?: (?<=[\u2000-\u200a\u205f]) | (?<!«.)(?![;:!?»%])(?!(?<=\d.)\d))"
)
_SPACE = re.compile(f"{_ONE_SPACE} (?:{_ONE_SPACE})*", re.VERBOSE | re.DOTALL)
_CJK = (
    "\u1100-\u11ff\u2e80-\u2fff\u3001-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef\U00016fe0-\U00016fff\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
# Punctuation that CJK text shares with others: it counts as CJK where a CJK character follows.
_SHARED = "\"'\u2018-\u201f\u2014\u2026\u00b7"
_WIDE_RUN = re.compile("(?P<before>^|.)(?P<run>\u3000+)", re.MULTILINE)

_STRAIGHT = {
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{SINGLE LOW-9 QUOTATION MARK}": "'",
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}": '"',
}
_CURLY = re.compile(f"[{''.join(_STRAIGHT)}]")


def newline(text: str) -> Iterator[Edit]:
    """Whatever else breaks a line becomes the line feed."""
    for match in _NEWLINE.finditer(text):
        start, end = match.span()
        breaks = "" if text[start:end] == "\r" and text[end : end + 1] == "\n" else "\n" * (end - start)
        yield Edit(start, end, breaks, ("canon.newline",))


def control(text: str) -> Iterator[Edit]:
    """Controls and terminal sequences print nothing; tab, line feed and form feed stay."""
    for match in _CONTROL.finditer(text):
        yield Edit(match.start(), match.end(), "", ("canon.control",))


def invisible(text: str) -> Iterator[Edit]:
    """Soft hyphens, byte order marks, word joiners and zero-width spaces go.

    One zero-width space stays in a run between letters of scripts that part words with it.
    """
    for match in _INVISIBLE.finditer(text):
        start, end = match.span()
        if _UNSPACED.match(text, end) and start and _UNSPACED.match(text, start - 1):
            kept = match[0].find("\N{ZERO WIDTH SPACE}")
            if kept >= 0:
                spans = (start, start + kept), (start + kept + 1, end)
                yield from (Edit(*span, "", ("canon.invisible",)) for span in spans if span[0] < span[1])
                continue
        yield Edit(start, end, "", ("canon.invisible",))


def space(text: str) -> Iterator[Edit]:
    """Spaces of other widths become the space, but where typography wants them."""
    edits = [
        Edit(match.start(), match.end(), " " * len(match[0]), ("canon.space",))
        for match in _SPACE.finditer(text)
    ]
    if "\N{IDEOGRAPHIC SPACE}" in text:
        edits += _wide_spaces(text)
        edits.sort()
    yield from edits


def straight_quotes(text: str) -> Iterator[Edit]:
    """Curly quotes become straight ones (an option)."""
    for match in _CURLY.finditer(text):
        yield Edit(match.start(), match.end(), _STRAIGHT[match[0]], ("canon.quotes",))


@cache
def _around_wide() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what stands before and behind a wide space that stays; compiling that takes a while."""
    return re.compile(f"[{_CJK}{_SHARED}\f]"), re.compile(f"[{_SHARED}]{{0,4}}[{_CJK}]")


def _wide_spaces(text: str) -> Iterator[Edit]:
    """Ideographic spaces become spaces, but between CJK and as the indentation of CJK."""
    before_wide, after_wide = _around_wide()
    for match in _WIDE_RUN.finditer(text):
        start, end = match.span("run")
        before = match["before"]
        if (not before or before_wide.match(before)) and after_wide.match(text, end):
            continue
        yield Edit(start, end, " " * (end - start), ("canon.space",))
