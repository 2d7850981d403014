"""The short lines at the ends of a text, as numbers that can be counted over sites."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from cleaner.learn.store import EdgeLine, SitePages
from cleaner.run.pool import Beat

HEAD, TAIL = 4, 10
"""Lines that are not blank, from either end, among which such lines are looked for."""

SHORT = 80
"""Code points of such a line; what software prints on many sites is short."""

PAGES = 2
"""Documents of a site that are looked at for such lines."""

_ENDS = 1_000


@dataclass(frozen=True, slots=True)
class AtTheEnds:
    """Notes the lines at the ends of a site's documents, each with the first that has it."""

    def takes(self, item: object) -> bool:
        """Whether ``item`` says where the documents of a site lie."""
        return isinstance(item, SitePages)

    def __call__(self, item: SitePages, fatal: Mapping[int, str], beat: Beat) -> list[EdgeLine]:
        """Return the lines, in the order of their numbers."""
        beat(0, item.size)
        first: dict[int, tuple[int, int]] = {}
        for place, text in zip(item.places, item.texts(), strict=True) if not fatal else ():
            for line in edges(text):
                first.setdefault(line, place)
        return [EdgeLine(line, item.site, *place) for line, place in sorted(first.items())]


def edges(text: str) -> set[int]:
    """Return numbers for the short lines at the ends of ``text``, the same for the same line."""
    head, tail = text[:_ENDS].split("\n"), text[-_ENDS:].split("\n")
    if len(text) > _ENDS:
        head, tail = head[:-1], tail[1:]
    lines = [line for line in head if line and not line.isspace()][:HEAD]
    lines += [line for line in tail if line and not line.isspace()][-TAIL:]
    return {number_of(line) for line in lines if len(line) <= SHORT}


def number_of(line: str) -> int:
    """Return a number for a line; few lines share one, and evidence tells those apart."""
    return zlib.crc32(line.strip().casefold().encode("utf-8", "surrogatepass"))
