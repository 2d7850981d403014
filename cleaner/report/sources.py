"""Finds the originals of logged documents again, where they still are, and checks that they fit."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cleaner.errors import CleanerError
from cleaner.report.audit import Entry
from cleaner.report.restore import restored
from cleaner.stages import decode


def original_text(entry: Entry) -> str | None:
    """Return the text that an entry's edits are about, or None if it is not to be had.

    It is read from where the document came from. If that holds the cleaned form (``fix``
    writes in place), the log leads back.
    """
    if entry.row is not None:
        return None
    try:
        data = Path(entry.path).read_bytes()
        if hashlib.sha256(data).hexdigest() != entry.before:
            data = restored(entry, data, entry.path)
        text = _text(entry, data)
    except (OSError, CleanerError, ValueError, LookupError):
        return None
    return text if text is not None and fits(entry, text) else None


def fits(entry: Entry, text: str) -> bool:
    """Whether ``text`` is what the edits of an entry are about."""
    if len(text) != entry.chars[0]:
        return False
    if entry.header.level != "full":
        return True
    return all(text[edit.start : edit.end] == edit.before for edit in entry.edits)


def _text(entry: Entry, data: bytes) -> str | None:
    if not entry.extracted:
        declared = None if entry.encoding.name == "utf-8" else entry.encoding.name
        return decode.decode(data, declared)[0]
    from cleaner.stages.extract import declared_encoding, extract  # noqa: PLC0415 -- for HTML only

    text, _ = decode.decode(data, declared_encoding(data))
    return extract(text, url=entry.site or None)[0]
