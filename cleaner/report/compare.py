"""Compares two logs of the same documents: what is newly removed, and what is no longer.

Documents are met in the order of the logs, which is the same in both unless documents came or
went; one that the other log does not have at the same place waits until it comes there.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from cleaner.report.audit import Entry, LoggedEdit
from cleaner.report.layers import owner

SAMPLES = 3
"""Samples that are kept for each rule, chosen by a hash so that every run shows the same."""

MOST_SHOWN = 300
"""Characters of a sample that are kept."""


class Piece(NamedTuple):
    """What one log changes at a place of the source and the other does not."""

    start: int
    end: int
    before: str
    after: str
    rule: str


class Sample(NamedTuple):
    """A piece as it is shown; ordered by a hash of where it stands."""

    key: str
    where: str
    before: str
    after: str


@dataclass(slots=True)
class Change:
    """What one log has of a rule that the other has not."""

    pieces: int = 0
    documents: int = 0
    characters: int = 0
    samples: list[Sample] = field(default_factory=list)


@dataclass(slots=True)
class Comparison:
    """How a newer log differs from an older one; ``newly`` and ``no_longer`` by rule."""

    documents: int = 0
    differing: int = 0
    only_old: int = 0
    only_new: int = 0
    other_source: int = 0
    newly: dict[str, Change] = field(default_factory=lambda: defaultdict(Change))
    no_longer: dict[str, Change] = field(default_factory=lambda: defaultdict(Change))

    def meet(self, old: Entry, new: Entry) -> None:
        """Compare a document of both logs."""
        self.documents += 1
        if old.before != new.before:
            self.other_source += 1
            return
        if old.edits == new.edits:
            return
        newly = list(_beyond(new.edits, old.edits))
        no_longer = list(_beyond(old.edits, new.edits))
        self.differing += bool(newly or no_longer)
        _record(self.newly, newly, new)
        _record(self.no_longer, no_longer, old)


def compared(old: Iterable[Entry], new: Iterable[Entry]) -> Comparison:
    """Return how the documents of ``new`` were treated otherwise than those of ``old``."""
    comparison = Comparison()
    waiting_old: dict[tuple[str, int | None], Entry] = {}
    waiting_new: dict[tuple[str, int | None], Entry] = {}
    for left, right in zip_longest(old, new):
        if left is not None:
            waiting_old[left.path, left.row] = left
        if right is not None:
            waiting_new[right.path, right.row] = right
        for entry in (left, right):
            key = (entry.path, entry.row) if entry else None
            if key in waiting_old and key in waiting_new:
                comparison.meet(waiting_old.pop(key), waiting_new.pop(key))
    comparison.only_old, comparison.only_new = len(waiting_old), len(waiting_new)
    return comparison


def _beyond(edits: tuple[LoggedEdit, ...], others: tuple[LoggedEdit, ...]) -> Iterator[Piece]:
    """Yield what ``edits`` take or rewrite that ``others`` do not; blank text does not count."""
    rewritten = {(edit.start, edit.end, edit.after, edit.length) for edit in others if edit.length}
    taken = [(edit.start, edit.end) for edit in others if not edit.length]
    at = 0
    for edit in edits:
        rule = owner(edit.causes)
        if edit.length:
            if (edit.start, edit.end, edit.after, edit.length) not in rewritten:
                yield Piece(edit.start, edit.end, edit.before, edit.after, rule)
            continue
        while at < len(taken) and taken[at][1] <= edit.start:
            at += 1
        for start, end in _gaps(edit.start, edit.end, taken[at:]):
            text = edit.before[start - edit.start : end - edit.start]
            if text.strip() or not edit.before:
                yield Piece(start, end, text, "", rule)


def _gaps(start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of ``start`` to ``end`` without the spans in ``taken``, which are in order."""
    for first, last in taken:
        if first >= end:
            break
        if first > start:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _record(changes: dict[str, Change], pieces: list[Piece], entry: Entry) -> None:
    for rule in {piece.rule for piece in pieces}:
        changes[rule].documents += 1
    for piece in pieces:
        change = changes[piece.rule]
        change.pieces += 1
        change.characters += piece.end - piece.start
        if piece.before:
            where = f"{entry.path}{'' if entry.row is None else f'#{entry.row}'}@{piece.start}"
            key = hashlib.blake2b(where.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
            sample = Sample(key, where, piece.before[:MOST_SHOWN], piece.after[:MOST_SHOWN])
            change.samples = heapq.nsmallest(SAMPLES, [*change.samples, sample])
