"""Leads a cleaned document back to its original by what the audit log tells."""

from __future__ import annotations

import hashlib

from cleaner.errors import LogError
from cleaner.model import encode
from cleaner.patch import Edit, Patch
from cleaner.report.audit import Entry


def restored(entry: Entry, cleaned: bytes, path: str) -> bytes:
    """Return the original bytes of a document from its cleaned bytes.

    Bytes that are the original already come back as they are: a run can be killed between its
    log and its file. Raises LogError if the cleaned bytes are not those that the log tells of,
    if the result is not what went in, or if the log has no way back.
    """
    if entry.hindrance:
        message = f"{path}: {entry.hindrance}"
        raise LogError(message)
    digest = hashlib.sha256(cleaned).hexdigest()
    if digest == entry.before:
        return cleaned
    if digest != entry.after:
        message = f"{path}: it is not what {entry.where} tells of (sha256 differs); was it changed since?"
        raise LogError(message)
    original = cleaned if entry.encoding.how == "opaque" else _undo(entry, cleaned, path)
    if hashlib.sha256(original).hexdigest() != entry.before:
        message = f"{path}: the edits of {entry.where} do not lead back to the original; was the log changed?"
        raise LogError(message)
    return original


def _undo(entry: Entry, cleaned: bytes, path: str) -> bytes:
    text = cleaned.decode("utf-8", "surrogateescape")
    edits: list[Edit] = []
    shift = 0
    for edit in entry.edits:
        at = edit.start + shift
        edits.append(Edit(at, at + edit.length, edit.before, edit.causes))
        shift += edit.length - (edit.end - edit.start)
    try:
        return encode(Patch(tuple(edits)).apply(text), entry.encoding)
    except (ValueError, LookupError):
        message = f"{path}: the edits of {entry.where} do not fit it; was the log changed?"
        raise LogError(message) from None
