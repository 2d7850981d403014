"""The reference of the shipped rules: a page for each pack, and one that lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePosixPath

import yaml
from markup import cell, fenced, table

from cleaner.config import PROFILES
from cleaner.packs.load import load_rules
from cleaner.packs.schema import Rule
from cleaner.packs.sources import shipped_sources
from cleaner.pipeline import BUILT_IN
from cleaner.report.rule import described

INTRODUCTION = """# Shipped rules

{count:,} rules in {packs} packs. What each of them says here is what `cleaner rules explain ID` says.
The profile is the narrowest that a rule runs in: `light` is part of `standard`, `standard` of `strict`.
[Versions](../../versions.md) says what you may rely on when rules change.

"""


def pages() -> Iterator[tuple[str, str]]:
    """Yield the paths and contents of the pages."""
    loaded = load_rules()
    rules = {
        path: list(group)
        for path, group in groupby(
            sorted(loaded.rules, key=lambda rule: rule.place), key=lambda rule: rule.place.path
        )
    }
    abouts = {
        source.path: str(yaml.load(source.text, yaml.CSafeLoader).get("about", ""))
        for source in shipped_sources()
    }
    yield "index.md", INTRODUCTION.format(count=len(loaded.rules), packs=len(rules)) + _index(rules, abouts)
    for path, own in rules.items():
        yield _page(path), _pack(own, abouts[path])


def _page(path: str) -> str:
    return f"{PurePosixPath(path).relative_to('rules').with_suffix('')}.md"


def _index(rules: dict[str, list[Rule]], abouts: dict[str, str]) -> str:
    parts = []
    for folder, paths in groupby(rules, key=lambda path: PurePosixPath(path).parent.name):
        rows = []
        for path in paths:
            counts = Counter(rule.profile for rule in rules[path])
            told = ", ".join(f"{counts[profile]} {profile}" for profile in PROFILES if counts[profile])
            name = rules[path][0].id.partition(".")[0]
            rows.append((f"[{name}]({_page(path)})", cell(abouts[path]), told))
        parts.append(f"## {folder}\n\n" + table(("pack", "what it strips", "rules"), rows))
    rows = [(f"`{id_}`", cell(why)) for id_, why in BUILT_IN.items()]
    parts.append(
        "## Built in\n\nWhat the stages do; `disable` and the audit log name it like any rule.\n\n"
        + table(("id", "why"), rows)
    )
    return "\n".join(parts)


def _pack(rules: list[Rule], about: str) -> str:
    name = rules[0].id.partition(".")[0]
    front = "---\nsearch: {exclude: true}\n---\n" if name.startswith("lang-") else ""  # or the index is huge
    parts = [f"{front}# {name}\n\n{about}\n\nThe file is `{rules[0].place.path}`.\n"]
    for rule in rules:
        head = f"{rule.action}, {rule.category or 'keep'}, from profile {rule.profile}"
        facts = "\n".join(line.removeprefix("  ") for line in described(rule)[2:])
        parts.append(f"\n## {rule.id}\n\n{rule.why.replace('<', '&lt;')}\n\n*{head}*\n\n{fenced(facts)}\n")
    return "".join(parts)
