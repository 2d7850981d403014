"""Makes one rule set of many packs: inherits, extends, patches, disables; every problem at once."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from cleaner.errors import CleanerError, Problem, RuleError, did_you_mean
from cleaner.packs.build import RULE_FIELDS, RULE_ID, SCOPE, build_rule, pack_where
from cleaner.packs.choice import fits
from cleaner.packs.parts import Surroundings
from cleaner.packs.reader import Value, read_yaml
from cleaner.packs.schema import Rule, RuleSet, Where
from cleaner.packs.sources import Source, digest, shipped_sources, user_sources

PACK_FIELDS = (
    "pack",
    "about",
    "sites",
    "signature",
    "vars",
    "defaults",
    "rules",
    "keep",
    "extends",
    "disable",
    "patch",
)


@dataclass(slots=True)
class _Pack:
    """A pack as far as it is read before the packs are put together."""

    name: str
    source: Source
    fields: dict[str, Value]
    drafts: list[_Draft] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """A rule whose fields can still be patched."""

    id: str
    head: Value
    fields: dict[str, Value]
    action: Literal["strip", "keep"]
    pack: _Pack


def load_rules(
    paths: tuple[str, ...] = (), disable: tuple[str, ...] = (), *, default_rules: bool = True
) -> RuleSet:
    """Return the rules of the shipped packs and of those at ``paths``, less the disabled ones.

    ``disable`` holds globs over full ids. Raises RuleError with every problem of every pack,
    and ConfigError for a path that does not exist or a glob that no rule fits.
    """
    return rules_from(user_sources(paths), disable, default_rules=default_rules)


@lru_cache(maxsize=16)
def rules_from(
    user: tuple[Source, ...], disable: tuple[str, ...] = (), *, default_rules: bool = True
) -> RuleSet:
    """Return the rule set of packs that were already read; see ``load_rules``."""
    problems: list[Problem] = []
    shipped = shipped_sources()
    packs = _read_packs(user, problems)
    packs += _extended(packs, shipped, problems)
    if default_rules:
        known = {pack.source for pack in packs}
        packs += _read_packs([source for source in shipped if source not in known], problems)
    _refuse_twins(packs)
    drafts = {draft.id: draft for pack in packs for draft in pack.drafts}
    _apply_patches(packs, drafts)
    rules = [rule for pack in packs for rule in _build(pack)]
    _check_leanings(rules, drafts, problems)
    hidden = _disabled_by_packs(packs, drafts)
    if problems:
        raise RuleError(dict.fromkeys(problems))
    kept = [rule for rule in rules if rule.id not in hidden and not fits(rule.id, disable)]
    return RuleSet(
        tuple(sorted(kept, key=lambda rule: rule.id)), digest([pack.source for pack in packs], disable)
    )


def _read_packs(sources: Iterable[Source], problems: list[Problem]) -> list[_Pack]:
    packs = (_read_pack(source, problems) for source in sources)
    return [pack for pack in packs if pack is not None]


def _read_pack(source: Source, problems: list[Problem]) -> _Pack | None:
    root = read_yaml(source.text, source.path, problems)
    if root is None:
        return None
    fields = root.fields(PACK_FIELDS)
    if "pack" not in fields:
        if fields:
            root.fail('the field "pack" is missing', "begin the file with pack: NAME")
        return None
    name = fields["pack"].string()
    if not RULE_ID.fullmatch(name):
        fields["pack"].fail(f'"{name}" is no pack name', "small letters, digits and single dashes")
    pack = _Pack(name, source, fields)
    defaults = fields["defaults"].fields(SCOPE) if "defaults" in fields else {}
    for section, action in (("rules", "strip"), ("keep", "keep")):
        for value in fields[section].items() if section in fields else []:
            draft = _draft(pack, value, defaults, "strip" if action == "strip" else "keep")
            if draft is not None:
                pack.drafts.append(draft)
    return pack


def _draft(
    pack: _Pack, value: Value, defaults: Mapping[str, Value], action: Literal["strip", "keep"]
) -> _Draft | None:
    raw = value.fields()
    if not raw:
        return None
    if "id" not in raw:
        value.fail('the field "id" is missing', "small letters, digits and single dashes; it stays for ever")
        return None
    name = raw["id"].string()
    full = f"{pack.name}.{name}"
    if not RULE_ID.fullmatch(name):
        raw["id"].within(full).fail(f'"{name}" is no rule id', "small letters, digits and single dashes")
    head = value.within(full)
    own = head.fields(RULE_FIELDS)
    inherited = {key: entry.within(full) for key, entry in defaults.items()}
    return _Draft(full, head, inherited | own, action, pack)


def _extended(packs: list[_Pack], shipped: tuple[Source, ...], problems: list[Problem]) -> list[_Pack]:
    """Read what the packs extend: a shipped pack by its name, any other by a path beside the file."""
    if not any("extends" in pack.fields for pack in packs):
        return []
    by_name = {pack.name: pack for pack in _read_packs(shipped, [])}
    found: dict[Source, _Pack] = {}
    seen = {pack.source for pack in packs}
    todo = list(packs)
    while todo:
        pack = todo.pop()
        for value in pack.fields["extends"].one_or_more() if "extends" in pack.fields else []:
            for other in _named(value, pack, by_name, problems):
                if other.source not in seen:
                    seen.add(other.source)
                    found[other.source] = other
                    todo.append(other)
    return list(found.values())


def _named(value: Value, pack: _Pack, shipped: Mapping[str, _Pack], problems: list[Problem]) -> list[_Pack]:
    name = value.string()
    if name in shipped:
        return _read_packs([shipped[name].source], problems)
    if "/" not in name and not name.endswith((".yaml", ".yml")):
        near = did_you_mean(name, shipped)
        value.fail(f'there is no shipped pack "{name}"', near or "a path of your own ends in .yaml")
        return []
    try:
        return _read_packs(user_sources([str(Path(pack.source.path).parent / name)]), problems)
    except CleanerError as error:
        value.fail(str(error))
        return []


def _refuse_twins(packs: list[_Pack]) -> None:
    names: dict[str, _Pack] = {}
    for pack in sorted(packs, key=lambda pack: pack.source.origin):  # a user can rename only his own
        twin = names.setdefault(pack.name, pack)
        if twin is not pack:
            pack.fields["pack"].fail(
                f'the pack "{pack.name}" is already {twin.source.path}', "give one of them another name"
            )
        ids: dict[str, Value] = {}
        for draft in pack.drafts:
            first = ids.setdefault(draft.id, draft.head)
            if first is not draft.head:
                draft.head.fail(
                    f"another rule on line {first.place.line} has this id", "give one of them another id"
                )


def _apply_patches(packs: list[_Pack], drafts: Mapping[str, _Draft]) -> None:
    """Lay the fields of ``patch`` over those of the rules it names; a new kind replaces the old."""
    for pack in packs:
        for full, value in (pack.fields["patch"].fields() if "patch" in pack.fields else {}).items():
            draft = drafts.get(full)
            if draft is None:
                value.fail(f'there is no rule "{full}"', did_you_mean(full, drafts) or "cleaner rules list")
                continue
            changes = value.within(full).fields([name for name in RULE_FIELDS if name != "id"])
            draft.fields.update(changes)


def _build(pack: _Pack) -> list[Rule]:
    variables = {
        name: value.string()
        for name, value in (pack.fields["vars"].fields().items() if "vars" in pack.fields else ())
    }
    where: tuple[Where, ...] = pack_where(pack.fields, variables)
    around = Surroundings(pack.name, variables, where, pack.source.origin)
    built = (build_rule(draft.fields, draft.head, draft.action, around) for draft in pack.drafts)
    return [rule for rule in built if rule is not None]


def _check_leanings(rules: list[Rule], drafts: Mapping[str, _Draft], problems: list[Problem]) -> None:
    for rule in rules:
        for zone in rule.zones:
            if zone.leans_on and zone.leans_on not in drafts:
                near = did_you_mean(zone.leans_on, drafts)
                what = f'its zone leans on "{zone.leans_on}", which is no rule'
                problems.append(Problem(*rule.place, rule.id, what, near))


def _disabled_by_packs(packs: list[_Pack], drafts: Mapping[str, _Draft]) -> set[str]:
    hidden: set[str] = set()
    for pack in packs:
        for value in pack.fields["disable"].one_or_more() if "disable" in pack.fields else []:
            glob = value.string()
            fitting = fnmatch.filter(drafts, glob)
            if not fitting:
                value.fail(f'no rule fits "{glob}"', did_you_mean(glob, drafts) or "cleaner rules list")
            hidden.update(fitting)
    return hidden
