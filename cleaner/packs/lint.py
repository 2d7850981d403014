"""Finds what is wrong with rules that work: patterns that explode, weak literals, missing proof."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import regex

from cleaner.errors import Problem
from cleaner.packs.literals import WEAK_BITS, cover, weight
from cleaner.packs.match import Engine, Facts
from cleaner.packs.phrases import compiled
from cleaner.packs.plan import Opening, openings, patterns_of
from cleaner.packs.proof import Engines, engines_of, prove
from cleaner.packs.pump import explodes, nested_loops, unbounded
from cleaner.packs.schema import Foot, Line, Repeat, Rule, RuleSet, Run, Span
from cleaner.packs.syntax import UnknownSyntaxError, parse

RESERVED = ("canon", "decode", "extract", "repair", "strip")
"""Names of what is built in; a pack of that name would have ids that look like theirs."""

LEAST_KEEPS = 2
"""Near misses by hand that everything but exact lines must have."""

_PROSE = (
    "It was the best of times, it was the worst of times.",
    "Nobody had expected 14 of them to come back.",
    "what she said",
    "“No,” he answered; the others laughed.",
    "Chapter 3",
    "Über den Wolken muß die Freiheit wohl grenzenlos sein.",
)
_NEGATED = re.compile(r"\[\^((?:\\.|[^\]\\])+)\]")


def lint(rules: RuleSet, wanted: Iterable[Rule], engines: Engines | None = None) -> Iterator[Problem]:
    """Yield what is wrong with the rules ``wanted``, which are some of ``rules``, and their examples.

    ``engines`` may know more rules beside which they must hold.
    """
    chosen = list(wanted)
    engines = engines or engines_of(rules)
    for rule in chosen:
        for pattern in dict.fromkeys(patterns_of(rule)):
            for what, hint in _pattern(rule, pattern):
                yield _problem(rule, f"{what}: {pattern}", hint, pattern)
        for text, what, hint in _literals(rule):
            yield _problem(rule, what, hint, text)
        for what, hint in (*_examples(rule), *_name(rule)):
            yield _problem(rule, what, hint)
    yield from _covered(engines("strict"), chosen)
    yield from prove(rules, {rule.id for rule in chosen}, engines)


def lint_on_clean(
    rules: RuleSet, wanted: Iterable[Rule], texts: Iterable[str], budget: float
) -> Iterator[Problem]:
    """Yield the rules that fire on more than a share ``budget`` of ``texts``, which hold no chrome."""
    engine = Engine(rules, "strict")
    documents, fired, shown = 0, Counter[str](), dict[str, str]()
    for text in texts:
        documents += 1
        causes: set[str] = set()
        for edit in engine.strip(text, Facts(recognised=engine.recognise(text))).edits:
            causes.update(edit.causes)
            for cause in edit.causes:
                shown.setdefault(cause, text[edit.start : edit.end].strip().split("\n")[0][:80])
        fired.update(causes)
    for rule in wanted:
        if fired[rule.id] > budget * documents:
            what = f"it fires on {fired[rule.id]} of {documents} clean documents: {shown[rule.id]}"
            yield _problem(rule, what, "narrow it by zone, site or wording, or add a keep")


def _pattern(rule: Rule, pattern: str) -> Iterator[tuple[str, str]]:
    """What is wrong with one pattern, and what to do about it."""
    ready = compiled(pattern, rule.case)
    span = isinstance(rule.kind, Span) and pattern in rule.kind.patterns
    excepting = pattern in rule.unless
    fits = ready.search if span or excepting else ready.fullmatch
    if sum(map(bool, map(fits, _PROSE))) * 2 > len(_PROSE) and not _in_a_row(rule, pattern):
        yield "the pattern matches nearly everything", "say more of what the line holds"
    if not excepting and regex.compile(pattern).fullmatch(""):
        yield "the pattern can match nothing at all", "end it with + instead of *"
    try:
        # what an exception looks at may be several lines
        tree = parse(pattern.replace(r"\n", " ") if excepting else pattern)
    except (UnknownSyntaxError, RecursionError):
        yield (
            "the pattern holds syntax that cannot be checked",
            "write it with groups, classes and bounded repeats",
        )
        return
    if unbounded(tree):
        yield "a repeat has no upper bound", "write {1,80} instead of +, {0,80} instead of *"
    if nested_loops(tree):
        yield "an unbounded repeat stands inside another", "unroll it, or bound the inner one"
    slow = explodes(pattern, whole=not (span or excepting), case=rule.case)
    if slow:
        yield (
            f"the pattern takes too long on lines such as {slow!r}",
            "let only one part of it match the same text",
        )
    if span and any("\\n" not in inside and "\\s" not in inside for inside in _NEGATED.findall(pattern)):
        yield "the span could cross lines", r"add \n to its negated classes"


def _in_a_row(rule: Rule, pattern: str) -> bool:
    """Whether the pattern is for lines that only follow others, so that it may match anything."""
    return all(opening.phrase.text != pattern for opening in openings(rule.kind))


def _literals(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """Yield the phrases that are looked for too often, with what is wrong and what to do."""
    if rule.slow or isinstance(rule.kind, Repeat | Run | Foot):
        return
    found = [*openings(rule.kind)]
    for where in rule.where:
        found += (
            Opening(phrase, whole=True) for phrase in (where.signature.phrases if where.signature else ())
        )
    if not openings(rule.kind):
        yield "", "a match may begin on any line, which is slow", "say why with slow: reason"
    hint = "begin with words that are always there, or say why not with slow: reason"
    for opening in found:
        literals, text = cover(opening), opening.phrase.text
        if literals is None:
            yield text, f"no words are certain to stand in what it matches: {text}", hint
        elif weight(literals) < WEAK_BITS:
            common = min(literals, key=len).strip()
            yield text, f'it looks at every line with "{common}": {text}', hint


def _examples(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.action == "strip" and not rule.strips:
        yield 'the field "strips" is missing', "give a small document with what goes marked: «…»"
    exact = isinstance(rule.kind, Line) and all(phrase.kind != "regex" for phrase in rule.kind.phrases)
    least = 1 if rule.action == "keep" else 0 if exact else LEAST_KEEPS
    if len(rule.keeps) < least:
        yield (
            f"it has {len(rule.keeps)} of {least} examples of what must stay",
            'write near misses into "keeps": prose that a reader could take for what it strips',
        )


def _name(rule: Rule) -> Iterator[tuple[str, str]]:
    pack = rule.id.partition(".")[0]
    if pack in RESERVED:
        yield f'the pack name "{pack}" is that of a stage', "give the pack another name"


def _covered(engine: Engine, chosen: list[Rule]) -> Iterator[Problem]:
    """Yield the lines that other rules strip already, wherever and whenever this one would."""
    for rule in chosen:
        if not isinstance(rule.kind, Line) or rule.action != "strip":
            continue
        exact = [phrase.text for phrase in rule.kind.phrases if phrase.kind == "exact"]
        if not exact or len(exact) < len(rule.kind.phrases):
            continue
        others = [
            {other.rule.id for _, other in engine.beginning(text) if _wider(other.rule, rule)}
            for text in exact
        ]
        for id_ in sorted(set.intersection(*others)):
            yield _problem(rule, f"{id_} strips all that it strips", "leave one of them out")


def _wider(other: Rule, rule: Rule) -> bool:
    """Whether ``other`` is a line rule that applies wherever ``rule`` does."""
    return (
        isinstance(other.kind, Line)
        and other.id != rule.id
        and other.action == "strip"
        and not other.unless
        and other.zones in {(), rule.zones}
        and other.where in {(), rule.where}
        and other.lang in {(), rule.lang}
        and rule.in_profile("strict")
        and not (rule.in_profile("light") and not other.in_profile("light"))
        and not (rule.in_profile("standard") and not other.in_profile("standard"))
    )


def _problem(rule: Rule, what: str, hint: str, text: str = "") -> Problem:
    """A problem of the phrase or pattern ``text``, where that is written, or of the whole rule."""
    return Problem(*dict(rule.places).get(text, rule.place), rule.id, what, hint)
