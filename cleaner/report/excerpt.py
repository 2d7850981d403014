"""Cuts a document down to its edits and the lines around them, for a report to show.

The pieces of an excerpt are, in the order of the text: a string that stays, a number of
characters that are left out, or an edit ``[before, after, [causes], left out, rest]``, where
``left out`` characters stand between ``before`` and ``rest`` if it is long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from cleaner.model import rule_id
from cleaner.report.audit import LoggedEdit
from cleaner.report.layers import LAYERS, layer_of, owner

AROUND = 120
"""Characters around an edit that are shown where there is no room for all, cut at lines or words."""

LONG = 700
"""Removed text that is longer is shown from its beginning and its end; less where room is short."""

LETTER = re.compile(r"[^\W\d_]")
DIGIT = re.compile(r"\d")

Piece = str | int | list[Any]


class Room(NamedTuple):
    """How many bytes an excerpt may take, about, and the rules that it must show all the same."""

    size: int
    rules: AbstractSet[str] = frozenset()

    @property
    def long(self) -> int:
        """From which length on removed text is cut."""
        return max(120, min(LONG, self.size // 3))


def excerpt(
    source: str | None, edits: Sequence[LoggedEdit], room: Room, number: Callable[[str], int]
) -> tuple[list[Piece], int]:
    """Return the pieces that show as many edits as there is room for, and how many it shows.

    Without ``source`` only the edits are shown. ``number`` gives the numbers of causes.
    """
    whole = source is not None and len(source.encode("utf-8", "replace")) + 40 * len(edits) <= room.size
    shown = list(edits) if whole else _shown(edits, room, known=source is not None)
    around = len(source or "") if whole else AROUND
    pieces: list[Piece] = []
    at, length = 0, len(source) if source is not None else (edits[-1].end if edits else 0)
    for i, edit in enumerate(shown):
        pieces += _between(source, at, edit.start, around, first=not i)
        before = source[edit.start : edit.end] if source is not None else edit.before
        pieces.append(_edit_piece(edit, before, room.long, number))
        at = edit.end
    pieces += _between(source, at, length, around, last=True, first=not shown)
    return pieces, len(shown)


def _shown(edits: Sequence[LoggedEdit], room: Room, *, known: bool) -> list[LoggedEdit]:
    """Return the edits that are worth showing, in order: one of each rule, then strip before canon."""
    seen: set[str] = set()
    ranked: list[tuple[bool, bool, int, int]] = []
    for i, edit in enumerate(edits):
        rules = {rule_id(cause) for cause in edit.causes}
        fresh = rules - seen
        ranked.append((not fresh & room.rules, not fresh, LAYERS.index(layer_of(owner(edit.causes))), i))
        seen |= rules
    chosen: list[int] = []
    left = room.size
    for optional, _, _, i in sorted(ranked):
        edit = edits[i]
        cost = 40 + min(edit.end - edit.start, room.long) + edit.length + (2 * AROUND if known else 0)
        if optional and chosen and left < cost:
            break
        left -= cost
        chosen.append(i)
    return [edits[i] for i in sorted(chosen)]


def _between(  # noqa: PLR0913 -- where it is, and which ends it has
    source: str | None, start: int, end: int, around: int, *, first: bool = False, last: bool = False
) -> Iterator[Piece]:
    """Yield what stands between two edits: all of it, or its ends."""
    if start >= end:
        return
    if source is None:
        yield end - start
        return
    text = source[start:end]
    if len(text) <= 2 * around + 40:
        yield text
        return
    if first and last:
        head = _to_line_end(text[:around])
        yield head
        yield len(text) - len(head)
        return
    head = "" if first else _to_line_end(text[:around])
    tail = "" if last else _from_line_start(text[-around:])
    if head:
        yield head
    yield len(text) - len(head) - len(tail)
    if tail:
        yield tail


def _to_line_end(text: str) -> str:
    """Cut a text behind its last line or word that is whole."""
    end = text.rfind("\n")
    if end <= AROUND // 2:
        end = text.rfind(" ")
    return text[: end + 1] or text


def _from_line_start(text: str) -> str:
    """Cut a text before its first line or word that is whole."""
    start = text.find("\n")
    if not 0 <= start < AROUND // 2:
        start = text.find(" ")
    return text[start + 1 :] or text


def _edit_piece(edit: LoggedEdit, before: str, long: int, number: Callable[[str], int]) -> list[Any]:
    after = edit.after or "\N{WHITE SQUARE}" * edit.length
    causes = [number(cause) for cause in edit.causes]
    if len(before) <= long:
        return [before, after, causes]
    head, tail = before[: long * 3 // 4], before[-long // 5 :]
    return [head, after, causes, len(before) - len(head) - len(tail), tail]


def masked(text: str) -> str:
    """Return a text's shape without its words.

    >>> masked("Call 555-0199, Anna!")
    'xxxx 000-0000, xxxx!'
    """
    return DIGIT.sub("0", LETTER.sub("x", text))


def masked_piece(piece: Piece) -> Piece:
    """Return a piece of an excerpt without its words."""
    if isinstance(piece, int):
        return piece
    if isinstance(piece, str):
        return masked(piece)
    before, after, causes, *rest = piece
    more = [rest[0], masked(rest[1])] if rest else []
    return [masked(before), masked(after), causes, *more]
