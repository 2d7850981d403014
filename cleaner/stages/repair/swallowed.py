"""UTF-8 of which an East Asian decoder swallowed bytes: what each sequence may have been, and is likeliest.

Bytes are characters below U+0100 here, and a byte that was lost is one that UTF-8 has not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from cleaner.stages.repair.kinds import KIND
from cleaner.stages.repair.language import alphabet, price_of
from cleaner.stages.repair.lossy import usual

WILD = "\xff"
"""A byte that was lost; 0xFF occurs neither in UTF-8 nor in the code pages of East Asia."""

INSIDE = "[\x80-\xbf\xff]"
"""What goes on with a sequence."""

SEQUENCE = re.compile(
    f"[\xc2-\xdf]{INSIDE}|[\xe0-\xef]{INSIDE}{INSIDE}|[\xf0-\xf4]{INSIDE}{INSIDE}{INSIDE}"
    "|\xff[\x80-\xbf]{2}|[\x40-\x7e]"
)
"""One sequence, or a character of ASCII that a decoder took for half of one."""

_MOST = 4200  # combinations of bytes that are tried for one sequence
_LIKELY = 8  # characters of East Asia that are tried for a lost one
_MANY = 8  # sequences side by side whose readings are not remembered


@lru_cache(maxsize=20_000)
def fillings(sequence: str) -> tuple[str, ...]:
    """Return what a sequence may have been; lost bytes may have been any."""
    if WILD not in sequence:
        try:
            return (sequence.encode("latin-1").decode("utf-8"),)
        except UnicodeDecodeError:
            return ()
    choices: list[Sequence[int]] = [range(0x80, 0xC0) if char == WILD else (ord(char),) for char in sequence]
    if sequence[0] == WILD:
        choices[0] = range(0xE2, 0xF0)
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > _MOST:
        return ()
    found: list[str] = []
    for data in product(*choices):
        try:
            char = bytes(data).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if usual(char):
            found.append(char)
    return tuple(found)


def whole(data: str) -> str:
    """Return what a run reads as in which nothing was lost; '' if it is no UTF-8."""
    try:
        return data.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return ""


def filled(before: str, data: str, after: str, language: str) -> str:
    """Return the likeliest reading of a run; '' if some sequence has none.

    A sequence that reads as one character for sure parts what stands at its sides.
    """
    found: list[str] = []
    doubted: list[str] = []
    for sequence in SEQUENCE.findall(data):
        options = fillings(sequence)
        if not options:
            return ""
        if len(options) > 1:
            doubted.append(sequence)
            continue
        if doubted:
            found.append(_guess(before, doubted, options[0], language))
            doubted.clear()
        before = options[0]
        found.append(before)
    if doubted:
        found.append(_guess(before, doubted, after, language, last=True))
    return "".join(found)


def _guess(before: str, sequences: list[str], after: str, language: str, *, last: bool = False) -> str:
    guess = _guessed if len(sequences) < _MANY else _guessed.__wrapped__  # such do not come again
    return guess(before, tuple(sequences), after, language, last=last)


@lru_cache(maxsize=20_000)
def _likely(sequence: str, language: str) -> tuple[str, ...]:
    """Return what a sequence may have been in a language: its letters, and what is no letter.

    Of the many characters of East Asia, which cost about the same behind all others, the likeliest.
    """
    options = fillings(sequence)
    if len(options) <= _LIKELY:
        return options
    known = alphabet(language)
    own = [char for char in options if KIND[char] not in "lu^" or char.lower() in known]
    eastern = [char for char in own if char >= "\u2e80"]
    if len(eastern) > _LIKELY:
        price = price_of(language)
        rest = set(sorted(eastern, key=lambda char: price["\u3001" + char])[_LIKELY:])
        own = [char for char in own if char not in rest]
    return tuple(own) or options


@lru_cache(maxsize=20_000)
def _guessed(
    before: str, sequences: tuple[str, ...], after: str, language: str, *, last: bool = False
) -> str:
    """Return the likeliest reading of sequences of which bytes were lost.

    Of readings as likely it takes the lowest characters where the sequences are the ``last`` ones.
    """
    price = price_of(language)
    # Ways are chains of what they share: strings that grow would take quadratic time.
    states: dict[str, tuple[float, tuple[object, str] | None]] = {before: (0.0, None)}
    for sequence in sequences:
        following: dict[str, tuple[float, tuple[object, str] | None]] = {}
        known = [(char, so_far) for char, (so_far, _) in states.items()]
        paths = [path for _, path in states.values()]
        for char in _likely(sequence, language):
            costs = [so_far + price[before + char] for before, so_far in known]
            cost = min(costs)
            following[char] = (cost, (paths[costs.index(cost)], char))
        if len(following) > 12:
            following = dict(sorted(following.items(), key=lambda s: s[1][0])[:12])
        states = following
    node: object = min(
        states.items(),
        key=lambda state: (state[1][0] + price[state[0] + after], state[0] if last else ""),
    )[1][1]
    chars: list[str] = []
    while isinstance(node, tuple):
        node, char = node
        chars.append(char)
    return "".join(reversed(chars))
