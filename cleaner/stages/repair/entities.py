"""HTML entities left in plain text (``&rsquo;``, ``&#8217;``), in documents that are no HTML.

A document with a ``<`` may be markup, and one with a double escape (``&amp;lt;``) may be about
markup: both are left alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from cleaner.patch import Edit

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_DOUBLE = re.compile(r"&amp;(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def entities(text: str) -> Iterator[Edit]:
    """Yield an edit for each entity of a document that is neither markup nor about markup."""
    if "&" not in text or "<" in text or any(_named(match[1]) for match in _DOUBLE.finditer(text)):
        return
    for match in ENTITY.finditer(text):
        char = character(match.group())
        if char:
            yield Edit(match.start(), match.end(), char, ("repair.entities",))


def double_entities(text: str) -> Iterator[Edit]:
    """Yield an edit for each entity that was escaped twice (``&amp;rsquo;``); only on request."""
    if "&amp;" not in text or "<" in text:
        return
    for match in _DOUBLE.finditer(text):
        char = character(f"&{match[1]};")
        if char:
            yield Edit(match.start(), match.end(), char, ("repair.escape:entity",))


def character(entity: str) -> str:
    """Return what an entity stands for; '' if nothing sane.

    >>> character("&rsquo;"), character("&#150;"), character("&#0;"), character("&nonsense;")
    ('’', '–', '', '')
    """
    if entity[1] != "#" and entity[1:] not in html5:
        return ""
    if entity[1] == "#":
        code = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
        if code > 0x10FFFF or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
            return ""
    char = html.unescape(entity)
    sane = all(
        c in "\t\n" or (c >= " " and not "\x7f" <= c <= "\x9f" and not "\ud800" <= c <= "\udfff")
        for c in char
    )
    return char if sane and char != "\N{REPLACEMENT CHARACTER}" else ""


def _named(name: str) -> bool:
    return name.startswith("#") or f"{name};" in html5
