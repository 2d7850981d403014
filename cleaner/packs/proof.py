"""Proves rules by their examples: what is marked goes, keeps stay, near misses of phrases stay."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.config import Profile
from cleaner.errors import Problem
from cleaner.packs.examples import near_misses, same_ranges
from cleaner.packs.match import Engine, Facts
from cleaner.packs.schema import Block, Example, Line, List, Phrase, Rule, RuleSet


def prove(rules: RuleSet, wanted: str = "*") -> Iterator[Problem]:
    """Yield what the examples of the rules that the glob ``wanted`` fits show to be wrong.

    A rule's ``strips`` are right if the edits that cite it are just what is marked; of its
    ``keeps`` nothing may go by any rule. Examples run with all rules of ``rules``, in the
    narrowest profile that has the rule, or the one the example names.
    """
    import fnmatch  # noqa: PLC0415 -- standard library, kept beside its one use

    engines: dict[Profile, Engine] = {}
    for rule in rules.rules:
        if not fnmatch.fnmatchcase(rule.id, wanted):
            continue
        if rule.profile not in engines:
            engines[rule.profile] = Engine(rules, rule.profile)
        for example in (*rule.strips, *rule.keeps):
            if example.profile and example.profile not in engines:
                engines[example.profile] = Engine(rules, example.profile)
        yield from _prove_rule(rule, engines)


def _prove_rule(rule: Rule, engines: dict[Profile, Engine]) -> Iterator[Problem]:
    for example in rule.strips:
        found = list(_cited(rule, example, engines))
        if not same_ranges(example.text, iter(found), example.marks):
            gone = " | ".join(example.text[start:end].strip() for start, end in found) or "nothing"
            yield _problem(rule, example, f"of this example there goes: {gone}")
    for example in rule.keeps:
        for start, end, causes in _gone(rule, example, engines):
            part = example.text[start:end].strip()
            yield _problem(rule, example, f"{', '.join(causes)} strips from what must stay: {part}")
    if rule.action == "strip":
        for phrase in _exact_phrases(rule):
            for text in near_misses(phrase.text):
                for _ in _cited(rule, Example(text, place=rule.place), engines):
                    yield _problem(rule, Example("", place=rule.place), f"it strips from a near miss: {text}")
                    break


def _cited(rule: Rule, example: Example, engines: dict[Profile, Engine]) -> Iterator[tuple[int, int]]:
    """The ranges of an example whose deletion cites ``rule``; for a keep, all that goes."""
    for start, end, causes in _gone(rule, example, engines):
        if rule.id in causes or rule.action == "keep":
            yield start, end


def _gone(
    rule: Rule, example: Example, engines: dict[Profile, Engine]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    engine = engines[example.profile or rule.profile]
    facts = Facts(
        host=example.site or _own_site(rule),
        lang=example.lang,
        recognised=engine.recognise(example.text),
    )
    for edit in engine.strip(example.text, facts).edits:
        yield edit.start, edit.end, edit.causes


def _own_site(rule: Rule) -> str | None:
    """A site that the rule is for, unless a signature in the example must show it."""
    sites = [where.sites[0] for where in rule.where if where.sites]
    return sites[-1] if sites else None


def _exact_phrases(rule: Rule) -> Iterator[Phrase]:
    match rule.kind:
        case Line(phrases) | Block(phrases) | List(phrases):
            yield from (phrase for phrase in phrases if phrase.kind == "exact")


def _problem(rule: Rule, example: Example, what: str) -> Problem:
    place = example.place
    return Problem(place.path, place.line, place.column, rule.id, what, "")
