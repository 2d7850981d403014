"""``cleaner check`` and ``cleaner diff``: what cleaning would change; nothing is written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from cleaner.cli import options
from cleaner.cli.baseline import seen, tell_new
from cleaner.cli.grouped import grouped
from cleaner.cli.inputs import Inputs, editable_inputs, refuse_nothing
from cleaner.cli.streams import Reporter, write_data, write_line
from cleaner.errors import ConfigError, FileError
from cleaner.model import utf8
from cleaner.report.diff import unified_diff
from cleaner.report.tally import Tally, per_rule
from cleaner.run.corpus import End, run
from cleaner.run.pool import Limits
from cleaner.run.work import Cleaned, Failure, Job


class Found(NamedTuple):
    """What ``check`` tells of a document."""

    lines: tuple[str, ...]
    diff: bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """The view of ``check`` and ``diff``: whether the lines are told, and the diffs shown."""

    told: bool
    diff: bool

    def __call__(self, done: Cleaned) -> Found | None:
        """Return what there is to tell of a document, if anything."""
        lines: list[str] = []
        if self.told:
            if done.changed:
                lines.append(f"{done.place}: {per_rule(done.result)}")
            lines += [f"{done.place}:{f.line}: {f.rule}: {f.reason}" for f in done.result.findings]
        diff = shown_diff(done) if self.diff and done.changed else b""
        return Found(tuple(lines), diff) if lines or diff else None


@grouped
def check(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    cleaning: options.Cleaning,
    reading: options.Reading,
    working: options.Working,
    *,
    diff: Annotated[bool, typer.Option("--diff", help="Show the changes too.")] = False,
    baseline: Annotated[
        str | None, typer.Option(metavar="FILE", help="Report only what this baseline does not know.")
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 although changes were found.")
    ] = False,
    statistics: options.Statistics = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Report the files that cleaning would change, with the rules that would change them.

    Exits 1 if there are any. Example: cleaner check --diff corpus
    """
    report = Reporter(quiet, verbose)
    inputs = editable_inputs(paths, reading, report)
    refuse_nothing(paths, inputs, report)
    cleaners = cleaning.cleaners(inputs.shards)
    if baseline is not None:
        if diff or statistics:
            message = "--baseline tells what is new, not --diff or --statistics; leave them out"
            raise ConfigError(message)
        job = Job(cleaners, seen, reading.fields, working.max_chars)
        return exit_code(
            report, tell_new(Path(baseline), inputs, job, working.limits, report) and not exit_zero
        )
    job = Job(cleaners, Finding(told=True, diff=diff), reading.fields, working.max_chars)
    tally, found = _show(inputs, job, working.limits, report)
    report.note(tally.frequent())
    if statistics:
        report.note(tally.table())
    if tally.documents > 1 or statistics:
        report.note(tally.summary())
    return exit_code(report, found and not exit_zero)


@grouped
def diff(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    cleaning: options.Cleaning,
    reading: options.Reading,
    working: options.Working,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Show what cleaning would change, as a unified diff.

    Exits 0 whether there are changes or not. Example: cleaner diff page.txt
    """
    report = Reporter(quiet, verbose)
    inputs = editable_inputs(paths, reading, report)
    refuse_nothing(paths, inputs, report)
    cleaners = cleaning.cleaners(inputs.shards)
    job = Job(cleaners, Finding(told=False, diff=True), reading.fields, working.max_chars)
    _show(inputs, job, working.limits, report)
    return exit_code(report, found=False)


def _show(inputs: Inputs, job: Job, limits: Limits, report: Reporter) -> tuple[Tally, int]:
    """Write what is found to stdout as it comes; return the counts, and how many documents told something."""
    tally, found = Tally(), 0
    with closing(run(inputs.shards, job, limits, stream=inputs.stream)) as results:
        for result in results:
            if isinstance(result, End):
                if result.error is not None:
                    report(result.error)
                continue
            _, batch = result
            tally.merge([batch.tally])
            tell_failures(batch.failures, report)
            if batch.broken is not None:
                report(batch.broken)
            found += len(batch.views)
            for told in batch.views:
                for line in told.lines:
                    write_line(line)
                write_data(told.diff)
    return tally, found


def tell_failures(failures: list[Failure], report: Reporter) -> None:
    """Report the documents that could not be cleaned."""
    for failure in failures:
        report(FileError(f"{failure.place}: {failure.reason}; left as it was"))


def shown_diff(done: Cleaned) -> bytes:
    """Return a document's diff; changes outside the text are told in a line before it."""
    path = done.place if done.shard.shape.is_container else done.shard.path.as_posix()
    lines = [*unified_diff(done.result.source, done.result.patch, f"a/{path}", f"b/{path}")]
    if done.result.recoding and done.result.encoding:
        what = f"{done.result.encoding.name} becomes UTF-8 ({', '.join(done.result.recoding)})"
        lines.insert(0, f"# {path}: {what}\n")
    return b"".join(map(utf8, lines))


def exit_code(report: Reporter, found: object) -> int:
    """Return 2 for trouble, 1 if something was found, else 0."""
    return 2 if report.failed else int(bool(found))
