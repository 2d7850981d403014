"""From a corpus to a pack: one pass over it, then its sites one after the other, then the rules."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import CleanerError, FileError
from cleaner.formats.record import Fields, Shard
from cleaner.learn.across import proposed
from cleaner.learn.covered import uncovered
from cleaner.learn.gather import Gather
from cleaner.learn.left import Left
from cleaner.learn.pack import proved, written
from cleaner.learn.rules import Draft, Rule, merged
from cleaner.learn.site import Learn, SiteChrome
from cleaner.learn.store import SitePages, Store
from cleaner.learn.witness import LEAST
from cleaner.model import Document
from cleaner.packs.phrases import fold
from cleaner.pipeline import Cleaner
from cleaner.run.corpus import End, run
from cleaner.run.pool import Limits, in_order


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is learned from, and how it is read; ``stream`` takes the place of files.

    ``least`` is how many documents of a site must have a line; ``against`` a log of an earlier run.
    """

    shards: tuple[Shard, ...]
    fields: Fields
    encoding: str | None = None
    stream: BinaryIO | None = None
    against: Path | None = None
    least: int = LEAST


@dataclass(slots=True)
class Suggested:
    """What a corpus taught: rules, and how much was looked at for them.

    ``homeless`` counts the documents of which nobody knows the site: nothing is learned from them.
    """

    rules: list[Rule] = field(default_factory=list)
    documents: int = 0
    homeless: int = 0
    sites: int = 0
    size: int = 0

    @property
    def pack(self) -> str:
        """The rules as a pack."""
        from_ = f"{counted(self.documents, 'document')} of {counted(self.sites, 'site')}"
        return written(self.rules, f"Learned from {from_}: what each site repeats.")

    def told(self, against: Path | None = None) -> Iterator[str]:
        """Yield what a person should know of it, a line each; ``against`` is the log that was used."""
        if self.homeless:
            yield (
                f"{counted(self.homeless, 'document')} without a site to learn from: no URL, and no "
                "copyright notice in the foot; say which field has it: --url-field NAME, or --site-field NAME"
            )
        if against is not None and not self.documents:
            yield f"{against}: it tells of none of these documents; name them as they were cleaned"
        sure = sum("profiles" not in rule for rule in self.rules)
        yield (
            f"{counted(self.documents, 'document')}, {counted(self.sites, 'site')} with enough of them; "
            f"{counted(len(self.rules), 'rule')}, {sure:,} of them sure"
        )


def counted(number: int, thing: str) -> str:
    """Return a number of things in words.

    >>> counted(1, "site"), counted(1200, "site")
    ('1 site', '1,200 sites')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def suggest(
    corpus: Corpus, limits: Limits, report: Callable[[CleanerError], None], *, only_sure: bool = False
) -> Suggested:
    """Return the rules that ``corpus`` suggests; ``only_sure`` leaves out what a person should see first.

    Whatever cannot be read is reported. The store of the texts lies in a temporary folder and
    takes as much room on disk as they do.
    """
    done = Suggested()
    with tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
        store = Store(Path(folder))
        with closing(store):
            left = Left.of_log(corpus.against, Path(folder)) if corpus.against else None
            _gather(corpus, Gather(corpus.fields, corpus.encoding, left), limits, store, done, report)
            sites = list(_learn(store.sites(corpus.least), Learn(corpus.least), limits, done))
            everywhere = [] if only_sure else list(proposed(store, _known(sites), limits))
    done.rules = _rules(sites, everywhere, only_sure=only_sure)
    return done


def _known(sites: Iterable[SiteChrome]) -> set[str]:
    """Return the lines, folded, on which some site has a verdict of its own."""
    return {fold(anchor.words) for chrome in sites for unit in chrome.units for anchor in unit.anchors}.union(
        *(chrome.no_chrome for chrome in sites)
    )


def _gather(  # noqa: PLR0913, PLR0917 -- a corpus, what is done to it, and who is told
    corpus: Corpus,
    work: Gather,
    limits: Limits,
    store: Store,
    done: Suggested,
    report: Callable[[CleanerError], None],
) -> None:
    with closing(run(corpus.shards, work, limits, stream=corpus.stream)) as results:
        for result in results:
            if isinstance(result, End):
                if result.error is not None:
                    report(result.error)
                continue
            _, gathered = result
            for failure in gathered.failures:
                report(FileError(failure))
            at_home = [document for document in gathered.documents if document.site]
            store.add(at_home)
            done.documents += len(gathered.documents)
            done.homeless += len(gathered.documents) - len(at_home)
            done.size += gathered.size


def _learn(sites: Iterable[SitePages], work: Learn, limits: Limits, done: Suggested) -> Iterator[SiteChrome]:
    with closing(in_order(sites, work, limits)) as results:
        for _, chrome in results:
            if chrome is not None:
                done.sites += 1
                yield chrome


def _rules(sites: Iterable[SiteChrome], everywhere: Sequence[Draft], *, only_sure: bool) -> list[Rule]:
    """Return the rules of the sites, then those of ``everywhere``, which have the least behind them."""
    turned_down: Counter[str] = Counter()
    prose = {}
    units = []
    for chrome in sites:
        turned_down.update(chrome.no_chrome)
        prose[chrome.site] = chrome.prose
        units += [unit for unit in chrome.units if unit.sure or not only_sure]
    drafts = [*merged(units, turned_down), *everywhere]
    if not drafts:
        return []
    canonical = _canonical()
    drafts = list(uncovered(drafts, canonical))
    return proved(drafts, canonical, prose) if drafts else []


def _canonical() -> Callable[[str], str]:
    """Return what makes of a line what rules see of it: repaired and canonical."""
    cleaner = Cleaner()

    @lru_cache(maxsize=100_000)
    def canonical(line: str) -> str:
        return cleaner.before_strip(Document(line))[0].text.strip()

    return canonical
