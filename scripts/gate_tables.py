"""Write cleaner/stages/repair/gate.bin: by script, which neighbours may be odd and which cannot be.

    PYTHONPATH=. python scripts/gate_tables.py

Nothing goes in but what the stage's own prices and look-alikes say, so whoever changes those must
run this again; a test compares. ``cleaner/stages/repair/tables.py`` says what the file is for.

A table has six bits for which characters are odd before which. So the characters that are odd
before the same ones make a group, and the groups whose union is the least lie are joined until
six are left. How much of a lie a union is, is how often the pairs come up that it calls odd.
"""

from __future__ import annotations

import json
import lzma
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from cleaner.stages.repair.kinds import common_han, common_hangul
from cleaner.stages.repair.letters import letters
from cleaner.stages.repair.lookalike import begins
from cleaner.stages.repair.plausibility import ALARM, PAIR
from cleaner.stages.repair.tables import BYTES, GROUPS

TARGET = Path(__file__).parents[1] / "cleaner" / "stages" / "repair" / "gate.bin"

PLAIN = "\t\n" + "".join(map(chr, range(32, 127)))
TYPOGRAPHY = "’“”‘–—…\N{NO-BREAK SPACE}«»„‚°§©®™€£·•×№²³½†\N{NARROW NO-BREAK SPACE}\N{SOFT HYPHEN}"
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
HARMLESS = "’“”‘–—…\N{NO-BREAK SPACE}é©™€£°»®èáíóñçüöä•"
SIGNS = "-0123456789:;()!?\"'"

EASTERN = ("HAN", "HANGUL", "KANA")
LATIN, VIETNAMESE = "LATIN", "VIETNAMESE"  # which has more letters than one table has room for
FOREIGN = range(0x370, 0x2000)  # where the digits, marks and stops of other scripts are
STOPS = ("Nd", "Po", "Mn", "Mc", "Lm")
SELDOM = 0.001  # how often letters are neighbours that no language is known to join
SIGN = 0.05  # how often one of the other signs stands where a word ends
ENDS = 0.003  # how often a word ends with a letter of which that is not known


class Group(NamedTuple):
    """Characters, which ones each of them is odd before (as bits), and how often those follow them."""

    members: tuple[str, ...]
    odd: int
    weights: tuple[float, ...]


def is_odd(a: str, b: str) -> bool:
    """Return whether two neighbours are an alarm or look like the bytes of a sequence."""
    if "\n" in (a, b) or (a <= "\x7f" and b <= "\x7f"):
        return False
    return begins(a, b) or (a + b not in letters().pooled and PAIR[a + b] >= ALARM)


def alphabets() -> dict[str, str]:
    """Return the letters of each table, those of the most languages first."""
    model = letters()
    used: defaultdict[str, int] = defaultdict(int)
    vietnamese = {char for pair in model.languages["vi"] for char in pair if char > "\x7f"}
    for name, own in model.languages.items():
        for char in {char for pair in own for char in pair}:
            used[char] += name != "vi"
    found: defaultdict[str, list[str]] = defaultdict(list)
    for char, script in model.scripts.items():
        if char > "\x7f" and script not in EASTERN:
            found[VIETNAMESE if char in vietnamese and used[char] < 2 else script].append(char)
    found[VIETNAMESE] += sorted(vietnamese - {*found[VIETNAMESE]})
    return {name: "".join(sorted(chars, key=lambda c: (-used[c], c))) for name, chars in found.items()}


def charset(script: str, alphabet: str) -> str:
    """Return the characters of a table: ASCII, typography, letters, capitals, digits and stops."""
    capitals = [char.upper() for char in alphabet if len(char.upper()) == 1]
    signs: list[str] = []
    if script not in (LATIN, VIETNAMESE):
        old = unicodedata.ucd_3_2_0  # the same in every Python
        signs = [
            char
            for char in map(chr, FOREIGN)
            if old.category(char) in STOPS and script in old.name(char, "").split()[:2]
        ]
        signs += JOINERS
    chars = dict.fromkeys([*PLAIN.replace("?", ""), *TYPOGRAPHY, *alphabet, *capitals, *signs])
    return "".join(chars)[: len(BYTES) - 1]


def frequency(alphabet: str) -> dict[str, float]:
    """Return how often pairs of letters come up, in the language in which they do most often."""
    found: defaultdict[str, float] = defaultdict(float)
    for own in letters().languages.values():
        if any(pair[0] in alphabet for pair in own):
            for pair, cost in own.items():
                found[pair] = max(found[pair], math.exp(-cost))
    return found


def weight(a: str, b: str, frequent: dict[str, float]) -> float:
    """Return how often one character follows another, about."""
    low = a.lower()[:1]
    if b.isalpha():
        return frequent.get(low + b.lower()[:1], SELDOM)
    return SIGN * frequent.get(low + " ", ENDS)


def grouped(chars: str, frequent: dict[str, float]) -> tuple[list[int], list[int]]:
    """Return for each character its group as a bit, and the groups behind which it is odd."""
    same: defaultdict[int, list[str]] = defaultdict(list)
    for a in chars:
        same[sum(1 << place for place, b in enumerate(chars) if is_odd(a, b))].append(a)
    same.pop(0, None)
    groups = [
        Group(tuple(some), odd, tuple(sum(weight(a, b, frequent) for a in some) for b in chars))
        for odd, some in same.items()
    ]
    first, second = dict.fromkeys(chars, 0), dict.fromkeys(chars, 0)
    for bit, group in enumerate(joined(groups)):
        first.update(dict.fromkeys(group.members, 1 << bit))
        for place in bits(group.odd):
            second[chars[place]] |= 1 << bit
    return list(first.values()), list(second.values())


def joined(groups: Sequence[Group]) -> list[Group]:
    """Return as few groups as a table can tell, of which each is odd before what any member was."""
    alive = dict(enumerate(groups))
    lies = {(i, j): lie(groups[i], groups[j]) for i, j in combinations(alive, 2)}
    for new in range(len(groups), 2 * len(groups) - GROUPS):
        i, j = min(lies, key=lies.__getitem__)
        one, two = alive.pop(i), alive.pop(j)
        lies = {pair: what for pair, what in lies.items() if i not in pair and j not in pair}
        both = tuple(a + b for a, b in zip(one.weights, two.weights, strict=True))
        group = Group(one.members + two.members, one.odd | two.odd, both)
        lies |= {(other, new): lie(its, group) for other, its in alive.items()}
        alive[new] = group
    return list(alive.values())


def lie(one: Group, two: Group) -> float:
    """Return how often pairs come up that are not odd, but would be called so if two groups were one."""
    return sum(one.weights[place] for place in bits(two.odd & ~one.odd)) + sum(
        two.weights[place] for place in bits(one.odd & ~two.odd)
    )


def bits(number: int) -> Iterable[int]:
    """Yield the places of a number's bits."""
    while number:
        yield (number & -number).bit_length() - 1
        number &= number - 1


def calm(script: str) -> str:
    """Return characters of a script of East Asia, and signs, of which no two are odd together."""
    if script == "HAN":
        kept = peaceful([*"\n ,.、。，", *map(chr, range(0x3041, 0x30FA)), *SIGNS])
        # what a character of these costs does not depend on which of the others it follows
        kept += [char for char in common_han() if PAIR["、" + char] < ALARM > PAIR[char + "0"]]
    else:
        kept = peaceful([*"\n ,.", *SIGNS])
        kept += [char for char in common_hangul() if PAIR["," + char] < ALARM > PAIR[char + "0"]]
    return "".join(sorted(kept))


def peaceful(chars: Iterable[str], beside: str = "") -> list[str]:
    """Return characters of which none is odd beside another one, or beside others, as many as come first."""
    kept: list[str] = []
    for char in chars:
        if not any(is_odd(char, other) or is_odd(other, char) for other in (*beside, *kept, char)):
            kept.append(char)
    return kept


def built() -> dict[str, dict[str, list[str]]]:
    """Return what the file holds."""
    tables: dict[str, list[str]] = {}
    for name, alphabet in alphabets().items():
        chars = charset(name, alphabet)
        first, second = grouped(chars, frequency(alphabet))
        own = "".join(char for char in chars if char > "\x7f" and char.isalpha() and char not in TYPOGRAPHY)
        tables[name] = [chars, bytes(first).hex(), bytes(second).hex(), own]
    own = tables[LATIN][-1]
    tables[VIETNAMESE][-1] = "".join(char for char in tables[VIETNAMESE][-1] if char not in own)
    return {
        "tables": tables,
        "calm": {name: [calm(name)] for name in ("HAN", "HANGUL")},
        "harmless": {"": ["".join(peaceful(HARMLESS, PLAIN))]},
    }


if __name__ == "__main__":
    TARGET.write_bytes(lzma.compress(json.dumps(built(), ensure_ascii=False).encode()))
