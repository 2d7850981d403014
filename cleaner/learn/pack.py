"""Reads and writes packs of learned rules, and lets none out that would not pass test and lint."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cleaner.errors import Problem, RuleError
from cleaner.learn.rules import Draft, Rule, name_of, plainer, rule_of, slower
from cleaner.packs.lint import lint
from cleaner.packs.load import rules_from
from cleaner.packs.schema import RuleSet
from cleaner.packs.sources import Source

PACK = "learned"

_WEAK = ("it looks at every line", "no words are certain")
_EXAMPLE = ("of this example there goes",)
_ORDER = ("id", "why", "category", "source", "sites", "profiles", "zone", "slow")


def written(rules: Iterable[Mapping[str, Any]], about: str) -> str:
    """Return a pack as YAML, every value on a line of its own as JSON, which YAML takes as it is."""
    parts = [f"pack: {PACK}", f"about: {_value(about)}", "rules:"]
    for rule in rules:
        fields = [name for name in _ORDER if name in rule]
        fields += [name for name in rule if name not in _ORDER]
        for number, name in enumerate(fields):
            lead = "  - " if not number else "    "
            value = rule[name]
            if name in {"strips", "keeps"}:
                parts += [f"{lead}{name}:", *(f"      - {_value(entry)}" for entry in value)]
            else:
                parts.append(f"{lead}{name}: {_value(value)}")
    if len(parts) == 3:
        parts[-1] = "rules: []"
    return "\n".join(parts) + "\n"


def _value(value: object) -> str:
    """Return a value as JSON in which every character can be seen; YAML has no surrogate pairs."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in text)


def read(text: str) -> tuple[str, list[Rule]]:
    """Return what a pack is about, and the fields of its rules."""
    import yaml  # noqa: PLC0415 -- the reader of packs keeps places, not values

    pack = yaml.safe_load(text)
    return str(pack.get("about", "")), list(pack.get("rules", ()))


def proved(
    drafts: Sequence[Draft], canonical: Callable[[str], str], prose: Mapping[str, Sequence[str]]
) -> list[Rule]:
    """Return the rules of those drafts that pass test and lint together with the shipped packs.

    What shipped rules strip already falls out here: its examples go by other rules.
    """
    taken: set[str] = set()
    rules = {
        name: rule_of(draft, canonical, prose.get(draft.unit.site, ()), name)
        for draft, name in ((draft, name_of(draft, taken)) for draft in drafts)
    }
    by_name = dict(zip(rules, drafts, strict=True))
    tries = dict.fromkeys(rules, 0)
    while True:
        faults = _faults(rules)
        if not faults:
            return list(rules.values())
        for name, what in faults.items():
            tries[name] += 1
            if all(fault.startswith(_WEAK) for fault in what) and tries[name] == 1:
                rules[name] = slower(rules[name])
            elif all(fault.startswith((*_WEAK, *_EXAMPLE)) for fault in what) and tries[name] == 1:
                rules[name] = slower(plainer(rules[name], by_name[name], canonical))
            else:
                del rules[name]


def _faults(rules: Mapping[str, Rule]) -> dict[str, list[str]]:
    """Return what lint finds wrong with rules, by their ids."""
    faults: dict[str, list[str]] = {}
    try:
        loaded = loaded_with(written(rules.values(), "What a corpus repeats."))
    except RuleError as error:
        problems: Iterable[Problem] = error.problems
    else:
        problems = lint(loaded, [rule for rule in loaded.rules if rule.id.startswith(f"{PACK}.")])
    for problem in problems:
        faults.setdefault(problem.rule.removeprefix(f"{PACK}."), []).append(problem.what)
    return {name: faults[name] for name in rules if name in faults}


def loaded_with(text: str) -> RuleSet:
    """Return the shipped rules with those of a pack beside them. Raises RuleError."""
    return rules_from((Source(f"{PACK}.yaml", text, "user"),))
