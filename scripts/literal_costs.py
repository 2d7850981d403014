"""Writes cleaner/packs/frequency.txt: how often pairs of letters follow each other in plain text.

The text is the reference that every Python carries for its help() (pydoc_data.topics, Python
Software Foundation License): English prose with headings, lists and punctuation. Only counts
are taken from it.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from pathlib import Path
from pydoc_data.topics import topics

from cleaner.packs.frequency import SYMBOLS, symbol
from cleaner.packs.haystack import haystack

TARGET = Path(__file__).parents[1] / "cleaner" / "packs" / "frequency.txt"


def main() -> None:
    """Count, smooth, and write half bits, one row for each first symbol."""
    text = haystack("\n".join(topics.values())).decode("latin-1")
    pairs = Counter((symbol(a), symbol(b)) for a, b in pairwise(text))
    rows = []
    for first in SYMBOLS:
        total = sum(pairs[first, second] for second in SYMBOLS) + len(SYMBOLS)
        costs = (round(-2 * math.log2((pairs[first, second] + 1) / total)) for second in SYMBOLS)
        rows.append("".join(chr(ord("A") + cost) for cost in costs))
    TARGET.write_text("\n".join(rows) + "\n", encoding="ascii")


main()
