"""Brings the original values of a container's text field back, record by record."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.errors import LogError
from cleaner.formats.compress import open_read
from cleaner.formats.containers import chunks_of, gathered, reader_of
from cleaner.formats.record import Chunk, Fields, Position, Record, Shard
from cleaner.model import Result, utf8
from cleaner.patch import Patch
from cleaner.report.audit import Entry
from cleaner.report.restore import restored


def restored_chunks(shard: Shard, entries: Iterator[Entry], fields: Fields) -> Iterator[tuple[Chunk, bytes]]:
    """Yield each chunk of a cleaned container, and its output with the original values.

    ``entries`` are those of the container, in the order of its records. Raises LogError if
    records and entries do not match, and FileError for a container that is broken.
    """
    entries = _rising(entries)
    with open_read(shard.path, shard.shape.compression) as file:
        for chunk in chunks_of(file, shard, fields, Position()):
            parts = [
                _original(shard, record, entries) for record in reader_of(shard.shape.format)(chunk, fields)
            ]
            yield chunk, gathered(chunk, parts)
    if (left := next(entries, None)) is not None:
        message = f"{shard.path}: it ends before what {left.where} tells of; was it cut off?"
        raise LogError(message)


def _rising(entries: Iterator[Entry]) -> Iterator[Entry]:
    """Yield entries as long as their records follow each other; those of two alike texts would fit both."""
    last = 0
    for entry in entries:
        if entry.row is not None and entry.row <= last:
            message = f"{entry.where}: record {entry.row} stands behind record {last}; was the log changed?"
            raise LogError(message)
        last = entry.row or last
        yield entry


def _original(shard: Shard, record: Record, entries: Iterator[Entry]) -> bytes:
    if record.text is None and record.error is None:
        return record.raw  # no text, so nothing was cleaned
    place = f"{shard.path}:{record.row}"
    entry = next(entries, None)
    if entry is None:
        message = f"{place}: the log tells of fewer records; is it the log of this file?"
        raise LogError(message)
    if record.error is not None or record.render is None:
        return record.raw
    cleaned = record.text if isinstance(record.text, bytes) else utf8(record.text or "")
    original = restored(entry, cleaned, place).decode("utf-8", "surrogateescape")
    return record.render(Result(original, original, Patch()))
