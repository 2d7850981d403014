"""Decides by the evidence which repeated lines are chrome, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from cleaner.learn.anchors import Anchor
from cleaner.learn.evidence import Evidence
from cleaner.learn.guess import category_of, is_licence
from cleaner.learn.witness import LEAST

Verdict = Literal["sure", "likely", "no"]
"""``sure`` is what may be used unseen: enough pages, never in prose, never alone between prose."""

SURE = 5
"""Documents of a site from which a repetition is no accident."""

STEADY = 0.9
"""Share of its occurrences that must stand where chrome stands."""

LOOKED_AT = 12
"""Pages that are searched for the words within running prose."""


def verdict(seen: Evidence, in_prose: int, least: int = LEAST) -> Verdict:
    """Return what the evidence says; ``in_prose`` counts where the words stand within other lines."""
    anchor = seen.anchor
    pages = len(seen.pages)
    if pages < least or is_licence(anchor.words) or not any(map(str.isalnum, anchor.words)):
        return "no"
    speaks = anchor.speaks
    if seen.edge < STEADY * seen.total:
        # in the midst of the text only words tell "Advertisement" from "Conclusion"
        boxed = seen.edge + seen.boxed >= STEADY * seen.total
        fits = boxed or (speaks and not seen.boxed)
        return "likely" if fits and pages >= SURE and not anchor.is_prose and not in_prose else "no"
    if anchor.is_prose and pages < SURE:
        return "no"
    credit = category_of(anchor.words) == "byline"  # who wrote a text goes only if somebody wants that
    sure = pages >= SURE and not seen.alone and not in_prose and not credit
    return "sure" if sure else "likely"


def within_prose(anchor: Anchor, own: str) -> int:
    """Return how often the words of a line, if it has several, stand within the pages' ``own`` lines."""
    words = anchor.words
    if " " not in words or anchor.slot or words not in own:
        return 0
    return sum(words in line and len(line) > 2 * len(words) for line in own.split("\n"))


def judged(
    evidence: Mapping[Anchor, Evidence],
    pages: Sequence[Sequence[str]],
    found: Sequence[Sequence[Anchor | None]],
    least: int = LEAST,
) -> dict[Anchor, Verdict]:
    """Return the verdict on every anchor; ``found`` says which lines of the pages are repeated."""
    looked_at = zip(pages[:LOOKED_AT], found, strict=False)
    own = "\n".join(
        line
        for page, anchors in looked_at
        for line, anchor in zip(page, anchors, strict=True)
        if anchor is None
    )
    return {anchor: verdict(seen, within_prose(anchor, own), least) for anchor, seen in evidence.items()}
