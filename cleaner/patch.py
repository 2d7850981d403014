"""Patches: the edits that turn one text into another, and the three things one can do with them.

Everything the program shows or records (diff, log, report, restore) is a rendering of one patch.
Offsets are code points into the text that the patch is about, half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

make = tuple.__new__
"""``make(Edit, (start, end, text, causes))`` is ``Edit(...)`` without the function of Python in between."""


class Edit(NamedTuple):
    """Replace ``source[start:end]`` with ``text``, because of ``causes``.

    A cause is a rule's full id (``blogger.get-link``, ``canon.space``), with a detail behind a
    colon where the rule has one to give (``repair.mojibake:iso-8859-7``).
    """

    start: int
    end: int
    text: str
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patch:
    """Edits of one text, in order and apart from each other.

    Edits may touch (and then stay two edits, or a report would blame the wrong rule), and an
    edit may be an insertion (``start == end``). Raises ValueError for edits that overlap, run
    backwards or are out of order.

    >>> patch = Patch((Edit(0, 4, "", ("ads.banner",)), Edit(8, 8, "!", ("demo.cheer",))))
    >>> patch.apply("AD: text")
    'text!'
    >>> patch.invert("AD: text").apply("text!")
    'AD: text'
    """

    edits: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is not a patch."""
        last = 0
        for start, end, _, _ in self.edits:
            if start < last or end < start:
                message = f"edits must be in order and apart: {start}:{end} after {last}"
                raise ValueError(message)
            last = end

    def __bool__(self) -> bool:
        """Whether there are edits at all."""
        return bool(self.edits)

    def apply(self, source: str) -> str:
        """Return the text that the edits make of ``source``.

        Raises ValueError if the edits reach past the end of ``source``.
        """
        if not self.edits:
            return source
        if self.edits[-1].end > len(source):
            message = f"the patch reaches to {self.edits[-1].end}, the text only to {len(source)}"
            raise ValueError(message)
        pieces: list[str] = []
        done = 0
        for start, end, text, _ in self.edits:
            pieces += (source[done:start], text)
            done = end
        pieces.append(source[done:])
        return "".join(pieces)

    def invert(self, source: str) -> Patch:
        """Return the patch that leads from ``apply(source)`` back to ``source``."""
        edits: list[Edit] = []
        shift = 0
        for start, end, text, causes in self.edits:
            at = start + shift
            edits.append(Edit(at, at + len(text), source[start:end], causes))
            shift += len(text) - (end - start)
        return Patch(tuple(edits))

    def then(self, other: Patch) -> Patch:
        """Return one patch that does this one and then ``other``, in this one's coordinates.

        Where an edit of ``other`` overlaps what edits of this one wrote (or swallows a place
        where they deleted), they become one edit that cites the causes of both.
        """
        if not other.edits:
            return self
        if not self.edits:
            return other
        return Patch(tuple(_composed(self.edits, other.edits)))

    def pruned(self, source: str) -> Patch:
        """Return the patch without the edits that change nothing in ``source``."""
        edits = tuple(edit for edit in self.edits if source[edit.start : edit.end] != edit.text)
        return self if len(edits) == len(self.edits) else Patch(edits)


def _composed(firsts: tuple[Edit, ...], seconds: tuple[Edit, ...]) -> Iterator[Edit]:
    """Merge two lists of edits in one walk over the text between them, the middle text.

    ``shift`` is what must be added to a place in the middle text to get the place in the
    source, valid behind the last first edit that was passed.
    """
    shift = 0
    i = j = 0
    while i < len(firsts) and j < len(seconds):
        first, second = firsts[i], seconds[j]
        wrote_from = first.start - shift
        wrote_to = wrote_from + len(first.text)
        if wrote_to <= second.start:
            yield first
            shift = first.end - wrote_to
            i += 1
        elif second.end <= wrote_from:
            yield _shifted(second, shift)
            j += 1
        else:
            edit, i, j, shift = _group(firsts, seconds, i, j, shift)
            yield edit
    yield from firsts[i:]
    for second in seconds[j:]:
        yield _shifted(second, shift)


def _group(
    firsts: tuple[Edit, ...], seconds: tuple[Edit, ...], i: int, j: int, shift: int
) -> tuple[Edit, int, int, int]:
    """Join the overlapping edits from ``i`` and ``j`` on into one edit.

    Within a group every character of the middle text that no second edit covers was written
    by a first edit, so the source is not needed.
    """
    wrote_from = firsts[i].start - shift
    start = min(wrote_from, seconds[j].start)
    source_start = start + shift
    reach = start
    place = start
    pieces: list[str] = []
    causes: list[Iterable[str]] = []
    late_causes: list[Iterable[str]] = []
    written: list[tuple[int, str]] = []
    while True:
        if i < len(firsts) and (firsts[i].start - shift < reach or not causes):
            first = firsts[i]
            wrote_from = first.start - shift
            wrote_to = wrote_from + len(first.text)
            written.append((wrote_from, first.text))
            shift = first.end - wrote_to
            reach = max(reach, wrote_to)
            causes.append(first.causes)
            i += 1
        elif j < len(seconds) and (seconds[j].start < reach or not late_causes):
            second = seconds[j]
            pieces += (_slice(written, place, second.start), second.text)
            place = second.end
            reach = max(reach, second.end)
            late_causes.append(second.causes)
            j += 1
        else:
            break
    pieces.append(_slice(written, place, reach))
    cited = tuple(dict.fromkeys(cause for part in (*causes, *late_causes) for cause in part))
    return Edit(source_start, reach + shift, "".join(pieces), cited), i, j, shift


def _slice(written: list[tuple[int, str]], start: int, end: int) -> str:
    """Return the middle text from ``start`` to ``end``, which one first edit wrote."""
    if start >= end:
        return ""
    for at, text in reversed(written):
        if at <= start:
            return text[start - at : end - at]
    return ""


def _shifted(edit: Edit, shift: int) -> Edit:
    return Edit(edit.start + shift, edit.end + shift, edit.text, edit.causes) if shift else edit
