"""``cleaner rules``: the rules there are, what one of them does, and whether its examples hold."""

from __future__ import annotations

import fnmatch
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.bench import bench
from cleaner.cli.streams import Reporter, say, write_line
from cleaner.errors import ConfigError, did_you_mean
from cleaner.packs.load import load_rules
from cleaner.packs.proof import prove
from cleaner.packs.schema import (
    Block,
    Contents,
    Example,
    Foot,
    Head,
    Kind,
    Line,
    List,
    Phrase,
    Repeat,
    Rule,
    RuleSet,
    Run,
    Span,
    Tail,
    Zone,
)
from cleaner.pipeline import BUILT_IN

app = typer.Typer(help="List, show and test rules.", no_args_is_help=True, rich_markup_mode=None)
app.command("bench")(bench)

Wanted = Annotated[str, typer.Argument(metavar="GLOB", help="Full ids: 'social.*', blogger.get-link.")]


@app.command("list")
def list_all(
    wanted: Wanted = "*",
    *,
    rules: options.Rules = None,
    no_default_rules: options.NoDefaultRules = False,
) -> int:
    """List the rules by id, with profile, category and why.

    Example: cleaner rules list 'social.*'
    """
    loaded = load_rules(tuple(rules or ()), default_rules=not no_default_rules)
    rows = [(id_, "", id_.partition(".")[0], why) for id_, why in BUILT_IN.items()]
    rows += [(rule.id, rule.profile, rule.category or rule.action, rule.why) for rule in loaded.rules]
    rows = [row for row in rows if fnmatch.fnmatchcase(row[0], wanted)]
    if not rows:
        raise _unknown(wanted, loaded)
    width = max(len(row[0]) for row in rows)
    for id_, profile, category, why in rows:
        write_line(f"{id_:{width}}  {profile:8}  {category:12}  {why}")
    return 0


@app.command("show")
def show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="A full id: blogger.get-link.")],
    *,
    rules: options.Rules = None,
    no_default_rules: options.NoDefaultRules = False,
) -> int:
    """Show all of one rule: why it is there, what it matches, where, and its examples.

    Example: cleaner rules show blogger.get-link
    """
    loaded = load_rules(tuple(rules or ()), default_rules=not no_default_rules)
    if rule_id in BUILT_IN:
        write_line(f"{rule_id} (built in)\n  why: {BUILT_IN[rule_id]}")
        return 0
    for rule in loaded.rules:
        if rule.id == rule_id:
            for line in _described(rule):
                write_line(line)
            return 0
    raise _unknown(rule_id, loaded)


@app.command("test")
def run_examples(
    wanted: Wanted = "*",
    *,
    rules: options.Rules = None,
    no_default_rules: options.NoDefaultRules = False,
    quiet: options.Quiet = False,
) -> int:
    """Run the examples of the rules; exits 1 if one of them does not hold.

    Example: cleaner rules test --rules my-pack.yaml 'my-pack.*'
    """
    report = Reporter(quiet)
    loaded = load_rules(tuple(rules or ()), default_rules=not no_default_rules)
    chosen = [rule for rule in loaded.rules if fnmatch.fnmatchcase(rule.id, wanted)]
    if not chosen:
        raise _unknown(wanted, loaded)
    problems = list(prove(loaded, wanted))
    for problem in problems:
        say(str(problem))
    examples = sum(len(rule.strips) + len(rule.keeps) for rule in chosen)
    report.note(f"{len(chosen)} rules, {examples} examples, {len(problems)} do not hold")
    return 1 if problems else 0


def _unknown(wanted: str, loaded: RuleSet) -> ConfigError:
    ids = [*BUILT_IN, *(rule.id for rule in loaded.rules)]
    return ConfigError(f'no rule is "{wanted}"; {did_you_mean(wanted, ids) or "see: cleaner rules list"}')


def _described(rule: Rule) -> list[str]:
    """Return the lines that tell all of a rule."""
    place = f"{rule.place.path}:{rule.place.line}"
    lines = [f"{rule.id} ({rule.action}, {rule.category or 'keep'}, from profile {rule.profile}), {place}"]
    lines.append(f"  why: {rule.why}")
    if rule.source:
        lines.append(f"  source: {rule.source}")
    for where in rule.where:
        parts = [*where.sites]
        if where.signature:
            parts.append(
                f"pages that show {_phrases(where.signature.phrases)}{_zones(where.signature.zones)}"
            )
        lines.append(f"  sites: {', or '.join(parts)}")
    if rule.lang:
        lines.append(f"  languages: {', '.join(rule.lang)}")
    if rule.zones:
        lines.append(f"  zone:{_zones(rule.zones)}")
    lines.append(f"  matches: {_kind(rule.kind)}")
    lines += [f"  unless: {pattern}" for pattern in rule.unless]
    lines += [f"  strips: {_marked(example)}" for example in rule.strips]
    lines += [f"  keeps: {_marked(example)}" for example in rule.keeps]
    return lines


def _phrases(phrases: tuple[Phrase, ...]) -> str:
    return " | ".join(
        f"/{phrase.text}/" if phrase.kind == "regex" else f'"{phrase.text}"' for phrase in phrases
    )


def _zones(zones: tuple[Zone, ...]) -> str:
    return " or".join(f" {_zone(zone)}" for zone in zones)


def _zone(zone: Zone) -> str:
    parts = []
    if zone.head:
        parts.append(f"in the first {zone.head} lines")
    if zone.tail:
        parts.append(f"in the last {zone.tail} lines")
    if zone.alone:
        parts.append("as a paragraph of its own")
    if zone.beside:
        parts.append(f"at most {zone.beside} lines from one that another rule stripped")
    if zone.leans_on:
        side = "after" if zone.after else "near"
        parts.append(f"at most {zone.lines} lines {side} {zone.leans_on}")
    return " and ".join(parts)


def _kind(kind: Kind) -> str:  # noqa: C901, PLR0911 -- one for each kind
    match kind:
        case Line(phrases):
            return f"the line {_phrases(phrases)}"
        case Span(patterns, whole_line):
            spans = " | ".join(f"/{pattern}/" for pattern in patterns)
            return f"the span {spans}{' and its line, if nothing else is on it' if whole_line else ''}"
        case Block(start, steps):
            then = ", then ".join(_phrases(step.phrases) for step in steps)
            return f"the block from {_phrases(start)}, then {then}"
        case List(head, item, least, most):
            return f"the head {_phrases(head)} and {least} to {most} items {_phrases(item)}"
        case Repeat(of, min_chars):
            return f"the {of.replace('_', ' ')} once more, from {min_chars} characters on"
        case Tail() as tail:
            more = f", with {tail.least} more of {_phrases(tail.marks) or 'these'}" if tail.least else ""
            return (
                f"all from {_phrases(tail.start)} to the end{more}, if {tail.part} % of the prose stands "
                f"before, and after it at most {tail.row} lines of prose in a row, none of {tail.long} words"
            )
        case Head(end, words):
            return f"all from the top through {_phrases(end)}, if only labels of {words} words stand there"
        case Run() as run:
            return f"up to {run.lines} labels of {run.words} words in a row between stripped lines"
        case Foot() as foot:
            return (
                f"all below a line stripped by {' or '.join(foot.of) or 'any rule'}, if {foot.share} % of it"
                " and "
                f"{foot.least} lines are stripped, {foot.part} % of the prose stands before, and at most "
                f"{foot.row} lines of prose in a row follow"
            )
        case Contents(head, least):
            return f"{_phrases(head)} and {least} or more entries below that reappear as lines"


def _marked(example: Example) -> str:
    text, done, pieces = example.text, 0, []
    for start, end in example.marks:
        pieces += [text[done:start], "«", text[start:end], "»"]
        done = end
    pieces.append(text[done:])
    return "".join(pieces).rstrip("\n").replace("\n", "\n    ")
