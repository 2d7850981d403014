"""Chooses the documents that a report shows: by a hash, so that the same run shows the same."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.model import rule_id
from cleaner.report.audit import Entry
from cleaner.report.layers import layer_of

PER_RULE = 3
"""Documents that every rule is shown in, if it changed so many."""

MOST_TROUBLES = 50
"""Documents that failed or went over the budget that are listed."""


def key_of(entry: Entry) -> str:
    """Return a name for a document that depends on nothing but where it is from and what it held."""
    parts = f"{entry.path}\0{entry.row}\0{entry.before}"
    return hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@dataclass(slots=True)
class Lowest:
    """The documents with the lowest keys, at most ``most``."""

    most: int
    kept: dict[str, Entry] = field(default_factory=dict)
    limit: str = "g"

    def add(self, key: str, entry: Entry) -> None:
        """Keep the document if its key is among the lowest; ``limit`` is the first that is not."""
        if key >= self.limit or key in self.kept:
            return
        self.kept[key] = entry
        if len(self.kept) > self.most:
            del self.kept[max(self.kept)]
        if len(self.kept) == self.most:
            self.limit = max(self.kept)


class Sample(NamedTuple):
    """A document to show, and the rules that it is there for."""

    entry: Entry
    rules: set[str]


class Samples:
    """At least ``PER_RULE`` documents of every rule, and others up to ``most`` in all."""

    def __init__(self, most: int) -> None:
        """Nothing is chosen yet."""
        self._any = Lowest(most)
        self._rules: dict[str, Lowest] = defaultdict(lambda: Lowest(PER_RULE))
        self._troubles = Lowest(MOST_TROUBLES)

    def add(self, entry: Entry) -> None:
        """Look at one document. Where only spaces changed, its rules' share is enough."""
        key = key_of(entry)
        over = any(rule == "strip.budget" for rule, _, _ in entry.findings)
        if entry.error or over:
            self._troubles.add(key, entry)
        rules = {rule_id(cause) for edit in entry.edits for cause in edit.causes}
        for rule in rules:
            self._rules[rule].add(key, entry)
        if any(layer_of(rule) != "canon" for rule in rules):
            self._any.add(key, entry)

    def chosen(self) -> dict[str, Sample]:
        """Return the documents to show by their keys, in the order of these."""
        found: dict[str, Sample] = {}
        for rule, lowest in self._rules.items():
            for key, entry in lowest.kept.items():
                found.setdefault(key, Sample(entry, set())).rules.add(rule)
        for key in sorted(self._any.kept):
            if len(found) >= self._any.most:
                break
            found.setdefault(key, Sample(self._any.kept[key], set()))
        return dict(sorted(found.items()))

    def troubles(self) -> dict[str, Entry]:
        """Return documents that failed or went over the budget."""
        return dict(sorted(self._troubles.kept.items()))
