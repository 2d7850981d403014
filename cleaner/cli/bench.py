"""``cleaner rules bench``: what the rules do to pages whose lines are labelled content or chrome."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli import options
from cleaner.cli.streams import write_line

if TYPE_CHECKING:
    from cleaner.packs.bench import Run

NUMBERS = ("precision", "recall", "retention", "false_per_10k", "hurt_5pct")


def bench(  # noqa: PLR0913 -- the options are the command's interface
    data: Annotated[Path, typer.Option(metavar="DIR", help="The folder of labelled pages, with score.py.")],
    *,
    profile: options.Profile = None,
    rules: options.Rules = None,
    disable: options.Disable = None,
    max_removed: options.MaxRemoved = None,
    view: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this view; repeat for more.")
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="Only pages of this language.")] = None,
    half: Annotated[str | None, typer.Option(metavar="a|b", help="Only one half of the domains.")] = None,
    sample: Annotated[int, typer.Option(metavar="N", min=1, help="Only every Nth page.")] = 1,
    top: Annotated[int, typer.Option(metavar="N", min=0, help="How many lines each list shows.")] = 40,
    clean: Annotated[
        bool, typer.Option("--clean/--no-clean", help="Hold the rules against the clean sentences too.")
    ] = True,
    save: Annotated[Path | None, typer.Option(metavar="FILE", help="Save the run to compare with.")] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Print the difference to a saved run.")
    ] = None,
) -> int:
    """Measure the rules on labelled pages.

    Prints totals, each rule, false removals, and chrome that stays.

    Example: cleaner rules bench --data ../bench --half a --against before.json
    """
    from cleaner.packs import bench as packs  # noqa: PLC0415 -- must not weigh on start-up
    from cleaner.packs.load import load_rules  # noqa: PLC0415
    from cleaner.packs.match import Engine  # noqa: PLC0415

    score = packs.scorer(data)
    loaded = load_rules(tuple(rules or ()), tuple(disable or ()))
    selection = packs.Selection(tuple(view or packs.EXTRACTORS), lang, half, sample)
    budget = 0.5 if max_removed is None else max_removed
    engine = Engine(loaded, profile or "standard")
    run = packs.measure(packs.cases(data, score, selection), engine, score, budget)
    results = {name: score.summarise(rows) for name, rows in sorted(run.rows.items())}
    for line in shown(run, results, score, top):
        write_line(line)
    if clean:
        for language, text, causes in packs.false_alarms(data, loaded, profile or "standard"):
            write_line(f"CLEAN {language} {', '.join(causes)}: {text}")
    if against:
        for line in compared(json.loads(against.read_text("utf-8")), run, results, data, score, selection):
            write_line(line)
    if save:
        saved = {"results": results, "gone": run.gone}
        save.write_bytes(json.dumps(saved).encode())
    return 0


def shown(run: Run, results: dict[str, Any], score: ModuleType, top: int) -> Iterator[str]:
    """Yield the tables: totals, rules, false removals, what stays."""
    yield score.table(results)
    yield f"\n{len(run.over_budget)} over budget: {' '.join(run.over_budget[:top])}"
    yield "\nchrome content unjudged domains  rule"
    for rule, hits in sorted(run.hits.items(), key=lambda entry: -entry[1].lines[0]):
        counts = hits.lines
        yield f"{counts[0]:6} {counts[1]:7} {counts[-1]:8} {len(hits.domains):7}  {rule}"
    yield f"\n{len(run.false)} content lines removed"
    for case, line, causes in run.false[: top * 5]:
        yield f"  {case} {', '.join(causes)}: {line[:140]}"
    yield "\nchrome that stays, by the number of domains"
    often = sorted(run.stays.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    for line, domains in often[:top]:
        yield f"  {len(domains):4}  {line[:120]}"


def compared(  # noqa: PLR0913, PLR0917 -- two runs and what they were about
    before: dict[str, Any],
    run: Run,
    results: dict[str, Any],
    data: Path,
    score: ModuleType,
    selection: Any,
) -> Iterator[str]:
    """Yield how this run differs from a saved one: totals, then each line that went or came back."""
    from cleaner.packs.bench import cases  # noqa: PLC0415 -- must not weigh on start-up

    yield "\nagainst the saved run"
    for name, now in results.items():
        then = before["results"].get(name)
        if then:
            parts = (f"{key} {then[key]:.4f} → {now[key]:.4f}" for key in NUMBERS)
            yield f"  {name}: {', '.join(parts)}"
    labels = {0: "chrome", 1: "CONTENT", -1: "unjudged"}
    for case in cases(data, score, selection):
        old, new = set(before["gone"].get(case.id, ())), set(run.gone.get(case.id, ()))
        lines = case.view["text"].split("\n")
        for i in sorted(old ^ new):
            what = "+" if i in new else "-"
            yield f"  {what} {labels[case.view['keep'][i]]:8} {case.id}: {lines[i].strip()[:120]}"
