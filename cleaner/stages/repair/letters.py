"""The letter model: what it costs one letter to follow another, pooled and by language.

Built by ``scripts/letter_model.py``, which names the sources. Costs are nats, capped at ``UNSEEN``.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import add

UNSEEN = 8.0  # two known letters of one script that no language of the model joins
_COSTS = {chr(33 + n): n / 8 for n in range(96)}  # the file's costs are eighths of a nat


class _Languages(Mapping[str, dict[str, float]]):
    """The costs of pairs in each language, read when they are asked for: most texts need few."""

    def __init__(self, lines: dict[str, str]) -> None:
        self._lines = lines
        self._read: dict[str, dict[str, float]] = {}

    def __getitem__(self, code: str) -> dict[str, float]:
        found = self._read.get(code)
        if found is None:
            found = self._read[code] = _pairs(self._lines[code])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@dataclass(frozen=True, slots=True)
class Letters:
    """The costs of pairs of lower-case letters; a space stands for all that is no letter.

    ``pooled`` holds the cheapest cost that any language gives; ``languages`` has each language's
    own; ``scripts`` names the script of each letter that some language uses, and ``written`` that
    of each language.
    """

    pooled: dict[str, float]
    languages: Mapping[str, dict[str, float]]
    scripts: dict[str, str]
    written: dict[str, str]


@cache
def letters() -> Letters:
    """Return the model, read from the package's data on first use."""
    packed = files(__package__).joinpath("letters.bin").read_bytes()
    pooled: dict[str, float] = {}
    lines: dict[str, str] = {}
    scripts: dict[str, str] = {}
    written: dict[str, str] = {}
    for line in lzma.decompress(packed).decode("utf-8").split("\n"):
        name, _, fields = line.partition("\t")
        code, _, script = name.partition(" ")
        if code == "*":
            pooled |= _pairs(fields)
            if script:
                scripts |= dict.fromkeys([followers[0] for followers in fields.split("\t")[::2]], script)
        else:
            lines[code] = fields
            written[code] = script
    return Letters(pooled, _Languages(lines), scripts, written)


def _pairs(line: str) -> dict[str, float]:
    """Return the pairs of a line of the file, and their costs."""
    fields = line.split("\t")
    found: dict[str, float] = {}
    for followers, costs in zip(fields[::2], fields[1::2], strict=True):
        pairs = map(add, repeat(followers[0]), followers[1:])
        found.update(zip(pairs, map(_COSTS.__getitem__, costs), strict=True))
    return found
