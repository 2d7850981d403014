"""Lines that a code page of East Asia read: what shows it, and the reading that comes of it."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.patch import Edit, Patch, make
from cleaner.stages.repair.gate import alarms
from cleaner.stages.repair.multibyte import Codec
from cleaner.stages.repair.reading import LOST, SURE, Reading
from cleaner.stages.repair.spots import HAN
from cleaner.stages.repair.verdicts import PAIRS

_PEEK = 4  # runs by which most lines show it


def as_above(line: str, told: Codec) -> Reading | None:
    """Return the reading of a line through the code page of lines above, if it explains all that is odd."""
    if not told.clear or not HAN.search(line):
        return None
    borders = [at for start, end, _, _ in told.runs[:_PEEK] for at in (start - 1, start, end - 1)]
    odd = [pair for at in borders if (verdict := PAIRS[pair := line[at : at + 2]]) and verdict.alarm]
    if not is_eastern(odd) and not is_eastern(alarms(line)):
        return None
    found = taken_for(line, told)
    return found._replace(calm=True) if found.gain > SURE and not alarms(found.text) else None


def is_eastern(pairs: Iterable[str]) -> bool:
    """Return whether alarming pairs speak for a code page of East Asia."""
    return any("\u2e7f" < char != LOST for char in set("".join(pairs)))


def taken_for(line: str, found: Codec | None) -> Reading:
    """Return a line as it reads through an East Asian code page."""
    if not found:
        return Reading(line)
    cause = (f"repair.mojibake:{found.name}",)
    patch = Patch(tuple([make(Edit, (start, end, text, cause)) for start, end, text, _ in found.runs]))
    return Reading(patch.apply(line), patch, found.saved, (), found.name)
