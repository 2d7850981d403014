"""``cleaner restore``: the original bytes of cleaned files, from the files and their audit log."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.streams import Reporter, write_data
from cleaner.errors import FileError, LogError
from cleaner.report.audit import Entry, read_log
from cleaner.report.restore import restored
from cleaner.run.write import make_folder, write_whole


def restore(
    cleaned: Annotated[str, typer.Argument(metavar="CLEANED", help="A cleaned file, or the folder of them.")],
    *,
    audit: Annotated[str, typer.Option(metavar="LOG", help="The audit log that was written with them.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="BACK", help="Where the originals go; - is stdout.")
    ],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")] = False,
    quiet: options.Quiet = False,
) -> int:
    """Bring back the originals of cleaned files from an audit log.

    Everything is checked before anything is written: a file that was changed since, or a log
    that does not fit, is refused. Example: cleaner restore cleaned --audit audit.jsonl -o back
    """
    report = Reporter(quiet)
    source, log = Path(cleaned), Path(audit)
    if not source.exists():
        message = f"{source}: there is no such file or folder"
        raise FileError(message)
    if not source.is_dir():
        original = restored(_entry_of(source, log), _read(source), str(source))
        if output == "-":
            write_data(original)
        else:
            target = Path(output)
            _write(target / source.name if target.is_dir() else target, original, overwrite=overwrite)
        return 0
    count = 0
    for entry, path in _pairs(source, log):
        if not entry.hindrance:
            restored(entry, _read(path), str(path))
            _refuse_existing(_target(output, entry), overwrite=overwrite)
    for entry, path in _pairs(source, log):
        if entry.hindrance:
            report(LogError(f"{path}: {entry.hindrance}"))
            continue
        _write(_target(output, entry), restored(entry, _read(path), str(path)), overwrite=overwrite)
        count += 1
    if not count and not report.failed:
        report(LogError(f"{log}: it tells of no document"))
    report.note(f"{count} restored")
    return 2 if report.failed else 0


def _pairs(source: Path, log: Path) -> Iterator[tuple[Entry, Path]]:
    """Yield each document of the log with its cleaned file below ``source``."""
    for entry in read_log(log):
        inside = source / entry.name
        as_given = Path(entry.name)
        if not inside.exists() and as_given.is_relative_to(source):
            inside = as_given
        if not inside.exists():
            message = f"{inside}: the log ({entry.where}) tells of it, but it is not there"
            raise FileError(message)
        yield entry, inside


def _entry_of(source: Path, log: Path) -> Entry:
    """Return the log's document that a single file is: by what it holds, then by its name."""
    digest = hashlib.sha256(_read(source)).hexdigest()
    named: Entry | None = None
    for count, entry in enumerate(read_log(log), 1):
        is_named = Path(entry.name).name == source.name
        if entry.after == digest and (is_named or count == 1):
            return entry
        if entry.after == digest or (is_named and named is None):
            named = entry
    if named is None:
        message = f"{source}: {log} tells of no such document; was the file changed since?"
        raise LogError(message)
    return named


def _target(output: str, entry: Entry) -> Path:
    """Return where an original goes: under its name in the log, which may not lead outside."""
    target = Path(output) / entry.name
    if not Path(os.path.realpath(target)).is_relative_to(os.path.realpath(output)):
        message = f"{entry.where}: the name {entry.name} leads out of {output}; restore its file by itself"
        raise LogError(message)
    return target


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot read it: {error.strerror}"
        raise FileError(message) from None


def _refuse_existing(target: Path, *, overwrite: bool) -> None:
    if not overwrite and os.path.lexists(target):
        message = f"{target}: it exists already; choose another place, or --overwrite"
        raise FileError(message)


def _write(target: Path, original: bytes, *, overwrite: bool) -> None:
    _refuse_existing(target, overwrite=overwrite)
    make_folder(target.parent)
    write_whole(target, original)
