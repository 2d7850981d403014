"""Labels in the margins of a text: over its first prose, under its last, beside what was stripped there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from cleaner.packs.lines import Lines
from cleaner.packs.phrases import fold
from cleaner.packs.schema import Run
from cleaner.packs.words import is_label, word_count

PROSE = 10
"""Words of the sentence with which a text begins or ends; headlines and calls to click have fewer."""

HEADLINE, LONGEST_HEADLINE = 5, 25
"""Words of a line that is taken for the headline, so that a shorter one over it or under it is none."""

DEEPEST = 20
"""Lines that may stand over a text. Where more do, its sentences are short: verse, dialogue, a list."""

FEWEST = 2
"""Labels in a row under a text. A single one may be how a text ends: a signature, a place and date."""

_DATED = re.compile(r"\b(?:19|20)\d\d\b|\d:\d\d")


def margins(
    lines: Lines, kind: Run, anchors: AbstractSet[int], title: str | None
) -> Iterator[tuple[int, int]]:
    """Yield the labels over the text, or the row of them under it, that ``kind`` takes."""
    prose = [j for j in lines.prose(PROSE) if lines.there[j]] if anchors else []
    if prose:
        wanted = fold(title) if title else ""
        yield from (_over if kind.side == "above" else _under)(lines, kind, anchors, prose, wanted)


def _over(
    lines: Lines, kind: Run, anchors: AbstractSet[int], prose: list[int], title: str
) -> Iterator[tuple[int, int]]:
    """Yield the labels above the last stripped line over the first prose, if a headline stays there."""
    last = max((j for j in anchors if j < prose[0] and lines.taken[j]), default=-1)
    if last < 0:
        return
    over = [j for j in range(prose[0]) if lines.there[j]]
    short = {j for j in over if j < last and _is_entry(lines, j, kind.words, title)}
    if not title:
        short.discard(lines.full.find(1))  # who knows no title must take the first line for one
    headed = any(j not in short and _is_headline(lines.trimmed[j], title) for j in over)
    if headed and len(short) <= kind.lines and len(over) <= DEEPEST:
        yield from ((j, j) for j in sorted(short))


def _under(
    lines: Lines, kind: Run, anchors: AbstractSet[int], prose: list[int], title: str
) -> Iterator[tuple[int, int]]:
    """Yield the row of labels that stands right under the last prose, above nothing but stripped lines."""
    row = [j for j in range(prose[-1] + 1, len(lines)) if lines.there[j]]
    if not FEWEST <= len(row) <= kind.lines or not all(_is_entry(lines, j, kind.words, title) for j in row):
        return
    below = lines.taken.find(1, prose[-1])
    if below > row[-1] and below in anchors:
        yield row[0], row[-1]


def _is_entry(lines: Lines, j: int, words: int, title: str) -> bool:
    """Whether a line is a label, and no part of the title that would be missed."""
    line = lines.trimmed[j]
    if j in lines.fenced or not is_label(line, words):
        return False
    return not title or fold(line) not in title or (word_count(line) == 1 and fold(line) != title)


def _is_headline(line: str, title: str) -> bool:
    """Whether a line may be the headline: the title, or a longer line that is neither sentence nor date."""
    if title and fold(line) == title:
        return True
    if word_count(line) < HEADLINE or _DATED.search(line):
        return False
    return is_label(line.rstrip("?!"), LONGEST_HEADLINE)
