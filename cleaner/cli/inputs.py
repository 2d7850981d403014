"""What the paths of a command mean: shards, or a stream; trouble with one goes to the report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.cli.options import Reading
from cleaner.cli.project import choice
from cleaner.cli.streams import Reporter
from cleaner.errors import ConfigError, FileError
from cleaner.formats.opening import file_shape, is_stream, stream_of
from cleaner.formats.record import Shard
from cleaner.formats.shapes import EDITABLE, FILE_FORMATS, FileFormat
from cleaner.run.discover import Input, discover

IN_PLACE: tuple[FileFormat, ...] = ("text", "markdown")
"""What can be changed in its place without being told more."""


class Inputs(NamedTuple):
    """The shards of a command, how each was found, and the stream that takes the place of files."""

    shards: list[Shard]
    entries: list[Input]
    stream: BinaryIO | None = None


def all_inputs(paths: list[str], reading: Reading, report: Reporter) -> Inputs:
    """Return all that ``clean`` can read."""
    if (stream := _stream(paths, reading)) is not None:
        return stream
    return _files(paths, reading, report, FILE_FORMATS, gitignore=False)


def editable_inputs(paths: list[str], reading: Reading, report: Reporter) -> Inputs:
    """Return what can be changed in its place.

    HTML and WARC that were named are refused, since nothing leads back from what is extracted;
    so are containers, if nobody says which field holds the text.
    """
    formats = (*IN_PLACE, *EDITABLE) if reading.names_text else IN_PLACE
    found = _stream(paths, reading) or _files(paths, reading, report, formats, gitignore=True)
    kept = [
        (shard, entry)
        for shard, entry in zip(found.shards, found.entries, strict=True)
        if _may_edit(shard, reading, report)
    ]
    return Inputs([shard for shard, _ in kept], [entry for _, entry in kept], found.stream)


def refuse_nothing(paths: list[str], inputs: Inputs, report: Reporter) -> None:
    """Report that there is no file, unless every named file was excluded on purpose."""
    only_excluded = report.excluded and not any(Path(path).is_dir() for path in paths)
    if not inputs.shards and not report.failed and not only_excluded:
        report(ConfigError(f"{', '.join(paths)}: there is no file to clean here; -v says what was left out"))


def the_stream(paths: list[str]) -> str | None:
    """Return the path that is stdin or another stream, if one is. Raises ConfigError for more paths."""
    found = next((path for path in paths if path == "-" or (path and is_stream(Path(path)))), None)
    if found is not None and len(paths) > 1:
        name = "- (stdin)" if found == "-" else f"{found} (a stream)"
        message = f"{name} cannot be mixed with files; clean it separately"
        raise ConfigError(message)
    return found


def _stream(paths: list[str], reading: Reading) -> Inputs | None:
    given = the_stream(paths)
    if given is None:
        return None
    known = reading.stdin_filename or (None if given == "-" else given)
    name = known or "stdin"
    stream = stream_of(_opened(given), known, reading.form, own=given != "-")
    shard = Shard(Path(name), Path(name).name, stream.shape, cleaner=choice()(Path(name), name))
    return Inputs([shard], [Input(shard.path, shard.name, explicit=True)], stream.content)


def _opened(given: str) -> BinaryIO:
    if given == "-":
        return sys.stdin.buffer
    try:
        return Path(given).open("rb")
    except OSError as error:
        message = f"{given}: cannot read it: {error.strerror}"
        raise FileError(message) from None


def _files(
    paths: list[str], reading: Reading, report: Reporter, formats: tuple[FileFormat, ...], *, gitignore: bool
) -> Inputs:
    found: list[tuple[Shard, Input]] = []
    override = choice()
    for entry in discover(paths, reading.selection(gitignore=gitignore, formats=formats), report):
        try:
            shard = Shard(entry.path, entry.path.as_posix(), file_shape(entry.path, reading.form))
        except FileError as error:
            report(error)
            continue
        number = override(entry.path, entry.name)
        found.append((shard._replace(packed=shard.shape.compression, cleaner=number), entry))
    return Inputs([shard for shard, _ in found], [entry for _, entry in found])


def _may_edit(shard: Shard, reading: Reading, report: Reporter) -> bool:
    form = shard.shape.format
    if form in {"html", "warc"}:
        report(FileError(f"{shard.path}: {form.upper()} is extracted, not edited; use: cleaner clean"))
        return False
    if form in EDITABLE and not reading.names_text:
        report(FileError(f"{shard.path}: it holds records; say which field is the text: --text-field NAME"))
        return False
    return True
