"""The letter model: what it costs one letter to follow another, pooled and by language.

Built by ``scripts/letter_model.py``, which names the sources. Costs are nats, capped at ``UNSEEN``.
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import add

UNSEEN = 8.0  # two known letters of one script that no language of the model joins
_SCALE = 8  # the file's costs are eighths of a nat


@dataclass(frozen=True, slots=True)
class Letters:
    """The costs of pairs of lower-case letters; a space stands for all that is no letter.

    ``pooled`` holds the cheapest cost that any language gives; ``languages`` has each language's
    own; ``scripts`` names the script of each letter that some language uses.
    """

    pooled: dict[str, float]
    languages: dict[str, dict[str, float]]
    scripts: dict[str, str]


@cache
def letters() -> Letters:
    """Return the model, read from the package's data on first use."""
    packed = files(__package__).joinpath("letters.bin").read_bytes()
    pooled: dict[str, float] = {}
    languages: dict[str, dict[str, float]] = {}
    scripts: dict[str, str] = {}
    cost = {chr(33 + n): n / _SCALE for n in range(96)}
    for line in lzma.decompress(packed).decode("utf-8").split("\n"):
        name, *fields = line.split("\t")
        code, _, script = name.partition(" ")
        own: dict[str, float] = {}
        for followers, prices in zip(fields[::2], fields[1::2], strict=True):
            first = followers[0]
            if first != " ":
                scripts.setdefault(first, script)
            pairs = map(add, repeat(first), followers[1:])
            own.update(zip(pairs, map(cost.__getitem__, prices), strict=True))
        pooled.update(zip(own, map(min, own.values(), map(pooled.get, own, repeat(UNSEEN))), strict=True))
        languages[code] = own
    return Letters(pooled, languages, scripts)
