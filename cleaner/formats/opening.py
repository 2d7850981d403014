"""What inputs hold that do not say it: files without a telling name, and streams."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cleaner.errors import FileError
from cleaner.formats.compress import compression_of, open_read
from cleaner.formats.shapes import DOCUMENTS, FileFormat, Shape, format_of, shape_of

OPENING = 1 << 16
"""Bytes that show what an input holds."""

_OPEN_FILES = (Path("/dev"), Path("/dev/fd"), Path("/proc/self/fd"))
"""Where devices stand, and what this process has open under names that mean nothing to another one."""


def is_stream(path: Path) -> bool:
    """Whether a path is no file of its own (a pipe, a terminal, a device): read once, never replaced."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISDIR(mode) and (not stat.S_ISREG(mode) or path.parent in _OPEN_FILES)


class Stream(NamedTuple):
    """What a stream holds, and its content, uncompressed."""

    shape: Shape
    content: BinaryIO


def refuse_stream(path: Path) -> None:
    """Raise FileError for a path that can be read only once."""
    if is_stream(path):
        message = (
            f"{path}: it must be read more than once, which this is no file for; write it to a file first"
        )
        raise FileError(message)


def stream_of(source: BinaryIO, name: str | None, form: FileFormat | None, *, own: bool = False) -> Stream:
    """Return what a stream holds: what somebody said, what ``name`` says, or what its first bytes show.

    ``own`` is a source that nobody else needs: it is closed with the content. Raises FileError
    for what is no stream.
    """
    opening = source.read(OPENING)
    compression = compression_of(opening)
    content: BinaryIO = io.BufferedReader(_Rejoined(opening, source, own=own), OPENING)
    if compression:
        content = open_read(content, compression, name or "stdin")
        opening = content.read(OPENING)
        content = io.BufferedReader(_Rejoined(opening, content, own=True), OPENING)
    told = shape_of(name) if name else None
    found = form or (told.format if told else format_of(opening))
    if found == "parquet":
        message = f"{name or 'stdin'}: Parquet is no stream; name the file itself"
        raise FileError(message)
    return Stream(Shape(found, compression), content)


def file_shape(path: Path, form: FileFormat | None) -> Shape:
    """Return what a file holds: what somebody said, what its name says, or what its first bytes show.

    A name that says nothing does not make a container of a file: that takes ``form``. Raises
    FileError if it cannot be read.
    """
    known = shape_of(path.name)
    if known and form is None:
        return known
    opening = _opening(path)
    compression = compression_of(opening)
    if form:
        return Shape(form, compression)
    if compression:
        with open_read(path, compression) as file:
            opening = file.read(OPENING)
    found = format_of(opening)
    return Shape(found if found in DOCUMENTS else "text", compression)


def _opening(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(OPENING)
    except FileNotFoundError:
        message = f"{path}: there is no such file"
    except IsADirectoryError:
        message = f"{path}: this is a folder where a file was expected"
    except OSError as error:
        message = f"{path}: cannot read it: {error.strerror}"
    raise FileError(message)


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, opening: bytes, rest: BinaryIO, *, own: bool) -> None:
        self._opening, self._rest, self._own = memoryview(opening), rest, own

    def close(self) -> None:
        super().close()
        if self._own:
            self._rest.close()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill ``buffer`` as far as there is something; 0 is the end."""
        if not self._opening:
            data = self._rest.read(len(buffer))
            buffer[: len(data)] = data
            return len(data)
        count = min(len(buffer), len(self._opening))
        buffer[:count] = self._opening[:count]
        self._opening = self._opening[count:]
        return count
