"""``cleaner clean``: documents in, cleaned documents out; the inputs stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cleaner import __version__
from cleaner.cli import options
from cleaner.cli.destination import destinations, journal_place, name_in
from cleaner.cli.grouped import grouped
from cleaner.cli.inputs import Inputs, all_inputs, refuse_nothing
from cleaner.cli.log import begin_log, header_of, packed, record_of
from cleaner.cli.progress import Progress
from cleaner.cli.streams import Reporter, write_data, write_line
from cleaner.cli.telling import Failures, OnError, Telling
from cleaner.errors import CleanerError, ConfigError, FileError
from cleaner.formats.compress import suffix_of
from cleaner.formats.record import Chunk, Position, Shard
from cleaner.pipeline import Cleaner
from cleaner.report.audit import Level
from cleaner.report.tally import Tally
from cleaner.run.corpus import End, run
from cleaner.run.journal import Journal, State
from cleaner.run.outputs import Outputs, remaining
from cleaner.run.pool import Limits
from cleaner.run.work import Batch, Job
from cleaner.run.write import Pending, make_folder, write_whole


@dataclass(frozen=True, slots=True)
class Writing:
    """Where output goes, and what is written beside it."""

    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|FOLDER",
            help="Where to write; stdout if left out.",
            rich_help_panel=options.OUTPUT,
        ),
    ] = None
    audit: options.Audit = None
    audit_level: options.AuditLevel = None
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace outputs that exist.", rich_help_panel=options.OUTPUT)
    ] = False
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was cut off.", rich_help_panel=options.RUN)
    ] = False
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Write nothing; list what would change.", rich_help_panel=options.OUTPUT
        ),
    ] = False
    on_error: Annotated[
        OnError,
        typer.Option(
            help="What becomes of a document that fails: it passes untouched, is left out, or ends the run.",
            rich_help_panel=options.RUN,
        ),
    ] = "pass"
    errors_to: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write failing records there (JSON Lines), with the reasons.",
            rich_help_panel=options.OUTPUT,
        ),
    ] = None
    html: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write a page that shows what was done, from the audit log (cleaner report).",
            rich_help_panel=options.OUTPUT,
        ),
    ] = None
    learn: Annotated[
        bool,
        typer.Option(
            "--learn",
            help="Learn first what each site repeats, and strip it too; the pack is written beside the log.",
            rich_help_panel=options.RULES,
        ),
    ] = False
    statistics: options.Statistics = False
    summary_json: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Write the run's counts there as JSON.", rich_help_panel=options.OUTPUT
        ),
    ] = None

    @property
    def level(self) -> Level:
        """How much the audit log tells; nothing, if there is none."""
        return (self.audit_level or "full") if self.audit and not self.dry_run else "off"


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
    task = _Task(paths, inputs, job, working.limits, writing, report)
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


@dataclass(frozen=True, slots=True)
class _Task:
    """One call of ``clean``, with all that it was told."""

    paths: list[str]
    inputs: Inputs
    job: Job
    limits: Limits
    writing: Writing
    report: Reporter

    def to_stdout(self) -> Tally:
        """Write what comes out to stdout; nothing, if nothing is to be written."""
        writing, dry = self.writing, self.writing.dry_run
        shards = [shard._replace(packed="") for shard in self.inputs.shards]
        if not dry:
            destinations(self.paths, writing.output, self.inputs, overwrite=False)
            _refuse_parquet(shards)
        tally = Tally()
        log = None
        if writing.audit and writing.level != "off":
            log = begin_log(writing.audit, self._header(), overwrite=writing.overwrite)
        try:
            for result in self._results(shards, {}, tally):
                if isinstance(result, End):
                    continue
                entries = self._say(result[1])
                if log:
                    log.write(packed(log, entries))
                if not dry:
                    write_data(result[1].output)
            if log:
                log.commit()
        except BaseException:
            if log:
                log.discard()
            raise
        return tally

    def to_files(self) -> Tally:
        """Write each shard's cleaned form to its place, in steps that can be resumed."""
        writing = self.writing
        output = str(writing.output)
        again = writing.overwrite or writing.resume
        places = destinations(self.paths, output, self.inputs, overwrite=again)
        targets = {
            shard.path: place for shard, place in zip(self.inputs.shards, places, strict=True) if place
        }
        journal = Journal(journal_place(output), terms(self.job, self.inputs.shards))
        state = self._state(journal)
        left, starts = remaining([_sent_to(shard, targets, output) for shard in self.inputs.shards], state)
        self.report.failed = self.report.failed or state.failed
        logs = self._logs(state)
        outputs = Outputs(
            targets=targets,
            logs=logs,
            journal=journal,
            state=state,
            field=self.job.fields.text,
            report=self.report,
        )
        try:
            for result in self._results(left, starts, state.tally):
                if isinstance(result, End):
                    outputs.end(result)
                    continue
                chunk, batch = result
                lines = {"audit": self._say(batch), "errors": b"".join(map(record_of, batch.failures))}
                added = {name: packed(log, lines[name]) for name, log in logs.items()}
                outputs.write(chunk, batch, added, failed=bool(batch.failures))
            outputs.finish()
        except BaseException as error:
            outputs.keep()
            if isinstance(error, KeyboardInterrupt | CleanerError):
                self.report.note("what is done is kept: the same command with --resume goes on from here")
            raise
        return state.tally

    def _results(
        self, shards: list[Shard], starts: Mapping[Path, Position], tally: Tally
    ) -> Iterator[tuple[Chunk, Batch] | End]:
        """Yield what becomes of the shards; count it, and tell what fails."""
        failures = Failures(self.report, self.writing.on_error)
        with (
            Progress(shards, quiet=self.report.quiet) as progress,
            closing(run(shards, self.job, self.limits, starts=starts, stream=self.inputs.stream)) as results,
        ):
            for result in results:
                if isinstance(result, End):
                    failures.end(result)
                else:
                    chunk, batch = result
                    failures.add(batch)
                    tally.merge([batch.tally])
                    progress.advance(chunk, batch)
                yield result

    def _say(self, batch: Batch) -> bytes:
        """Tell what there is to tell of a batch, and return its lines for the log."""
        entries: list[str] = []
        for told in batch.views:
            entries.append(told.entry)
            if told.change:
                write_line(told.change)
            for note in told.notes:
                self.report.finding(note)
        return "".join(entries).encode()

    def _logs(self, state: State) -> dict[str, Pending]:
        """Begin the logs that were asked for, or go on with those of the run that was cut off."""
        writing, logs = self.writing, {}
        again = writing.overwrite or writing.resume
        if writing.audit and writing.level != "off":
            before = state.logs.get("audit")
            logs["audit"] = begin_log(writing.audit, self._header(), overwrite=again, state=before)
        if writing.errors_to:
            before = state.logs.get("errors")
            logs["errors"] = begin_log(writing.errors_to, b"", overwrite=again, state=before)
        return logs

    def _header(self) -> bytes:
        return header_of(self.job.cleaners, self.writing.level, self.job.fields)

    def _state(self, journal: Journal) -> State:
        """Return how far the run before came. Raises FileError for one that was cut off, if not told."""
        if self.writing.resume:
            if self.inputs.stream is not None:
                message = "stdin cannot be resumed: what was read of it is gone"
                raise ConfigError(message)
            return journal.read()
        if journal.path.exists():
            if not self.writing.overwrite:
                message = (
                    f"{self.writing.output}: a run was cut off here; go on with --resume, "
                    "or begin again with --overwrite"
                )
                raise FileError(message)
            journal.remove()
        return State()


def _sent_to(shard: Shard, targets: Mapping[Path, Path], output: str) -> Shard:
    """Return a shard with the name of its output, and with the compression that this asks for."""
    target = targets[shard.path]
    packed = "" if shard.shape.format == "parquet" else suffix_of(target.name)
    return shard._replace(name=name_in(output, target), packed=packed)


def _refuse_parquet(shards: list[Shard]) -> None:
    if any(shard.shape.format == "parquet" for shard in shards):
        message = "Parquet cannot go to stdout; say where to write it: -o FILE"
        raise ConfigError(message)


def terms(job: Job, shards: list[Shard]) -> dict[str, object]:
    """Return what must be the same for a run to be resumed."""
    return {
        "version": __version__,
        "rules": [cleaner.rules.digest for cleaner in job.cleaners.values()],
        "options": [repr(cleaner.config) for cleaner in job.cleaners.values()],
        "overrides": [shard.cleaner for shard in shards] if len(job.cleaners) > 1 else [],
        "fields": list(job.fields),
        "skip": job.skip,
        "max-chars": job.max_chars,
        "view": repr(job.view),
    }
