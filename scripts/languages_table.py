"""Writes docs/languages.md from rules/languages/*.yaml; with --check, says whether it is up to date."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "languages.md"
NAMES = ROOT / "scripts" / "harvest" / "languages.yaml"
RESERVED = ROOT / "scripts" / "harvest" / "reserved.yaml"
COLUMNS = {
    "comment form": ("comment-note", "comment-heads", "comment-labels"),
    "consent": ("consent", "consent-heads", "consent-labels"),
    "share": ("share", "share-tools", "share-heads"),
    "read more": ("read-more", "read-more-link"),
    "related": ("related", "read-also"),
    "newsletter": ("newsletter",),
    "copyright": ("copyright",),
    "paging": ("paging",),
    "site links": ("site-links",),
    "skip links": ("skip-links",),
    "other": ("advertising", "powered-by"),
}
"""The columns of the table, and which rules of the packs each counts."""
HEAD = """\
# Languages

Phrases in the packs of `rules/languages/`, by language and what they are printed for. They were harvested by
`scripts/harvest_phrases.py` from the catalogues of the software that prints them; each phrase has
its source beside it in the pack. "By hand" are those that no catalogue at hand holds
(`scripts/harvest/by_hand.yaml`). English has packs of its own, by what prints the chrome.
`lang-patterns` adds what holds a number, a name or an address, in all these languages together;
the column "copyright" counts the phrases of `lang-patterns.copyright`, and the last row the
languages that have a phrase at all.

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
    own_reserved = reserved()
    totals, languages = [0] * len(COLUMNS), [0] * len(COLUMNS)
    sources: set[str] = set()
    for path in sorted((ROOT / "rules" / "languages").glob("*.yaml")):
        if path.stem not in names:
            continue
        rules = yaml.safe_load(path.read_bytes())["rules"]
        found = Counter({"copyright": len(own_reserved.get(path.stem, ()))})
        for rule in rules:
            found[rule["id"]] += sum(map(len, rule["line"].values()))
        counts = [sum(found[rule] for rule in counted) for counted in COLUMNS.values()]
        own = sorted({name for rule in rules for name in rule["source"].split(", ")})
        sources |= set(own)
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        languages = [total + bool(count) for total, count in zip(languages, counts, strict=True)]
        short = ", ".join(name.partition(" (")[0] for name in own)
        rows.append(
            (names[path.stem]["name"], f"`lang-{path.stem}`", *map(str, counts), str(sum(counts)), short)
        )
    packs = len(rows) - 2
    rows.append(("phrases", "", *map(str, totals), str(sum(totals)), ""))
    rows.append(("languages", "", *map(str, languages), str(packs), ""))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    listed = [f"- {name}" for name in sorted(sources)]
    return HEAD + "\n".join(lines) + "\n\n## Sources\n\n" + "\n".join(listed) + "\n\n" + patterns()


def reserved() -> dict[str, list[str]]:
    """The phrases of ``lang-patterns.copyright`` by language, as far as the pack has them."""
    pack = yaml.safe_load((ROOT / "rules" / "languages" / "patterns.yaml").read_text("utf-8"))
    present = set(pack["vars"]["reserved"].split("|"))
    listed = yaml.safe_load(RESERVED.read_text("utf-8"))
    return {code: [phrase for phrase in own if phrase in present] for code, own in listed.items()}


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
