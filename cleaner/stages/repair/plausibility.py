"""How implausible a text is: a cost in nats for each character, given the one before it.

The same costs decide what is suspicious (the gate), what is repaired and which reading wins, so
they cannot disagree. They are no probabilities: classes of symbols are priced by hand.
"""

from __future__ import annotations

import sys
import unicodedata
from array import array
from functools import lru_cache
from operator import add

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

ALARM = 8.5  # nats: what a pair of neighbours must cost to be looked at
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
_PAGED = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN"))
_LETTERS = frozenset((LOWER, UPPER))
_ODD = frozenset((WEIRD, BOX, MATH, CONTROL, LOST, PRIVATE))


def _letter(before: str, kind: str, char: str) -> float:  # noqa: C901  # a price list
    """Price a letter after anything."""
    model = letters()
    low = char.lower()[:1]
    known = low in model.scripts
    if kind not in _LETTERS and kind != MARK:
        cost = model.pooled.get(" " + low, UNSEEN if known else _unknown(char))
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
    cost = model.pooled.get(before.lower()[:1] + low, UNSEEN if known else _unknown(char))
    if cost == UNSEEN and char > "\x7f" < before and SCRIPT[char] == "LATIN":
        cost += 1.5  # accents side by side are how one code page looks in another
    if kind == LOWER and KIND[char] == UPPER and before.islower():
        cost += 5.0
    return cost


def _unknown(char: str) -> float:
    """Price a letter that no language of the model has; little, where code pages never lead."""
    return 12.0 if SCRIPT[char] in _PAGED or SCRIPT[char] not in letters().scripts.values() else UNSEEN


def _han(before: str, kind: str, char: str) -> float:  # noqa: C901  # a price list
    script = SCRIPT[char]
    if char in CJK_SIGNS:
        cost = 4.0
    elif script == "HAN":
        cost = 7.4 if char in common_han() else 10.0 if char in lesser_han() else 13.0
        cost = max(4.0, min(cost, letters().pooled.get(" " + char, cost)))
    elif script == "HANGUL":
        cost = 6.8 if char in common_hangul() else 11.0
        cost = min(cost, letters().pooled.get(" " + char, cost))
    elif script in ("HIRAGANA", "KATAKANA"):
        first = before if SCRIPT[before] == script else " "
        cost = letters().pooled.get(first + char, 5.5)
    elif script == "HALFWIDTH":
        cost = 7.0
    else:
        cost = 4.5
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
        other = SCRIPT[before]
        if (
            "HANGUL" in (script, other)
            and script != other
            and other in ("HAN", "HIRAGANA", "KATAKANA", "HALFWIDTH")
        ):
            cost += 4.0
        if "HALFWIDTH" in (script, other) and script != other:
            cost += 4.0
    elif kind in _LETTERS:
        cost += 8.0 if SCRIPT[before] != "LATIN" else 2.0 if kind == LOWER else 0.0
    return cost


def _mark(before: str, kind: str, char: str) -> float:
    model = letters()
    if kind in _LETTERS or kind == MARK:
        pair = model.pooled.get(before.lower()[:1] + char)
        if pair is not None:
            return pair
        mine, other = SCRIPT[char], SCRIPT[before]
        if mine == "COMBINING":
            return 7.0 if kind in _LETTERS else 9.0
        return UNSEEN if mine == other and (char in model.scripts or mine not in _PAGED) else 12.0
    if kind == FORMAT and char in model.scripts:
        return UNSEEN
    if char == "\N{COMBINING ENCLOSING KEYCAP}":
        return 5.0
    return 13.0


def pair_cost(before: str, char: str) -> float:  # noqa: C901, PLR0912  # a price list
    """Return what ``char`` costs after ``before``, in nats."""
    was, now = KIND[before], KIND[char]
    if now in _LETTERS:
        return _letter(before, was, char)
    if now == HAN:
        return _han(before, was, char)
    if now == MARK:
        return _mark(before, was, char)
    cost = _UNIT[now]
    if now == TYPE and _foreign_stop(before, was, char):
        cost += 9.0
    if now == DIGIT and char > "9" and was == HAN and char < "\uff00":
        cost += 10.0
    if (
        now == DIGIT
        and char > "9"
        and was in _LETTERS
        and SCRIPT[before] != unicodedata.name(char).partition(" ")[0]
    ):
        cost += 6.0
    if was in _LETTERS:
        cost += min(4.0, letters().pooled.get(before.lower()[:1] + " ", 6.0))
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
    if char in "–—" and (was in _LETTERS or was == PLAIN):
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
    if script not in letters().scripts.values():
        return True
    other = SCRIPT[before]
    return was in _LETTERS and other != script and not {script, other} <= _JOINING


def _turned(was: str, quote: str) -> float:
    """Price a quotation mark that opens where words end, or closes where they begin."""
    if quote in "„‚" and was in _LETTERS:
        return 5.0
    if quote in "‘’" and was in (PLAIN, SPACE):
        return 1.5
    if quote in _OPENING:
        return 1.5 if was in _LETTERS or was == PLAIN else 0.0
    return 1.5 if quote in _CLOSING and was == SPACE else 0.0


def _format(before: str, was: str, char: str) -> float:
    if was in (EMOJI, FORMAT):
        return -3.0
    if char == "\N{SOFT HYPHEN}":
        return 1.0 if was in _LETTERS else 6.0
    if 0xFE00 <= ord(char) <= 0xFE0F:
        return 1.0 if was in (WEIRD, MATH, BOX, SIGN, DIGIT) else 6.0
    if was in (LOWER, MARK) and SCRIPT[before] in _JOINING:
        return -1.0
    if char in "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}":
        return 5.0
    return 3.0


_LIMIT = 400_000  # pairs kept; a text of all pairs of Unicode must not fill the memory


class _Pairs(dict[str, float]):
    """Remembers the costs of pairs of characters, given as strings of two."""

    def __missing__(self, pair: str) -> float:
        if len(self) > _LIMIT:
            self.clear()
        cost = self[pair] = pair_cost(pair[0], pair[1])
        return cost


PAIR = _Pairs()
_SHORT = 24  # code points up to which pairs are looked up as strings
_SWAPPED = sys.byteorder == "big"


def neighbours(text: str) -> array[int]:
    """Return the pairs of neighbours in a text, each as the number that its UTF-32 is.

    Numbers, because making two strings for each character takes thrice the time. The pairs that
    begin at even places come first.
    """
    data = text.encode("utf-32-le", "surrogatepass")
    size = len(data)
    codes = array("Q", data[: size & ~7] + data[4 : (size - 4 & ~7) + 4])
    if _SWAPPED:
        codes.byteswap()
    return codes


class _Codes(dict[int, float]):
    """Remembers the costs of pairs of characters, given as numbers (see ``neighbours``)."""

    def __missing__(self, code: int) -> float:
        if len(self) > _LIMIT:
            self.clear()
        cost = self[code] = PAIR[chr(code & 0x1FFFFF) + chr(code >> 32)]
        return cost


COST = _Codes()


@lru_cache(maxsize=32)
def line_cost(line: str) -> float:
    """Return the cost of a line; several parts of the stage ask for that of the same one."""
    return text_cost("\n", line, "\n")


def text_cost(before: str, text: str, after: str) -> float:
    """Return the cost of ``text`` between two characters, up to and including the step to ``after``."""
    if len(text) > _SHORT and before and after:
        return sum(map(COST.__getitem__, neighbours(before + text + after)))
    return sum(map(PAIR.__getitem__, map(add, before + text, text + after)))
