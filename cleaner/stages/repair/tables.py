"""Tables of neighbours that may be odd, by script: how a whole text is told to be sound in C.

``gate.bin`` is written by ``scripts/gate_tables.py`` from the stage's own prices and look-alikes. A
table gives each of some 250 characters of a script, ASCII and typography among them, a byte, and
each byte two sets of bits: two neighbours can only be odd if the first set of the one and the
second set of the other have a bit in common. For a text that is one ``&`` of two large numbers.
"""

from __future__ import annotations

import codecs
import json
import lzma
import re
from functools import cache, cached_property
from importlib.resources import files

BYTES = (*range(0x01, 0x3F), *range(0x40, 0x100))
"""The bytes of a table's characters; 0x3F is for those that it does not have."""

GROUPS = 6
"""The bits of a byte that tell groups of characters which are odd before about the same ones."""

EASTERN = ("HAN", "HANGUL")
"""Scripts with too many characters for a table; they have ``calm`` instead."""

_UNKNOWN = 0x3F  # a question mark, which is what ``codecs.charmap_encode`` puts in their place
_ANY, _KNOWN = 0x80, 0x40  # bits by which an unknown character is odd behind and before any other one
_NONE = "\ufffe"  # what ``codecs.charmap_build`` takes for a byte without a character
_ONES = b"\0" + b"\1" * 255
_ONE = re.compile(b"\1")
_SAMPLE = 24  # characters beyond ASCII by which the script of a text is told
_DENSE = 6  # code points a hit, below which it is quicker to look at each pair
_VIETNAMESE = 4  # Latin letters to each one that only Vietnamese has, in Vietnamese


class Table:
    """What may be odd beside what, for the characters of a script."""

    def __init__(self, chars: str, first: bytes, second: bytes) -> None:
        """``first`` and ``second`` are the sets of bits of each character."""
        self.chars, self._first, self._second = chars, first, second

    @cached_property
    def _bytes(self) -> tuple[object, bytes, bytes]:
        """The encoder, and the sets of bits of each byte."""
        chars = ["\0", *[_NONE] * 255]
        first, second = bytearray([_KNOWN] * 256), bytearray([_ANY] * 256)
        # ASCII has its own bytes
        free = iter([byte for byte in BYTES if byte > 0x7F or chr(byte) not in self.chars])
        for char, before, behind in zip(self.chars, self._first, self._second, strict=True):
            byte = ord(char) if char <= "\x7f" else next(free)
            chars[byte] = char
            first[byte] |= before
            second[byte] |= behind
        chars[_UNKNOWN] = "?"
        first[0] = second[0] = first[_UNKNOWN] = second[_UNKNOWN] = 0xFF
        first[0x0A] = second[0x0A] = 0  # nothing is odd beside the end of a line
        return codecs.charmap_build("".join(chars)), bytes(first), bytes(second)

    def odd(self, text: str) -> list[int] | None:
        """Return where two neighbours in a text may be odd, or None if there are very many such places.

        Some of them are not odd: the table is a little wider than the truth.
        """
        encoder, first, second = self._bytes
        # what is odd beside a question mark is odd beside this one, and the other way round
        data = codecs.charmap_encode(text.replace("?", "!"), "replace", encoder)[0]  # type: ignore[arg-type]
        before = int.from_bytes(data.translate(first), "little")
        behind = int.from_bytes(data.translate(second), "little")
        both = before & behind >> 8
        if not both:
            return []
        hits = both.to_bytes(len(data), "little").translate(_ONES)
        if _DENSE * hits.count(1) > len(data) + 100:
            return None
        return [match.start() for match in _ONE.finditer(hits)]


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    packed = files(__package__).joinpath("gate.bin").read_bytes()
    found: dict[str, dict[str, list[str]]] = json.loads(lzma.decompress(packed))
    return found


@cache
def table(script: str) -> Table:
    """Return the table of a script."""
    chars, first, second, _ = _data()["tables"][script]
    return Table(chars, bytes.fromhex(first), bytes.fromhex(second))


@cache
def scripts() -> dict[str, str]:
    """Return the table of each letter."""
    return {char: name for name, (*_, letters) in _data()["tables"].items() for char in letters}


@cache
def calm(script: str) -> frozenset[str]:
    """Return characters of a script of East Asia, and signs, of which no two are odd together."""
    return frozenset(_data()["calm"][script][0])


@cache
def harmless() -> frozenset[str]:
    """Return the usual typography that is odd nowhere beside itself and ASCII.

    A document that has nothing else beyond ASCII needs no look at its neighbours.
    """
    return frozenset(_data()["harmless"][""][0])


def script_of(beyond: str) -> str:
    """Return the script of a text by some of its characters beyond ASCII; '' if it has no table.

    That is LATIN where there are no letters among them, and HAN or HANGUL for East Asia.
    """
    of = scripts()
    names = [of.get(char) or _eastern(char) for char in beyond[:: 1 + len(beyond) // _SAMPLE]]
    found = [name for name in names if name]
    if not found:
        return "LATIN"
    best = max(set(found), key=found.count)
    if best == "LATIN" and _VIETNAMESE * found.count("VIETNAMESE") > found.count("LATIN"):
        return "VIETNAMESE"
    return best


def first_script(beyond: str) -> str:
    """Return the script of the first letter that has a table; '' if there is none."""
    return next(filter(None, map(scripts().get, beyond)), "")


def _eastern(char: str) -> str:
    if char < "\u2e80" or char > "\ufaff":
        return ""
    return "HANGUL" if "\uac00" <= char < "\ud7b0" else "HAN"
