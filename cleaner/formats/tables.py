"""CSV and TSV (RFC 4180, read leniently): only the text field is ever rewritten, other bytes stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import BinaryIO, NamedTuple

from cleaner.errors import FileError
from cleaner.formats.record import Chunk, Fields, Position, Record, Shard, missing
from cleaner.model import Result, utf8

BOM = b"\xef\xbb\xbf"
LONGEST = 1 << 30
"""Bytes of a record; one that is longer has a quote that nobody closed."""

_DELIMITERS = {"csv": b",", "tsv": b"\t"}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Grammar(NamedTuple):
    """A record with the newline that ends it, and one field with what ends it."""

    record: re.Pattern[bytes]
    field: re.Pattern[bytes]
    delimiter: bytes


@cache
def grammar(delimiter: bytes) -> Grammar:
    """Return the grammar of tables with this delimiter.

    A quote opens a field only as its first character, and what follows a closing quote belongs
    to the field, as spreadsheets read it.
    """
    plain = b"[^" + delimiter + b"\r\n]*+"
    field = b'(?:"[^"]*+(?:""[^"]*+)*+"' + plain + b'|(?!")' + plain + b")"
    newline = b"(?:\r\n|\n|\r)"
    return Grammar(
        re.compile(field + b"(?:" + delimiter + field + b")*+" + newline),
        re.compile(b"(" + field + b")(" + delimiter + b"|" + newline + rb"|\Z)"),
        delimiter,
    )


def chunks(file: BinaryIO, shard: Shard, start: Position, size: int, fields: Fields) -> Iterator[Chunk]:
    """Yield the records from ``start`` on in chunks of about ``size`` bytes; the first holds the header.

    The header is read again when ``start`` lies behind it, since it names the columns.
    Raises FileError where there is no such column, and for a quote that nothing closes.
    """
    rules = grammar(_DELIMITERS[shard.shape.format])
    walk = _walk(file, shard, rules, size)
    head = next(walk, b"")
    if head.startswith(_UTF16):
        message = f"{shard.path}: it is UTF-16; convert it to UTF-8 first"
        raise FileError(message)
    columns = tuple(names(head, rules))
    if head and fields.text not in columns:
        message = f"{shard.path}: {missing(fields.text, columns)}"
        raise FileError(message)
    offset, row = len(head), 1
    for batch in _batches(walk, size):
        first, row = row, row + len(batch)
        held = sum(map(len, batch))
        offset += held
        if first >= start.row:
            yield Chunk(
                shard, batch, first, Position(offset, row), held, head if first == 1 else b"", columns
            )
    if row == 1 == start.row:
        yield Chunk(shard, [], 1, Position(offset, 1), len(head), head, columns)


def _batches(records: Iterator[bytes], size: int) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    held = 0
    for record in records:
        batch.append(record)
        held += len(record)
        if held >= size:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _walk(file: BinaryIO, shard: Shard, rules: Grammar, size: int) -> Iterator[bytes]:
    """Yield record by record with its newline; the last may have none."""
    data, at = b"", 0
    while more := file.read(max(size, len(data) - at)):
        data, at = data[at:] + more, 0
        # a CR at the very end may be half of a newline
        while (found := rules.record.match(data, at)) and not (
            found.end() == len(data) and data.endswith(b"\r")
        ):
            yield found[0]
            at = found.end()
        if len(data) - at > LONGEST:
            break
    if at == len(data):
        return
    found = rules.record.match(data + b"\n", at)
    if not found or found.end() < len(data):
        begins = data[at : at + 40].decode("utf-8", "backslashreplace")
        message = f"{shard.path}: a quote is opened and never closed, in the record that begins {begins!r}"
        raise FileError(message)
    yield data[at:]


def names(head: bytes, rules: Grammar) -> list[str]:
    """Return the names of the columns."""
    return [value(field) for field in split(head.removeprefix(BOM), rules)]


def split(record: bytes, rules: Grammar) -> list[bytes]:
    """Return the fields of a record as they stand there, quotes included; the newline is left out."""
    fields: list[bytes] = []
    at = 0
    while found := rules.field.match(record, at):
        fields.append(found[1])
        at = found.end()
        if found[2] != rules.delimiter:
            break
    return fields


def value(field: bytes) -> str:
    """Return what a field means.

    >>> value(b'"so-called ""clean"" text"')
    'so-called "clean" text'
    """
    if field.startswith(b'"'):
        inner, _, behind = field[1:].rpartition(b'"')
        field = inner.replace(b'""', b'"') + behind
    return field.decode("utf-8", "surrogateescape")


def records(chunk: Chunk, fields: Fields) -> Iterator[Record]:
    """Yield the records of a chunk."""
    rules = grammar(_DELIMITERS[chunk.shard.shape.format])
    column = {name: number for number, name in enumerate(chunk.columns)}
    at = column.get(fields.text, 0)  # an empty file has no columns, and no records
    for row, raw in enumerate(chunk.data, chunk.row):
        if not raw.strip(b"\r\n"):
            yield Record(row, raw)
            continue
        cells = split(raw, rules)
        if at >= len(cells):
            yield Record(
                row, raw, error=f"it has {len(cells)} fields, where the header names {len(chunk.columns)}"
            )
            continue
        told = [
            value(cells[column[name]]) if name in column and column[name] < len(cells) else None
            for name in (fields.id, fields.url, fields.lang)
        ]
        id_, site, lang = (word or None for word in told)
        yield Record(
            row, raw, value(cells[at]), partial(_rendered, raw, cells, at, rules.delimiter), id_, site, lang
        )


def _rendered(raw: bytes, cells: list[bytes], at: int, delimiter: bytes, result: Result) -> bytes:
    """Write the record with another text, quoted if it was quoted or has to be."""
    start = sum(map(len, cells[:at])) + at
    text = utf8(result.text)
    if (
        cells[at].startswith(b'"')
        or text.startswith(b'"')
        or any(mark in text for mark in (delimiter, b"\n", b"\r"))
    ):
        text = b'"' + text.replace(b'"', b'""') + b'"'
    return raw[:start] + text + raw[start + len(cells[at]) :]
