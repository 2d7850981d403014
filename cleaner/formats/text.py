"""Files that are one document each: plain text, Markdown, HTML."""

from __future__ import annotations

from pathlib import Path

from cleaner.config import Format
from cleaner.errors import FileError
from cleaner.stages.decode import is_binary

SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
"""The suffixes that a folder is searched for, and what files of that name hold."""


def format_of(name: str, data: bytes | None = None) -> Format:
    """Return what a file holds, by its suffix, or by its first bytes where the suffix says nothing."""
    known = SUFFIXES.get(Path(name).suffix.lower())
    if known is None and data is not None:
        from cleaner.stages.extract import looks_like_html  # noqa: PLC0415 -- rarely needed

        return "html" if looks_like_html(data) else "text"
    return known or "text"


def read_document(path: Path) -> bytes:
    """Return a file's bytes. Raises FileError for one that cannot be read or holds no text."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        message = f"{path}: there is no such file"
        raise FileError(message) from None
    except IsADirectoryError:
        message = f"{path}: this is a folder where a file was expected"
        raise FileError(message) from None
    except OSError as error:
        message = f"{path}: cannot read it: {error.strerror}"
        raise FileError(message) from None
    return refuse_binary(data, str(path))


def refuse_binary(data: bytes, name: str) -> bytes:
    """Return ``data`` as it is. Raises FileError if it holds no text."""
    if is_binary(data):
        message = f"{name}: this is not text; leave it out (--exclude), or extract its text first"
        raise FileError(message)
    return data
