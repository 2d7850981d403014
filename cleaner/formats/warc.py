"""WARC and WET (extra ``warc``): pages and their texts come out as JSON Lines (url, date, title, text)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from cleaner.errors import FileError
from cleaner.formats.jsonl import encoded
from cleaner.formats.record import Chunk, Fields, Position, Record, Shard
from cleaner.model import Result

_HTML = ("text/html", "application/xhtml+xml")


class Page(NamedTuple):
    """A record of an archive that holds a page or the text of one."""

    row: int
    url: str | None
    date: str | None
    charset: str | None
    is_html: bool
    payload: bytes


def _fastwarc(shard: Shard) -> Any:
    try:
        import fastwarc.warc  # noqa: PLC0415 -- an extra, and only for these files
    except ImportError:
        message = f"{shard.path}: for WARC the package fastwarc is needed: pip install 'cleaner-text[warc]'"
        raise FileError(message) from None
    return fastwarc.warc


def chunks(file: BinaryIO, shard: Shard, start: Position, size: int) -> Iterator[Chunk]:
    """Yield pages from the row ``start.row`` on, in chunks of about ``size`` bytes.

    Rows count the records that hold a page or a text; all others are left out.
    """
    batch: list[Page] = []
    held, first = 0, 1
    for page in _pages(file, shard):
        batch.append(page)
        held += len(page.payload)
        if held >= size:
            if first >= start.row:
                yield Chunk(shard, batch, first, Position(page.row, page.row + 1), held)
            batch, held, first = [], 0, page.row + 1
    if batch and first >= start.row:
        yield Chunk(shard, batch, first, Position(batch[-1].row, batch[-1].row + 1), held)


def _pages(file: BinaryIO, shard: Shard) -> Iterator[Page]:
    warc = _fastwarc(shard)
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.resource | warc.WarcRecordType.conversion
    row = end = 0
    told = _Told(file)
    try:
        for record in warc.ArchiveIterator(told, record_types=kinds, parse_http=True, auto_decode="all"):
            is_html = _is_html(record)
            if not is_html and record.record_type != warc.WarcRecordType.conversion:
                continue
            row += 1
            headers = record.headers
            end = _end(record)
            yield Page(
                row,
                headers.get("WARC-Target-URI"),
                headers.get("WARC-Date"),
                record.http_charset if record.is_http else None,
                is_html,
                record.reader.read(),
            )
    except FileError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever the parser makes of a broken archive
        message = f"{shard.path}: the archive is broken behind its page {row} ({error}); fetch it again"
        raise FileError(message) from None
    if told.tell() < end:  # the parser takes what there is for the whole
        message = f"{shard.path}: the archive is cut off in its page {row}; fetch it again"
        raise FileError(message)


def _end(record: Any) -> int:
    """Return where the record's block ends in the archive, by its own word."""
    headers = sum(len(name) + len(value) + len(": \r\n") for name, value in record.headers.items())
    declared = record.headers.get("Content-Length") or ""
    length = int(declared) if declared.isdecimal() else 0
    return int(record.stream_pos) + len("WARC/1.1\r\n\r\n") + headers + length


class _Told:
    """A stream that can say where it is, which the parser asks of every stream."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._at = file, 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) not in {(0, 1), (self._at, 0)}:
            message = "a stream is read in one direction"
            raise io.UnsupportedOperation(message)
        return self._at


def _is_html(record: Any) -> bool:
    kind = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    return (kind or "").partition(";")[0].strip().lower() in _HTML


def records(chunk: Chunk, fields: Fields) -> Iterator[Record]:
    """Yield the pages of a chunk. A page that fails has no text that could pass in its place."""
    del fields  # the archive's own headers say what fields say elsewhere
    for page in chunk.data:
        if page.is_html:
            text = _decoded(page.payload, page.charset) if page.charset else page.payload
            raw = b""
        else:
            text = page.payload.decode("utf-8", "replace")  # WET is UTF-8 by its definition
            raw = _line(page, text, None)
        yield Record(
            page.row,
            raw,
            text,
            partial(_rendered, page),
            page.url,
            page.url,
            format="html" if page.is_html else "text",
        )


def _decoded(payload: bytes, charset: str) -> str | bytes:
    """Return the page as the server said it is encoded; bytes, if it is not."""
    from cleaner.stages.extract import codec_of  # noqa: PLC0415 -- for HTML only

    codec = codec_of(charset)
    try:
        return payload.decode(codec) if codec else payload
    except ValueError:
        return payload


def _rendered(page: Page, result: Result) -> bytes:
    return _line(page, result.text, result.metadata.get("title"))


def _line(page: Page, text: str, title: str | None) -> bytes:
    known = json.dumps({"url": page.url, "date": page.date})[:-1]
    line = f'{known}, "title": {encoded(title) if title else "null"}, "text": {encoded(text)}}}\n'
    return line.encode()
