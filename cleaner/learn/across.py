"""Lines that stand at the ends of texts of many sites: proposed only where all around them is chrome.

Across sites repetition alone speaks for content ("Pros", "Conclusion"), so counts only say where to
look. A line is proposed if it stands near an end of the text, if what the shipped packs strip stands
on its inner side, and if on its outer side stands such a line too, or the text ends there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass, field

from cleaner.learn.anchors import Anchor, is_prose
from cleaner.learn.edges import HEAD, PAGES, TAIL, AtTheEnds, number_of
from cleaner.learn.guess import category_of, is_licence
from cleaner.learn.rules import Draft
from cleaner.learn.store import SITES, Store
from cleaner.learn.units import Unit
from cleaner.model import Document
from cleaner.packs.phrases import fold
from cleaner.pipeline import Cleaner
from cleaner.run.pool import Limits, in_order

AGREE = 0.8
"""Share of the documents looked at in which chrome must stand around the line."""

_CHROME = ("related", "social", "promo", "navigation", "comment-form", "consent", "paging", "legal")


@dataclass(slots=True)
class _Seen:
    """A line on some sites: documents that have it, those in which chrome is around it, by their prose."""

    line: str
    found: int = 0
    supported: set[str] = field(default_factory=set)
    against: int = 0
    head: int = 0
    tail: int = 0
    above: str = ""
    below: str = ""


def proposed(store: Store, known: AbstractSet[str], limits: Limits) -> Iterator[Draft]:
    """Yield what many sites print, but for lines, folded, that are ``known`` otherwise; surest first."""
    with closing(in_order(store.sites(1, PAGES), AtTheEnds(), limits)) as results:
        for _, lines in results:
            store.note(lines or ())
    cleaner = Cleaner()
    pages: dict[int, tuple[list[str], list[bool]]] = {}
    for number, places in store.shared(set(map(number_of, known))):
        seen: dict[str, _Seen] = {}
        for offset, length in places:
            if offset not in pages:
                pages[offset] = _looked_at(store.text(offset, length), cleaner)
            _add(seen, number, *pages[offset])
        for key, one in sorted(seen.items()):
            if key not in known and _is_chrome(one):
                yield _draft(one)


def _looked_at(text: str, cleaner: Cleaner) -> tuple[list[str], list[bool]]:
    """Return the lines of a text that are not blank, and which of them the shipped packs strip."""
    settled, facts = cleaner.before_strip(Document(text))
    left = cleaner.engine.strip(settled.text, facts)
    lines, gone, start, edits = [], [], 0, list(left.edits)
    for line in settled.text.split("\n"):
        end = start + len(line)
        if line.strip():
            lines.append(line.strip())
            gone.append(any(edit.start <= start and edit.end >= end for edit in edits))
        start = end + 1
    return lines, gone


def _add(seen: dict[str, _Seen], number: int, lines: Sequence[str], gone: Sequence[bool]) -> None:
    size = len(lines)
    prose = max(filter(is_prose, lines), key=len, default="")
    for i, line in enumerate(lines):
        if number_of(line) != number:
            continue
        one = seen.setdefault(fold(line), _Seen(line))
        one.found += 1
        above, below = i > 0 and gone[i - 1], i + 1 < size and gone[i + 1]
        at_tail = above and size - i <= TAIL and (below or i + 1 == size)
        at_head = above and below and i < HEAD  # what begins a text may be its title
        if gone[i] or not (at_tail or at_head):
            one.against += 1
            continue
        one.supported.add(prose)
        if at_tail:
            one.tail = max(one.tail, size - i)
        else:
            one.head = max(one.head, i + 1)
        one.above, one.below = _around(lines, gone, i)


def _around(lines: Sequence[str], gone: Sequence[bool], i: int) -> tuple[str, str]:
    """Return the nearest lines of prose on either side, which may be missing."""
    own = [j for j in range(len(lines)) if not gone[j] and is_prose(lines[j])]
    above = next((lines[j] for j in reversed(own) if j < i), "")
    return above, next((lines[j] for j in own if j > i), "")


def _is_chrome(one: _Seen) -> bool:
    supported = len(one.supported)  # a story that many sites print counts once
    words = category_of(one.line)
    return (
        supported >= SITES
        and supported >= AGREE * one.found
        and any(map(str.isalpha, one.line))
        and not is_prose(one.line)
        and not is_licence(one.line)
        and (words is None or words in _CHROME)
    )


def _draft(one: _Seen) -> Draft:
    anchor = Anchor((one.line, ""))
    unit = Unit(
        site="",
        anchors=(anchor,),
        sure=False,
        pages=len(one.supported),
        of=one.found,
        chars=one.found * (len(one.line) + 1),
        head=one.head,
        tail=one.tail,
        edge=True,
        items=0,
        item_chars=0,
        excerpt=(one.above, (one.line,), one.below),
    )
    return Draft(unit, ())
