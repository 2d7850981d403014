"""The one pass over a corpus: texts by site, ready to be laid down on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.errors import FileError, LogError
from cleaner.formats.containers import reader_of
from cleaner.formats.record import Chunk, Fields, Record
from cleaner.learn.left import Left
from cleaner.learn.signature import signature_of
from cleaner.pipeline import host_of
from cleaner.run.pool import Beat
from cleaner.stages import decode

MAX_CHARS = 1_000_000
"""Longer documents are no pages; what is learned from them would not be chrome."""


class Packed(NamedTuple):
    """A document on its way to the store: its site, a digest of its text, and the text as bytes."""

    site: str
    digest: int
    data: bytes


@dataclass(slots=True)
class Gathered:
    """What a chunk holds: documents, how many bytes of text they have, and what could not be read."""

    documents: list[Packed] = field(default_factory=list)
    size: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gather:
    """Takes the texts of a chunk's records; ``left`` knows what a log says was already removed."""

    fields: Fields
    encoding: str | None = None
    left: Left | None = None

    def takes(self, item: object) -> bool:
        """Whether ``item`` is a chunk."""
        return isinstance(item, Chunk)

    def __call__(self, chunk: Chunk, fatal: Mapping[int, str], beat: Beat) -> Gathered:
        """Return the documents of a chunk, in order; trouble with one is a failure."""
        done = Gathered()
        place = str(chunk.shard.path)
        try:
            for number, record in enumerate(reader_of(chunk.shard.shape.format)(chunk, self.fields)):
                beat(number, len(record.text or b""))
                error = record.error or fatal.get(number)
                if error:
                    done.failures.append(f"{place}:{record.row}: {error}")
                elif record.text and len(record.text) <= MAX_CHARS:
                    self._add(done, chunk, record)
        except FileError as error:
            done.failures.append(str(error))
        return done

    def _add(self, done: Gathered, chunk: Chunk, record: Record) -> None:
        text, site = _read(record, self.encoding)
        if self.left is not None:
            row = record.row if chunk.shard.shape.is_container else None
            try:
                remains = self.left.of(chunk.shard.path.as_posix(), row, text)
            except LogError as error:
                done.failures.append(f"{chunk.shard.path}:{record.row}: {error}")
                return
            if remains is None:
                return
            text = remains
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        done.size += len(text)
        done.documents.append(packed(site, text))


def packed(site: str, text: str) -> Packed:
    """Return a document as it is stored; what stands in it twice is the same digest."""
    data = text.encode("utf-8", "surrogatepass")
    digest = int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
    return Packed(site, digest, data)


def unpacked(data: bytes) -> str:
    """Return the text of a stored document."""
    return data.decode("utf-8", "surrogatepass")


def _read(record: Record, encoding: str | None) -> tuple[str, str]:
    """Return a record's decoded text, and its site: its host, or who signs it, or nothing."""
    text, site = record.text or "", record.site
    if isinstance(text, bytes):
        text, _ = decode.decode(text, encoding)
    if record.format == "html":
        from cleaner.stages.extract import extract  # noqa: PLC0415 -- for HTML only

        text, metadata = extract(text, url=site)
        site = site or metadata.get("url")
    return text, host_of(site) or signature_of(text) or ""
