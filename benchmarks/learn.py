"""What rules learned from some pages of a domain strip from its other pages, by threshold.

    python benchmarks/learn.py [DATA]

DATA is a folder of labelled pages with its score.py. Each page of a domain that has at least three
is held out once, and rules are learned from the same view of the others. Lines that nobody judged
do not count.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from cleaner.learn.pack import written
from cleaner.learn.rules import merged, name_of, rule_of
from cleaner.learn.site import learned
from cleaner.packs.bench import CHROME, CONTENT, EXTRACTORS, Case, Selection, cases, lines_gone, scorer
from cleaner.packs.load import rules_from
from cleaner.packs.match import Engine
from cleaner.packs.sources import Source

VIEWS = {"extractors": EXTRACTORS, "region": ("region",), "full": ("full",)}


def main() -> None:
    """Print a row for each view and threshold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", default="../shared/bench", type=Path)
    data = parser.parse_args().data
    score = scorer(data)
    print("views       least  profile   pages  precision  recall  chrome gone  content gone")
    for name, views in VIEWS.items():
        groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
        for case in cases(data, score, Selection(views)):
            groups[case.domain, case.id.rpartition(":")[2]].append(case)
        several = [group for group in groups.values() if len(group) > 2]
        for least in (2, 3):
            for profile in ("standard", "strict"):
                row(name, several, least, profile)


def row(name: str, groups: Iterable[list[Case]], least: int, profile: str) -> None:
    """Print what the rules learned at one threshold do."""
    lines: Counter[tuple[int, bool]] = Counter()
    pages = 0
    for group in groups:
        for held in group:
            pages += 1
            others = [case.view["text"] for case in group if case is not held]
            gone = stripped(held, others, least, profile)
            for i, (line, label) in enumerate(
                zip(held.view["text"].split("\n"), held.view["keep"], strict=True)
            ):
                if line.strip():
                    lines[label, i in gone] += 1
    right, wrong = lines[CHROME, True], lines[CONTENT, True]
    precision = f"{right / (right + wrong):9.3f}" if right + wrong else "        -"
    recall = right / max(1, right + lines[CHROME, False])
    print(f"{name:11} {least:5}  {profile:8} {pages:6}  {precision}  {recall:6.3f}  {right:11,}  {wrong:12,}")


def stripped(held: Case, others: list[str], least: int, profile: str) -> set[int]:
    """Return the lines of a page that rules learned from other pages of its domain strip."""
    host = held.facts.host or held.domain
    taken: set[str] = set()
    drafts = merged(learned(host, others, least).units, {})
    rules = [rule_of(draft, str.strip, (), name_of(draft, taken)) for draft in drafts]
    loaded = rules_from((Source("learned.yaml", written(rules, "Learned."), "user"),), default_rules=False)
    engine = Engine(loaded, "strict" if profile == "strict" else "standard")
    text = held.view["text"]
    return set(lines_gone(text, engine.strip(text, held.facts)))


if __name__ == "__main__":
    main()
