"""``cleaner baseline``: notes what is dirty in an old corpus, so that a check fails on new chrome alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from cleaner.cli import options
from cleaner.cli.grouped import grouped
from cleaner.cli.inputs import Inputs, editable_inputs, refuse_nothing
from cleaner.cli.looking import look
from cleaner.cli.streams import Reporter, write_line
from cleaner.report.baseline import (
    Allowance,
    Known,
    Trace,
    baseline_text,
    path_in,
    read_baseline,
    traces_of,
)
from cleaner.report.table import count_of
from cleaner.report.tally import ranked
from cleaner.run.pool import Limits
from cleaner.run.work import Cleaned, Job
from cleaner.run.write import make_folder, write_whole

app = typer.Typer(
    help="Note what is dirty in an old corpus, and check for what is new.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Baseline = Annotated[
    str, typer.Option("--baseline", metavar="FILE", help="Tell only what this baseline does not know.")
]


class Seen(NamedTuple):
    """What a baseline wants to know of a document."""

    path: Path
    place: str
    traces: Counter[Trace]
    findings: tuple[tuple[str, str], ...]


def seen(done: Cleaned) -> Seen | None:
    """Return what there is to know of a document, if anything; the view of baselines."""
    if done.result.error or not (done.changed or done.result.findings):
        return None
    findings = tuple((f.rule, f"{done.place}:{f.line}: {f.rule}: {f.reason}") for f in done.result.findings)
    return Seen(done.shard.path, done.place, traces_of(done.result), findings)


@app.command("write")
@grouped
def write(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    cleaning: options.Cleaning,
    reading: options.Reading,
    working: options.Working,
    *,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The baseline, which is written anew.")
    ],
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Write down all that cleaning would change now, in the files given.

    Paths count from the baseline's folder. Example: cleaner baseline write corpus -o baseline.jsonl
    """
    report = Reporter(quiet, verbose)
    place = Path(output)
    if place.exists():
        read_baseline(place)  # anything else is not to be written over
    inputs = editable_inputs(paths, reading, report)
    refuse_nothing(paths, inputs, report)
    job = Job(cleaning.cleaners(inputs.shards), seen, reading.fields, working.max_chars)
    known: Known = {}
    for told in _all_seen(inputs, job, working.limits, report):
        known.setdefault(path_in(place, told.path), Counter()).update(told.traces)
    make_folder(place.parent)
    write_whole(place, baseline_text(known).encode())
    total = sum(sum(traces.values()) for traces in known.values())
    report.note(f"{place}: {count_of(total, 'change')} in {count_of(len(known), 'file')}")
    return 2 if report.failed else 0


@app.command("check")
@grouped
def check(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    cleaning: options.Cleaning,
    reading: options.Reading,
    working: options.Working,
    *,
    baseline: Baseline,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Report what cleaning would change beyond what the baseline knows; the same as check --baseline.

    Exits 1 if there is anything new. Example: cleaner baseline check corpus --baseline baseline.jsonl
    """
    report = Reporter(quiet, verbose)
    inputs = editable_inputs(paths, reading, report)
    refuse_nothing(paths, inputs, report)
    job = Job(cleaning.cleaners(inputs.shards), seen, reading.fields, working.max_chars)
    found = tell_new(Path(baseline), inputs, job, working.limits, report)
    return 2 if report.failed else int(found > 0)


def tell_new(baseline: Path, inputs: Inputs, job: Job, limits: Limits, report: Reporter) -> int:
    """Tell what the baseline does not know; return how many documents have such.

    The view of ``job`` is ``seen``.
    """
    allowance = Allowance(read_baseline(baseline))
    found = 0
    for told in _all_seen(inputs, job, limits, report):
        new = allowance.new(path_in(baseline, told.path), told.traces)
        if not new:
            continue
        found += 1
        noted = {rule for rule, _ in told.findings}
        if changes := Counter({rule: count for rule, count in new.items() if rule not in noted}):
            write_line(f"{told.place}: {ranked(changes)}")
        for rule, line in told.findings:
            if rule in new:
                write_line(line)
    gone = allowance.gone(path_in(baseline, shard.path) for shard in inputs.shards)
    if gone and not report.failed:
        was = "is" if gone == 1 else "are"
        report.note(f"{baseline}: {count_of(gone, 'change')} of it {was} gone; write it anew to forget")
    return found


def _all_seen(inputs: Inputs, job: Job, limits: Limits, report: Reporter) -> Iterator[Seen]:
    """Yield what there is to know of the documents, in order; trouble goes to the report."""
    for batch in look(inputs, job, limits, report):
        yield from batch.views
