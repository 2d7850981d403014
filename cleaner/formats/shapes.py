"""Which format a file has, by its name, by what it holds, or because somebody says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from cleaner.config import Format
from cleaner.formats.compress import suffix_of

FileFormat = Literal["text", "markdown", "html", "jsonl", "csv", "tsv", "parquet", "warc"]

FILE_FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)
DOCUMENTS: tuple[Format, ...] = get_args(Format)
"""Formats of files that are one document each; all others are containers of records."""

SUFFIXES: dict[str, FileFormat] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
"""The suffixes that a folder is searched for, and what files of that name hold."""

EDITABLE: tuple[FileFormat, ...] = ("jsonl", "csv", "tsv", "parquet")
"""Containers whose records can be changed in their place."""


class Shape(NamedTuple):
    """What a file holds, and how it is compressed (``""``, ``.gz`` or ``.zst``)."""

    format: FileFormat
    compression: str = ""

    @property
    def is_container(self) -> bool:
        """Whether the file holds records, and not one document."""
        return self.format not in DOCUMENTS


def shape_of(name: str) -> Shape | None:
    """Return what a file of this name holds, or None where the name does not say.

    >>> shape_of("crawl.warc.wet.gz")
    Shape(format='warc', compression='.gz')
    """
    compression = suffix_of(name)
    known = SUFFIXES.get(Path(name[: len(name) - len(compression)]).suffix.lower())
    return Shape(known, compression) if known else None


def format_of(opening: bytes) -> FileFormat:
    """Return what data that begins with ``opening`` (uncompressed) holds: text, if nothing else shows."""
    if opening.startswith(b"PAR1"):
        return "parquet"
    if opening.startswith(b"WARC/1."):
        return "warc"
    if _is_json_line(opening):
        return "jsonl"
    from cleaner.stages.extract import looks_like_html  # noqa: PLC0415 -- rarely needed

    return "html" if looks_like_html(opening) else "text"


def _is_json_line(opening: bytes) -> bool:
    line, end, _ = opening.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        # a record longer than what was looked at begins as records do
        return not end and line[1:].lstrip().startswith(b'"')
