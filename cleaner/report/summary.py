"""What a log tells in sum, gathered in one pass in memory that does not grow with it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import urlsplit

from cleaner.model import rule_id
from cleaner.report.audit import Entry, Header, LoggedEdit
from cleaner.report.frequent import Frequent
from cleaner.report.layers import layer_of, owner

MOST_LINES = 100_000
MOST_PLACES = 50_000
MOST_SHOWN = 160
"""Characters of a removed line that are kept to be shown."""

BINS = 20
"""Parts of a document in which edits are counted, from its beginning to its end."""

NUMBER = re.compile(r"\d+")
BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Count:
    """How often something happened: edits, documents that have any, characters removed."""

    hits: int = 0
    documents: int = 0
    removed: int = 0


@dataclass(slots=True)
class Place:
    """A site, or a folder where no site is known: documents, changed ones, characters in and out."""

    documents: int = 0
    changed: int = 0
    chars_in: int = 0
    chars_out: int = 0


@dataclass(slots=True)
class Removed:
    """A line that rules took: documents, hits, and how one of its kind looks."""

    documents: int = 0
    hits: int = 0
    text: str = ""


class Alike(NamedTuple):
    """What lines have in common that are counted as one: the rule that took them, and their words."""

    rule: str
    words: str


@dataclass(slots=True)
class Totals:
    """Sums over all documents. ``repaired`` and ``stripped`` have at least one such edit."""

    documents: int = 0
    changed: int = 0
    repaired: int = 0
    stripped: int = 0
    untouched: int = 0
    failed: int = 0
    over_budget: int = 0
    chars_in: int = 0
    chars_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0


@dataclass(slots=True)
class Summary:
    """The sums of the documents of one or more logs, one log after the other.

    ``positions`` counts the edits of a rule by the part of the document that they stand in;
    ``shares`` the documents by how much smaller they became: not at all, then in ``BINS`` steps.
    """

    totals: Totals = field(default_factory=Totals)
    rules: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    categories: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    layers: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    category_of: dict[str, str] = field(default_factory=dict)
    positions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * BINS))
    shares: list[int] = field(default_factory=lambda: [0] * (BINS + 1))
    places: Frequent[str, Place] = field(
        default_factory=lambda: Frequent(MOST_PLACES, Place, lambda place: place.documents)
    )
    lines: Frequent[Alike, Removed] = field(
        default_factory=lambda: Frequent(MOST_LINES, Removed, lambda line: line.documents)
    )
    headers: list[Header] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Count one document."""
        if entry.header not in self.headers[-1:] and entry.header not in self.headers:
            self.headers.append(entry.header)
        seen = _Seen()
        for id_ in (*entry.recoding, *(["extract.html"] if entry.extracted else [])):
            self._hit([id_], id_, 0, seen)
        for edit in entry.edits:
            self._edit(edit, entry, seen)
            if not edit.length and layer_of(owner(edit.causes)) == "strip":
                seen.lines.update(self._lines(edit.before, owner(edit.causes)))
        for table, names in (
            (self.rules, seen.rules),
            (self.categories, seen.categories),
            (self.layers, seen.layers),
        ):
            for name in names:
                table[name].documents += 1
        for alike in seen.lines:
            self.lines[alike].documents += 1
        self._total(entry, seen)

    def _edit(self, edit: LoggedEdit, entry: Entry, seen: _Seen) -> None:
        """Count an edit once for each rule, category and layer; its characters go to its owner."""
        ids = dict.fromkeys(map(rule_id, edit.causes))
        for id_ in ids:
            if id_ not in self.category_of:
                self.category_of[id_] = entry.categories.get(id_) or id_.partition(".")[0]
        own, removed = owner(edit.causes), max(0, edit.end - edit.start - edit.length)
        self._hit(list(ids), own, removed, seen)
        if own:
            self.positions[own][min(BINS - 1, edit.start * BINS // (entry.chars[0] or 1))] += 1

    def _hit(self, ids: list[str], own: str, removed: int, seen: _Seen) -> None:
        for table, name_of, names in (
            (self.rules, str, seen.rules),
            (self.categories, self._category, seen.categories),
            (self.layers, layer_of, seen.layers),
        ):
            for name in {name_of(id_) for id_ in ids}:
                table[name].hits += 1
                names.add(name)
            if removed:
                table[name_of(own)].removed += removed

    def _category(self, id_: str) -> str:
        return self.category_of.setdefault(id_, layer_of(id_))

    def _lines(self, text: str, rule: str) -> set[Alike]:
        """Count each line of a removed text, and return what they are known by."""
        found: set[Alike] = set()
        for line in text.split("\n"):
            shown = line.strip()[:MOST_SHOWN]
            if not shown:
                continue
            alike = Alike(rule, alike_words(shown))
            removed = self.lines[alike]
            removed.hits += 1
            removed.text = min(removed.text or shown, shown, key=_plainest)
            found.add(alike)
        return found

    def _total(self, entry: Entry, seen: _Seen) -> None:
        totals, place = self.totals, self.places[place_of(entry)]
        changed = bool(entry.edits or entry.recoding or entry.extracted) and not entry.error
        totals.documents += 1
        totals.changed += changed
        totals.repaired += "repair" in seen.layers
        totals.stripped += "strip" in seen.layers
        totals.failed += bool(entry.error)
        totals.untouched += not changed and not entry.error
        totals.over_budget += any(rule == "strip.budget" for rule, _, _ in entry.findings)
        totals.chars_in += entry.chars[0]
        totals.chars_out += entry.chars[1]
        totals.bytes_in += entry.size[0]
        totals.bytes_out += entry.size[1]
        less = max(0, entry.chars[0] - entry.chars[1])
        self.shares[-(-less * BINS // (entry.chars[0] or 1))] += 1
        place.documents += 1
        place.changed += changed
        place.chars_in += entry.chars[0]
        place.chars_out += entry.chars[1]


@dataclass(slots=True)
class _Seen:
    """What a document showed, however often."""

    rules: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    layers: set[str] = field(default_factory=set)
    lines: set[Alike] = field(default_factory=set)


def place_of(entry: Entry) -> str:
    """Return where a document is from: its site, or the folder or container that it lies in."""
    if entry.site:
        site = entry.site if "//" in entry.site else f"//{entry.site}"
        try:
            return urlsplit(site).hostname or entry.site
        except ValueError:
            return entry.site
    return entry.path if entry.row is not None else PurePath(entry.path).parent.as_posix()


def alike_words(line: str) -> str:
    """Return what near-equal lines share: their words in lower case, all numbers the same.

    >>> alike_words("12 Comments »") == alike_words("3 comments")
    True
    """
    words = BETWEEN_WORDS.sub(" ", NUMBER.sub("0", line.lower())).strip()
    return words or line


def _plainest(line: str) -> tuple[int, str]:
    """What to show a line by that came in many forms: the shortest one, small letters first."""
    return len(line), line.swapcase()
