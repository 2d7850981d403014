"""One site after the other: from the texts of a site to the chrome that it prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cleaner.learn.anchors import Anchor, anchored, is_prose
from cleaner.learn.evidence import collected
from cleaner.learn.judge import judged
from cleaner.learn.store import SitePages
from cleaner.learn.units import Unit, units
from cleaner.learn.witness import LEAST, witnesses
from cleaner.packs.phrases import fold
from cleaner.run.pool import Beat

SAMPLES = 40
"""Lines of prose that are kept of a site, to find near misses among."""


@dataclass(slots=True)
class SiteChrome:
    """What was learned from a site: its chrome, the repeated lines that are none, folded, some prose."""

    site: str
    units: list[Unit] = field(default_factory=list)
    no_chrome: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Learn:
    """Looks at the documents of one site."""

    least: int = LEAST

    def takes(self, item: object) -> bool:
        """Whether ``item`` says where the documents of a site lie."""
        return isinstance(item, SitePages)

    def __call__(self, item: SitePages, fatal: Mapping[int, str], beat: Beat) -> SiteChrome:
        """Return what the site prints; nothing for one whose documents are known to kill."""
        beat(0, item.size)
        if fatal:
            return SiteChrome(item.site)
        return learned(item.site, list(item.texts()), self.least)


def learned(site: str, texts: list[str], least: int = LEAST) -> SiteChrome:
    """Return what the documents of a site tell of its chrome."""
    pages = [[bare for line in text.split("\n") if (bare := line.strip())] for text in texts]
    classes = witnesses(pages, least)
    done = SiteChrome(site)
    if len(set(classes.values())) < least:
        return done
    found = anchored(pages, classes, least)
    evidence = collected(pages, found, classes)
    verdicts = judged(
        evidence, [pages[number] for number in classes], [found[number] for number in classes], least
    )
    done.units += units(site, pages, found, evidence, verdicts, list(classes))
    done.no_chrome = sorted(
        {fold(anchor.words) for anchor, said in verdicts.items() if said == "no" and not anchor.slot}
    )
    done.prose += islice(_prose(pages, found, classes), SAMPLES) if done.units else ()
    return done


def _prose(
    pages: Sequence[Sequence[str]], found: Sequence[Sequence[Anchor | None]], numbers: Iterable[int]
) -> Iterator[str]:
    """Yield the pages' own lines of prose, some of each page."""
    for number in numbers:
        own = zip(pages[number], found[number], strict=True)
        yield from islice((line for line, anchor in own if anchor is None and is_prose(line)), 3)
