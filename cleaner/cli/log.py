"""The logs of a run: the audit log, and the records that failed."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from cleaner import __version__
from cleaner.config import Level
from cleaner.errors import FileError
from cleaner.formats.compress import member, suffix_of
from cleaner.formats.opening import is_stream
from cleaner.formats.record import Fields
from cleaner.pipeline import Cleaner
from cleaner.report.audit import header
from cleaner.run.work import Failure
from cleaner.run.write import Pending, make_folder


def begin_log(path: str, opening: bytes, *, overwrite: bool, temporary: Path | None = None) -> Pending:
    """Begin a log with ``opening``; it gets its name, in place of ``temporary``, when it is whole.

    Raises FileError for a log that exists.
    """
    place = Path(path)
    _refuse_existing(place, overwrite=overwrite, hint=", or --overwrite")
    make_folder(place.parent)
    log = Pending(place, temporary)
    log.write(packed(log, opening))
    return log


def resumed_log(path: str, temporary: Path, size: int) -> Pending:
    """Go on with a log that was cut off behind its first ``size`` bytes. Raises FileError.

    It may have its name already: the run was cut off between that and its end.
    """
    place = Path(os.path.realpath(path))
    if not temporary.exists() and place.exists() and place.stat().st_size == size:
        place.replace(temporary)
    return Pending(Path(path), temporary, size)


def packed(log: Pending, lines: bytes) -> bytes:
    """Return lines as they stand in a log of this name: compressed, if its suffix says so.

    What is added at once is a member of its own, so that the log can be cut behind it.
    """
    return member(lines, suffix_of(log.path.name), str(log.path))


def header_of(cleaners: Mapping[int, Cleaner], level: Level, fields: Fields) -> bytes:
    """Return an audit log's first line: with what was cleaned, and in which field of records."""
    means = {
        number: (cleaner.rules.digest, dataclasses.asdict(cleaner.config) | {"text_field": fields.text})
        for number, cleaner in cleaners.items()
    }
    digest, options = means.pop(0)
    return header(__version__, digest, options, level, means).encode()


def record_of(failure: Failure) -> bytes:
    """Return the line that tells of a record that failed, with the record as it stood."""
    record = failure.raw.decode("utf-8", "backslashreplace")
    told = {"place": failure.place, "row": failure.row, "reason": failure.reason, "record": record}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


class DurableLog:
    """An audit log for files that change in place; without a path it does nothing.

    Each line is on disk, under the log's name, before ``add`` returns: the originals live only
    here. A log that would tell of nothing is not made. Raises FileError, naming the log.
    """

    def __init__(self, path: str | None, opening: bytes) -> None:
        """Refuse a log that exists."""
        self._path = Path(path) if path else None
        self._opening = opening
        self._file: IO[bytes] | None = None
        if self._path:
            _refuse_existing(self._path, overwrite=False, hint="")

    def __enter__(self) -> Self:
        return self

    def add(self, entries: bytes) -> None:
        """Record documents."""
        if not self._path or not entries:
            return
        try:
            if self._file is None:
                make_folder(self._path.parent)
                self._file = self._path.open("xb")
                self._file.write(self._packed(self._opening))
            self._file.write(self._packed(entries))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            message = f"{self._path}: cannot write the audit log: {error.strerror}"
            raise FileError(message) from None

    def _packed(self, lines: bytes) -> bytes:
        return member(lines, suffix_of(str(self._path)), str(self._path))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()


def _refuse_existing(path: Path, *, overwrite: bool, hint: str) -> None:
    if not overwrite and os.path.lexists(path) and not is_stream(path):
        message = f"{path}: this audit log exists already; choose another name{hint}"
        raise FileError(message)
