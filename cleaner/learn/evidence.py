"""What speaks for and against each repeated line: where it stands, among what, on how many pages.

From either end of a page a run of repeated lines reaches inwards until the page's own text
begins. A line in such a run stands at the edge; one whose neighbours further out are the page's
own stands there only by chance, unless its words are those of chrome.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cleaner.learn.anchors import Anchor, is_prose

PENDING = 4
"""Lines of the page's own that a list in a run may have."""

OUTSIDE = 2
"""Lines of the page's own that may stand further out than a run."""

FIRM = 3
"""Repeated lines in a row that make a run at the end of a page, whatever stands further out."""


@dataclass(slots=True)
class Evidence:
    """What is known of a repeated line. Pages are numbers of witnesses, near copies as one.

    ``edge`` counts occurrences at an edge, ``boxed`` those in the midst of the text among other
    repeated lines with words of chrome, ``alone`` those between two lines of prose.
    ``head`` and ``tail`` are the farthest from either end, in lines, from 1.
    """

    anchor: Anchor
    pages: set[int] = field(default_factory=set)
    total: int = 0
    edge: int = 0
    boxed: int = 0
    alone: int = 0
    head: int = 0
    tail: int = 0
    chars: int = 0
    first: tuple[int, int] = (0, 0)
    items: list[int] = field(default_factory=list)
    longest_item: int = 0


def collected(
    pages: Sequence[Sequence[str]],
    found: Sequence[Sequence[Anchor | None]],
    classes: Mapping[int, int],
) -> dict[Anchor, Evidence]:
    """Return the evidence for every anchor, in the order in which they are met."""
    evidence: dict[Anchor, Evidence] = {}
    for number, like in classes.items():
        page, anchors = pages[number], found[number]
        head, tail = _run(page, anchors, None), _run(page[::-1], anchors[::-1], FIRM)
        size = len(page)
        for i, anchor in enumerate(anchors):
            if anchor is None:
                continue
            seen = evidence.get(anchor)
            if seen is None:
                seen = evidence[anchor] = Evidence(anchor, first=(number, i))
            seen.pages.add(like)
            seen.total += 1
            seen.chars += len(page[i]) + 1
            if i in head:
                seen.edge += 1
                seen.head = max(seen.head, i + 1)
            elif size - 1 - i in tail:
                seen.edge += 1
                seen.tail = max(seen.tail, size - i)
            else:
                _in_the_midst(seen, page, anchors, i)
            if anchor.speaks and not anchor.slot:
                _items(seen, page, anchors, i)
    return evidence


def _run(page: Sequence[str], anchors: Sequence[Anchor | None], firm: int | None) -> set[int]:
    """Return the lines of the run at the beginning of ``page``.

    ``firm`` is how many repeated lines in a row need no words of chrome; under a title none do:
    a recipe's page repeats its headings there.
    """
    run: set[int] = set()
    outside = pending = first = 0
    size = len(page)
    while first < size:
        last, nearest = first, anchors[first]
        if nearest is None:
            most = first + (PENDING if run else OUTSIDE)
            while last < size and anchors[last] is None:
                if last >= most or is_prose(page[last]):
                    return run
                last += 1
            outside, pending = (outside, last - first) if run else (last - first, 0)
            first = last
            continue
        speaking = False
        while last < size and (anchor := anchors[last]) is not None:
            speaking = speaking or anchor.speaks
            last += 1
        # beyond the page's own lines it takes more to belong to the edge
        if pending and not nearest.speaks:
            return run
        if outside and not pending and not (speaking or (firm is not None and last - first >= firm)):
            return run
        run.update(range(first, last))
        first, pending = last, 0
    return run


def _in_the_midst(seen: Evidence, page: Sequence[str], anchors: Sequence[Anchor | None], i: int) -> None:
    around = [*_neighbours(anchors, i, -1), *_neighbours(anchors, i, 1)]
    if any(anchor.speaks for anchor in around):
        seen.boxed += 1
        return
    sides = [j for j in (i - 1, i + 1) if 0 <= j < len(page)]
    if not around and len(sides) == 2 and all(is_prose(page[j]) for j in sides):
        seen.alone += 1


def _neighbours(anchors: Sequence[Anchor | None], i: int, step: int) -> Iterator[Anchor]:
    """Yield the anchors that stand in a row with ``i`` on one side, a few at most."""
    for j in range(i + step, i + step * (PENDING + 1), step):
        if not 0 <= j < len(anchors) or (anchor := anchors[j]) is None:
            return
        yield anchor


def _items(seen: Evidence, page: Sequence[str], anchors: Sequence[Anchor | None], i: int) -> None:
    """Count the lines of the page's own, no prose, that follow a line up to the next repeated one."""
    last = i + 1
    while last < len(page) and anchors[last] is None and not is_prose(page[last]):
        last += 1
    if last < len(page) and anchors[last] is None:
        last = i + 1  # the text goes on below: no list of the page's
    seen.items.append(last - i - 1)
    if last > i + 1 and last - i - 1 <= PENDING:
        seen.longest_item = max(seen.longest_item, *(len(page[j]) for j in range(i + 1, last)))
