"""Renders the sums of logs: tables for a terminal, JSON, CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Mapping
from typing import Any

from cleaner.report.layers import layer_of
from cleaner.report.summary import Alike, Count, Removed, Summary, Totals
from cleaner.report.table import aligned, count_of, one_line

MOST_ROWS = 20
"""Rows of the tables that have no end: sites and lines."""


def ranked(table: Mapping[str, Count]) -> list[tuple[str, Count]]:
    """Return the rows of a table, those with most hits first."""
    return sorted(table.items(), key=lambda item: (-item[1].hits, item[0]))


def ranked_lines(summary: Summary, most: int = MOST_ROWS) -> list[tuple[Alike, Removed]]:
    """Return the lines that were removed from most documents."""
    rows = sorted(summary.lines.values.items(), key=lambda item: (-item[1].documents, -item[1].hits, item[0]))
    return rows[:most]


def stats_text(summary: Summary) -> str:
    """Return what a log tells, as tables for a terminal."""
    parts = [totals_text(summary.totals)]
    for name, table in (
        ("stage", summary.layers),
        ("category", summary.categories),
        ("rule", summary.rules),
    ):
        rows = [(name, "hits", "documents", "characters")]
        rows += [(key, f"{c.hits:,}", f"{c.documents:,}", f"{c.removed:,}") for key, c in ranked(table)]
        parts.append(aligned(rows))
    parts.append(aligned(_place_rows(summary)))
    if lines := ranked_lines(summary):
        rows = [("removed line", "documents", "hits", "rule")]
        rows += [
            (one_line(line.text, 60), f"{line.documents:,}", f"{line.hits:,}", key.rule)
            for key, line in lines
        ]
        parts.append(aligned(rows))
    return "\n\n".join(parts) + "\n"


def totals_text(totals: Totals) -> str:
    """Return the sums as a few lines."""
    less = 1 - totals.chars_out / totals.chars_in if totals.chars_in else 0.0
    outcomes = (
        (totals.changed, "changed"),
        (totals.repaired, "repaired"),
        (totals.stripped, "stripped"),
        (totals.untouched, "untouched"),
        (totals.over_budget, "over the removal budget (left unstripped)"),
        (totals.failed, "failed (left as they were)"),
    )
    return (
        f"{count_of(totals.documents, 'document')}: "
        + ", ".join(f"{number:,} {what}" for number, what in outcomes if number)
        + f"\n{totals.chars_in:,} characters in, {totals.chars_out:,} out, {less:.1%} smaller"
        + f"\n{totals.bytes_in / 1e6:,.1f} MB in, {totals.bytes_out / 1e6:,.1f} MB out"
    )


def _place_rows(summary: Summary) -> list[tuple[str, str, str, str, str]]:
    places = sorted(summary.places.values.items(), key=lambda item: (-item[1].documents, item[0]))
    rows = [("site or folder", "documents", "changed", "characters", "smaller")]
    for name, place in places[:MOST_ROWS]:
        less = 1 - place.chars_out / place.chars_in if place.chars_in else 0.0
        rows.append(
            (
                one_line(name, 60),
                f"{place.documents:,}",
                f"{place.changed:,}",
                f"{place.chars_in:,}",
                f"{less:.1%}",
            )
        )
    if len(places) > MOST_ROWS:
        rows.append((f"and {len(places) - MOST_ROWS:,} more", "", "", "", ""))
    return rows


def stats_data(summary: Summary) -> dict[str, Any]:
    """Return what a log tells, as data for JSON: everything that is known, most first."""
    return {
        "totals": dataclasses.asdict(summary.totals),
        "stages": [{"stage": key, **dataclasses.asdict(count)} for key, count in ranked(summary.layers)],
        "categories": [
            {"category": key, **dataclasses.asdict(count)} for key, count in ranked(summary.categories)
        ],
        "rules": [
            {
                "rule": key,
                "stage": layer_of(key),
                "category": summary.category_of[key],
                **dataclasses.asdict(count),
            }
            for key, count in ranked(summary.rules)
        ],
        "sites": [
            {"site": key, **dataclasses.asdict(place)}
            for key, place in sorted(
                summary.places.values.items(), key=lambda item: (-item[1].documents, item[0])
            )
        ],
        "lines": [
            {"text": line.text, "rule": key.rule, "documents": line.documents, "hits": line.hits}
            for key, line in ranked_lines(summary, 1000)
        ],
        "may_miss": {"site": summary.places.missed, "line": summary.lines.missed},
    }


def stats_json(summary: Summary) -> str:
    """Return what a log tells as one JSON object."""
    return json.dumps(stats_data(summary), ensure_ascii=False, indent=1) + "\n"


def stats_csv(summary: Summary) -> str:
    """Return the counts as one CSV table: what is counted, its name, and the numbers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("table", "name", "stage", "category", "hits", "documents", "characters"))
    data = stats_data(summary)
    for table, key in (("stages", "stage"), ("categories", "category"), ("rules", "rule")):
        for row in data[table]:
            writer.writerow(
                (
                    key,
                    row[key],
                    row.get("stage", ""),
                    row.get("category", ""),
                    row["hits"],
                    row["documents"],
                    row["removed"],
                )
            )
    for row in data["sites"]:
        writer.writerow(
            ("site", row["site"], "", "", "", row["documents"], row["chars_in"] - row["chars_out"])
        )
    return out.getvalue()
