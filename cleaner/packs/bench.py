"""Measures rules on pages whose lines are labelled content or chrome: the loop in which packs are made."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import lzma
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleaner.config import Profile
from cleaner.errors import ConfigError
from cleaner.packs.lines import Lines
from cleaner.packs.match import Engine, Facts
from cleaner.packs.schema import RuleSet
from cleaner.patch import Patch

EXTRACTORS = ("traf", "read", "n4k", "rsp")
CHROME, CONTENT, UNJUDGED = 0, 1, -1

CLEAN_BUT_CHROME: dict[str, str] = {
    "166f42c5b4a94f94f31359d34739a38aa80aabb9fc93afbd93a36019a3da32f9": "Urdu: a pager with two titles",
}
"""Sentences of the clean set that are chrome themselves, by sha256, each read by a person, with why."""


class Selection(NamedTuple):
    """Which of the labelled pages to measure on."""

    views: tuple[str, ...] = EXTRACTORS
    lang: str | None = None
    half: str | None = None
    every: int = 1


class Case(NamedTuple):
    """One view of one page, with a label for each of its lines."""

    id: str
    view: dict[str, Any]
    groups: tuple[str, ...]
    domain: str
    facts: Facts


@dataclass(slots=True)
class Hits:
    """What a rule did, in lines by their label, and on how many domains."""

    lines: Counter[int] = field(default_factory=Counter)
    domains: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Run:
    """What a rule set did to all cases."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    hits: dict[str, Hits] = field(default_factory=lambda: defaultdict(Hits))
    false: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    stays: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    gone: dict[str, list[int]] = field(default_factory=dict)
    over_budget: list[str] = field(default_factory=list)


def scorer(data: Path) -> ModuleType:
    """Load the scorer that lies beside the labelled pages."""
    spec = importlib.util.spec_from_file_location("cleaner_bench_score", data / "score.py")
    if spec is None or spec.loader is None or not (data / "score.py").is_file():
        message = f"{data}: there is no score.py; give the folder of the labelled pages"
        raise ConfigError(message)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def domain_half(domain: str) -> str:
    """Return ``a`` or ``b``, by a hash: rules are made on one half and held against the other."""
    return "ab"[hashlib.sha256(domain.encode()).digest()[0] & 1]


def cases(data: Path, score: ModuleType, selection: Selection) -> Iterator[Case]:
    """Yield the selected views of the labelled pages."""
    for number, page in enumerate(score.documents([str(data)])):
        half = domain_half(page["domain"])
        if number % selection.every or selection.half not in {None, half}:
            continue
        if selection.lang not in {None, page["lang"]}:
            continue
        host = (urlsplit(page["url"]).hostname or page["domain"]).removeprefix("www.")
        facts = Facts(host, "en" if page["lang"] == "en" else None, page["title"])
        for name, view in page["views"].items():
            if name in selection.views:
                yield Case(f"{page['doc']}:{name}", view, _groups(page, name, half), page["domain"], facts)


def _groups(page: dict[str, Any], view: str, half: str) -> tuple[str, ...]:
    if view not in EXTRACTORS:
        return (f"view {view}",)
    return (
        "all extractor views",
        f"view {view}",
        f"half {half}, extractor views",
        f"language {page['lang']}, extractor views",
        f"source {page['source']}, extractor views",
    )


def measure(found: Iterable[Case], engine: Engine, score: ModuleType, max_removed: float) -> Run:
    """Strip every case and hold what went against the labels."""
    run = Run()
    for case in found:
        text = case.view["text"]
        facts = case.facts._replace(recognised=engine.recognise(text))
        causes = lines_gone(text, engine.strip(text, facts))
        if _share(text, causes) > max_removed:
            run.over_budget.append(case.id)
            causes = {}
        _note(run, case, causes)
        kept = [i for i in range(len(case.view["keep"])) if i not in causes]
        row = score.score_one(case.view, None, {"kept": kept})
        for group in case.groups:
            run.rows[group].append(row)
    return run


def _note(run: Run, case: Case, causes: dict[int, tuple[str, ...]]) -> None:
    run.gone[case.id] = sorted(causes)
    for i, (line, label) in enumerate(zip(case.view["text"].split("\n"), case.view["keep"], strict=True)):
        if not line.strip():
            continue
        for rule in causes.get(i, ()):
            run.hits[rule].lines[label] += 1
            run.hits[rule].domains.add(case.domain)
        if i in causes and label == CONTENT:
            run.false.append((case.id, line.strip(), causes[i]))
        elif i not in causes and label == CHROME:
            run.stays[" ".join(line.split())].add(case.domain)


def lines_gone(text: str, patch: Patch) -> dict[int, tuple[str, ...]]:
    """Return the lines of which a patch leaves nothing, with the rules that it cites for each."""
    lines = Lines(text)
    left = [len(line) for line in lines.trimmed]
    causes: dict[int, set[str]] = defaultdict(set)
    for edit in patch.edits:
        numbers = range(len(lines))
        first = bisect_right(numbers, edit.start, key=lines.start) - 1
        after = bisect_left(numbers, edit.end, key=lines.start)
        for i in range(first, after):
            start, end = max(lines.start(i), edit.start), min(lines.end(i), edit.end)
            if lines.trimmed[i] and start < end:
                left[i] -= len(text[start:end].strip())
                causes[i].update(edit.causes)
    return {i: tuple(sorted(found)) for i, found in causes.items() if left[i] <= 0}


def _share(text: str, gone: Iterable[int]) -> float:
    parts = [sum(map(len, line.split())) for line in text.split("\n")]
    return sum(parts[i] for i in gone) / max(1, sum(parts))


def false_alarms(data: Path, rules: RuleSet, profile: Profile) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield what rules strip from the clean sentences: language, sentence, rules."""
    path = data / "mojibake" / "clean-dev.jsonl.xz"
    if not path.is_file():
        return
    engine = Engine(rules, profile)
    with lzma.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            text = row["text"]
            if hashlib.sha256(text.encode()).hexdigest() in CLEAN_BUT_CHROME:
                continue
            patch = engine.strip(text, Facts(recognised=engine.recognise(text)))
            if patch.edits:
                causes = tuple(sorted({cause for edit in patch.edits for cause in edit.causes}))
                yield row.get("lang", ""), text, causes
