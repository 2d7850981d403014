"""Kinds of characters, their scripts, and the usual characters of East Asia."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from cleaner.stages.repair.letters import letters

# Kinds of characters, as single letters: see ``kind``.
LOWER, UPPER, DIGIT, SPACE, PLAIN, QUOTE, TYPE, SIGN, WEIRD = 'lu0 ."-$w'
BOX, MATH, EMOJI, MARK, FORMAT, CONTROL, LOST, PRIVATE, HAN = "b+e^fc?xh"

_QUOTES = frozenset("“”„‟«»‘’‚‹›")
_TYPE = frozenset("–—…•·‐‑―\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{IDEOGRAPHIC SPACE}")
_SIGNS = frozenset("©®°§£€¥ªº²³¹½¼¾×¡¿™№†‡‰′″₽₹₩₴₺₪₫₸₼₾¢±¶₤₱")
CJK_SIGNS = frozenset("、。「」『』・！？，．：；（）～【】《》〈〉〜ー々〔〕％＋－／＝")


_TRAILS, _BIG5 = bytes(range(0xA1, 0xFF)), bytes((*range(0x40, 0x7F), *range(0xA1, 0xFF)))


def _rows(codec: str, leads: range, trails: bytes = _TRAILS) -> Iterator[str]:
    """Yield the characters of some rows of a code page of East Asia."""
    for lead in leads:
        data = bytearray(2 * len(trails))
        data[::2] = bytes((lead,)) * len(trails)
        data[1::2] = trails
        yield data.decode(codec, "ignore")


@cache
def common_han() -> frozenset[str]:
    """Return the Han characters of the first planes of the East Asian standards."""
    return frozenset().union(
        *_rows("gb2312", range(0xB0, 0xD8)),
        *_rows("euc_jp", range(0xB0, 0xD0)),
        *_rows("big5", range(0xA4, 0xC7), _BIG5),
    )


@cache
def lesser_han() -> frozenset[str]:
    """Return the Han characters of the second planes."""
    return frozenset().union(
        *_rows("gb2312", range(0xD8, 0xF8)),
        *_rows("euc_jp", range(0xD0, 0xF5)),
        *_rows("euc_kr", range(0xCA, 0xFE)),
        *_rows("big5", range(0xC9, 0xFA), _BIG5),
    )


@cache
def common_hangul() -> frozenset[str]:
    """Return the syllables of KS X 1001."""
    return frozenset().union(*_rows("euc_kr", range(0xB0, 0xC9)))


_KANA = frozenset(("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HALFWIDTH", "FULLWIDTH"))


# Letters of East Asia that every Unicode has; there are too many of them to ask for the names of all.
_PLAIN_HAN = re.compile("[\u3400-\u4db5\u4e00-\u9fa5]")
_PLAIN_HANGUL = re.compile("[\uac00-\ud7a3]")


class _Scripts(dict[str, str]):
    def __missing__(self, char: str) -> str:
        if _PLAIN_HAN.match(char):
            self[char] = "HAN"
            return "HAN"
        name = unicodedata.name(char, "")
        script = name.partition(" ")[0] if name else ""
        if script not in _KANA:
            script = letters().scripts.get(char.lower()) or script
        if script == "CJK" or "IDEOGRAPH" in name:
            script = "HAN"
        self[char] = script
        return script


class _Kinds(dict[str, str]):
    def __missing__(self, char: str) -> str:
        plain = _PLAIN_HAN.match(char) or _PLAIN_HANGUL.match(char)
        kind = self[char] = HAN if plain else _kind(char)
        return kind


def _kind(char: str) -> str:  # noqa: C901, PLR0911, PLR0912  # a table of cases, in order
    code = ord(char)
    category = unicodedata.category(char)
    if category in ("Ll", "Lm", "Lo"):
        if char in "ªº":
            return SIGN
        if char == "ƒ":
            return WEIRD
        return (
            HAN
            if SCRIPT[char]
            in ("HAN", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH", "HALFWIDTH", "KATAKANA-HIRAGANA")
            else LOWER
        )
    if category in ("Lu", "Lt"):
        return HAN if SCRIPT[char] == "FULLWIDTH" else UPPER
    if category == "Nd":
        return DIGIT
    if char in " \t\n\r\f\v":
        return SPACE
    if code < 0x20 or 0x7F <= code < 0xA0:
        return CONTROL
    if code < 0x80:
        return PLAIN
    if char in _QUOTES:
        return QUOTE
    if char in _TYPE:
        return TYPE
    if char in CJK_SIGNS:
        return HAN
    if char in _SIGNS:
        return SIGN
    if category in ("Po", "Pd", "Ps", "Pe") and code > 0x370 and not 0x2000 <= code < 0x2E80:
        return TYPE  # the stops of other scripts
    if category in ("Mn", "Mc", "Me"):
        return FORMAT if 0xFE00 <= code <= 0xFE0F else MARK
    if _EMOJI.match(char) or char in "⭐✨❤✅⚡☀✔❌➡⬇☎✈♀♂✌☝⏰⚽❗❓⭕☺☹♥♡★☆✓✗➜►▶●○◆■□▪▫→←↑↓⇒♪♫✦❄☕⚠✍✊✋":
        return EMOJI
    if 0x2500 <= code <= 0x25FF:
        return BOX
    if category == "Cf":
        return FORMAT
    if category in ("Co", "Cn", "Cs"):
        return PRIVATE
    if code == 0xFFFD:
        return LOST
    if category in ("Sm", "No", "Nl"):
        return MATH
    return WEIRD


SCRIPT = _Scripts()
KIND = _Kinds()

_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f900-\U0001f9ff\U0001fa70-\U0001faff]"
)
