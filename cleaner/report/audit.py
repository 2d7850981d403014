"""The audit log: one JSON line a document, from which the original comes back.

A header line holds for the lines after it, so logs merge by concatenation. A document's line
has its own table of causes; an edit is ``[start, end, before, after, [numbers of causes]]``,
its offsets code points of the decoded source.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import LogError
from cleaner.model import Encoding, Result, encode
from cleaner.patch import Edit, Patch

VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a log: what it was called, its hashes, and the edits with what stood before."""

    path: str
    name: str
    before: str
    after: str
    encoding: Encoding
    edits: tuple[Edit, ...]
    originals: tuple[str, ...]
    restorable: bool
    where: str


def header(version: str, digest: str, options: dict[str, Any]) -> str:
    """Return the line that says with what the documents after it were cleaned."""
    return _line({"cleaner": version, "log": VERSION, "rules": digest, "options": options})


def document_line(  # noqa: PLR0913 -- what a line tells beside the edits
    result: Result,
    path: str,
    name: str,
    before: bytes,
    after: bytes,
    *,
    row: int | None = None,
    id_: str | None = None,
    site: str | None = None,
) -> str:
    """Return the line of one document that was read as ``before`` and written as ``after``.

    Of a record in a container these are the field's values as UTF-8; ``row`` is its number there
    (from 1), ``id_`` and ``site`` are what its fields say.
    """
    causes: dict[str, int] = {}
    edits = [
        [e.start, e.end, e.before, e.after, [causes.setdefault(c, len(causes)) for c in e.causes]]
        for e in result.edits
    ]
    record: dict[str, Any] = {
        "path": path,
        "name": name,
        "sha256": [hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest()],
        "chars": [len(result.source), len(result.text)],
    }
    if result.encoding is not None:
        encoding = result.encoding
        record["encoding"] = [encoding.name, encoding.how, encoding.sure, encoding.bom.hex()]
    optional = {
        "row": row,
        "id": id_,
        "site": site,
        "extracted": result.extracted,
        "error": result.error,
        "findings": [list(finding) for finding in result.findings],
        "notices": [list(notice) for notice in result.notices],
        "recoding": list(result.recoding),
        "causes": [[cause, _category(cause, result)] for cause in causes],
        "edits": edits,
    }
    return _line(record | {key: value for key, value in optional.items() if value})


def _category(cause: str, result: Result) -> str:
    return result.categories.get(cause) or cause.partition(".")[0]


def _line(record: dict[str, Any]) -> str:
    """Return one line of JSON; escapes what UTF-8 cannot hold."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(record, separators=(",", ":"))
    return line + "\n"


def read_log(path: Path) -> Iterator[Entry]:
    """Yield the documents of a log. Raises LogError, naming file and line, for what is no log."""
    try:
        with path.open("rb") as file:
            yield from _entries(file, str(path))
    except OSError as error:
        message = f"{path}: cannot read the audit log: {error.strerror}"
        raise LogError(message) from None


def _entries(lines: Iterable[bytes], path: str) -> Iterator[Entry]:
    known = False
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        try:
            record = json.loads(line)
            if "log" in record:
                known = record["log"] == VERSION
                if not known:
                    message = f"{where}: this log is of version {record['log']}, known is {VERSION}"
                    raise LogError(message)
                continue
            if not known:
                message = f"{where}: the log does not begin with its header; is this an audit log?"
                raise LogError(message)
            entry = _entry(record, where)
        except (ValueError, KeyError, TypeError, IndexError):
            if known and not line.endswith(b"\n"):
                return  # a run was killed while it wrote: the file of this line was not touched yet
            message = f"{where}: this is no line of an audit log; was it cut off or edited?"
            raise LogError(message) from None
        yield entry


def _entry(record: dict[str, Any], where: str) -> Entry:
    causes = tuple(cause for cause, _ in record.get("causes", ()))
    edits = tuple(
        Edit(start, end, after, tuple(causes[number] for number in cited))
        for start, end, _, after, cited in record.get("edits", ())
    )
    name, how, sure, bom = record.get("encoding", ("utf-8", "utf-8", 1.0, ""))
    return Entry(
        path=record["path"],
        name=record["name"],
        before=record["sha256"][0],
        after=record["sha256"][1],
        encoding=Encoding(name, how, sure, bytes.fromhex(bom)),
        edits=edits,
        originals=tuple(edit[2] for edit in record.get("edits", ())),
        restorable=not record.get("extracted", False),
        where=where,
    )


def restored(entry: Entry, cleaned: bytes, path: str) -> bytes:
    """Return the original bytes of a document from its cleaned bytes.

    Bytes that are the original already come back as they are: a run can be killed between its
    log and its file. Raises LogError if the cleaned bytes are not those that the log tells of,
    if the result is not what went in, or if the document was extracted from HTML.
    """
    if not entry.restorable:
        message = f"{path}: it was extracted from HTML, from which there is no way back; keep the source"
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
    for edit, original in zip(entry.edits, entry.originals, strict=True):
        at = edit.start + shift
        edits.append(Edit(at, at + len(edit.text), original, edit.causes))
        shift += len(edit.text) - (edit.end - edit.start)
    try:
        return encode(Patch(tuple(edits)).apply(text), entry.encoding)
    except (ValueError, LookupError):
        message = f"{path}: the edits of {entry.where} do not fit it; was the log changed?"
        raise LogError(message) from None
