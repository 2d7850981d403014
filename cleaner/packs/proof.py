"""Proves rules by their examples: what is marked goes, keeps stay, near misses of phrases stay."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial

from cleaner.config import Profile
from cleaner.errors import Problem
from cleaner.packs.examples import near_misses, same_ranges
from cleaner.packs.match import Engine, Facts
from cleaner.packs.schema import Block, Contents, Example, Line, List, Phrase, Place, Rule, RuleSet, Tail

Engines = Callable[[Profile], Engine]
"""Makes the engine of a profile, or gives the one that it made before."""


def engines_of(rules: RuleSet) -> Engines:
    """Return what makes engines of ``rules``, each once."""
    return lru_cache(maxsize=None)(partial(Engine, rules))


def prove(
    rules: RuleSet, wanted: str | AbstractSet[str] = "*", engines: Engines | None = None
) -> Iterator[Problem]:
    """Yield what the examples of the rules that the glob ``wanted`` fits show to be wrong.

    ``wanted`` may also be a set of full ids. A rule's ``strips`` are right if just what is marked
    goes and the rule is cited for some of it; of its ``keeps`` nothing may go. Examples run with
    all rules of ``rules``, or of ``engines``, in the narrowest profile that has the rule, or the one
    the example names.
    """
    engines = engines or engines_of(rules)
    for rule in rules.rules:
        if not (fnmatch.fnmatchcase(rule.id, wanted) if isinstance(wanted, str) else rule.id in wanted):
            continue
        yield from _prove_rule(rule, engines)


def _prove_rule(rule: Rule, engines: Engines) -> Iterator[Problem]:
    for example in rule.strips:
        found = list(_gone(rule, example, engines))
        gone = " | ".join(example.text[start:end].strip() for start, end, _ in found) or "nothing"
        if not same_ranges(example.text, ((start, end) for start, end, _ in found), example.marks):
            yield _problem(rule, example.place, f"of this example there goes: {gone}")
        elif rule.action == "strip" and not any(rule.id in causes for *_, causes in found):
            yield _problem(rule, example.place, "what goes of this example goes by other rules")
    for example in rule.keeps:
        for start, end, causes in _gone(rule, example, engines):
            part = example.text[start:end].strip()
            yield _problem(rule, example.place, f"{', '.join(causes)} strips what must stay: {part}")
    if rule.action == "strip":
        for phrase in _exact_phrases(rule):
            for text in near_misses(phrase.text):
                if any(rule.id in causes for *_, causes in _gone(rule, Example(text), engines)):
                    yield _problem(rule, rule.place, f"it strips from a near miss: {text}")


def _gone(rule: Rule, example: Example, engines: Engines) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    engine = engines(example.profile or rule.profile)
    facts = Facts(
        host=example.site or _own_site(rule),
        lang=example.lang,
        title=example.title,
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
        case Line(phrases) | Block(phrases) | List(phrases) | Tail(phrases) | Contents(phrases):
            yield from (phrase for phrase in phrases if phrase.kind != "regex")


def _problem(rule: Rule, place: Place, what: str) -> Problem:
    return Problem(*place, rule.id, what, "")
