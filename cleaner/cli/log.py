"""Writes the audit log of a run: whole at its end, or line by line where files change in place."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from cleaner import __version__
from cleaner.errors import FileError
from cleaner.formats.compress import open_write, suffix_of
from cleaner.pipeline import Cleaner
from cleaner.report.audit import Level, document_line, header
from cleaner.run.inline import Cleaned
from cleaner.run.write import beside, make_folder


class AuditLog:
    """An audit log that is being written; without a path it does nothing.

    ``durable`` writes each line to disk before ``add`` returns, under the final name: for
    files that are replaced, whose originals live only here. Otherwise the log gets its name
    when it is whole. A name that ends in ``.gz`` or ``.zst`` has it compressed. Raises
    FileError, naming the log.
    """

    def __init__(
        self,
        path: str | None,
        cleaner: Cleaner,
        *,
        durable: bool,
        overwrite: bool = False,
        level: Level | None = None,
    ) -> None:
        """Refuse a log that exists."""
        self._level: Level = level or "full"
        self._path = Path(path) if path and level != "off" else None
        self._durable = durable
        self._cleaner = cleaner
        self._file: BinaryIO | None = None
        if self._path and not overwrite and os.path.lexists(self._path):
            message = f"{self._path}: this audit log exists already; choose another name"
            raise FileError(message + ("" if durable else ", or --overwrite"))
        self._open = self._path if durable or self._path is None else beside(self._path)

    def __enter__(self) -> Self:
        if not self._durable:
            self._begin()
        return self

    def _begin(self) -> None:
        """Open the log and write its header; a durable log that tells of nothing is not made."""
        if self._file or not self._path or not self._open:
            return
        make_folder(self._path.parent)
        self._file = open_write(self._open, suffix_of(self._path.name))
        options = dataclasses.asdict(self._cleaner.config)
        self._write(header(__version__, self._cleaner.rules.digest, options, self._level))

    def add(self, cleaned: Cleaned, name: str) -> None:
        """Record one document; ``name`` is where its cleaned form is found."""
        self._begin()
        if self._file:
            path = cleaned.input.path.as_posix()
            line = document_line(cleaned.result, path, name, cleaned.before, cleaned.after, level=self._level)
            self._write(line)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._file or not self._path or not self._open:
            return
        self._file.close()
        if self._durable:
            return
        if kind is None:
            self._open.replace(self._path)
        else:
            with contextlib.suppress(OSError):
                self._open.unlink()

    def _write(self, line: str) -> None:
        if not self._file:
            return
        try:
            self._file.write(line.encode())
            if self._durable:
                self._file.flush()
                os.fsync(self._file.fileno())
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        message = f"{self._path}: cannot write the audit log: {error.strerror}"
        raise FileError(message) from None
