"""``cleaner restore``: the original bytes of cleaned files, from the files and their audit log."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.destination import refuse_shared
from cleaner.cli.streams import Reporter, write_data
from cleaner.errors import ConfigError, FileError, LogError
from cleaner.formats.compress import member, suffix_of
from cleaner.formats.opening import file_shape, refuse_stream
from cleaner.formats.record import Fields, Shard
from cleaner.formats.text import read_document
from cleaner.report.audit import Entry, read_log
from cleaner.report.restore import restored
from cleaner.run.back import restored_chunks
from cleaner.run.outputs import assembled
from cleaner.run.write import Pending, make_folder


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
    refuse_stream(source)
    refuse_stream(log)
    if not source.exists():
        message = f"{source}: there is no such file or folder"
        raise FileError(message)
    if source.is_dir():
        work = list(_inside(source, log))
        targets = [(entry, _target(output, entry)) for entry, _ in work]
    else:
        entry = _entry_of(source, log)
        work = [(entry, source)]
        place = Path(output)
        targets = [(entry, place / source.name if place.is_dir() else place)]
    refuse_shared({"--audit": audit}, written=(target for _, target in targets))
    if output == "-":
        _to_stdout(work, log)
        return 0
    for (entry, path), (_, target) in zip(work, targets, strict=True):
        if not entry.hindrance:
            for _ in _originals(entry, path, log):
                pass
            _refuse_existing(target, overwrite=overwrite)
    count = 0
    for (entry, path), (_, target) in zip(work, targets, strict=True):
        if entry.hindrance:
            report(LogError(f"{path}: {entry.hindrance}"))
            continue
        _write(entry, path, log, target)
        count += 1
    if not count and not report.failed:
        report(LogError(f"{log}: it tells of no document"))
    report.note(f"{count} restored")
    return 2 if report.failed else 0


def _to_stdout(work: list[tuple[Entry, Path]], log: Path) -> None:
    if len(work) > 1:
        message = "several files cannot go to stdout; say where to write them: -o FOLDER"
        raise ConfigError(message)
    for entry, path in work:
        originals = list(_originals(entry, path, log))  # all is checked before anything is written
        for original in originals:
            write_data(original)


def _inside(source: Path, log: Path) -> Iterator[tuple[Entry, Path]]:
    """Yield the first entry of each cleaned file of the log, with the file below ``source``."""
    for _, entries in groupby(read_log(log), lambda entry: (entry.name, entry.row is None and entry.where)):
        entry = next(entries)
        inside = source / entry.name
        as_given = Path(entry.name)
        if not inside.exists() and as_given.is_relative_to(source):
            inside = as_given
        if not inside.exists():
            message = f"{inside}: the log ({entry.where}) tells of it, but it is not there"
            raise FileError(message)
        yield entry, inside


def _originals(entry: Entry, path: Path, log: Path) -> Iterator[bytes]:
    """Yield the original of a cleaned file, piece by piece. Raises LogError where it cannot be had."""
    if entry.row is None:
        original = restored(entry, read_document(path), str(path))
        yield member(original, suffix_of(path.name), str(path))
        return
    shard = Shard(path, entry.name, file_shape(path, None), suffix_of(path.name))
    field = entry.header.options.get("text_field", "text")
    of_file = (other for other in read_log(log) if other.name == entry.name)
    for _, original in restored_chunks(shard, of_file, Fields(text=field, id=None, url=None)):
        yield original


def _entry_of(source: Path, log: Path) -> Entry:
    """Return the log's document that a single file is: by what it holds, then by its name."""
    if file_shape(source, None).is_container:
        return _container_of(source, log)
    digest = hashlib.sha256(read_document(source)).hexdigest()
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


def _container_of(source: Path, log: Path) -> Entry:
    """Return the log's first record of a container, by its name."""
    for entry in read_log(log):
        if entry.row is not None and Path(entry.name).name == source.name:
            return entry
    message = f"{source}: {log} tells of no such file; was it renamed since?"
    raise LogError(message)


def _target(output: str, entry: Entry) -> Path:
    """Return where an original goes: under its name in the log, which may not lead outside."""
    target = Path(output) / entry.name
    if not Path(os.path.realpath(target)).is_relative_to(os.path.realpath(output)):
        message = f"{entry.where}: the name {entry.name} leads out of {output}; restore its file by itself"
        raise LogError(message)
    return target


def _refuse_existing(target: Path, *, overwrite: bool) -> None:
    if not overwrite and os.path.lexists(target):
        message = f"{target}: it exists already; choose another place, or --overwrite"
        raise FileError(message)


def _write(entry: Entry, path: Path, log: Path, target: Path) -> None:
    """Write the original of a cleaned file to its place, whole or not at all."""
    make_folder(target.parent)
    pending = Pending(target)
    try:
        for original in _originals(entry, path, log):
            pending.write(original)
        shape = file_shape(path, None)
        if entry.row is not None and shape.format == "parquet":
            field = entry.header.options.get("text_field", "text")
            spool, pending = pending, assembled(Shard(path, entry.name, shape), pending, field)
            spool.discard()
        pending.commit()
    except BaseException:
        pending.discard()
        raise
