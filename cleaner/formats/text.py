"""Files that are one document each: plain text, Markdown, HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from cleaner.config import Format
from cleaner.errors import FileError
from cleaner.formats.compress import open_read
from cleaner.formats.record import Chunk, Fields, Position, Record, Shard
from cleaner.model import Result
from cleaner.stages.decode import is_binary


def read_document(path: Path, compression: str | None = None) -> bytes:
    """Return a file's content. Raises FileError for one that cannot be read or holds no text."""
    try:
        with open_read(path, compression) as file:
            data = file.read()
    except FileNotFoundError:
        message = f"{path}: there is no such file"
        raise FileError(message) from None
    except IsADirectoryError:
        message = f"{path}: this is a folder where a file was expected"
        raise FileError(message) from None
    except OSError as error:
        message = f"{path}: cannot read it: {error.strerror}"
        raise FileError(message) from None
    return refuse_binary(data, str(path))


def refuse_binary(data: bytes, name: str) -> bytes:
    """Return ``data`` as it is. Raises FileError if it holds no text."""
    if is_binary(data):
        message = f"{name}: this is not text; leave it out (--exclude), or extract its text first"
        raise FileError(message)
    return data


def whole(shard: Shard, file: BinaryIO | None = None) -> Chunk:
    """Return a document as a chunk; it is read where it is cleaned, unless it comes from a stream."""
    data = None if file is None else file.read()
    size = shard.path.stat().st_size if data is None else len(data)
    return Chunk(shard, data, 1, Position(size, 2), size)


def records(chunk: Chunk, fields: Fields) -> Iterator[Record]:
    """Yield the one document. Raises FileError if it cannot be read or holds no text."""
    del fields  # a document has none
    shard = chunk.shard
    if chunk.data is None:
        data = read_document(shard.path, shard.shape.compression)
    else:
        data = refuse_binary(chunk.data, str(shard.path))
    form = cast(Format, shard.shape.format)  # no container comes here
    yield Record(1, data, data, Result.to_bytes, format=form, is_field=False)
