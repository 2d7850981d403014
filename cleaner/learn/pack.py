"""Reads and writes packs of learned rules, and lets none out that would not pass test and lint."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from cleaner.config import Profile
from cleaner.errors import Problem, RuleError
from cleaner.learn.examples import stagings
from cleaner.learn.rules import Draft, Rule, name_of, rule_of, slower
from cleaner.packs.cache import load_plan
from cleaner.packs.lint import lint
from cleaner.packs.load import rules_from
from cleaner.packs.match import Engine
from cleaner.packs.plan import joined, make_plan
from cleaner.packs.proof import Engines
from cleaner.packs.schema import RuleSet
from cleaner.packs.sources import Source

PACK = "learned"

_WEAK = ("it looks at every line", "no words are certain")
_EXAMPLE = "of this example there goes"
_STAYS = " strips what must stay"
_ORDER = ("id", "why", "category", "source", "sites", "signature", "profiles", "zone", "slow")


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

    An example that does not hold is set in another way, as long as there is one. When a rule falls
    out, those of its sites are proved again: their examples may have leant on it.
    """
    taken: set[str] = set()
    by_name = {name_of(draft, taken): draft for draft in drafts}
    ways = {name: stagings(draft.sites) for name, draft in by_name.items()}
    rules: dict[str, Rule] = {}

    def staged(name: str, slow: bool) -> Rule | None:
        draft, staging = by_name[name], next(ways[name], None)
        if staging is None:
            return None
        rule = rule_of(draft, canonical, prose.get(draft.unit.site, ()), name, staging)
        return slower(rule) if slow else rule

    for name in by_name:
        rules[name] = staged(name, slow=False) or {}
    wanted = set(rules)
    while wanted:
        again: set[str] = set()
        for name, faults in _faults(rules, wanted).items():
            rule = rules[name]
            weak = any(what.startswith(_WEAK) for what in faults)
            examples = [what for what in faults if not what.startswith(_WEAK)]
            changed: Rule | None = None
            hopeless = weak and ("slow" in rule or not by_name[name].sites)
            if not hopeless and all(_is_of_example(what, name) for what in examples):
                slow = weak or "slow" in rule
                changed = staged(name, slow) if examples else slower(rule)
            if changed is not None:
                rules[name] = changed
                again.add(name)
            else:
                del rules[name]
                sites = set(by_name[name].sites)
                again |= {other for other in rules if sites & set(by_name[other].sites)}
        wanted = again & set(rules)
    return list(rules.values())


def _is_of_example(what: str, name: str) -> bool:
    """Whether what is wrong is that other rules have to do with an example, and not the rule itself."""
    causes, found, _ = what.partition(_STAYS)
    return what.startswith(_EXAMPLE) or (bool(found) and f"{PACK}.{name}" not in causes.split(", "))


def _faults(rules: Mapping[str, Rule], wanted: AbstractSet[str]) -> dict[str, list[str]]:
    """Return what lint finds wrong with the rules ``wanted``, by their ids."""
    faults: dict[str, list[str]] = {}
    source = Source(f"{PACK}.yaml", written(rules.values(), "What a corpus repeats."), "user")
    try:
        loaded = rules_from((source,), default_rules=False)
    except RuleError as error:
        problems: Iterable[Problem] = error.problems
    else:
        ids = {f"{PACK}.{name}" for name in wanted}
        chosen = [rule for rule in loaded.rules if rule.id in ids]
        problems = lint(loaded, chosen, _beside_shipped(loaded))
    for problem in problems:
        faults.setdefault(problem.rule.removeprefix(f"{PACK}."), []).append(problem.what)
    return {name: faults[name] for name in rules if name in faults}


def _beside_shipped(rules: RuleSet) -> Engines:
    """Return what makes engines of the shipped rules and of ``rules``."""

    @cache
    def engine(profile: Profile) -> Engine:
        shipped = load_plan((), (), profile, default_rules=True)
        return Engine(joined(shipped, make_plan(rules, profile)))

    return engine


def loaded_with(text: str, path: str = f"{PACK}.yaml") -> RuleSet:
    """Return the shipped rules with those of a pack beside them. Raises RuleError, which names ``path``."""
    return rules_from((Source(path, text, "user"),))


def faults_of(rule: Rule) -> list[str]:
    """Return what is wrong with one rule, beside the shipped ones: it must load, and its examples hold."""
    return _faults({rule["id"]: rule}, {rule["id"]}).get(rule["id"], [])
