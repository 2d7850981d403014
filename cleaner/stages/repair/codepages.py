"""The single-byte code pages that Python knows, and what they are called."""

from __future__ import annotations

import codecs
import re
from encodings import aliases

USUAL = (
    "cp1252",
    "latin-1",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1253",
    "mac-roman",
    "iso8859-15",
    "iso8859-2",
    "iso8859-7",
    "iso8859-9",
    "cp1257",
    "cp850",
    "cp437",
    "koi8-r",
    "cp866",
    "iso8859-5",
    "cp1255",
    "cp1256",
)
"""Code pages in use, the usual ones first: of those that read a text alike the earlier one is meant."""

_UNLISTED = (
    "cp720",
    "cp737",
    "cp856",
    "cp874",
    "cp1006",
    "koi8_t",
    "koi8_u",
    "mac_arabic",
    "mac_croatian",
    "mac_farsi",
    "mac_romanian",
    "kz1048",
)  # Python knows them, but not their aliases
_UPPER = bytes(range(128, 256))


def code_pages() -> dict[tuple[str | None, ...], str]:
    """Return the names of all single-byte code pages that agree with ASCII, the usual ones first.

    They go by their characters for the bytes from 0x80 on, None where there is none.
    """
    found: dict[tuple[str | None, ...], str] = {}
    usual = [codecs.lookup(name).name for name in USUAL]
    for codec in (*usual, *sorted({*aliases.aliases.values(), *_UNLISTED})):
        own = _table(codec)
        if own is not None:
            found.setdefault(own, display_name(codec))
    return found


def _table(codec: str) -> tuple[str | None, ...] | None:
    """Return the upper half of a single-byte code page that agrees with ASCII, else None."""
    try:
        if not codecs.lookup(codec)._is_text_encoding:  # noqa: SLF001  # the only way to ask
            return None
        if bytes(range(128)).decode(codec) != bytes(range(128)).decode("ascii"):
            return None
        chars = list(_UPPER.decode(codec, "replace"))
        if len(chars) != len(_UPPER):  # some bytes have no character by themselves
            chars = [bytes((byte,)).decode(codec, "replace") for byte in _UPPER]
    except (LookupError, UnicodeError, ValueError):
        return None
    if set(map(len, chars)) != {1} or set(chars) == {"\N{REPLACEMENT CHARACTER}"}:
        return None
    return tuple(None if char == "\N{REPLACEMENT CHARACTER}" else char for char in chars)


def display_name(codec: str) -> str:
    """Return a codec's name as people write it.

    >>> display_name("iso8859_7"), display_name("latin_1"), display_name("koi8_r")
    ('iso-8859-7', 'iso-8859-1', 'koi8-r')
    """
    name = codec.replace("_", "-")
    if name == "latin-1":
        return "iso-8859-1"
    return re.sub("^iso8859", "iso-8859", name)
