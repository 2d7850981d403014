"""One call of ``clean``: a run whose output goes to stdout, or to files in steps that can be resumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cleaner import __version__
from cleaner.cli.destination import destinations, journal_place, name_in, refuse_shared
from cleaner.cli.inputs import Inputs
from cleaner.cli.log import begin_log, header_of, packed, record_of, resumed_log
from cleaner.cli.progress import Progress
from cleaner.cli.streams import Reporter, write_data, write_line
from cleaner.cli.telling import Failures
from cleaner.cli.writing import Writing
from cleaner.errors import CleanerError, ConfigError, FileError
from cleaner.formats.compress import suffix_of
from cleaner.formats.record import Chunk, Position, Shard
from cleaner.report.tally import Tally
from cleaner.run.corpus import End, run
from cleaner.run.journal import Journal, State
from cleaner.run.outputs import Outputs, remaining
from cleaner.run.pool import Limits
from cleaner.run.work import Batch, Job
from cleaner.run.write import Pending, beside


@dataclass(frozen=True, slots=True)
class Task:
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
        logs: dict[str, Pending] = {}
        try:
            for name, (path, opening) in self._wanted().items():
                logs[name] = begin_log(path, opening, overwrite=writing.overwrite)
            for result in self._results(shards, {}, tally):
                if isinstance(result, End):
                    continue
                lines = self._lines(result[1])
                for name, log in logs.items():
                    log.write(packed(log, lines[name]))
                if not dry:
                    write_data(result[1].output)
            for log in logs.values():
                log.commit()
        except BaseException:
            for log in logs.values():
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
        refuse_shared(writing.named, written=[Path(output), *targets.values()])
        with closing(Journal(journal_place(output), terms(self.job, self.inputs.shards))) as journal:
            return self._journalled(journal, targets)

    def _journalled(self, journal: Journal, targets: Mapping[Path, Path]) -> Tally:
        """Do what ``to_files`` says, from where the journal has come to."""
        output = str(self.writing.output)
        state = self._state(journal)
        left, starts = remaining([_sent_to(shard, targets, output) for shard in self.inputs.shards], state)
        self.report.failed = self.report.failed or state.failed
        logs = self._logs(state, journal)
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
                lines = self._lines(batch)
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

    def _lines(self, batch: Batch) -> dict[str, bytes]:
        """Return what a batch adds to each log, and tell what there is to tell."""
        return {"audit": self._say(batch), "errors": b"".join(map(record_of, batch.failures))}

    def _wanted(self) -> dict[str, tuple[str, bytes]]:
        """Return the path and the first line of each log that was asked for."""
        writing = self.writing
        wanted: dict[str, tuple[str, bytes]] = {}
        if writing.audit and writing.level != "off":
            wanted["audit"] = (writing.audit, self._header())
        if writing.errors_to and not writing.dry_run:
            wanted["errors"] = (writing.errors_to, b"")
        return wanted

    def _logs(self, state: State, journal: Journal) -> dict[str, Pending]:
        """Begin the logs that were asked for, or go on with those of the run that was cut off."""
        writing = self.writing
        again = writing.overwrite or writing.resume
        logs = {}
        for name, (path, opening) in self._wanted().items():
            if name in state.logs:
                logs[name] = resumed_log(path, *state.logs[name])
                continue
            place = journal.temporary(beside(Path(path)))
            logs[name] = begin_log(path, opening, overwrite=again, temporary=place)
            journal.log(name, place, logs[name].size)
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
