"""Guesses about bytes: which encoding they may be in, judged on samples of bounded size."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator

from cleaner.model import Encoding

_SLICE = 65536  # bytes looked at for UTF-8 or not, at the beginning, the middle and the first odd byte
_SAMPLE = 16384  # bytes handed to the detector, which is slow
_ASCII = bytes(range(0x80))

# What text on the web and on disks is found in. The detector knows exotic code pages too
# (EBCDIC, Baltic DOS), and prefers them to the right answer now and then on short texts.
_USUAL = [
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "koi8_r",
    "koi8_u",
    "cp866",
    "cp437",
    "cp850",
    "cp852",
    "iso8859_2",
    "iso8859_5",
    "iso8859_7",
    "iso8859_8",
    "mac_roman",
    "mac_cyrillic",
    "cp874",
    "gb18030",
    "big5",
    "big5hkscs",
    "cp949",
    "euc_kr",
    "shift_jis",
    "cp932",
    "euc_jp",
]

_LATIN = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "iso8859_2"})
_OLD_LATIN = frozenset({"cp437", "cp850", "cp852", "mac_roman"})
# 80–9F without what windows-1252 uses there in prose: €, …, quotes, bullet, dashes, trade mark.
_DOS_LETTERS = bytes({*range(0x80, 0xA0)} - {0x80, 0x85, *range(0x91, 0x98), 0x99})

# The letters that languages of Western Europe have beyond ASCII, and marks that any of them uses.
# Polish, Czech, Hungarian, Turkish or Baltic text read as windows-1252 fits in none of the rows.
_WESTERN = tuple(
    map(
        frozenset,
        (
            "éèêëàâçîïôöûùüñœæÿ",  # French, Dutch, Catalan in part, English
            "äöüßéåè",  # German, Swedish, Finnish
            "áéíóúñü",  # Spanish, Irish
            "áâãàçéêíóôõúü",  # Portuguese
            "àèéìíîòóùú",  # Italian
            "æøåéöäü",  # Danish, Norwegian
            "áéíóúýþæöð",  # Icelandic
            "àçèéíïòóúü",  # Catalan
        ),
    )
)
_MARKS = frozenset(
    "\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u2022\u2122€£§©®°´·«»¡¿½²\xa0\xadªº¼¾"
)

# A sequence of which at least two bytes are there before the data ends.
_CUT = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\Z")


def mostly_utf8(data: bytes) -> bool:
    """Whether bytes that are not all UTF-8 are UTF-8 but for some.

    Counted are the bytes of whole multi-byte sequences against the bytes that fit in none.
    Measured on news text of 75 languages in 40 legacy encodings, by line and by twenty lines:
    sequences arise by chance mostly in cp855, Shift-JIS, cp866 and cp874, where at worst 1.3
    of their bytes stand against one that does not fit; everywhere else it is below 0.5. So it
    takes two to one, but for a handful of stray bytes as many will do.
    """
    if (cut := _CUT.search(data, max(0, len(data) - 3))) and data[: cut.start()].isascii():
        return True
    whole = odd = 0
    for piece in _pieces(data):
        text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(piece)
        strays = len(re.findall("[\udc80-\udcff]", text))
        odd += strays
        whole += len(piece.translate(None, _ASCII)) - strays
    return whole >= 2 * odd if odd > 4 else whole >= max(odd, 2)


def unmarked(sample: bytes) -> str | None:
    """Return which of UTF-16 and UTF-32 ``sample`` is in, though it has no BOM, or None.

    Where a script has its code points in one block, the high byte of each unit says so: it is
    zero for ASCII and the same for most letters.
    """
    if sample.count(0) < 2 or len(sample) < 4:
        return None
    zeros = [sample[at::4].count(0) * 4 / len(sample) for at in range(4)]
    if min(zeros[2], zeros[3]) > 0.9 and zeros[0] < 0.3:
        return "utf-32-le"
    if min(zeros[0], zeros[1]) > 0.9 and zeros[3] < 0.3:
        return "utf-32-be"
    for name, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        highs, lows = sample[high::2], sample[1 - high :: 2]
        # The spaces and line ends of any text make a few zeros; a low byte of zero is rare.
        if highs.count(0) * 25 < len(highs) or lows.count(0) * 50 > len(lows):
            continue
        # Alphabets are below U+0800, punctuation at U+2000; ASCII has no bytes of these values.
        alphabetic = len(highs) - len(highs.translate(None, bytes(range(8)) + b"\x20"))
        if alphabetic >= 0.9 * len(highs) and not _prints(highs):
            return name
    return None


def detected(data: bytes) -> Iterator[Encoding]:
    """Guess legacy encodings of ``data``, the likeliest first."""
    sample = _telling(data)
    if _is_western(sample):
        yield Encoding("windows-1252", "detected", 0.7)
        return
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, seldom needed

    for match in from_bytes(sample, threshold=0.4, cp_isolation=_candidates(sample), enable_fallback=False):
        sure = max(0.0, 1.0 - match.chaos) * (0.5 + min(1.0, match.coherence) / 2)
        yield Encoding(match.encoding, "detected", round(sure, 3))


def _candidates(sample: bytes) -> list[str]:
    """Leave out the Latin code pages whose letters are not where the high bytes are.

    DOS and Macintosh have accented letters in 80–9F, where Windows has punctuation and few
    letters, and ISO 8859 nothing.
    """
    high = len(sample.translate(None, _ASCII))
    low = len(sample) - len(sample.translate(None, _DOS_LETTERS))
    if not high:
        return _USUAL
    share = low / high
    unlike = _OLD_LATIN if share < 0.3 else _LATIN if share > 0.6 else frozenset()
    return [name for name in _USUAL if name not in unlike]


def _is_western(sample: bytes) -> bool:
    """Whether windows-1252 reads ``sample`` as the letters of one western language, mostly ASCII."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = Counter(char for char in text.lower() if char > "\x7f" and char not in _MARKS)
    total = high.total()
    plain = sum(char.isascii() and char.isalpha() for char in text)
    if total * 2 > plain or plain == 0:
        return False
    # Names from elsewhere may be in a long text; in a short one every letter must fit.
    return any(sum(high[char] for char in high if char not in row) * 50 <= total for row in _WESTERN)


def _prints(highs: bytes) -> bool:
    """Whether the high bytes look like ASCII text, so that a zero here and there is just a zero."""
    controls = highs.translate(None, bytes(range(0x20, 0x7F)) + b"\t\n\r")
    return len(controls) * 2 < len(highs)


def _pieces(data: bytes) -> list[bytes]:
    """Slices at the beginning, in the middle and at the first byte that is no UTF-8, whole in UTF-8."""
    if len(data) <= 4 * _SLICE:
        return [data]
    starts = [0, len(data) // 2]
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError as error:
        starts.append(max(0, error.start - 64))
    return [data[at : at + _SLICE].lstrip(bytes(range(0x80, 0xC0))) if at else data[:_SLICE] for at in starts]


def _telling(data: bytes) -> bytes:
    """Return lines that hold more than ASCII, up to the sample's size, spread over the data."""
    if len(data) <= _SAMPLE:
        return data
    lines: list[bytes] = []
    size = 0
    step = max(_SAMPLE, len(data) // 16)
    for at in range(0, len(data), step):
        for line in data[at : at + _SAMPLE].split(b"\n")[1 if at else 0 : -1]:  # whole lines only
            if not line.isascii():
                lines.append(line)
                size += len(lines[-1])
                if size * 16 > _SAMPLE * (at // step + 1):
                    break
    if lines:
        return b"\n".join(lines)
    odd = re.search(rb"[\x80-\xff]", data)
    at = odd.start() if odd else 0
    return data[max(0, at - 512) : at + _SAMPLE]
