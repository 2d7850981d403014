"""Cleans files one after the other in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cleaner.config import Format
from cleaner.errors import CleanerError, FileError, RuleTimeoutError
from cleaner.formats.text import format_of, read_document
from cleaner.model import Document, Result
from cleaner.patch import Patch
from cleaner.pipeline import Cleaner
from cleaner.run.discover import Input


class Cleaned(NamedTuple):
    """A file that was read and cleaned: its bytes, the result, and the bytes to write."""

    input: Input
    before: bytes
    result: Result
    after: bytes


def clean_files(
    cleaner: Cleaner,
    inputs: Iterable[Input],
    report: Callable[[CleanerError], None],
    form: Format | None = None,
) -> Iterator[Cleaned]:
    """Yield the files that can be read, cleaned, in order; trouble goes to ``report``.

    ``form`` overrides what the files' names say they hold.
    """
    for entry in inputs:
        try:
            data = read_document(entry.path)
        except FileError as error:
            report(error)
            continue
        chosen = form or format_of(entry.path.name, data if entry.explicit else None)
        yield cleaned_bytes(cleaner, entry, data, chosen, report)


def cleaned_bytes(
    cleaner: Cleaner, entry: Input, data: bytes, form: Format, report: Callable[[CleanerError], None]
) -> Cleaned:
    """Return ``data`` cleaned. A document that fails passes untouched and goes to ``report``."""
    try:
        result = cleaner.clean_document(Document(data, str(entry.path), format=form))
    except RuleTimeoutError:
        raise
    except Exception as error:  # noqa: BLE001 -- one bad document must not stop a run
        text = data.decode("utf-8", "surrogateescape")
        reason = f"cleaning broke on it ({type(error).__name__}: {error}); please report this"
        result = Result(text, text, Patch(), error=reason)
    if result.error is None:
        return Cleaned(entry, data, result, result.to_bytes())
    report(FileError(f"{entry.path}: {result.error}; left as it was"))
    return Cleaned(entry, data, result, data)
