"""Says for the lines of a document which rules stripped them, and why others that begin there did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.packs.choice import fits
from cleaner.packs.kinds import CompiledRule
from cleaner.packs.lines import Lines
from cleaner.packs.match import Engine, Facts, speaks, with_foreign
from cleaner.packs.peel import Peeling
from cleaner.packs.schema import Block, List, Rule, RuleSet

FIRED = ""


class Verdict(NamedTuple):
    """What became of a rule that begins on a line (from 0): empty ``reason`` means it fired."""

    line: int
    rule: Rule
    reason: str


def verdicts(
    every: RuleSet, engine: Engine, disabled: tuple[str, ...], text: str, facts: Facts
) -> Iterator[Verdict]:
    """Yield a verdict for each rule of ``every`` that begins on a line of ``text``, in order of lines.

    ``engine`` is the one that strips; ``disabled`` are the globs of rules that it lacks.
    """
    peeled = engine.peel(text, facts._replace(recognised=engine.recognise(text)))
    peeling = peeled.peeling if peeled else Peeling(Lines(text), facts.title, frozenset())
    fired: dict[tuple[int, str], None] = {}
    for match in peeled.matches if peeled else ():
        for line in range(match.first, match.last + 1):
            if peeling.lines.trimmed[line] and (line, match.rule.id) not in fired:
                fired[line, match.rule.id] = None
                yield Verdict(line, match.rule, FIRED)
    whole = Engine(every, "strict")
    known = with_foreign(facts, text)._replace(recognised=whole.recognise(text))
    active = {rule.id for rule in engine.plan.rules}
    for line, rule in whole.beginning(text):
        if (line, rule.rule.id) in fired:
            continue
        if rule.rule.id not in active:
            off = fits(rule.rule.id, disabled)
            reason = "it is disabled" if off else f"it is for the profile {rule.rule.profile}"
        else:
            reason = _scope(rule.rule, whole, known) or _place(rule, line, peeling)
            if not reason:
                protected = peeled is not None and any(
                    map(peeled.protected, rule.matches(peeling.lines, line))
                )
                reason = "a keep protects it" if protected else "what other rules left does not match"
        if rule.rule.action == "keep":
            reason = "" if reason.startswith("what other") else reason
            reason = f"it is a keep: {reason or 'it protects what it matches'}"
        yield Verdict(line, rule.rule, reason)


def _scope(rule: Rule, engine: Engine, facts: Facts) -> str:
    """Why the rule is not for this document."""
    if not speaks(rule, facts):
        return f"it is for the language {', '.join(rule.lang)}"
    if not engine.on_site(rule, facts):
        sites = ", ".join(site for where in rule.where for site in where.sites)
        return f"it is for the site {sites}" if sites else "the text shows no signature of its site"
    return ""


def _place(rule: CompiledRule, line: int, peeling: Peeling) -> str:
    """Why the rule does not fire on this line, given the lines that are left."""
    lines = peeling.lines
    if line in lines.fenced:
        return "the line is in a fence"
    if lines.gone[line]:
        return "other rules stripped the line before it could"
    if not peeling.holds(rule.rule.zones, line, rule.rule.id):
        return "its zone does not reach here"
    return _part(rule, line, lines)


def _part(rule: CompiledRule, line: int, lines: Lines) -> str:
    """Why the rule matches nothing that begins on this line, if it does not."""
    if rule.matches(lines, line):
        return ""
    if any(True for _ in rule.extend(lines, line)):
        if rule.minds_sentences and lines.tears(line, line):
            return "it would tear a sentence"
        if rule.minds_sentences and lines.heads(line, line):
            return "it is the heading of the sentence right below it"
        return "one of its unless patterns excepts it"
    if isinstance(rule.rule.kind, Block | List):
        return "the lines that must follow do not"
    return "it matches no part that could go"
