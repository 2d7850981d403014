"""Puts lines that were found to be chrome together as people see them: lines, blocks, lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaner.learn.anchors import Anchor, is_prose
from cleaner.learn.evidence import Evidence
from cleaner.learn.judge import Verdict

TOGETHER = 0.9
"""Share of the occurrences of each of two lines in which they stand one below the other."""

MOST_LINES = 12
"""Lines of a block; what travels together for longer is several."""

LISTED = 0.6
"""Share of a head's occurrences under which items must stand."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Chrome of a site: its anchors in order; ``items`` is the most that were seen under a list's head.

    ``edge`` says whether it never stood in the midst of a text; ``head`` and ``tail`` are the
    farthest from either end. ``excerpt`` is what stood there the first time, with the nearest
    lines of prose before and behind it, either of which may be missing.
    """

    site: str
    anchors: tuple[Anchor, ...]
    sure: bool
    pages: int
    of: int
    chars: int
    head: int
    tail: int
    edge: bool
    items: int
    item_chars: int
    excerpt: tuple[str, tuple[str, ...], str]


def units(  # noqa: PLR0913, PLR0917 -- a site's pages, and all that was found out about them
    site: str,
    pages: Sequence[Sequence[str]],
    found: Sequence[Sequence[Anchor | None]],
    evidence: Mapping[Anchor, Evidence],
    verdicts: Mapping[Anchor, Verdict],
    witnesses: Sequence[int],
) -> Iterator[Unit]:
    """Yield the units of a site, in the order in which they were met."""
    below = _below(found, verdicts, witnesses)
    for chain in _chains(evidence, below, verdicts):
        seen = [evidence[anchor] for anchor in chain]
        items = _list_items(seen[-1]) if len(chain) == 1 else 0
        yield Unit(
            site=site,
            anchors=tuple(chain),
            sure=all(verdicts[anchor] == "sure" for anchor in chain),
            pages=min(len(one.pages) for one in seen),
            of=len(witnesses),
            chars=sum(one.chars for one in seen),
            head=max(one.head for one in seen),
            tail=max(one.tail for one in seen),
            edge=all(one.edge == one.total for one in seen),
            items=items,
            item_chars=seen[-1].longest_item if items else 0,
            excerpt=_excerpt(pages, found, chain, seen[0].first, items),
        )


def _below(
    found: Sequence[Sequence[Anchor | None]], verdicts: Mapping[Anchor, Verdict], witnesses: Sequence[int]
) -> Counter[tuple[Anchor, Anchor]]:
    """Count which anchors that are chrome stand directly below which."""
    pairs: Counter[tuple[Anchor, Anchor]] = Counter()
    for number in witnesses:
        anchors = found[number]
        for upper, lower in pairwise(anchors):
            if upper is None or lower is None or upper == lower:
                continue
            if verdicts[upper] != "no" and verdicts[lower] != "no":
                pairs[upper, lower] += 1
    return pairs


def _chains(
    evidence: Mapping[Anchor, Evidence],
    below: Counter[tuple[Anchor, Anchor]],
    verdicts: Mapping[Anchor, Verdict],
) -> Iterator[list[Anchor]]:
    """Yield the anchors that are chrome, those together that travel together."""
    after: dict[Anchor, Anchor] = {}
    for (upper, lower), count in below.items():
        most = max(evidence[upper].total, evidence[lower].total)
        lists = _list_items(evidence[upper]) or _list_items(evidence[lower])
        if count >= TOGETHER * most and verdicts[upper] == verdicts[lower] and not lists:
            after[upper] = lower
    inner = set(after.values())
    done: set[Anchor] = set()
    starts = [anchor for anchor in evidence if anchor not in inner]
    for start in (*starts, *evidence):  # the second time finds rings
        chain: list[Anchor] = []
        at: Anchor | None = start
        while at is not None and at not in done and verdicts[at] != "no":
            chain.append(at)
            done.add(at)
            at = after.get(at)
        for first in range(0, len(chain), MOST_LINES):
            yield chain[first : first + MOST_LINES]


def _list_items(seen: Evidence) -> int:
    """Return how many items of a page's own stand under a line, if it is the head of a list."""
    listed = [count for count in seen.items if count]
    if not seen.anchor.speaks or seen.anchor.slot or len(listed) < LISTED * len(seen.items):
        return 0
    return min(max(listed), 12) if seen.longest_item else 0


def _excerpt(
    pages: Sequence[Sequence[str]],
    found: Sequence[Sequence[Anchor | None]],
    chain: Sequence[Anchor],
    first: tuple[int, int],
    items: int,
) -> tuple[str, tuple[str, ...], str]:
    number, i = first
    page, anchors = pages[number], found[number]
    last = i + 1
    while last < len(page) and last - i < len(chain) and anchors[last] == chain[last - i]:
        last += 1
    taken = 0
    while last < len(page) and taken < items and anchors[last] is None and not is_prose(page[last]):
        last, taken = last + 1, taken + 1
    own = [j for j, anchor in enumerate(anchors) if anchor is None and is_prose(page[j])]
    above = next((page[j] for j in reversed(own) if j < i), "")
    under = next((page[j] for j in own if j >= last), "")
    return above, tuple(page[i:last]), under
