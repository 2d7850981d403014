"""``cleaner rules``: the rules there are, what one of them does, and whether its examples hold."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.streams import Reporter, say, write_line
from cleaner.errors import ConfigError, did_you_mean
from cleaner.packs.schema import Block, Example, Kind, Line, List, Phrase, Repeat, Rule, RuleSet, Span, Zone
from cleaner.pipeline import BUILT_IN

app = typer.Typer(help="List, show and test rules.", no_args_is_help=True, rich_markup_mode=None)

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
    loaded = _loaded(rules, no_default_rules=no_default_rules)
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
    loaded = _loaded(rules, no_default_rules=no_default_rules)
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
    from cleaner.packs.proof import prove  # noqa: PLC0415 -- or every command reads YAML

    report = Reporter(quiet)
    loaded = _loaded(rules, no_default_rules=no_default_rules)
    chosen = [rule for rule in loaded.rules if fnmatch.fnmatchcase(rule.id, wanted)]
    if not chosen:
        raise _unknown(wanted, loaded)
    problems = list(prove(loaded, wanted))
    for problem in problems:
        say(str(problem))
    examples = sum(len(rule.strips) + len(rule.keeps) for rule in chosen)
    report.note(f"{len(chosen)} rules, {examples} examples, {len(problems)} do not hold")
    return 1 if problems else 0


@app.command("lint")
def lint_packs(
    packs: Annotated[
        list[str] | None, typer.Argument(metavar="PACK...", help="Packs; the shipped ones if left out.")
    ] = None,
    *,
    clean_corpus: Annotated[
        str | None,
        typer.Option(
            "--clean-corpus", metavar="FOLDER", help="Texts without chrome; no rule may fire there."
        ),
    ] = None,
    clean_budget: Annotated[
        float,
        typer.Option("--clean-budget", metavar="SHARE", help="Of these texts a rule may fire on so many."),
    ] = 0.0,
    no_default_rules: options.NoDefaultRules = False,
    quiet: options.Quiet = False,
) -> int:
    """Check packs for slow patterns, weak literals, missing or failing examples; exits 1 if it finds any.

    Example: cleaner rules lint my-pack.yaml --clean-corpus novels
    """
    from cleaner.packs.lint import lint, lint_on_clean  # noqa: PLC0415 -- or every command reads YAML

    report = Reporter(quiet)
    loaded = _loaded(packs, no_default_rules=no_default_rules)
    wanted = [rule for rule in loaded.rules if rule.origin == ("user" if packs else "shipped")]
    problems = list(lint(loaded, wanted))
    if clean_corpus:
        problems += lint_on_clean(loaded, wanted, _texts(Path(clean_corpus)), clean_budget)
    for problem in sorted(set(problems)):
        say(str(problem))
    report.note(f"{len(wanted)} rules, {len(set(problems))} problems")
    return 1 if problems else 0


def _texts(path: Path) -> Iterator[str]:
    """The text files at ``path``."""
    if not path.exists():
        message = f"{path}: there is no such file or folder"
        raise ConfigError(message)
    for entry in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if entry.is_file():
            yield entry.read_bytes().decode("utf-8", "surrogateescape")


def _loaded(rules: list[str] | None, *, no_default_rules: bool) -> RuleSet:
    from cleaner.packs.load import load_rules  # noqa: PLC0415 -- or every command reads YAML

    return load_rules(tuple(rules or ()), default_rules=not no_default_rules)


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
    if zone.leans_on:
        side = "after" if zone.after else "near"
        parts.append(f"at most {zone.lines} lines {side} {zone.leans_on}")
    return " and ".join(parts)


def _kind(kind: Kind) -> str:
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


def _marked(example: Example) -> str:
    text, done, pieces = example.text, 0, []
    for start, end in example.marks:
        pieces += [text[done:start], "«", text[start:end], "»"]
        done = end
    pieces.append(text[done:])
    return "".join(pieces).rstrip("\n").replace("\n", "\n    ")
