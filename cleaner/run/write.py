"""Puts whole files in their place: written beside it, flushed to disk, then moved there."""

from __future__ import annotations

import contextlib
import os
import shutil
from errno import EDQUOT, ENODATA, ENOSPC
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import DiskFullError, FileError
from cleaner.formats.opening import is_stream


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at every moment it is the old one or the new one, never a part.

    See ``Pending`` for what becomes of links and modes. Raises FileError, naming the path.
    """
    pending = Pending(path)
    try:
        pending.write(data)
        pending.commit()
    except BaseException:
        pending.discard()
        raise


def make_folder(path: Path) -> None:
    """Make a folder and those above it. Raises FileError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path}: cannot make the folder: {error.strerror}"
        raise FileError(message) from None


def beside(path: Path) -> Path:
    """Return the name of a temporary file beside what ``path`` leads to, hidden and unlike any other."""
    target = Path(os.path.realpath(path))
    return target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.tmp")


class Pending:
    """A file that grows beside its place and is moved there when it is whole.

    A symbolic link stays one and its target is replaced; the mode of an existing file stays.
    A device or a pipe is never replaced but written to.
    A file with several hard links is written in place in the end, since replacing would part
    them: the one case in which a crash can leave it torn. All methods raise FileError.
    """

    def __init__(self, path: Path, temporary: Path | None = None, size: int | None = None) -> None:
        """Begin a file as ``temporary``, or go on with that behind its first ``size`` bytes."""
        self.path = path
        self._target = Path(os.path.realpath(path))
        self.temporary = temporary or beside(path)
        self.size = size or 0
        self._file: BinaryIO | None = None
        self._is_stream = is_stream(path)
        try:
            if self._is_stream:
                self._file = path.open("ab")
                return
            if self._target.exists() and not os.access(self._target, os.W_OK):
                raise PermissionError(13, "Permission denied")
            self._file = self.temporary.open("xb" if size is None else "r+b")
            self._go_behind(self._file)
        except OSError as error:
            self._fail(error)

    def _go_behind(self, file: BinaryIO) -> None:
        if file.seek(0, os.SEEK_END) < self.size:
            raise OSError(ENODATA, "what was written of it is gone; begin again with --overwrite")
        file.truncate(self.size)
        file.seek(self.size)

    def write(self, data: bytes) -> None:
        """Add data. What was written survives the end of this process, if not that of the machine."""
        if self._file is None:
            return
        try:
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            self._fail(error)
        self.size += len(data)

    def flush(self) -> None:
        """Make all that was written survive the machine as well."""
        if self._file is None:
            return
        try:
            self._file.flush()
            if not self._is_stream:
                os.fsync(self._file.fileno())
        except OSError as error:
            self._fail(error)

    def commit(self) -> None:
        """Make the file durable and move it to its place."""
        if self._file is None:
            return
        self.flush()
        try:
            self._file.close()
            if not self._is_stream:
                put_in_place(self.temporary, self._target)
        except OSError as error:
            self._fail(error)
        self._file = None

    def keep(self) -> None:
        """Leave what there is beside the place, for another run to go on with."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            with contextlib.suppress(OSError):
                self.temporary.unlink()
            self._file = None

    def _fail(self, error: OSError) -> None:
        message = f"{self.path}: cannot write it: {error.strerror}"
        raise (DiskFullError if error.errno in {ENOSPC, EDQUOT} else FileError)(message) from None


def put_in_place(temporary: Path, target: Path) -> None:
    """Move a whole file to its place; see ``Pending``. Raises OSError."""
    if target.exists():
        status = target.stat()
        if status.st_nlink > 1:
            _write_in_place(temporary, target)
            return
        temporary.chmod(status.st_mode & 0o7777)
    temporary.replace(target)
    _flush_folder(target.parent)


def _write_in_place(temporary: Path, target: Path) -> None:
    with temporary.open("rb") as source, target.open("r+b") as file:
        shutil.copyfileobj(source, file)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
    temporary.unlink()


def _flush_folder(folder: Path) -> None:
    """Make the new name durable; systems that cannot open a folder need not."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
