"""Parquet (extra ``parquet``), by row group: the text column is cleaned, all else stays as it is.

A Parquet file cannot be continued once its writer is gone. So cleaned columns first go into a
spool, piece by piece, and the file is put together from source and spool when all are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from cleaner.errors import FileError
from cleaner.formats.record import Chunk, Fields, Position, Record, Shard, missing
from cleaner.model import Result, utf8

_LENGTH = 8
"""Bytes before each piece of a spool, which say how long it is (little endian)."""


def _arrow(path: Path) -> tuple[Any, Any]:
    """Return pyarrow and its Parquet module. Raises FileError where they are not installed."""
    try:
        import pyarrow.compute  # noqa: PLC0415 -- an extra, and only for these files
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        message = f"{path}: for Parquet the package pyarrow is needed: pip install 'cleaner-text[parquet]'"
        raise FileError(message) from None
    return pyarrow, pyarrow.parquet


def _open(path: Path, source: Path | BinaryIO) -> Any:
    pyarrow, parquet = _arrow(path)
    try:
        return parquet.ParquetFile(source)
    except (OSError, pyarrow.ArrowException) as error:
        message = f"{path}: this is no Parquet file that can be read: {error}"
        raise FileError(message) from None


def chunks(file: BinaryIO, shard: Shard, start: Position, size: int, fields: Fields) -> Iterator[Chunk]:
    """Yield the columns that cleaning looks at, in pieces of about ``size`` bytes of one row group each.

    ``Position.offset`` is the number of rows before it. Raises FileError where there is no such
    column, or none that holds text.
    """
    pyarrow, _ = _arrow(shard.path)
    source = _open(shard.path, file)
    schema = source.schema_arrow
    if fields.text not in schema.names:
        message = f"{shard.path}: {missing(fields.text, schema.names)}"
        raise FileError(message)
    if not is_text(schema.field(fields.text).type, pyarrow):
        message = f'{shard.path}: the column "{fields.text}" holds {schema.field(fields.text).type}, no text'
        raise FileError(message)
    asked = [name for name in dict.fromkeys(fields) if name is not None and name in schema.names]
    done = 0
    for group in range(source.num_row_groups):
        rows = source.metadata.row_group(group).num_rows
        if done + rows < start.row:
            done += rows
            continue
        try:
            table = source.read_row_group(group, columns=asked)
        except (OSError, pyarrow.ArrowException) as error:
            message = f"{shard.path}: its row group {group} cannot be read: {error}"
            raise FileError(message) from None
        step = max(1, min(rows, rows * size // max(1, table.nbytes)))
        for at in range(0, rows, step):
            piece = table.slice(at, step)
            first, end = done + at + 1, done + at + piece.num_rows + 1
            if first >= start.row:
                yield Chunk(
                    shard,
                    _packed(piece, pyarrow),
                    first,
                    Position(end - 1, end),
                    piece.nbytes,
                    columns=tuple(asked),
                )
        done += rows


def is_text(kind: Any, pyarrow: Any) -> bool:
    """Return whether columns of this Arrow type hold text, or bytes that may be text."""
    if pyarrow.types.is_dictionary(kind):
        kind = kind.value_type
    types = pyarrow.types
    return any(
        test(kind)
        for test in (
            types.is_string,
            types.is_large_string,
            types.is_string_view,
            types.is_binary,
            types.is_large_binary,
        )
    )


def _packed(table: Any, pyarrow: Any) -> bytes:
    """Return a table as bytes: a slice of it would travel with all that it was cut from."""
    sink = pyarrow.BufferOutputStream()
    options = pyarrow.ipc.IpcWriteOptions(compression="lz4")
    with pyarrow.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _unpacked(data: bytes, pyarrow: Any) -> Any:
    with pyarrow.ipc.open_stream(data) as reader:
        return reader.read_all()


def records(chunk: Chunk, fields: Fields) -> Iterator[Record]:
    """Yield the records of a chunk; ``raw`` and what they render to is the text as UTF-8."""
    pyarrow, _ = _arrow(chunk.shard.path)
    table = _unpacked(chunk.data, pyarrow)
    texts = as_bytes(table.column(fields.text), pyarrow)
    told = [
        table.column(name).to_pylist() if name in chunk.columns else [None] * len(texts)
        for name in (fields.id, fields.url, fields.lang)
    ]
    for row, (raw, *known) in enumerate(zip(texts, *told, strict=True), chunk.row):
        id_, site, lang = (str(word) if word not in {None, ""} else None for word in known)
        if raw is None:
            yield Record(row, b"", id=id_, site=site, lang=lang)
        else:
            yield Record(row, raw, raw.decode("utf-8", "surrogateescape"), _rendered, id_, site, lang)


def as_bytes(column: Any, pyarrow: Any) -> list[bytes | None]:
    """Return the values of an Arrow column of texts as UTF-8."""
    if pyarrow.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return column.cast(pyarrow.large_binary()).to_pylist()  # type: ignore[no-any-return]


def _rendered(result: Result) -> bytes:
    return utf8(result.text)


def spooled(parts: Sequence[bytes | None], path: Path) -> bytes:
    """Return cleaned texts as a piece of a spool; None is a record that is left out."""
    pyarrow, _ = _arrow(path)
    table = pyarrow.table(
        {
            "text": pyarrow.array(parts, pyarrow.large_binary()),
            "kept": pyarrow.array([part is not None for part in parts], pyarrow.bool_()),
        }
    )
    data = _packed(table, pyarrow)
    return len(data).to_bytes(_LENGTH, "little") + data


def assemble(source: BinaryIO, spool: BinaryIO, target: Path, path: Path, field: str) -> None:
    """Write the Parquet file that has the texts of ``spool`` and all else from ``source``.

    Schema, key-value metadata, row groups, the choice of encodings and compression stay.
    ``path`` is what messages call it. Raises FileError.
    """
    pyarrow, _ = _arrow(path)
    try:
        _assemble(_open(path, source), spool, target, field)
    except (OSError, pyarrow.ArrowException) as error:
        message = f"{path}: its cleaned form cannot be written: {error}"
        raise FileError(message) from None


def _assemble(old: Any, spool: BinaryIO, target: Path, field: str) -> None:
    pyarrow, parquet = _arrow(target)
    at = old.schema_arrow.names.index(field)
    kind = old.schema_arrow.field(at)
    with parquet.ParquetWriter(target, old.schema_arrow, **_manner(old)) as writer:
        pieces = _pieces(spool, pyarrow)
        texts = pyarrow.table(
            {"text": pyarrow.array([], pyarrow.large_binary()), "kept": pyarrow.array([], pyarrow.bool_())}
        )
        for group in range(old.num_row_groups):
            table = old.read_row_group(group)
            while texts.num_rows < table.num_rows:
                texts = pyarrow.concat_tables([texts, next(pieces)])
            mine, texts = texts.slice(0, table.num_rows), texts.slice(table.num_rows)
            kept = table.column(at).is_valid()  # what was null is null
            cleaned = pyarrow.compute.if_else(kept, mine.column("text"), None)
            table = table.set_column(at, kind, typed(cleaned, kind.type, pyarrow))
            writer.write_table(table.filter(mine.column("kept")), row_group_size=max(1, table.num_rows))


def _pieces(spool: BinaryIO, pyarrow: Any) -> Iterator[Any]:
    while length := spool.read(_LENGTH):
        yield _unpacked(spool.read(int.from_bytes(length, "little")), pyarrow)


def typed(texts: Any, kind: Any, pyarrow: Any) -> Any:
    """Return texts as the column's own type; bytes that are no UTF-8 go out as they came in."""
    if pyarrow.types.is_dictionary(kind):
        return typed(texts, kind.value_type, pyarrow).dictionary_encode().cast(kind)
    if pyarrow.types.is_binary(kind) or pyarrow.types.is_large_binary(kind):
        return texts.cast(kind)
    return texts.cast(pyarrow.large_string(), safe=False).cast(kind)


def _manner(old: Any) -> dict[str, Any]:
    """Return how a file was written, as far as a file tells."""
    meta = old.metadata
    manner: dict[str, Any] = {"version": "1.0" if meta.format_version == "1.0" else "2.6"}
    if meta.num_row_groups:
        columns = [meta.row_group(0).column(number) for number in range(meta.num_columns)]
        manner["compression"] = {
            column.path_in_schema: "NONE" if column.compression == "UNCOMPRESSED" else column.compression
            for column in columns
        }
        manner["use_dictionary"] = [
            column.path_in_schema
            for column in columns
            if any("DICTIONARY" in name for name in column.encodings)
        ]
        manner["write_statistics"] = [column.path_in_schema for column in columns if column.is_stats_set]
    return manner
