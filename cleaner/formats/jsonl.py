"""JSON Lines: one record a line. Only the text's value is ever rewritten; the rest stays, byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, NamedTuple

from cleaner.formats.compress import skip
from cleaner.formats.record import Chunk, Fields, Position, Record, Shard, missing
from cleaner.model import Result

_SPACE = re.compile(r"[ \t\r\n]*+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Number(str):
    """A number as it is written: nobody counts with it, and some are longer than Python agrees to read."""

    __slots__ = ()


_DECODER = json.JSONDecoder(strict=False, parse_int=Number, parse_float=Number)


class Value(NamedTuple):
    """A field's value, and where it stands in its line (code points, half-open)."""

    value: object
    start: int
    end: int


def chunks(file: BinaryIO, shard: Shard, start: Position, size: int) -> Iterator[Chunk]:
    """Yield the lines from ``start`` on in chunks of about ``size`` bytes, each of whole lines."""
    offset, row = start
    skip(file, offset)
    rest: list[bytes] = []
    while data := file.read(size):
        cut = data.rfind(b"\n") + 1
        if not cut:
            rest.append(data)
            continue
        lines = b"".join([*rest, data[:cut]])
        rest = [data[cut:]]
        offset, first, row = offset + len(lines), row, row + lines.count(b"\n")
        yield Chunk(shard, lines, first, Position(offset, row), len(lines))
    if last := b"".join(rest):
        yield Chunk(shard, last, row, Position(offset + len(last), row + 1), len(last))


def records(chunk: Chunk, fields: Fields) -> Iterator[Record]:
    """Yield the records of a chunk; blank lines are records without a text."""
    for row, line in enumerate(chunk.data.split(b"\n"), chunk.row):
        if row == chunk.end.row and not line:
            return  # what stands behind the last LF
        raw = line + b"\n" if row < chunk.end.row - 1 or chunk.data.endswith(b"\n") else line
        yield _record(row, raw, fields) if line.strip() else Record(row, raw)


def _record(row: int, raw: bytes, fields: Fields) -> Record:
    try:
        line = _decoded(raw)
        values = members(line, 1 if line.startswith("\ufeff") else 0)
    except RecursionError:
        return Record(row, raw, error="it is nested too deeply")
    except ValueError as error:
        return Record(row, raw, error=f"it is not a JSON object: {_reason(error)}")
    text = values.get(fields.text)
    if text is None:
        return Record(row, raw, error=missing(fields.text, list(values)))
    record = Record(
        row, raw, id=_told(values, fields.id), site=_told(values, fields.url), lang=_told(values, fields.lang)
    )
    if text.value is None:
        return record
    if not isinstance(text.value, str) or isinstance(text.value, Number):
        return record._replace(error=f'the field "{fields.text}" holds no string')
    return record._replace(text=text.value, render=partial(_rendered, line, text))


def _reason(error: ValueError) -> str:
    """Return what is wrong with a line; what Python says of JSON counts lines within the line."""
    if not isinstance(error, json.JSONDecodeError):
        return str(error)
    return f"{error.msg} at column {min(error.pos, len(error.doc.rstrip())) + 1}"


def _decoded(raw: bytes) -> str:
    """Return a line with bytes that are no UTF-8 as lone surrogates. Raises ValueError if it has others."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        line = raw.decode("utf-8", "surrogateescape")
        if _ESCAPED_SURROGATE.search(line):
            message = "it is not UTF-8, and holds escaped surrogates beside"
            raise ValueError(message) from None
        return line


def members(line: str, at: int = 0) -> dict[str, Value]:
    """Return the members of the JSON object that ``line`` is; of members of one name the last.

    Raises ValueError, which says what is wrong and where, and RecursionError.

    >>> members('{"a": 1.10}')
    {'a': Value(value='1.10', start=6, end=10)}
    """
    found: dict[str, Value] = {}
    at = _after(line, at, "{")
    if line.startswith("}", at):
        at += 1
    else:
        while True:
            name, at = _DECODER.raw_decode(line, at)
            if not isinstance(name, str) or isinstance(name, Number):
                message = f"a name must be a string at column {at}"
                raise ValueError(message)  # noqa: TRY004 -- it is the text that is wrong
            start = _after(line, _SPACE.match(line, at).end(), ":")  # type: ignore[union-attr]
            value, at = _DECODER.raw_decode(line, start)
            found[name] = Value(value, start, at)
            at = _SPACE.match(line, at).end()  # type: ignore[union-attr]
            if not line.startswith(",", at):
                break
            at = _SPACE.match(line, at + 1).end()  # type: ignore[union-attr]
        if not line.startswith("}", at):
            message = f'"," or "}}" was expected at column {at + 1}'
            raise ValueError(message)
        at += 1
    at = _SPACE.match(line, at).end()  # type: ignore[union-attr]
    if at < len(line):
        message = f"more than one value, the second at column {at + 1}"
        raise ValueError(message)
    return found


def encoded(text: str, *, ascii_only: bool = False) -> str:
    r"""Return ``text`` as a JSON string that UTF-8 can hold: lone surrogates are escaped.

    >>> encoded("é\ud800")
    '"é\\ud800"'
    """
    written = json.dumps(text, ensure_ascii=ascii_only)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _rendered(line: str, text: Value, result: Result) -> bytes:
    """Write the line with another text, in ASCII if the one that stood there was."""
    before = line[text.start : text.end]
    escapes = not result.text.isascii() and before.isascii() and "\\u" in before
    if _SURROGATE.search(line):  # bytes that are no UTF-8 go out as they came in
        value = json.dumps(result.text, ensure_ascii=False)
    else:
        value = encoded(result.text, ascii_only=escapes)
    return (line[: text.start] + value + line[text.end :]).encode("utf-8", "surrogateescape")


def _after(line: str, at: int, mark: str) -> int:
    """Return where the first thing behind ``mark`` begins, which stands at ``at``, spaces aside."""
    at = _SPACE.match(line, at).end()  # type: ignore[union-attr]
    if not line.startswith(mark, at):
        message = f'"{mark}" was expected at column {at + 1}'
        raise ValueError(message)
    return _SPACE.match(line, at + 1).end()  # type: ignore[union-attr]


def _told(values: dict[str, Value], field: str | None) -> str | None:
    value = values[field].value if field in values else None
    return str(value) if isinstance(value, str) and value else None
