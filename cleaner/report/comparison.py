"""Renders the comparison of two logs: text for a terminal, JSON, CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Mapping

from cleaner.report.compare import Change, Comparison, Sample
from cleaner.report.table import aligned, count_of, one_line

MOST_SHOWN = 100
"""Characters of a sample on a terminal."""


def comparison_text(comparison: Comparison) -> str:
    """Return what a newer log does otherwise, rule by rule, with samples."""
    same = comparison.documents - comparison.differing - comparison.other_source
    lines = [f"{count_of(comparison.documents, 'document')} in both logs, {same:,} treated alike"]
    for number, what in (
        (comparison.other_source, "in both but with another source, not compared"),
        (comparison.only_new, "in the newer log alone"),
        (comparison.only_old, "in the older log alone"),
    ):
        if number:
            lines.append(f"{count_of(number, 'document')} {what}")
    parts = ["\n".join(lines)]
    for title, changes in (("newly changed", comparison.newly), ("no longer changed", comparison.no_longer)):
        if changes:
            parts.append(_table(title, changes))
            parts += [_samples(rule, change.samples) for rule, change in _ranked(changes) if change.samples]
    return "\n\n".join(parts) + "\n"


def _ranked(changes: Mapping[str, Change]) -> list[tuple[str, Change]]:
    return sorted(changes.items(), key=lambda item: (-item[1].documents, item[0]))


def _table(title: str, changes: Mapping[str, Change]) -> str:
    rows = [(title, "pieces", "documents", "characters")]
    rows += [
        (rule, f"{change.pieces:,}", f"{change.documents:,}", f"{change.characters:,}")
        for rule, change in _ranked(changes)
    ]
    return aligned(rows)


def _samples(rule: str, samples: list[Sample]) -> str:
    lines = [rule]
    for sample in samples:
        becomes = f" -> {one_line(sample.after, MOST_SHOWN)}" if sample.after else ""
        lines.append(f"  {sample.where}: {one_line(sample.before, MOST_SHOWN)}{becomes}")
    return "\n".join(lines)


def comparison_json(comparison: Comparison) -> str:
    """Return the comparison as one JSON object."""
    data = {
        field.name: getattr(comparison, field.name)
        for field in dataclasses.fields(comparison)
        if isinstance(getattr(comparison, field.name), int)
    }
    for name, changes in (("newly", comparison.newly), ("no_longer", comparison.no_longer)):
        data[name] = [
            {
                "rule": rule,
                "pieces": change.pieces,
                "documents": change.documents,
                "characters": change.characters,
                "samples": [
                    {"where": sample.where, "before": sample.before, "after": sample.after}
                    for sample in change.samples
                ],
            }
            for rule, change in _ranked(changes)
        ]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def comparison_csv(comparison: Comparison) -> str:
    """Return the comparison as one CSV table, without the samples."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("change", "rule", "pieces", "documents", "characters"))
    for name, changes in (("newly", comparison.newly), ("no longer", comparison.no_longer)):
        for rule, change in _ranked(changes):
            writer.writerow((name, rule, change.pieces, change.documents, change.characters))
    return out.getvalue()
