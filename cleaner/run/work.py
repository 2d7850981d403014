"""Cleans one chunk: what every process of a run does, and all that it hands back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.attempt import attempt
from cleaner.config import Level
from cleaner.errors import FileError
from cleaner.formats.containers import gathered, reader_of
from cleaner.formats.record import Chunk, Fields, Record, Shard
from cleaner.model import Document, Result, utf8
from cleaner.patch import Patch
from cleaner.pipeline import Cleaner
from cleaner.report.tally import Tally
from cleaner.run.pool import Beat
from cleaner.trips import Slow


class Cleaned(NamedTuple):
    """A record that was cleaned: where it stands, the result, and the bytes before and after.

    Of a field, ``before`` and ``after`` are its values as UTF-8.
    """

    shard: Shard
    record: Record
    result: Result

    @property
    def place(self) -> str:
        """How messages call it: the file, and for containers the number of the record."""
        if self.shard.shape.is_container:
            return f"{self.shard.path}:{self.record.row}"
        return str(self.shard.path)

    @property
    def before(self) -> bytes:
        """What went in."""
        return _as_bytes(self.record.text)

    @property
    def after(self) -> bytes:
        """What comes out."""
        return utf8(self.result.text) if self.record.is_field else self.written

    @property
    def written(self) -> bytes:
        """The record as it is written: as it stood, if nothing changed."""
        if self.record.render is None or self.result.error or not self.result.changed:
            return self.record.raw
        return self.record.render(self.result)

    @property
    def changed(self) -> bool:
        """Whether cleaning changed the document."""
        return self.result.error is None and self.result.changed and self.after != self.before

    def entry(self, level: Level) -> str:
        """Return the audit log's line."""
        from cleaner.report.audit import document_line  # noqa: PLC0415 -- a look needs no log

        record = self.record
        row = record.row if self.shard.shape.is_container else None
        return document_line(
            self.result,
            self.shard.path.as_posix(),
            self.shard.name,
            self.before,
            self.after,
            level=level,
            row=row,
            id=record.id,
            site=record.site,
            override=self.shard.cleaner,
        )


View = Callable[[Cleaned], Any]
"""What a command wants to know of a document; None is nothing. It travels, so it must pickle."""


class Job(NamedTuple):
    """What is done to all chunks of a run.

    Each shard names one of the ``cleaners``; 0 is that of most.
    ``max_chars`` is the size (code points; bytes of what is not decoded yet) from which
    documents pass untouched; ``skip`` leaves records out that fail.
    """

    cleaners: Mapping[int, Cleaner]
    view: View
    fields: Fields
    max_chars: int | None = None
    skip: bool = False

    def takes(self, item: object) -> bool:
        """Whether ``item`` is a chunk."""
        return isinstance(item, Chunk)

    def __call__(self, chunk: Chunk, fatal: Mapping[int, str], beat: Beat) -> Batch:
        """Clean the records of a chunk; see ``work``."""
        return work(chunk, self, fatal, beat)


class Failure(NamedTuple):
    """A record that could not be cleaned: where, why, and the record as it stood."""

    place: str
    row: int
    reason: str
    raw: bytes


@dataclass(slots=True)
class Batch:
    """What became of a chunk. ``broken`` says why there is no output at all.

    ``trips`` are the rules that took too long, with the number of documents: a process knows its own
    only, and a run counts them all.
    """

    output: bytes = b""
    views: list[Any] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    changed: int = 0
    trips: Counter[Slow] = field(default_factory=Counter)
    broken: FileError | None = None


def work(chunk: Chunk, job: Job, fatal: Mapping[int, str], beat: Beat) -> Batch:
    """Clean the records of a chunk, in order.

    ``fatal`` names records, by their number in the chunk from 0, that are known to kill
    whoever touches them, each with the reason; they fail without being looked at. Raises
    RuleTimeoutError, which ends a run; trouble with a record or the chunk is in the batch.
    """
    batch = Batch()
    parts: list[bytes | None] = []
    trips = job.cleaners[chunk.shard.cleaner].trips
    before = trips.counted.copy()
    try:
        for number, record in enumerate(reader_of(chunk.shard.shape.format)(chunk, job.fields)):
            if record.text is None and record.error is None:
                parts.append(record.raw)
                continue
            beat(number, len(record.text or b""))
            done = Cleaned(chunk.shard, record, _result(chunk.shard, record, job, fatal.get(number)))
            parts.append(_added(batch, done, job))
        batch.output = gathered(chunk, parts)
    except FileError as error:
        batch.broken = error
    batch.trips = trips.counted - before
    return batch


def _result(shard: Shard, record: Record, job: Job, fatal: str | None) -> Result:
    size = len(record.text or b"")
    error = record.error or fatal
    if not error and job.max_chars is not None and size > job.max_chars:
        error = f"it has {size:,} characters, more than --max-chars {job.max_chars:,}"
    return _failed(record, error) if error else cleaned(job.cleaners[shard.cleaner], shard, record)


def _added(batch: Batch, done: Cleaned, job: Job) -> bytes | None:
    """Count a record into ``batch``, and return what is written of it (None, if it is left out)."""
    error = done.result.error
    batch.tally.add(done.result)
    batch.changed += done.changed
    if error:
        batch.failures.append(Failure(done.place, done.record.row, error, done.record.raw))
        if job.skip and done.shard.shape.is_container:
            return None
    if (view := job.view(done)) is not None:
        batch.views.append(view)
    return done.written


def cleaned(cleaner: Cleaner, shard: Shard, record: Record) -> Result:
    """Return what cleaning makes of a record; whatever goes wrong is its ``error``."""
    document = Document(
        record.text or "", str(shard.path), record.site, record.lang, record.format, record.is_field
    )
    return attempt(cleaner, document)


def _failed(record: Record, reason: str) -> Result:
    text = _as_bytes(record.text).decode("utf-8", "surrogateescape")
    return Result(text, text, Patch(), error=reason)


def _as_bytes(text: str | bytes | None) -> bytes:
    if text is None:
        return b""
    return text if isinstance(text, bytes) else utf8(text)
