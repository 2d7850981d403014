"""Families: one for each single-byte code page, saying which bytes a character may have been.

A family is wider than its codec. Text that was read through a code page often went through a
program that takes C1 controls for windows-1252 (every browser; ftfy), so a character may stand for
the code page's own byte, for the C1 control, or for windows-1252's reading of that control.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import TYPE_CHECKING

from cleaner.stages.repair.codepages import USUAL, code_pages
from cleaner.stages.repair.sequences import ASCII, Grammar, grammar, kinds

if TYPE_CHECKING:
    from _codecs import _EncodingMap

RARE = 5.0
"""The price of a code page that is seldom used, in nats."""

_NONE = "\ufffe"  # what ``codecs.charmap_build`` takes for a byte without a character
_FREE = bytes(byte for byte in range(1, 32) if byte not in b"\t\n\r")  # bytes that mean nothing to UTF-8
_CONTROLS = frozenset(_FREE.decode("ascii"))
_LONG = 4_000  # code points of a line whose runs are not remembered
_KEPT = 100_000  # readings remembered for a family


class _Readings(dict[str, tuple[str, ...]]):
    """Remembers what a sequence of characters reads as, likeliest first."""

    def __init__(self, bytes_of: dict[str, tuple[int, ...]]) -> None:
        super().__init__()
        self._bytes_of = bytes_of

    def __missing__(self, sequence: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for data in product(*(self._bytes_of[char] for char in sequence)):
            try:
                read = bytes(data).decode("utf-8", "surrogatepass" if len(data) == 6 else "strict")
                found[read.encode("utf-16", "surrogatepass").decode("utf-16")] = None
            except UnicodeDecodeError:
                continue
        if len(self) > _KEPT:
            self.clear()
        self[sequence] = readings = tuple(found)
        return readings


@dataclass(frozen=True, eq=False)
class Family:
    """A code page as UTF-8 may have been read through it.

    ``bytes_of`` gives the bytes that a character may have been, the code page's own first;
    ``own`` the code page's characters for the bytes from 0x80 on, None where it has none;
    ``shared`` are the characters that may be one byte more if controls became windows-1252.
    """

    name: str
    price: float
    own: tuple[str | None, ...]
    bytes_of: dict[str, tuple[int, ...]] = field(repr=False)
    shared: frozenset[str] = field(repr=False)

    @cached_property
    def lost(self) -> tuple[int, ...]:
        """The bytes that programs drop or replace: no character, or a C1 control."""
        return tuple(128 + i for i, char in enumerate(self.own) if char is None or "\x80" <= char <= "\x9f")

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters that stand for bytes beyond ASCII."""
        return frozenset(self.bytes_of)

    @cached_property
    def ambiguous(self) -> bool:
        """Whether a character may have been one of several bytes."""
        return any(len(codes) > 1 for codes in self.bytes_of.values())

    @cached_property
    def sure(self) -> dict[int, int]:
        """The bytes of the characters that stand for one byte only, by code point; ASCII among them."""
        own = {ord(char): codes[0] for char, codes in self.bytes_of.items() if len(codes) == 1}
        return dict(zip(range(128), range(128), strict=True)) | own

    @cached_property
    def space(self) -> int | None:
        """The byte of the no-break space, which programs turn into a plain space."""
        return 128 + self.own.index("\xa0") if "\xa0" in self.own else None

    def spans(self, line: str) -> list[tuple[int, int]]:
        """Return start and end of each run in a line."""
        return _remembered(self, line) if len(line) < _LONG else self.searched(line)

    def searched(self, line: str) -> list[tuple[int, int]]:
        """Return what ``spans`` does, nothing remembered."""
        return [match.span() for match in _grammar().run.finditer(self.coded(line))]

    def is_run(self, text: str) -> bool:
        """Return whether a text is whole sequences from end to end."""
        return _grammar().run.fullmatch(self.coded(text)) is not None

    @cached_property
    def is_sequence(self) -> Callable[[bytes], re.Match[bytes] | None]:
        """Whether what ``coded`` gave is one whole sequence; asked so often that each step counts."""
        return _grammar().sequence.fullmatch

    def sequences(self, text: str) -> list[tuple[int, int]]:
        """Return start and end of each whole sequence in a text."""
        return [match.span() for match in _grammar().sequence.finditer(self.coded(text))]

    def broken(self, line: str, read: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
        """Return start and end of each sequence in a line, whole or with bytes lost.

        What is ``read`` already, given by start and end, is left out.
        """
        data = bytearray(self.coded(line))
        known = data.count(b"?")
        for start, end in read:
            data[start:end] = bytes(end - start)  # no such byte is part of a sequence
        signs = line.count("?") + line.count("\N{REPLACEMENT CHARACTER}") if self.lost else 0
        pattern = _grammar().broken[self.space is not None, signs > 0]
        if not signs or known == signs:
            return [match.span() for match in pattern.finditer(data)]
        found: list[tuple[int, int]] = []
        match = pattern.search(data)
        while match:
            start, end = match.span()
            sign = data.find(b"?", start, end)
            while sign >= 0 and line[sign] in "?\N{REPLACEMENT CHARACTER}":
                sign = data.find(b"?", sign + 1, end)
            end = sign if sign >= 0 else end  # a character that the code page lacks
            found.append((start, end))
            match = pattern.search(data, end)
        return found

    def coded(self, text: str) -> bytes:
        """Return the bytes of a text for the patterns of ``sequences``, a byte for each character."""
        return codecs.charmap_encode(text, "replace", self._encoder[0])[0].translate(self._symbols)

    def read(self, line: str) -> list[tuple[int, int, str]]:
        """Return start, end and text of each run in a line whose characters stand for one byte each.

        Raises UnicodeDecodeError for halves of surrogate pairs.
        """
        spans = self.spans(line)
        data = codecs.charmap_encode(line, "replace", self._encoder[0])[0] if spans else b""
        if self._bytes:
            data = data.translate(self._bytes)
        return [(start, end, data[start:end].decode("utf-8")) for start, end in spans]

    def spelt(self, chars: str) -> bytes:
        """Return the bytes that characters stand for, if each of them stands for one."""
        return codecs.charmap_encode(chars, "replace", self._encoder[0])[0].translate(self._bytes or None)

    def decoded(self, text: str) -> str:
        """Return what a text reads as if all that is beyond ASCII in it is UTF-8, else ''."""
        try:
            data = codecs.charmap_encode(text, "strict", self._encoder[0])[0]
            return (data.translate(self._bytes) if self._bytes else data).decode("utf-8")
        except UnicodeEncodeError as error:
            if text[error.start] not in _CONTROLS:
                return ""
        except UnicodeDecodeError:
            return ""
        try:  # a control whose byte stands for another character here
            return codecs.charmap_encode(text, "strict", self.sure)[0].decode("utf-8")
        except UnicodeError:
            return ""

    @cached_property
    def _encoder(self) -> tuple[_EncodingMap | dict[int, int], dict[str, int]]:
        """What turns characters into bytes of their own quickly, and the bytes of those beyond ASCII.

        Of characters that may be the same byte one has that byte, and the others free ones.
        """
        chars = [chr(byte) for byte in range(128)] + [_NONE] * 128
        free = iter(_FREE)
        byte_of: dict[str, int] = {}
        for char, codes in self.bytes_of.items():
            byte = codes[0] if chars[codes[0]] == _NONE else next(free)
            chars[byte] = char
            byte_of[char] = byte
        return codecs.charmap_build("".join(chars)), byte_of

    @cached_property
    def _symbols(self) -> bytes:
        """What the bytes of ``_encoder`` are to the patterns."""
        table = bytearray(ASCII + bytes(128))
        for char, byte in self._encoder[1].items():
            table[byte] = _grammar().symbol(self.bytes_of[char])
        return bytes(table)

    @cached_property
    def _bytes(self) -> bytes:
        """What the bytes of ``_encoder`` are to UTF-8, which knows no 0xFF; '' if they are the same."""
        table = bytearray(range(256))
        for char, byte in self._encoder[1].items():
            codes = self.bytes_of[char]
            table[byte] = codes[0] if len(codes) == 1 else 0xFF
        return bytes(table) if table != bytes(range(256)) else b""

    def chars(self, first: int, last: int) -> str:
        """Return the characters that may stand for bytes of a range."""
        return "".join(dict.fromkeys("".join(self._of_byte[first - 128 : last - 127])))

    @cached_property
    def _of_byte(self) -> list[str]:
        """The characters that may stand for each byte from 0x80 on."""
        found = [""] * 128
        for char, codes in self.bytes_of.items():
            for code in codes:
                found[code - 128] += char
        return found

    @cached_property
    def torn(self) -> re.Pattern[str]:
        """What may be left of a sequence of two bytes whose second one, a no-break space, became a space."""
        leads = "".join(char for char in self.chars(0xC2, 0xDF) if not char.islower())
        return re.compile(f"[{re.escape(leads)}] " if leads else "(?!)")

    @cached_property
    def judged(self) -> dict[str, tuple[str, float]]:
        """What short runs were found to read as between their neighbours, and the gain."""
        return {}

    @cached_property
    def judged_inside(self) -> dict[str, tuple[str, float]]:
        """The same for text that was read through the family more than once."""
        return {}

    @cached_property
    def readings(self) -> _Readings:
        """What whole sequences read as."""
        return _Readings(self.bytes_of)


# A line is searched for a family's runs on every way that leads through it.
_remembered = lru_cache(maxsize=256)(Family.searched)


def _bytes_of(own: tuple[str | None, ...]) -> dict[str, tuple[int, ...]]:
    """Return the bytes that each character of a code page may stand for."""
    bytes_of: dict[str, tuple[int, ...]] = {}
    for byte, char in enumerate(own, 128):
        if char is None:
            char = chr(byte)  # noqa: PLW2901  # sloppy decoders pass undefined bytes as they are
        if char > "\x7f":
            bytes_of[char] = (*bytes_of.get(char, ()), byte)
    return bytes_of


def _hybrid(own: tuple[str | None, ...], pure: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """Return the same for text whose controls may have become windows-1252, own bytes first."""
    bytes_of = dict(pure)
    for byte, alias in _aliases().items():
        if own[byte - 128] in (None, chr(byte)):
            bytes_of[alias] = (*bytes_of.get(alias, ()), byte)
    return bytes_of


@cache
def _aliases() -> dict[int, str]:
    """Return the characters that windows-1252 has for C1 controls."""
    chars = {byte: bytes((byte,)).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}
    return {byte: char for byte, char in chars.items() if char}


@cache
def families() -> tuple[Family, ...]:
    """Return the families of all code pages that Python knows, the usual ones first.

    A code page with C1 controls (or holes there) has two: one pure, and one hybrid with
    windows-1252, for text whose controls some program took for windows-1252.
    """
    found = []
    for rank, (own, name) in enumerate(code_pages().items()):
        pure = _bytes_of(own)
        wide = _hybrid(own, pure)
        shared = frozenset(char for char, codes in wide.items() if len(codes) > 1)
        found.append(Family(name, _price(rank), own, pure, shared))
        if pure != wide:
            found.append(Family(name, _price(rank) + 2.0, own, wide, shared))
    return tuple(found)


@cache
def _grammar() -> Grammar:
    """Return the patterns that all families share."""
    several = {codes for family in families() for codes in family.bytes_of.values() if len(codes) > 1}
    return grammar(map(kinds, several))


def _price(rank: int) -> float:
    """Return what it costs to assume a code page, in nats: the usual ones are cheap."""
    return 0.2 * rank if rank < len(USUAL) else RARE
