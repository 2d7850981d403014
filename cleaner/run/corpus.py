"""A run over shards: their chunks in order, and an end for each, whatever happens inside."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from cleaner.errors import FileError
from cleaner.formats.compress import open_read
from cleaner.formats.containers import chunks_of
from cleaner.formats.record import Chunk, Fields, Position, Shard
from cleaner.formats.text import whole
from cleaner.run.pool import Done_co, Limits, Work, in_order
from cleaner.trips import Trips


class ChunkWork(Work[Done_co], Protocol[Done_co]):
    """What is done to chunks of records."""

    @property
    def fields(self) -> Fields:
        """The names of the fields that records are read by."""


class End(NamedTuple):
    """What follows the last chunk of a shard; ``error`` says that it broke before its end."""

    shard: Shard
    error: FileError | None = None


def run(
    shards: Iterable[Shard],
    job: ChunkWork[Done_co],
    limits: Limits,
    *,
    starts: Mapping[Path, Position] | None = None,
    stream: BinaryIO | None = None,
) -> Generator[tuple[Chunk, Done_co] | End]:
    """Yield each chunk with what became of it, in order, and an End behind the last of each shard.

    ``starts`` are the places from which shards are read that were read in part before; ``stream``
    is what is read in place of files. The processes end when the iterator is closed.
    Raises RuleTimeoutError for a rule that took too long on many documents, in whichever process.
    """
    trips = Trips()
    chunks = _chunks(shards, job.fields, starts or {}, stream)
    with closing(in_order(chunks, job, limits)) as results:
        for item, batch in results:
            trips.merge(getattr(batch, "trips", {}))  # some work has no rules
            yield item if batch is None else (item, batch)


def _chunks(
    shards: Iterable[Shard], fields: Fields, starts: Mapping[Path, Position], stream: BinaryIO | None
) -> Iterator[Chunk | End]:
    for shard in shards:
        try:
            if stream is not None:
                yield from chunks_of(stream, shard, fields, Position())
            elif not shard.shape.is_container:
                yield whole(shard)
            else:
                with open_read(shard.path, shard.shape.compression) as file:
                    yield from chunks_of(file, shard, fields, starts.get(shard.path, Position()))
        except FileError as error:
            yield End(shard, error)
        except OSError as error:
            yield End(shard, FileError(f"{shard.path}: cannot read it: {error.strerror}"))
        else:
            yield End(shard)
