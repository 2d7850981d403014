"""Documents on disk, found again by site: what keeps memory flat, however large the corpus.

Counting with sketches would save the disk but lose the texts, and evidence is more than counts: it
takes neighbours and whole documents to tell a footer from a refrain. So the texts lie in
one file, SQLite keeps where (site and digest are its key, so exact copies count once), and one
site is looked at after the other. Of a large site a sample is enough: those documents whose
digests come first, which is the same choice however many processes read the corpus.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from cleaner.learn.gather import Packed, unpacked

SAMPLE = 200
"""Documents of one site that are looked at; more would change no decision."""

SITES = 3
"""Sites on whose documents a line must stand to be looked at across sites."""

MOST_SHARED = 300
"""Lines that are looked at across sites, those on most sites first."""

MOST_PLACES = 12
"""Sites of which a document is looked at for such a line."""

_EDGES = "CREATE TABLE edge (line INTEGER, site TEXT, offset INTEGER, length INTEGER)"

_TABLE = """CREATE TABLE document (site TEXT, digest INTEGER, offset INTEGER, length INTEGER,
PRIMARY KEY (site, digest)) WITHOUT ROWID"""


class EdgeLine(NamedTuple):
    """A line at an end of a text, by its number: of which site, and where the text lies."""

    line: int
    site: str
    offset: int
    length: int


class SitePages(NamedTuple):
    """Where the documents of a site lie: ``places`` are offset and length; ``pages`` counts them all."""

    site: str
    store: Path
    places: tuple[tuple[int, int], ...]
    pages: int

    @property
    def size(self) -> int:
        """About how many bytes of work it is."""
        return sum(length for _, length in self.places)

    def texts(self) -> Iterator[str]:
        """Yield the texts, in an order that hangs on them alone."""
        with self.store.open("rb") as file:
            for offset, length in self.places:
                file.seek(offset)
                yield unpacked(file.read(length))


class Store:
    """The documents of a corpus in a folder of its own, which its maker removes."""

    def __init__(self, folder: Path) -> None:
        """Begin an empty store in ``folder``."""
        self.path = folder / "texts"
        self._file = self.path.open("wb")
        self._index = sqlite3.connect(folder / "index.sqlite", isolation_level=None)
        self._index.execute("PRAGMA journal_mode = OFF")
        self._index.execute("PRAGMA synchronous = OFF")
        self._index.execute(_TABLE)
        self._index.execute(_EDGES)
        self._index.execute("BEGIN")

    def add(self, documents: Iterable[Packed]) -> None:
        """Lay documents down."""
        rows = []
        offset = self._file.tell()
        for site, digest, data in documents:
            rows.append((site, digest, offset, len(data)))
            offset += self._file.write(data)
        self._index.executemany("INSERT OR IGNORE INTO document VALUES (?, ?, ?, ?)", rows)

    def note(self, lines: Iterable[EdgeLine]) -> None:
        """Note lines at the ends of texts."""
        self._index.executemany("INSERT INTO edge VALUES (?, ?, ?, ?)", lines)

    def sites(self, least: int, most: int = SAMPLE) -> Iterator[SitePages]:
        """Yield the sites with at least ``least`` documents, in the order of their names."""
        self._file.flush()
        rows = self._index.execute("SELECT site, offset, length FROM document ORDER BY site, digest")
        for site, group in groupby(rows, itemgetter(0)):
            places: list[tuple[int, int]] = []
            pages = 0
            for _, offset, length in group:
                pages += 1
                if len(places) < most:
                    places.append((offset, length))
            if pages >= least:
                yield SitePages(site, self.path, tuple(places), pages)

    def shared(self, without: Container[int]) -> list[tuple[int, list[tuple[int, int]]]]:
        """Return the lines on most sites, by number, each with places of documents, one of a site.

        ``without`` are lines that nobody asks for.
        """
        self._file.flush()
        self._index.execute("CREATE INDEX IF NOT EXISTS shared ON edge (line, site)")
        lines = self._index.execute(
            "SELECT line FROM edge GROUP BY line HAVING count(DISTINCT site) >= ? "
            "ORDER BY count(DISTINCT site) DESC, line LIMIT ?",
            (SITES, MOST_SHARED),
        ).fetchall()
        query = "SELECT site, offset, length FROM edge WHERE line = ? GROUP BY site ORDER BY site LIMIT ?"
        return [
            (line, [place[1:] for place in self._index.execute(query, (line, MOST_PLACES))])
            for (line,) in lines
            if line not in without
        ]

    def text(self, offset: int, length: int) -> str:
        """Return the text at a place."""
        with self.path.open("rb") as file:
            file.seek(offset)
            return unpacked(file.read(length))

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        self._index.close()
