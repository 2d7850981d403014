"""What ftfy is asked about a line, and what it need not be asked, since asking takes long."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

_BEYOND = re.compile(r"[^\x00-\x7f]")
_OTHER = re.compile("[\x80-\x9f\x1a\ufffd]")
_LOST = "\N{REPLACEMENT CHARACTER}"
_BRIEF = 40  # code points of a piece that is likely to come again


def is_bad(line: str) -> bool:
    """Return whether ftfy sees anything odd in a line; if not, it leaves it alone."""
    from ftfy.badness import is_bad as looks_bad  # noqa: PLC0415  # slow to load, rarely needed

    return looks_bad(line)


def may_change(line: str, places: Iterable[int] | None = None) -> bool:
    """Return whether ftfy could change a line that looks odd to it, which takes longer to ask.

    ``places`` are those at which alone sequences can begin, if they are known.

    It reads a line as a whole, so what is beyond ASCII must begin with a sequence; or else the
    stretches that look like UTF-8, if they look odd by themselves; or controls, and what was lost.
    """
    first = _BEYOND.search(line)
    if first is None:
        return False
    behind = line[first.end() : first.end() + 1]
    leads, inside = _bytes()
    if leads.get(first.group(), 0) & inside.get(behind, 0):
        return True
    if (_LOST in line or not line.isprintable()) and _OTHER.search(line):
        return True
    if places is None:
        found = [match.group() for match in _detector().finditer(line)]
    else:
        match = _detector().match
        found = [piece.group() for place in places if (piece := match(line, place))]
    return any(_is_bad(piece) if len(piece) < _BRIEF else is_bad(piece) for piece in found)


@cache
def _detector() -> re.Pattern[str]:
    """Return what ftfy takes for UTF-8."""
    from ftfy.chardata import UTF8_DETECTOR_RE  # noqa: PLC0415  # slow to load, rarely needed

    return UTF8_DETECTOR_RE


@cache
def _bytes() -> tuple[dict[str, int], dict[str, int]]:
    """Return ftfy's code pages, as bits, in which a character leads a sequence, and in which it follows."""
    from ftfy.chardata import CHARMAP_ENCODINGS  # noqa: PLC0415  # slow to load, rarely needed

    leads: dict[str, int] = {}
    inside: dict[str, int] = {" ": -1}  # once a no-break space
    for bit, page in enumerate(CHARMAP_ENCODINGS):
        for masks, codes in ((leads, range(0xC0, 0x100)), (inside, range(0x80, 0xC0))):
            for char in bytes(codes).decode(page, "ignore"):
                masks[char] = masks.get(char, 0) | 1 << bit
    return leads, inside


def answered(line: str, *, lossy: bool = False) -> tuple[str, list[tuple[str, str]]]:
    """Return ftfy's answer and its plan."""
    return _remembered(line, lossy) if len(line) < _BRIEF else _asked(line, lossy)


def _asked(line: str, lossy: bool) -> tuple[str, list[tuple[str, str]]]:
    from ftfy import TextFixerConfig, fix_encoding_and_explain  # noqa: PLC0415  # slow to load, rarely needed

    text, plan = fix_encoding_and_explain(line, TextFixerConfig(replace_lossy_sequences=lossy))
    return text, list(plan or ())


_is_bad = lru_cache(maxsize=10_000)(is_bad)
_remembered = lru_cache(maxsize=1_000)(_asked)
