"""What one character costs after another, in nats: a price list by kinds, scripts and the letter model.

Symbols are priced by hand, so the costs are no probabilities.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from cleaner.stages.repair.kinds import (
    BOX,
    CJK_SIGNS,
    CONTROL,
    DIGIT,
    EMOJI,
    FORMAT,
    HAN,
    KIND,
    LOST,
    LOWER,
    MARK,
    MATH,
    PLAIN,
    PRIVATE,
    QUOTE,
    SCRIPT,
    SIGN,
    SPACE,
    TYPE,
    UPPER,
    WEIRD,
    common_han,
    common_hangul,
    lesser_han,
)
from cleaner.stages.repair.letters import UNSEEN, letters

_OPENING, _CLOSING = frozenset("“„‟«‘‚‹"), frozenset("”»›")
_RARE_SIGNS = frozenset("‹›₤₱₼₸₾₪₩₫†‡′″")
_UNIT = {
    DIGIT: 2.5,
    SPACE: 1.5,
    PLAIN: 2.5,
    QUOTE: 4.0,
    TYPE: 4.0,
    SIGN: 6.0,
    WEIRD: 9.0,
    BOX: 9.0,
    MATH: 8.0,
    EMOJI: 5.0,
    FORMAT: 5.0,
    CONTROL: 14.0,
    LOST: 10.0,
    PRIVATE: 14.0,
}
_SINGLE = frozenset((QUOTE, TYPE, SIGN, FORMAT))  # characters of these have prices of their own
_JOINING = frozenset(
    (
        "ARABIC",
        "DEVANAGARI",
        "BENGALI",
        "GUJARATI",
        "GURMUKHI",
        "KANNADA",
        "MALAYALAM",
        "ORIYA",
        "SINHALA",
        "TAMIL",
        "TELUGU",
        "KHMER",
        "MONGOLIAN",
        "SYRIAC",
    )
)
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_PAGED = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN"))
LETTERS = frozenset((LOWER, UPPER))
_KANA = frozenset(("HIRAGANA", "KATAKANA"))
_ODD = frozenset((WEIRD, BOX, MATH, CONTROL, LOST, PRIVATE))


def _letter(before: str, kind: str, char: str, joined: float | None) -> float:  # noqa: C901  # a price list
    """Price a letter after anything."""
    if kind not in LETTERS and kind != MARK:
        cost = _start(char)
        if kind in _ODD:
            cost += 4.0
        elif kind == SIGN:
            cost += 2.0
        elif kind == HAN:
            cost += 2.0 if SCRIPT[char] == "LATIN" else 8.0
        elif kind == DIGIT and before > "9":
            cost += 4.0
        elif before in _CLOSING or before in "–—":
            cost += 1.5
        if KIND[char] == UPPER and kind == SPACE and before != "\n":
            cost += 1.0
        return cost
    if SCRIPT[before] != SCRIPT[char] and kind != MARK:
        return 14.0
    cost = joined if joined is not None else _unjoined(char)
    if cost == UNSEEN and char > "\x7f" < before and SCRIPT[char] == "LATIN":
        cost += 1.5  # accents side by side are how one code page looks in another
    if kind == LOWER and KIND[char] == UPPER and before.islower():
        cost += 5.0
    return cost


@cache
def _known() -> frozenset[str]:
    """Return the scripts of the model."""
    return frozenset(letters().scripts.values())


def _unjoined(char: str) -> float:
    """Price a letter that the model does not have there; not much, where code pages never lead."""
    if char.lower()[:1] in letters().scripts:
        return UNSEEN
    return 12.0 if SCRIPT[char] in _PAGED or SCRIPT[char] not in _known() else UNSEEN


def _alone(char: str) -> float:
    """Price a character of East Asia by itself."""
    script = SCRIPT[char]
    if char in CJK_SIGNS:
        return 4.0
    if script == "HAN":
        cost = 7.4 if char in common_han() else 10.0 if char in lesser_han() else 13.0
        return max(4.0, min(cost, letters().pooled.get(" " + char, cost)))
    if script == "HANGUL":
        cost = 6.8 if char in common_hangul() else 11.0
        return min(cost, letters().pooled.get(" " + char, cost))
    if script in _KANA:
        return letters().pooled.get(" " + char, 5.5)
    return 7.0 if script == "HALFWIDTH" else 4.5


def _han(before: str, kind: str, char: str, joined: float | None) -> float:  # a price list
    script, other = SCRIPT[char], SCRIPT[before]
    cost = _alone(char)
    if script == other and script in _KANA and char not in CJK_SIGNS:
        cost = 5.5 if joined is None else joined
    if kind in _ODD:
        cost += 3.0
    elif kind == DIGIT and "9" < before < "\uff00":
        cost += 10.0
    if (
        kind == HAN
        and before not in CJK_SIGNS
        and char not in CJK_SIGNS
        and script in ("HAN", "HANGUL", "HALFWIDTH", "HIRAGANA", "KATAKANA")
    ):
        if (
            "HANGUL" in (script, other)
            and script != other
            and other in ("HAN", "HIRAGANA", "KATAKANA", "HALFWIDTH")
        ):
            cost += 4.0
        if "HALFWIDTH" in (script, other) and script != other:
            cost += 4.0
    elif kind in LETTERS:
        cost += 8.0 if other != "LATIN" else 2.0 if kind == LOWER else 0.0
    return cost


def _mark(before: str, kind: str, char: str, joined: float | None) -> float:
    if kind in LETTERS or kind == MARK:
        if joined is not None:
            return joined
        mine, other = SCRIPT[char], SCRIPT[before]
        if mine == "COMBINING":
            return 7.0 if kind in LETTERS else 9.0
        return UNSEEN if mine == other and (char in letters().scripts or mine not in _PAGED) else 12.0
    if kind == FORMAT and char in letters().scripts:
        return UNSEEN
    if char == _KEYCAP:
        return 5.0
    return 13.0


def price(before: str, char: str, joined: float | None) -> float:  # noqa: C901, PLR0912  # a price list
    """Return what ``char`` costs after ``before``, in nats.

    ``joined`` is what the model says about the two, if ``is_joined`` says that it counts.
    """
    was, now = KIND[before], KIND[char]
    if now in LETTERS:
        return _letter(before, was, char, joined)
    if now == HAN:
        return _han(before, was, char, joined)
    if now == MARK:
        return _mark(before, was, char, joined)
    cost = _UNIT[now]
    if now == TYPE and _foreign_stop(before, was, char):
        cost += 9.0
    if now == DIGIT and char > "9" and was == HAN and char < "\uff00":
        cost += 10.0
    if (
        now == DIGIT
        and char > "9"
        and was in LETTERS
        and SCRIPT[before] != unicodedata.name(char).partition(" ")[0]
    ):
        cost += 6.0
    if was in LETTERS:
        cost += _end(before)
        if now in _ODD:
            cost += 4.0
        elif now == SIGN and char not in "°²³™®ªº№":
            cost += 3.0
    elif was == HAN and now in _ODD:
        cost += 3.0
    elif was in _ODD and now in _ODD:
        cost += -5.0 if was == now and now in (BOX, MATH) else 2.0
    elif (
        (was in _ODD and now in (QUOTE, TYPE, SIGN))
        or (was in (SIGN, QUOTE, TYPE) and now in _ODD)
        or (was == SIGN and now == SIGN)
    ):
        cost += 2.0
    elif was == SIGN and now in (QUOTE, TYPE):
        cost += 1.0
    if char in "–—" and (was in LETTERS or was == PLAIN):
        cost += 2.5  # in running text a dash stands between spaces, a quotation mark does not
    if char in _RARE_SIGNS:
        cost += 3.0
    if now == QUOTE:
        cost += _turned(was, char)
    elif before in _OPENING and now in (SPACE, PLAIN):
        cost += 1.5
    if now == FORMAT:
        cost += _format(before, was, char)
    if was == now == EMOJI:
        cost -= 3.5 if before == char else 2.0
    return cost


def _foreign_stop(before: str, was: str, char: str) -> bool:
    """Return whether a stop of one script stands behind a letter of another."""
    if char < "\u0370" or "\u2000" <= char < "\u2e80" or char > "\ufe00":
        return False
    script = unicodedata.name(char, "").partition(" ")[0]
    if script not in _known():
        return True
    other = SCRIPT[before]
    return was in LETTERS and other != script and not {script, other} <= _JOINING


def _turned(was: str, quote: str) -> float:
    """Price a quotation mark that opens where words end, or closes where they begin."""
    if quote in "„‚" and was in LETTERS:
        return 5.0
    if quote in "‘’" and was in (PLAIN, SPACE):
        return 1.5
    if quote in _OPENING:
        return 1.5 if was in LETTERS or was == PLAIN else 0.0
    return 1.5 if quote in _CLOSING and was == SPACE else 0.0


def _format(before: str, was: str, char: str) -> float:
    if was in (EMOJI, FORMAT):
        return -3.0
    if char == "\N{SOFT HYPHEN}":
        return 1.0 if was in LETTERS else 6.0
    if 0xFE00 <= ord(char) <= 0xFE0F:
        return 1.0 if was in (WEIRD, MATH, BOX, SIGN, DIGIT) else 6.0
    if was in (LOWER, MARK) and SCRIPT[before] in _JOINING:
        return -1.0
    if char in "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}":
        return 5.0
    return 3.0


def is_joined(before: str, char: str) -> bool:
    """Return whether the model's price of a pair counts: two letters or marks that may belong together."""
    was, now = KIND[before], KIND[char]
    if now in LETTERS:
        return was == MARK or (was in LETTERS and SCRIPT[before] == SCRIPT[char])
    if now == HAN:
        return SCRIPT[before] == SCRIPT[char] and SCRIPT[char] in _KANA and char not in CJK_SIGNS
    return now == MARK and (was in LETTERS or was == MARK)


class Traits(NamedTuple):
    """All that prices depend on in a character beside others: two ``classes``, and what the model says.

    What differs in no class costs the same behind any character, or in front of any, but for
    ``start``, which is paid for a letter behind none, and ``end``, paid for what is none behind a letter.
    """

    first: tuple[object, ...]
    second: tuple[object, ...]
    low: str
    start: float
    end: float


def traits(char: str) -> Traits:
    """Return what prices depend on in a character, if those beside it are others."""
    kind, script = KIND[char], SCRIPT[char]
    if kind == HAN:
        first: tuple[object, ...] = (kind, script, char in CJK_SIGNS)
        return Traits(first, (*first, _alone(char)), char, 0.0, 0.0)
    low = char.lower()[:1]
    if kind in LETTERS:
        first = (kind, script, char > "\x7f", char.islower())
        return Traits(first, (*first, low in letters().scripts), low, _start(char), _end(char))
    if kind == MARK:
        known = low in letters().scripts
        return Traits((kind, script), (kind, script, known, char == _KEYCAP), low, 0.0, 0.0)
    if kind == DIGIT:
        name = unicodedata.name(char).partition(" ")[0] if char > "9" else ""
        return Traits((kind, char > "9", char < "\uff00"), (kind, name, char < "\uff00"), low, 0.0, 0.0)
    kana = script if script in _KANA else ""
    first = (kind, kana, char in _CLOSING, char in _OPENING, char in "–—", char == "\n")
    return Traits(first, (kind, char) if kind in _SINGLE else (kind,), low, 0.0, 0.0)


def _start(char: str) -> float:
    """Return what a letter costs at the beginning of a word."""
    return letters().pooled.get(" " + char.lower()[:1], _unjoined(char))


def _end(char: str) -> float:
    """Return what a letter costs at the end of a word."""
    return min(4.0, letters().pooled.get(char.lower()[:1] + " ", 6.0))
