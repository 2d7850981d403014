"""``cleaner fix``: cleans files in their place, and never burns the bridge behind it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from cleaner.cli import options
from cleaner.cli.grouped import grouped
from cleaner.cli.inputs import editable_inputs, refuse_nothing, the_stream
from cleaner.cli.log import DurableLog, header_of
from cleaner.cli.looking import exit_code, tell_failures
from cleaner.cli.streams import Reporter, write_line
from cleaner.config import Level
from cleaner.errors import ConfigError, FileError
from cleaner.formats.record import Shard
from cleaner.report.tally import Tally, ranked
from cleaner.run.corpus import End, run
from cleaner.run.journal import Identity
from cleaner.run.outputs import assembled
from cleaner.run.tracked import is_tracked
from cleaner.run.work import Batch, Cleaned, Job
from cleaner.run.write import Pending


class Fixed(NamedTuple):
    """What ``fix`` wants to know of a document: its log line, what to say, and a guessed encoding."""

    entry: str
    notes: tuple[str, ...]
    guessed: str


@dataclass(frozen=True, slots=True)
class Fixing:
    """The view of ``fix``, with how much the log tells."""

    level: Level

    def __call__(self, done: Cleaned) -> Fixed | None:
        """Return what there is to tell of a document, if anything."""
        return _fixed(done, self.level)


def _fixed(done: Cleaned, level: Level) -> Fixed | None:
    notes = tuple(f"{done.place}:{f.line}: {f.rule}: {f.reason}" for f in done.result.findings)
    encoding = done.result.encoding
    if done.changed:
        guessed = encoding.name if encoding is not None and encoding.guessed else ""
        return Fixed(done.entry(level), notes, guessed)
    return Fixed("", notes, "") if notes else None


@grouped
def fix(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    cleaning: options.Cleaning,
    reading: options.Reading,
    working: options.Working,
    *,
    audit: options.Audit = None,
    audit_level: options.AuditLevel = None,
    force: Annotated[
        bool, typer.Option("--force", help="Change files that neither git nor a log could bring back.")
    ] = False,
    statistics: options.Statistics = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Clean files in their place; exits 1 if any was changed.

    A file that git does not track is only changed with --audit or --force.
    Example: cleaner fix corpus --audit audit.jsonl
    """
    if (stream := the_stream(paths)) is not None:
        name = "stdin" if stream == "-" else stream
        message = f"{name} has no place to be fixed in; use: cleaner clean {stream}"
        raise ConfigError(message)
    report = Reporter(quiet, verbose)
    level = audit_level or "full"
    inputs = editable_inputs(paths, reading, report)
    refuse_nothing(paths, inputs, report)
    job = Job(cleaning.cleaners(inputs.shards), Fixing(level), reading.fields, working.max_chars)
    tally, count = Tally(), 0
    place: _Place | None = None
    identities: dict[Path, Identity] = {}
    with (
        DurableLog(audit if level != "off" else None, header_of(job.cleaners, level, reading.fields)) as log,
        closing(run(_noted(inputs.shards, identities), job, working.limits)) as results,
    ):
        try:
            for result in results:
                if isinstance(result, End):
                    count += _end(result, place, reading.fields.text, report)
                    place = None
                    continue
                chunk, batch = result
                place = place or _Place(
                    chunk.shard,
                    identities.pop(chunk.shard.path, None),
                    log,
                    report,
                    kept=force or (bool(audit) and level == "full"),
                )
                tally.merge([batch.tally])
                place.add(batch)
        finally:
            if place is not None:
                place.leave()
    report.note(tally.frequent())
    if statistics:
        report.note(tally.table())
    return exit_code(report, count)


def _noted(shards: Iterable[Shard], identities: dict[Path, Identity]) -> Iterator[Shard]:
    """Yield shards, and note each one's identity before it is read."""
    for shard in shards:
        with contextlib.suppress(OSError):  # who reads it tells
            identities[shard.path] = Identity.of(shard.path)
        yield shard


def _end(end: End, place: _Place | None, field: str, report: Reporter) -> bool:
    """Give a file its new content, if it has one; return whether it changed."""
    if end.error is not None:
        report(end.error)
        if place is not None:
            place.leave()
        return False
    return place is not None and place.commit(field)


class _Place:
    """A file that is being fixed: its new content grows beside it until it is whole."""

    def __init__(
        self, shard: Shard, identity: Identity | None, log: DurableLog, report: Reporter, *, kept: bool
    ) -> None:
        self._shard, self._identity = shard, identity
        self._log, self._report, self._kept = log, report, kept
        self._tally = Tally()
        self._changed = 0
        self._pending: Pending | None = None
        self._given_up = False

    def add(self, batch: Batch) -> None:
        """Take what became of a chunk. What may not be changed is reported, once, and left."""
        tell_failures(batch.failures, self._report)
        if self._given_up:
            return
        try:
            if batch.broken is not None:
                raise batch.broken
            self._take(batch)
        except FileError as error:
            self._given_up = True
            self._report(error)
            self.leave()

    def _take(self, batch: Batch) -> None:
        for told in batch.views:
            for note in told.notes:
                self._report.note(note)
        if batch.changed:
            _refuse(
                self._shard, next((told.guessed for told in batch.views if told.guessed), ""), kept=self._kept
            )
        self._log.add("".join(told.entry for told in batch.views).encode())
        self._tally.merge([batch.tally])
        self._changed += batch.changed
        if batch.changed or self._shard.shape.is_container:
            self._pending = self._pending or Pending(self._shard.path)
            self._pending.write(batch.output)

    def commit(self, field: str) -> bool:
        """Put the new content in its place, if anything changed, and tell what did it."""
        if not self._changed or self._pending is None:
            self.leave()
            return False
        try:
            if self._shard.shape.format == "parquet":
                spool, self._pending = self._pending, assembled(self._shard, self._pending, field)
                spool.discard()
            self._refuse_changed()
            self._pending.commit()
        except FileError as error:
            self._report(error)
            self.leave()
            return False
        write_line(f"{self._shard.path}: {ranked(self._tally.hits)}")
        return True

    def _refuse_changed(self) -> None:
        """Raise FileError if somebody wrote to the file since it was read: that would be lost.

        Of a file with several hard links it may be we who did, under another name.
        """
        path = self._shard.path
        try:
            same = Identity.of(path) == self._identity or path.stat().st_nlink > 1
        except OSError:
            same = False
        if not same:
            message = f"{path}: it was changed while it was being cleaned; left as it is now"
            raise FileError(message)

    def leave(self) -> None:
        """Leave the file as it is."""
        if self._pending is not None:
            self._pending.discard()
            self._pending = None


def _refuse(shard: Shard, guessed: str, *, kept: bool) -> None:
    """Raise FileError for a change that could not be undone, or that rests on a guess."""
    if guessed:
        message = (
            f"{shard.path}: it is not UTF-8, perhaps {guessed}; "
            f"if so, say --encoding {guessed}; left as it was"
        )
        raise FileError(message)
    if not kept and not is_tracked(shard.path):
        message = (
            f"{shard.path}: git does not track it, so nothing could bring it back; "
            "use --audit LOG (cleaner restore undoes it, at --audit-level full) or --force; left as it was"
        )
        raise FileError(message)
