"""``cleaner diff``: what cleaning would change, as a unified diff; nothing is written."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import Annotated, get_args

import typer

from cleaner.cli import options
from cleaner.cli.grouped import grouped
from cleaner.cli.inputs import editable_inputs, refuse_nothing
from cleaner.cli.looking import exit_code, look
from cleaner.cli.streams import Reporter, coloured, write_data
from cleaner.config import StageName
from cleaner.errors import ConfigError
from cleaner.model import rule_id, utf8
from cleaner.patch import Edit, Patch
from cleaner.report.diff import PLAIN, Painter, unified_diff
from cleaner.report.layers import layer_of, owner
from cleaner.report.paint import Painted
from cleaner.run.work import Cleaned, Job

STAGES: tuple[str, ...] = get_args(StageName)


@dataclass(frozen=True, slots=True)
class Showing:
    """The view of ``diff``: which edits are shown (all, if nothing is said), and how."""

    stages: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    painter: Painter = PLAIN

    def __call__(self, done: Cleaned) -> bytes | None:
        """Return a document's diff, or None if there is nothing to show."""
        if not done.changed:
            return None
        return shown_diff(done, self) or None

    def wants(self, edit: Edit) -> bool:
        """Whether an edit is shown."""
        by_stage = not self.stages or layer_of(owner(edit.causes)) in self.stages
        by_rule = not self.rules or any(
            fnmatch.fnmatchcase(rule_id(cause), glob) for cause in edit.causes for glob in self.rules
        )
        return by_stage and by_rule


ALL = Showing()


@grouped
def diff(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    cleaning: options.Cleaning,
    reading: options.Reading,
    working: options.Working,
    *,
    stage: Annotated[
        list[str] | None,
        typer.Option(metavar="STAGE", help="Show what repair, canon or strip does alone; may be repeated."),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(metavar="GLOB", help="Show what these rules do alone: 'social.*', canon.space."),
    ] = None,
    annotate: Annotated[
        bool | None,
        typer.Option(
            "--annotate/--no-annotate",
            help="Name the rules beside removed lines (so on a terminal; patch cannot take it).",
            show_default=False,
        ),
    ] = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Show what cleaning would change, as a unified diff.

    On a terminal it is coloured, what changes within a line is marked, and rules are named;
    NO_COLOR and FORCE_COLOR are heeded. Exits 0 whether there are changes or not.
    Example: cleaner diff --stage strip page.txt
    """
    for name in stage or ():
        if name not in STAGES:
            message = f'no stage is "{name}"; there are {", ".join(STAGES)}'
            raise ConfigError(message)
    report = Reporter(quiet, verbose)
    colour = coloured()
    rules = colour if annotate is None else annotate
    painter = Painted(colour, rules) if colour or rules else PLAIN
    showing = Showing(tuple(stage or ()), tuple(rule or ()), painter)
    inputs = editable_inputs(paths, reading, report)
    refuse_nothing(paths, inputs, report)
    job = Job(cleaning.cleaners(inputs.shards), showing, reading.fields, working.max_chars)
    for batch in look(inputs, job, working.limits, report):
        for told in batch.views:
            write_data(told)
    return exit_code(report, found=False)


def shown_diff(done: Cleaned, showing: Showing = ALL) -> bytes:
    """Return a document's diff; changes outside the text are told in a line before it."""
    path = done.place if done.shard.shape.is_container else done.shard.path.as_posix()
    patch = Patch(tuple(edit for edit in done.result.patch.edits if showing.wants(edit)))
    lines = [*unified_diff(done.result.source, patch, f"a/{path}", f"b/{path}", showing.painter)]
    if done.result.recoding and done.result.encoding and not showing.stages and not showing.rules:
        what = f"{done.result.encoding.name} becomes UTF-8 ({', '.join(done.result.recoding)})"
        lines.insert(0, f"# {path}: {what}\n")
    return b"".join(map(utf8, lines))
