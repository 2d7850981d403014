r"""Escapes of other notations, undone on request: ``=E2=80=99``, ``%E2%80%99``, ``\u2019``, ``\xe2``.

Text about programming is full of them, so this is never done unasked, and never inside a URL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cleaner.patch import Edit

_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})*%[89A-Fa-f][0-9A-Fa-f](?:%[0-9A-Fa-f]{2})*")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2}|=\r?\n)*=[89A-F][0-9A-F](?:=[0-9A-F]{2}|=\r?\n(?==[89A-F]))*")
_QUOTED_ASCII = re.compile(r"=(?:[237][0-9A-F]|[456][0-9A-F]|0[9AD])|=\r?\n")
_HEX = re.compile(r"(?:\\x[0-9A-Fa-f]{2})*\\x[89A-Fa-f][0-9A-Fa-f](?:\\x[0-9A-Fa-f]{2})*")
_UNICODE = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u([0-9a-fA-F]{4})|\\U(00[01][0-9a-fA-F]{5})"
)
_URL = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*://|www\.)\S*")


def escapes(text: str) -> Iterator[Edit]:
    """Yield the edits of all notations, each in order of place; notations cannot overlap."""
    if "%" in text:
        urls = [match.span() for match in _URL.finditer(text)]
        for edit in _bytes(text, _PERCENT, "percent", lambda run: run.replace("%", "")):
            if not any(start <= edit.start < end for start, end in urls):
                yield edit
    if "=" in text:
        quoted = list(_bytes(text, _QUOTED, "quoted-printable", _unquoted))
        yield from quoted
        if quoted:
            yield from _rest(text, quoted)
    if "\\" in text:
        yield from _bytes(text, _HEX, "hex", lambda run: run.replace("\\x", ""))
        for match in _UNICODE.finditer(text):
            char = _unicode(match)
            if char:
                yield Edit(match.start(), match.end(), char, ("repair.escape:unicode",))


def _bytes(text: str, pattern: re.Pattern[str], kind: str, digits: Callable[[str], str]) -> Iterator[Edit]:
    """Yield an edit for each run of escaped bytes that is UTF-8 with something beyond ASCII."""
    for match in pattern.finditer(text):
        try:
            read = bytes.fromhex(digits(match.group())).decode("utf-8")
        except ValueError:
            continue
        if not any("\x7f" <= char <= "\x9f" or (char < " " and char not in "\t\n\r") for char in read):
            yield Edit(match.start(), match.end(), read, (f"repair.escape:{kind}",))


def _unquoted(run: str) -> str:
    return re.sub(r"=\r?\n", "", run).replace("=", "")


def _rest(text: str, quoted: list[Edit]) -> Iterator[Edit]:
    """Yield what else is quoted-printable in a text that surely is: soft line ends, quoted ASCII."""
    taken = {place for edit in quoted for place in range(edit.start, edit.end)}
    for match in _QUOTED_ASCII.finditer(text):
        if match.start() not in taken:
            found = match.group()
            char = "" if found.endswith("\n") else chr(int(found[1:], 16))
            yield Edit(match.start(), match.end(), char, ("repair.escape:quoted-printable",))


def _unicode(match: re.Match[str]) -> str:
    high, low, short, long = match.groups()
    if high:
        return chr(0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00)
    code = int(short or long, 16)
    bad = code < 0xA0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code & 0xFFFE == 0xFFFE
    return "" if bad else chr(code)
