"""``cleaner clean``: documents in, cleaned documents out; the inputs stay as they are."""

from __future__ import annotations

import json
from pathlib import Path

from cleaner.cli import options
from cleaner.cli.cleaning import Task
from cleaner.cli.destination import destinations, refuse_shared
from cleaner.cli.grouped import grouped
from cleaner.cli.inputs import Inputs, all_inputs, refuse_nothing
from cleaner.cli.streams import Reporter
from cleaner.cli.telling import Telling
from cleaner.cli.writing import Writing
from cleaner.errors import ConfigError, FileError
from cleaner.pipeline import Cleaner
from cleaner.report.tally import Tally
from cleaner.run.work import Job
from cleaner.run.write import make_folder, write_whole


@grouped
def clean(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    writing: Writing,
    cleaning: options.Cleaning,
    reading: options.Reading,
    working: options.Working,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Clean files or folders into other files, or stdin to stdout.

    Example: cleaner clean corpus -o cleaned --audit audit.jsonl
    """
    report = Reporter(quiet, verbose)
    if writing.html:
        _refuse_page(writing)
    inputs = all_inputs(paths, reading, report)
    refuse_nothing(paths, inputs, report)
    refuse_shared(writing.named, (shard.path for shard in inputs.shards))
    if not inputs.shards:
        return 2 if report.failed else 0
    view = Telling(writing.level, listed=writing.dry_run)
    cleaners = cleaning.cleaners(inputs.shards)
    if writing.learn:
        cleaners = _learned(cleaners, paths, inputs, reading, working, writing, report)
    job = Job(
        cleaners,
        view,
        reading.fields,
        working.max_chars,
        skip=writing.on_error == "skip",
    )
    task = Task(paths, inputs, job, working.limits, writing, report)
    tally = task.to_files() if writing.output not in {None, "-"} and not writing.dry_run else task.to_stdout()
    _tell(tally, writing, report)
    if writing.html and writing.audit:
        from cleaner.cli.report import report_page  # noqa: PLC0415 -- rarely asked for

        make_folder(Path(writing.html).parent)
        write_whole(Path(writing.html), report_page([writing.audit], report))
    return 2 if report.failed else 0


def _learned(  # noqa: PLR0913, PLR0917 -- the groups of options, and what they are about
    cleaners: dict[int, Cleaner],
    paths: list[str],
    inputs: Inputs,
    reading: options.Reading,
    working: options.Working,
    writing: Writing,
    report: Reporter,
) -> dict[int, Cleaner]:
    """Learn from the corpus, once it is known that what comes of it can be written."""
    from cleaner.cli.learning import learn_first, pack_place  # noqa: PLC0415 -- rarely asked for

    if writing.dry_run:
        message = "--learn writes a pack, --dry-run nothing; see what it would learn: cleaner rules suggest"
        raise ConfigError(message)
    place = pack_place(writing.audit, writing.output)
    again = writing.overwrite or writing.resume
    destinations(paths, writing.output, inputs, overwrite=again)
    return learn_first(
        cleaners,
        inputs,
        reading,
        working,
        report,
        place=place,
        overwrite=writing.overwrite,
        resume=writing.resume,
    )


def _refuse_page(writing: Writing) -> None:
    """Refuse a page that could not be made. Raises ConfigError or FileError."""
    if writing.level == "off":
        message = "--html is made from the audit log; say where that goes: --audit LOG"
        raise ConfigError(message)
    if Path(str(writing.html)).exists() and not (writing.overwrite or writing.resume):
        message = f"{writing.html}: it exists already; choose another name, or --overwrite"
        raise FileError(message)


def _tell(tally: Tally, writing: Writing, report: Reporter) -> None:
    report.note(tally.frequent())
    if writing.statistics:
        report.note(tally.table())
    if tally.documents > 1 or writing.statistics:
        report.note(tally.summary())
    if writing.summary_json:
        write_whole(Path(writing.summary_json), json.dumps(tally.as_record(), indent=2).encode() + b"\n")
