"""The examples of learned rules: what goes between lines of the site's own, and near misses that stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cleaner.learn.signature import is_notice, is_signature, notices
from cleaner.learn.units import Unit

MOST_PROSE = 240
"""Characters of a line of prose in an example."""

_PLAIN = ("It was cold that winter.", "The gulls walked on the ice.")


class Staging(NamedTuple):
    """How an example is set: with made-up lines around what goes, if ``plain``, and which notice below.

    Where a site is known by its notice, each of its examples must show one.
    """

    plain: bool = False
    form: int = 0

    def notice(self, sites: Sequence[str]) -> str:
        """Return the line that shows whose site it is, or nothing for sites that are hosts."""
        return notices(sites[0])[self.form] if sites and all(map(is_signature, sites)) else ""


AS_SEEN = Staging()


def stagings(sites: Sequence[str]) -> Iterator[Staging]:
    """Yield the ways of setting an example, the one that says most first."""
    forms = len(notices(sites[0])) if AS_SEEN.notice(sites) else 1
    yield from (Staging(plain, form) for plain in (False, True) for form in range(forms))


def strips(unit: Unit, canonical: Callable[[str], str], notice: str, *, plain: bool) -> str:
    """Return a small document in which what goes is marked, with the site's own prose around it."""
    above, lines, below = unit.excerpt
    if plain or not (above or below):
        above, below = _PLAIN
    above, below = ("" if unit.head and not plain else above), ("" if unit.tail and not plain else below)
    if unit.edge and plain:
        above, below = (above, "") if unit.tail and not unit.head else ("", below) if unit.head else _PLAIN
    if not (above or below):
        above, below = ("", _PLAIN[1]) if unit.head else (_PLAIN[0], "")
    marked = "\n\n".join(_unmarked(canonical(line)) for line in lines)
    around = [_unmarked(_shortened(canonical(line))) for line in (above, below)]
    if any(map(is_notice, lines)):
        notice = ""
    top, foot = ("", notice) if unit.head else (notice, "")  # as far as it can be from what goes
    return "\n\n".join(part for part in (top, around[0], f"«{marked}»", around[1], foot) if part)


def keeps(
    unit: Unit, canonical: Callable[[str], str], prose: Sequence[str], notice: str, *, plain: bool
) -> Iterator[str]:
    """Yield near misses: the words within a sentence, and the prose of the corpus that is most like them."""
    first = unit.excerpt[1][0] if unit.excerpt[1] else unit.anchors[0].words
    misses = [f"They printed {canonical(first)} on the page and nobody minded."]
    words = {word for anchor in unit.anchors for word in anchor.words.casefold().split()}
    nearest = max(
        sorted(line for line in prose if len(line) <= MOST_PROSE),
        key=lambda line: len(words & set(line.casefold().split())),
        default=_PLAIN[0],
    )
    misses.append(_PLAIN[0] if plain else canonical(nearest))
    yield from ("\n\n".join(part for part in (_unmarked(miss), notice) if part) for miss in misses)


def _shortened(line: str) -> str:
    """Return the first sentences of a line."""
    if len(line) <= MOST_PROSE:
        return line
    head, dot, _ = line[:MOST_PROSE].rpartition(". ")
    return f"{head}." if dot else line


def _unmarked(text: str) -> str:
    return text.replace("«", r"\«").replace("»", r"\»")
