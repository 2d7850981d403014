"""Finds the originals of logged documents again, where they still are, and checks that they fit."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from cleaner.errors import CleanerError
from cleaner.formats.compress import open_read
from cleaner.formats.containers import chunks_of, reader_of
from cleaner.formats.opening import file_shape
from cleaner.formats.record import Fields, Position, Record, Shard
from cleaner.model import utf8
from cleaner.report.audit import Entry
from cleaner.report.restore import restored
from cleaner.stages import decode


def original_texts(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Return the texts that entries' edits are about, by the entries' keys, as far as they are to be had.

    They are read from where the documents came from. If that holds the cleaned form (``fix``
    writes in place), the log leads back.
    """
    wanted: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, entry in entries.items():
        field = entry.header.options.get("text_field", "text")
        wanted[entry.path, field][entry.row or 1].append(key)
    found: dict[str, str] = {}
    for (path, field), rows in wanted.items():
        try:
            for record in _records(Path(path), max(rows), field):
                for key in rows.get(record.row, ()):
                    text = _original(entries[key], record)
                    if text is not None:
                        found[key] = text
        except CleanerError:
            continue
    return found


def _records(path: Path, last: int, field: str) -> Iterator[Record]:
    """Yield the records of a file up to number ``last``. Raises FileError if it cannot be read."""
    shape, fields = file_shape(path, None), Fields(text=field)
    shard = Shard(path, path.name, shape)
    with open_read(path, shape.compression) as file:
        for chunk in chunks_of(file, shard, fields, Position()):
            for record in reader_of(shape.format)(chunk, fields):
                yield record
                if record.row >= last:
                    return


def _original(entry: Entry, record: Record) -> str | None:
    """Return the text of a record, if it is the one that the entry tells of."""
    data = record.text if isinstance(record.text, bytes) else utf8(record.text or "")
    try:
        if hashlib.sha256(data).hexdigest() != entry.before:
            data = restored(entry, data, entry.path)
        text = _text(entry, data)
    except (CleanerError, ValueError, LookupError):
        return None
    return text if fits(entry, text) else None


def fits(entry: Entry, text: str) -> bool:
    """Whether ``text`` is what the edits of an entry are about."""
    if len(text) != entry.chars[0]:
        return False
    if entry.header.level != "full":
        return True
    return all(text[edit.start : edit.end] == edit.before for edit in entry.edits)


def _text(entry: Entry, data: bytes) -> str:
    if not entry.extracted:
        declared = None if entry.encoding.name == "utf-8" else entry.encoding.name
        return decode.decode(data, declared)[0]
    from cleaner.stages.extract import declared_encoding, extract  # noqa: PLC0415 -- for HTML only

    text, _ = decode.decode(data, declared_encoding(data))
    return extract(text, url=entry.site or None)[0]
