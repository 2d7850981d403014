"""What goes into cleaning and what comes out: ``Document``, ``Encoding``, ``Result`` and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from cleaner.config import Format
from cleaner.patch import Patch


class Encoding(NamedTuple):
    """How bytes became text, and how sure that is.

    ``how`` is ``bom``, ``declared``, ``utf-8`` (read strictly), ``utf-8-escaped`` (some bytes
    are not UTF-8 and are kept as they are), ``detected`` (a guess) or ``opaque`` (no way was
    found that can be undone: the document passes untouched). ``sure`` goes from 0 to 1.
    """

    name: str
    how: str
    sure: float
    bom: bytes = b""

    @property
    def guessed(self) -> bool:
        """Whether a charset detector chose it, so that nobody should rewrite a file on it."""
        return self.how == "detected"


class RecordedEdit(NamedTuple):
    """An edit as people and logs see it: what stood there before, and the category of its cause."""

    start: int
    end: int
    before: str
    after: str
    causes: tuple[str, ...]
    category: str


class Finding(NamedTuple):
    """Something that a person should look at, and that was left alone. ``line`` counts from 1."""

    rule: str
    line: int
    reason: str


class Notice(NamedTuple):
    """Text of provenance (legal, attribution, byline) that was stripped, so that it does not vanish."""

    rule: str
    category: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document to clean: its content, and what is known of where it comes from.

    ``name`` is how messages call it (a path, a row). ``site`` is a host or URL, ``lang`` a
    language code; rules may be scoped to either. ``is_field`` says that the content is a field
    of a record and no file: its last line ends without a newline.
    """

    content: str | bytes
    name: str = ""
    site: str | None = None
    lang: str | None = None
    format: Format = "text"
    is_field: bool = False


@dataclass(frozen=True)
class Result:
    """What cleaning made of one document.

    ``source`` is the decoded (and, for HTML, extracted) text that ``patch`` is about; offsets
    count its code points. ``error`` is None, or says why the document passed untouched.
    """

    text: str
    source: str
    patch: Patch
    encoding: Encoding | None = None
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    extracted: bool = False

    @property
    def changed(self) -> bool:
        """Whether the cleaned document differs from what went in: text, encoding or BOM."""
        return bool(self.patch) or bool(self.recoding) or self.extracted

    @property
    def recoding(self) -> tuple[str, ...]:
        """The ids of the changes that happen between bytes and text, not inside the text."""
        if self.encoding is None or self.error:
            return ()
        ids = ["decode.bom"] if self.encoding.bom else []
        if self.encoding.name != "utf-8":
            ids.append("decode.transcode")
        return tuple(ids)

    @cached_property
    def edits(self) -> tuple[RecordedEdit, ...]:
        """The patch's edits with the text that stood there before."""
        return tuple(
            RecordedEdit(
                edit.start,
                edit.end,
                self.source[edit.start : edit.end],
                edit.text,
                edit.causes,
                self._category(edit.causes),
            )
            for edit in self.patch.edits
        )

    def restore(self) -> str | bytes:
        """Return what went in: the same text, or the same bytes where bytes went in.

        For HTML it is the extracted text: there is no way back from extraction.
        """
        text = self.patch.invert(self.source).apply(self.text)
        if self.encoding is None or self.extracted:
            return text
        return encode(text, self.encoding)

    def to_bytes(self) -> bytes:
        """Return the cleaned text as UTF-8; bytes that were no UTF-8 come out as they went in.

        Lone surrogates that came in through the API are written as ``surrogatepass`` does.
        """
        if self.error and self.encoding is not None and not self.extracted:
            return encode(self.text, self.encoding)
        return utf8(self.text)

    def _category(self, causes: tuple[str, ...]) -> str:
        """The category of the last rule that has one: what happened to the text in the end."""
        for cause in reversed(causes):
            category = self.categories.get(rule_id(cause))
            if category:
                return category
        return causes[-1].partition(".")[0] if causes else ""


def rule_id(cause: str) -> str:
    """Return the rule's id in a cause, without the detail.

    >>> rule_id("repair.mojibake:iso-8859-7")
    'repair.mojibake'
    """
    return cause.partition(":")[0]


def encode(text: str, encoding: Encoding) -> bytes:
    """Return the bytes that ``encoding`` read as ``text``."""
    if encoding.name == "utf-8":
        return encoding.bom + text.encode("utf-8", "surrogateescape")
    return encoding.bom + text.encode(encoding.name)


def utf8(text: str) -> bytes:
    """Return ``text`` as UTF-8: escaped bytes as those bytes, other lone surrogates passed."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return b"".join(
            char.encode("utf-8", "surrogateescape" if "\udc80" <= char <= "\udcff" else "surrogatepass")
            for char in text
        )
