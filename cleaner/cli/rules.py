"""``cleaner rules``: the rules there are, what one of them does, and whether its examples hold."""

from __future__ import annotations

import fnmatch
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.bench import bench
from cleaner.cli.changes import diff
from cleaner.cli.project import settings
from cleaner.cli.review import review
from cleaner.cli.streams import Reporter, say, write_data, write_line
from cleaner.cli.suggest import suggest
from cleaner.errors import ConfigError, did_you_mean
from cleaner.packs.schema import RuleSet
from cleaner.pipeline import BUILT_IN
from cleaner.report.rule import described
from cleaner.report.table import count_of

app = typer.Typer(help="List, show, test and compare rules.", no_args_is_help=True, rich_markup_mode=None)
app.command("bench")(bench)
app.command("suggest")(suggest)
app.command("review")(review)
app.command("diff")(diff)

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


@app.command("show", hidden=True)
@app.command("explain")
def explain(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="A full id: blogger.get-link.")],
    *,
    rules: options.Rules = None,
    no_default_rules: options.NoDefaultRules = False,
) -> int:
    """Explain a rule: why it is there, what it matches, its examples.

    Example: cleaner rules explain blogger.get-link
    """
    loaded = _loaded(rules, no_default_rules=no_default_rules)
    if rule_id in BUILT_IN:
        write_line(f"{rule_id} (built in)\n  why: {BUILT_IN[rule_id]}")
        return 0
    for rule in loaded.rules:
        if rule.id == rule_id:
            for line in described(rule):
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
    """Run the examples of rules.

    Exits 1 if one of them does not hold.

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
    verdict = f"{len(problems)} do not hold" if problems else "all hold"
    report.note(f"{count_of(len(chosen), 'rule')}, {count_of(examples, 'example')}: {verdict}")
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
    """Check packs for slow patterns, weak literals and bad examples.

    Exits 1 if it finds any.

    Example: cleaner rules lint my-pack.yaml --clean-corpus novels
    """
    from cleaner.packs.lint import lint, lint_on_clean  # noqa: PLC0415 -- or every command reads YAML

    report = Reporter(quiet)
    loaded = _loaded(packs or [], no_default_rules=no_default_rules)
    wanted = [rule for rule in loaded.rules if rule.origin == ("user" if packs else "shipped")]
    problems = list(lint(loaded, wanted))
    if clean_corpus:
        problems += lint_on_clean(loaded, wanted, _texts(Path(clean_corpus)), clean_budget)
    for problem in sorted(set(problems)):
        say(str(problem))
    report.note(f"{len(wanted)} rules, {len(set(problems))} problems")
    return 1 if problems else 0


@app.command("new")
def new(
    rule_id: Annotated[str, typer.Argument(metavar="PACK.ID", help="The full id of the new rule.")],
    *,
    from_text: Annotated[
        str, typer.Option("--from-text", metavar="TEXT", help="What it shall strip; - reads stdin.")
    ],
) -> int:
    """Write the skeleton of a rule, with examples, to stdout.

    Example: cleaner rules new mine.share --from-text 'Share this recipe' > mine.yaml
    """
    from cleaner.packs.skeleton import skeleton  # noqa: PLC0415 -- or every command reads YAML

    text = sys.stdin.buffer.read().decode("utf-8", "replace") if from_text == "-" else from_text
    write_data(skeleton(rule_id, text.split("\n")).encode())
    return 0


@app.command("schema")
def schema() -> int:
    """Print the JSON Schema of packs, for editors.

    Example: cleaner rules schema > pack.schema.json
    """
    from cleaner.packs.jsonschema import pack_schema_text  # noqa: PLC0415 -- or every command reads YAML

    write_data(pack_schema_text().encode())
    return 0


def _texts(path: Path) -> Iterator[str]:
    """The text files at ``path``."""
    if not path.exists():
        message = f"{path}: there is no such file or folder"
        raise ConfigError(message)
    for entry in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if entry.is_file():
            yield entry.read_bytes().decode("utf-8", "surrogateescape")


def _loaded(rules: list[str] | None, *, no_default_rules: bool) -> RuleSet:
    """Return the rules that the options name, or the settings file where they name none."""
    from cleaner.packs.load import load_rules  # noqa: PLC0415 -- or every command reads YAML

    found = settings().options
    paths = found.get("rules", ()) if rules is None else rules
    return load_rules(tuple(paths), default_rules=found.get("default_rules", True) and not no_default_rules)


def _unknown(wanted: str, loaded: RuleSet) -> ConfigError:
    ids = [*BUILT_IN, *(rule.id for rule in loaded.rules)]
    return ConfigError(f'no rule is "{wanted}"; {did_you_mean(wanted, ids) or "see: cleaner rules list"}')
