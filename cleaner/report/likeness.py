"""Ranks the lines that were removed, those that are much alike together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from cleaner.report.summary import Alike, Removed

COMPARED = 1000
"""Lines that are looked at for likeness; the others are too rare to be shown."""

SHARED = 0.6
"""Lines of one rule are alike that share so much of their words (Jaccard's index)."""

MOST_VARIANTS = 5


def grouped(
    lines: Mapping[Alike, Removed], numbers: Mapping[str, int], most: int
) -> list[tuple[str, int, int, int, list[tuple[str, int]]]]:
    """Return the lines removed from most documents: text, rule's number, documents, hits, variants.

    Each stands for the lines of its rule that are much like it and rarer, its variants.
    """
    ordered = sorted(lines.items(), key=lambda item: (-item[1].documents, -item[1].hits, item[0]))
    leaders: list[tuple[str, int, int, int, list[tuple[str, int]]]] = []
    of_rule: dict[str, list[tuple[frozenset[str], list[tuple[str, int]]]]] = defaultdict(list)
    for (rule, text), line in ordered[:COMPARED]:
        words = frozenset(text.split())
        for known, variants in of_rule[rule]:
            if _alike(words, known):
                variants.append((line.text, line.documents))
                break
        else:
            variants = []
            of_rule[rule].append((words, variants))
            leaders.append((line.text, numbers[rule], line.documents, line.hits, variants))
    return [(*leader[:4], leader[4][:MOST_VARIANTS]) for leader in leaders[:most]]


def _alike(words: frozenset[str], others: frozenset[str]) -> bool:
    return len(words & others) >= SHARED * len(words | others)
