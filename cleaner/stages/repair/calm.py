"""Text in which nothing is odd, told by its characters alone, without a look at each pair."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from cleaner.stages.repair.kinds import SCRIPT, common_han, common_hangul
from cleaner.stages.repair.letters import letters
from cleaner.stages.repair.lookalike import begins
from cleaner.stages.repair.plausibility import ALARM, PAIR

PLAIN = bytes((9, 10, *range(32, 127)))
_BEYOND = re.compile(r"[^\x00-\x7f]")
_ASCII_SIGNS = "-0123456789:;()!?\"'"
_TYPOGRAPHY = "’“”‘–—…\N{NO-BREAK SPACE}é©™€£°»®èáíóñçüöä•"


def condensed(text: str) -> str:
    """Return a text without the inside of stretches in which nothing can be an alarm."""
    beyond = _BEYOND.findall(text, 0, 4_000)[::7]
    if len(beyond) < 50:
        return text
    script, count = Counter([SCRIPT[char] for char in beyond]).most_common(1)[0]
    if script in ("HIRAGANA", "KATAKANA"):
        script = "HAN"
    pattern = _calm(script) if 2 * count > len(beyond) and script not in ("", "LATIN") else None
    return pattern.sub("", text) if pattern else text


@cache
def _calm(script: str) -> re.Pattern[str] | None:
    """Return what matches between two characters of a set of which no two are an alarm together.

    Such stretches can go: their ends are neighbours then, and no alarm either.
    """
    if script == "HAN":
        kept = _peaceful([*"\n ,.、。，", *map(chr, range(0x3041, 0x30FA)), *_ASCII_SIGNS])
        # what a character of these costs does not depend on which of the others it follows
        kept += sorted(char for char in common_han() if PAIR["、" + char] < ALARM > PAIR[char + "0"])
    elif script == "HANGUL":
        kept = _peaceful([*"\n ,.", *_ASCII_SIGNS])
        kept += sorted(char for char in common_hangul() if PAIR["," + char] < ALARM > PAIR[char + "0"])
    else:
        chars = [char for char, its in letters().scripts.items() if its == script]
        kept = max(
            _peaceful([*"\n ,.", *chars, *_ASCII_SIGNS]),
            _peaceful(chars),
            key=lambda kept: len({*chars} & {*kept}),
        )
    if len(kept) < 20:
        return None
    inside = f"[{re.escape(''.join(kept))}]"
    return re.compile(f"(?<={inside}){inside}+(?={inside})")


def _peaceful(chars: Sequence[str], beside: str = "") -> list[str]:
    """Return characters of which none is odd beside another one, or beside others, as many as come first."""
    kept: list[str] = []
    for char in chars:
        if all(
            PAIR[char + other] < ALARM > PAIR[other + char]
            and not begins(char, other)
            and not begins(other, char)
            for other in (*beside, *kept, char)
            if char != "\n" != other
        ):
            kept.append(char)
    return kept


@cache
def harmless() -> frozenset[str]:
    """Return the usual typography that is odd nowhere beside itself and ASCII.

    A document that has nothing else beyond ASCII needs no look at its neighbours.
    """
    return frozenset(_peaceful(_TYPOGRAPHY, PLAIN.decode()))
