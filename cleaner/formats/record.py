"""What all containers have in common: shards, cut into chunks of whole records, and the records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.config import Format
from cleaner.formats.shapes import Shape
from cleaner.model import Result


class Fields(NamedTuple):
    """The names of the fields that records are read by; None is a field that nobody asks for."""

    text: str = "text"
    id: str | None = "id"
    url: str | None = "url"
    lang: str | None = None


class Shard(NamedTuple):
    """One file of a run.

    ``name`` is what the audit log calls its cleaned form, ``packed`` how that is compressed,
    ``cleaner`` the number of the cleaner that it is cleaned by.
    """

    path: Path
    name: str
    shape: Shape
    packed: str = ""
    cleaner: int = 0


class Position(NamedTuple):
    """A place between two records of a shard.

    ``offset`` counts bytes of the uncompressed content, or whatever else the format finds its
    place by; ``row`` is the number of the record that follows, from 1.
    """

    offset: int = 0
    row: int = 1


class Chunk(NamedTuple):
    """Whole records of a shard, as they stand there: the unit in which work is handed out.

    ``head`` is written before the records as it is; ``columns`` are the names of the fields
    where records don't name them; ``size`` is about how many bytes of work it is.
    """

    shard: Shard
    data: Any
    row: int
    end: Position
    size: int
    head: bytes = b""
    columns: tuple[str, ...] = ()


class Record(NamedTuple):
    """A record: its text (None, if it holds none) and how it is written with another.

    ``render`` takes the result of cleaning the text. ``error`` says why the record cannot be
    read; then it passes as ``raw``.
    """

    row: int
    raw: bytes
    text: str | bytes | None = None
    render: Callable[[Result], bytes] | None = None
    id: str | None = None
    site: str | None = None
    lang: str | None = None
    format: Format = "text"
    is_field: bool = True
    error: str | None = None


def missing(field: str, known: list[str] | tuple[str, ...]) -> str:
    """Return what is wrong with a record that has no such field."""
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f'it has no field "{field}" but {shown or "none"}: say --text-field'
