"""Counts of what happened, which merge by addition, so that any number of processes tell the same."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cleaner.model import Result, rule_id
from cleaner.pipeline import BUILT_IN
from cleaner.report.layers import owner
from cleaner.report.table import aligned, count_of

MOST_TOUCHED = 0.5
"""A rule that fires on a larger share of a run's documents is reported: it may take content for chrome."""

FEW_DOCUMENTS = 20
"""Fewer documents than these say nothing of a rule."""


@dataclass(slots=True)
class Tally:
    """What a run did. An edit counts once for each rule that it cites."""

    documents: int = 0
    changed: int = 0
    failed: int = 0
    over_budget: int = 0
    chars_in: int = 0
    chars_out: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)

    def add(self, result: Result) -> None:
        """Count one document."""
        self.documents += 1
        self.changed += result.changed and not result.error
        self.failed += result.error is not None
        self.over_budget += any(finding.rule == "strip.budget" for finding in result.findings)
        self.chars_in += len(result.source)
        self.chars_out += len(result.text)
        seen: set[str] = set(result.recoding)
        self.hits.update(result.recoding)
        for edit in result.edits:
            ids = {rule_id(cause) for cause in edit.causes}
            self.hits.update(ids)
            seen |= ids
            if edit.causes:
                self.removed[owner(edit.causes)] += max(0, len(edit.before) - len(edit.after))
        self.touched.update(seen)

    def merge(self, others: Iterable[Tally]) -> Tally:
        """Add other tallies to this one and return it."""
        for other in others:
            for name in ("documents", "changed", "failed", "over_budget", "chars_in", "chars_out"):
                setattr(self, name, getattr(self, name) + getattr(other, name))
            self.hits += other.hits
            self.touched += other.touched
            self.removed += other.removed
        return self

    def as_record(self) -> dict[str, Any]:
        """Return all counts as what JSON can hold."""
        values = {entry.name: getattr(self, entry.name) for entry in dataclasses.fields(self)}
        return {
            name: dict(sorted(value.items())) if isinstance(value, Counter) else value
            for name, value in values.items()
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Tally:
        """Return the tally that ``as_record`` made ``record`` of."""
        counters = {name: Counter(record[name]) for name in ("hits", "touched", "removed")}
        return cls(**(record | counters))

    def summary(self) -> str:
        """Return one line that says what the run did."""
        share = 1 - self.chars_out / self.chars_in if self.chars_in else 0.0
        parts = [f"{count_of(self.documents, 'document')}, {self.changed} changed", f"{share:.1%} smaller"]
        if self.over_budget:
            parts.append(f"{self.over_budget} over the removal budget (left unstripped)")
        if self.failed:
            parts.append(f"{self.failed} failed (left as they were)")
        return ", ".join(parts)

    def frequent(self) -> str:
        """Return a line on the rules of packs that fired on more than their share of the documents.

        It is empty if none did, or the documents are too few to tell.
        """
        if self.documents < FEW_DOCUMENTS:
            return ""
        found = [
            f"{id_} ({count / self.documents:.0%})"
            for id_, count in sorted(self.touched.items(), key=lambda item: (-item[1], item[0]))
            if count > MOST_TOUCHED * self.documents and id_ not in BUILT_IN
        ]
        if not found:
            return ""
        share = f"more than {MOST_TOUCHED:.0%} of the documents"
        return f"fired on {share}, have a look (cleaner diff, cleaner rules explain): {', '.join(found)}"

    def table(self) -> str:
        """Return a table of the rules that did something, those with most hits first."""
        rows = [("rule", "hits", "documents", "characters")]
        for id_, hits in sorted(self.hits.items(), key=lambda item: (-item[1], item[0])):
            rows.append((id_, f"{hits:,}", f"{self.touched[id_]:,}", f"{self.removed[id_]:,}"))
        return aligned(rows)


def per_rule(result: Result) -> str:
    """Return the rules that changed a document with their counts, most hits first, on one line."""
    counts: Counter[str] = Counter(result.recoding)
    for edit in result.edits:
        counts.update({rule_id(cause) for cause in edit.causes})
    return ranked(counts)


def ranked(hits: Counter[str]) -> str:
    """Return rules with their counts, most hits first, on one line."""
    pairs = sorted(hits.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{id_} ×{count}" if count > 1 else id_ for id_, count in pairs)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
