"""Mojibake of a document: its suspicious lines one by one, then again with what they say together."""

from __future__ import annotations

from cleaner.patch import Edit, Patch
from cleaner.stages.repair.families import Family
from cleaner.stages.repair.gate import alarms, suspicious
from cleaner.stages.repair.search import Reading, read

_WITNESSES = 4  # families of which a document's other lines are suspected


def mojibake(text: str) -> Patch:
    """Return the edits that undo UTF-8 read through single-byte code pages."""
    places = list(suspicious(text))
    if not places:
        return Patch()
    readings = [read(text[start:end], {}) for start, end in places]
    support: dict[Family, float] = {}
    for reading in readings:
        for way in reading.ways:
            support[way.family] = support.get(way.family, 0.0) + reading.gain
    witnesses = dict(sorted(support.items(), key=lambda item: -item[1])[:_WITNESSES])
    eastern = max((reading.eastern for reading in readings), key=[r.eastern for r in readings].count)
    edits: list[Edit] = []
    for (start, end), reading in zip(places, readings, strict=True):
        best = reading
        if (witnesses or eastern) and (not best.ways or alarms(reading.text)):
            again = read(text[start:end], witnesses, eastern)
            best = again if again.gain > reading.gain else reading
        edits += _moved(best, start)
    return Patch(tuple(edits))


def _moved(reading: Reading, by: int) -> list[Edit]:
    return [Edit(edit.start + by, edit.end + by, edit.text, edit.causes) for edit in reading.patch.edits]
