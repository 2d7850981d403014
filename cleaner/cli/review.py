"""``cleaner rules review``: a walk through a learned pack, on the terminal or on a page."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.streams import Reporter, say, write_line
from cleaner.errors import FileError, RuleError
from cleaner.run.write import write_whole

if TYPE_CHECKING:
    from cleaner.learn.review import Answer
    from cleaner.learn.rules import Rule


def review(
    pack: Annotated[Path, typer.Argument(metavar="PACK", help="A pack that rules suggest wrote.")],
    *,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write a page to read the rules on, and ask nothing."),
    ] = None,
) -> int:
    """Go through learned rules: accept, reject, edit, or keep for the strict profile.

    Answers are read from stdin, one a line. What was decided is written when the walk ends, and
    the next walk goes on with what is left.

    Example: cleaner rules review learned.yaml
    """
    from cleaner.learn import review as learned  # noqa: PLC0415 -- must not weigh on start-up
    from cleaner.learn.pack import loaded_with, written  # noqa: PLC0415

    report = Reporter()
    try:
        text = pack.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{pack}: cannot read it: {getattr(error, 'strerror', None) or 'it is not UTF-8'}"
        raise FileError(message) from None
    loaded_with(text, str(pack))  # or every problem, each with its place
    about, rules = learned.opened(text, str(pack))
    if html is not None:
        from cleaner.learn.page import page  # noqa: PLC0415

        write_whole(html, page(about, rules).encode())
        return 0
    kept = list(learned.reviewed(rules, _ask, _edit))
    if kept != rules:
        write_whole(pack, written(kept, about).encode())
    left = sum(map(learned.is_open, kept))
    report.note(f"{len(kept)} of {len(rules)} rules stay, {left} still to be decided")
    return 0


def _ask(rule: Rule) -> Answer:
    """Show a rule and read an answer; the end of stdin is ``quit``."""
    from cleaner.learn.review import ANSWERS, shown  # noqa: PLC0415

    for line in shown(rule):
        write_line(line)
    while True:
        say("accept, reject, strict only, edit, later, quit? [a/r/s/e/l/q]")
        line = sys.stdin.readline()
        answer = ANSWERS.get(line.strip().lower()[:1], None) if line else "quit"
        if answer is not None:
            return answer


def _edit(rule: Rule) -> Rule | None:
    """Let the user's editor change a rule; None, with the reasons told, if it does not hold then."""
    import click  # noqa: PLC0415 -- here only
    import yaml  # noqa: PLC0415

    from cleaner.learn.pack import faults_of, loaded_with, written  # noqa: PLC0415

    fields = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in rule.items())
    text = click.edit(fields, extension=".yaml")
    if text is None:
        return None
    try:
        changed = dict(yaml.safe_load(text))
        loaded_with(written([changed], "An edited rule."))
    except (RuleError, yaml.YAMLError) as error:
        say(f"it is left as it was: {error}")
        return None
    except (AttributeError, TypeError, ValueError):
        say("it is left as it was: that is no rule; keep its fields, each on a line of its own")
        return None
    if changed["id"] != rule["id"]:
        say("it is left as it was: a rule keeps its id, by which logs cite it")
        return None
    faults = faults_of(changed)
    for what in faults:
        say(f"it is left as it was: {what}")
    return None if faults else changed
