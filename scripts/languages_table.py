"""Writes docs/languages.md from rules/languages/*.yaml; with --check, says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "languages.md"
NAMES = ROOT / "scripts" / "harvest" / "languages.yaml"
COLUMNS = ("comment-form", "consent", "social", "navigation", "paging", "related", "promo", "attribution")
HEAD = """\
# Languages

Phrases in the packs of `rules/languages/`, by language and category. They were harvested by
`scripts/harvest_phrases.py` from the catalogues of the software that prints them; each phrase has
its source beside it in the pack. "By hand" are those that no catalogue at hand holds
(`scripts/harvest/by_hand.yaml`). English has packs of its own, by what prints the chrome.
`lang-patterns` adds what holds a number, a name or an address, in all these languages together.

This table is written by `python scripts/languages_table.py`.

"""


def main() -> int:
    """Write the table, or compare it with what would be written."""
    text = table()
    if "--check" in sys.argv:
        fresh = TABLE.exists() and TABLE.read_bytes() == text.encode()
        if not fresh:
            print(f"{TABLE} is out of date: run python scripts/languages_table.py", file=sys.stderr)
        return not fresh
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_bytes(text.encode())
    return 0


def table() -> str:
    """Return the page."""
    names = yaml.safe_load(NAMES.read_text("utf-8"))
    rows = [
        ("language", "pack", *COLUMNS, "all", "sources"),
        ("---",) * 2 + ("--:",) * (len(COLUMNS) + 1) + ("---",),
    ]
    totals = [0] * len(COLUMNS)
    sources: set[str] = set()
    for path in sorted((ROOT / "rules" / "languages").glob("*.yaml")):
        if path.stem not in names:
            continue
        rules = yaml.safe_load(path.read_bytes())["rules"]
        counts = [
            sum(len(r["line"]["exact"]) for r in rules if r["category"] == column) for column in COLUMNS
        ]
        own = sorted({name for rule in rules for name in rule["source"].split(", ")})
        sources |= set(own)
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        short = ", ".join(name.partition(" (")[0] for name in own)
        rows.append(
            (names[path.stem]["name"], f"`lang-{path.stem}`", *map(str, counts), str(sum(counts)), short)
        )
    rows.append((f"{len(rows) - 2} languages", "", *map(str, totals), str(sum(totals)), ""))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    listed = [f"- {name}" for name in sorted(sources)]
    return HEAD + "\n".join(lines) + "\n\n## Sources\n\n" + "\n".join(listed) + "\n\n" + patterns()


def patterns() -> str:
    """Return the table of the rules that work in all languages."""
    pack: Any = yaml.safe_load((ROOT / "rules" / "languages" / "patterns.yaml").read_text("utf-8"))
    lines = ["| rule | category | patterns |", "| --- | --- | --: |"]
    lines += [
        f"| `lang-patterns.{r['id']}` | {r['category']} | {len(r['line']['regex'])} |" for r in pack["rules"]
    ]
    return "## Patterns\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
