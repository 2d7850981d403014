"""Puts whole files in their place: written beside it, flushed to disk, then moved there."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from cleaner.errors import FileError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at every moment it is the old one or the new one, never a part.

    A symbolic link stays one and its target is replaced; the mode of an existing file stays.
    A file with several hard links is written in place, since replacing would part them: the
    one case in which a crash can leave it torn. Raises FileError, naming the path.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and target.stat().st_nlink > 1:
            _write_in_place(target, data)
            return
        _replace(target, data)
    except OSError as error:
        message = f"{path}: cannot write it: {error.strerror}"
        raise FileError(message) from None


def make_folder(path: Path) -> None:
    """Make a folder and those above it. Raises FileError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path}: cannot make the folder: {error.strerror}"
        raise FileError(message) from None


def beside(path: Path) -> Path:
    """Return the name of a temporary file beside ``path``, hidden and unlike any other."""
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")


def _replace(target: Path, data: bytes) -> None:
    mode = target.stat().st_mode & 0o7777 if target.exists() else None
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")
    temporary = beside(target)
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(target.parent)


def _write_in_place(target: Path, data: bytes) -> None:
    with target.open("r+b") as file:
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the new name durable; systems that cannot open a folder need not."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
