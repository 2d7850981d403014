"""Which module reads which format, and what all of them offer: chunks, records, and their output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from cleaner.formats.compress import member
from cleaner.formats.record import Chunk, Fields, Position, Record, Shard
from cleaner.formats.shapes import FileFormat

CHUNK = 1 << 20
"""Bytes of a chunk: enough to make up for handing it out, few enough to keep memory low."""


def chunks_of(
    file: BinaryIO, shard: Shard, fields: Fields, start: Position, size: int = CHUNK
) -> Iterator[Chunk]:
    """Yield the chunks of a shard from ``start`` on. Raises FileError where it is broken."""
    match shard.shape.format:
        case "jsonl":
            from cleaner.formats import jsonl  # noqa: PLC0415 -- each format only where it is met

            return jsonl.chunks(file, shard, start, size)
        case "csv" | "tsv":
            from cleaner.formats import tables  # noqa: PLC0415

            return tables.chunks(file, shard, start, size, fields)
        case "parquet":
            from cleaner.formats import parquet  # noqa: PLC0415

            return parquet.chunks(file, shard, start, size, fields)
        case "warc":
            from cleaner.formats import warc  # noqa: PLC0415

            return warc.chunks(file, shard, start, size)
        case _:
            from cleaner.formats import text  # noqa: PLC0415

            return iter([text.whole(shard, file)])


def reader_of(form: FileFormat) -> Callable[[Chunk, Fields], Iterator[Record]]:
    """Return what takes a chunk of this format apart into records."""
    match form:
        case "jsonl":
            from cleaner.formats.jsonl import records  # noqa: PLC0415
        case "csv" | "tsv":
            from cleaner.formats.tables import records  # noqa: PLC0415
        case "parquet":
            from cleaner.formats.parquet import records  # noqa: PLC0415
        case "warc":
            from cleaner.formats.warc import records  # noqa: PLC0415
        case _:
            from cleaner.formats.text import records  # noqa: PLC0415
    return records


def gathered(chunk: Chunk, parts: Sequence[bytes | None]) -> bytes:
    """Return what a chunk adds to the output; a part that is None is left out.

    In compressed output each chunk is a member of its own, so that a run that was cut off can
    be continued behind any of them, and that compressing is the workers' part.
    """
    shard = chunk.shard
    if shard.shape.format == "parquet":
        from cleaner.formats.parquet import spooled  # noqa: PLC0415

        return spooled(parts, shard.path)
    written = chunk.head + b"".join(part for part in parts if part is not None)
    return member(written, shard.packed, str(shard.path))
