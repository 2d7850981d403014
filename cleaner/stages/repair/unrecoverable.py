"""Findings: lines in which bytes are gone for good, for a person to see; nothing here repairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.model import Finding
from cleaner.stages.repair.debris import PLACE, is_debris

_RESTS = 2  # places like a lone â in a document, which the repair did not dare to fill
_DENSE = 0.02  # share of replacement characters from which a line counts as lost
_PLACES = re.compile("[\N{REPLACEMENT CHARACTER}锟斤拷烫屯]")
_KUN = re.compile("锟斤拷|锟\\W|斤拷|锟叫")
_MOJIBAKE_LOST = re.compile("ï¿½|пїЅ|ďż˝|οΏ½|п©╫")


def unrecoverable(text: str) -> Iterator[Finding]:
    """Yield a finding for each line that holds what nothing can bring back."""
    rests = is_debris(text, _RESTS)
    if not (rests or _PLACES.search(text) or _MOJIBAKE_LOST.search(text)):
        return
    for number, line in enumerate(text.split("\n"), 1):
        reason = _reason(line)
        if rests and not reason and PLACE.search(line):
            reason = (
                "what is left of characters whose bytes were deleted (â, Â): they could be one of several"
            )
        if reason:
            yield Finding("repair.unrecoverable", number, reason)


def _reason(line: str) -> str:
    if _KUN.search(line):
        return "replacement characters were read as GBK (锟斤拷): the bytes behind them are gone"
    if _MOJIBAKE_LOST.search(line):
        return "replacement characters were read through another code page: the bytes behind them are gone"
    lost = line.count("\N{REPLACEMENT CHARACTER}")
    if lost and lost >= _DENSE * len(line):
        return f"{lost} of {len(line)} characters are U+FFFD: the bytes behind them are gone"
    return ""
