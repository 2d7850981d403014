"""UTF-8 of which an East Asian decoder swallowed bytes: what each sequence may have been, and is likeliest.

Bytes are characters below U+0100 here, and a byte that was lost is one that UTF-8 has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import product
from operator import itemgetter
from typing import TypeAlias

from cleaner.stages.repair.kinds import HAN, KIND, SCRIPT, common_han, common_hangul
from cleaner.stages.repair.language import alphabet, price_of
from cleaner.stages.repair.letters import letters
from cleaner.stages.repair.lossy import usual
from cleaner.stages.repair.prices import traits

WILD = "\xff"
"""A byte that was lost; 0xFF occurs neither in UTF-8 nor in the code pages of East Asia."""

INSIDE = "[\x80-\xbf\xff]"
"""What goes on with a sequence."""

SEQUENCE = re.compile(
    f"[\xc2-\xdf]{INSIDE}|[\xe0-\xef]{INSIDE}{INSIDE}|[\xf0-\xf4]{INSIDE}{INSIDE}{INSIDE}"
    "|\xff[\x80-\xbf]{2}|[\x40-\x7e]"
)
"""One sequence, or a character of ASCII that a decoder took for half of one."""

LOST = re.compile(
    f"[\xc2-\xdf]\xff|[\xe0-\xef](?:\xff{INSIDE}|[\x80-\xbf]\xff)"
    f"|[\xf0-\xf4](?:\xff{INSIDE}{INSIDE}|[\x80-\xbf](?:\xff{INSIDE}|[\x80-\xbf]\xff))|\xff[\x80-\xbf]{{2}}"
)
"""One sequence of which bytes were lost, in what is sequences from end to end."""

_LOST_RUN = re.compile(f"((?:{LOST.pattern})+)")
_MOST = 4200  # combinations of bytes that are tried for one sequence
_LIKELY = 8  # characters of East Asia that are tried for a lost one
_FOLLOWED = 12  # readings that are followed at a time
_LONG = 40  # bytes of a run whose reading is not remembered
_CHARS = 60_000  # characters remembered

_Path: TypeAlias = "tuple[object, str] | None"
_State: TypeAlias = "tuple[float, str, _Path]"


@lru_cache(maxsize=20_000)
def fillings(sequence: str) -> tuple[str, ...]:
    """Return what a sequence may have been; lost bytes may have been any."""
    if WILD not in sequence:
        text = whole(sequence)
        return (text,) if text else ()
    choices: list[Sequence[int]] = [range(0x80, 0xC0) if char == WILD else (ord(char),) for char in sequence]
    if sequence[0] == WILD:
        choices[0] = range(0xE2, 0xF0)
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > _MOST:
        return ()
    chars = b"\n".join(map(bytes, product(*choices))).decode("utf-8", "replace").split("\n")
    han = _usual_han()
    return tuple(
        [char for char in chars if len(char) == 1 and (char in han if _HAN.match(char) else usual(char))]
    )


_HAN = re.compile("[\u4e00-\u9fa5\uac00-\ud7a3]")


@cache
def _usual_han() -> frozenset[str]:
    """Return the Han characters and syllables of Hangul that are ``usual``: most of what is asked for."""
    listed = (pair[1] for pair in letters().pooled if pair[0] == " ")
    return frozenset().union(common_han(), common_hangul(), listed)


def whole(data: str) -> str:
    """Return what a run reads as in which nothing was lost; '' if it is no UTF-8."""
    try:
        return data.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return ""


def filled(before: str, data: str, after: str, language: str) -> tuple[str, str]:
    """Return the likeliest reading of a run, and what of it is guessed; '' if some sequence has none.

    What reads as one text for sure parts what stands at its sides.
    """
    fill = _filled if len(data) < _LONG else _filled.__wrapped__  # such do not come again
    return fill(before, data, after, language)


@lru_cache(maxsize=20_000)
def _filled(before: str, data: str, after: str, language: str) -> tuple[str, str]:
    pieces = _LOST_RUN.split(data)
    sure = [whole(piece) for piece in pieces[::2]]
    found = [sure[0]]
    for place, lost in enumerate(pieces[1::2]):
        ahead = sure[place + 1]
        found.append(_guess(sure[place][-1:] or before, lost, ahead[:1] or after, language, last=not ahead))
        found.append(ahead)
    if any(piece and not text for piece, text in zip(pieces, found, strict=True)):
        return "", ""
    return "".join(found), "".join(found[1::2])


def _guess(before: str, lost: str, after: str, language: str, *, last: bool) -> str:
    """Return the likeliest reading of sequences side by side of which bytes were lost; '' if one has none.

    One that can only have been one character parts those at its sides.
    """
    found: list[str] = []
    doubted: list[str] = []
    for sequence in SEQUENCE.findall(lost):
        options = fillings(sequence)
        if not options:
            return ""
        if len(options) > 1:
            doubted.append(sequence)
            continue
        if doubted:
            found.append(_guessed(before, tuple(doubted), options[0], language))
            doubted.clear()
        before = options[0]
        found.append(before)
    if doubted:
        found.append(_guessed(before, tuple(doubted), after, language, last=last))
    return "".join(found)


class _Alike(dict[str, str]):
    """Remembers for each Han character and each syllable of Hangul one that costs the same beside others.

    There are too many of them to ask for the price of each; other characters stand for themselves.
    """

    def __init__(self) -> None:
        super().__init__()
        self._firsts: dict[tuple[object, ...], str] = {}

    def __missing__(self, char: str) -> str:
        if len(self) > _CHARS:
            self.clear()
        alike = KIND[char] == HAN and SCRIPT[char] in ("HAN", "HANGUL")
        found = self[char] = self._firsts.setdefault(traits(char).second, char) if alike else char
        return found


_ALIKE = _Alike()


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
        rest = set(sorted(eastern, key=lambda char: price["\u3001" + _ALIKE[char]])[_LIKELY:])
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
    states: list[_State] = [(0.0, before, None)]
    for sequence in sequences:
        ahead = _leading(states)
        costs: dict[str, tuple[float, _Path]] = {}
        states = []
        for char in _likely(sequence, language):
            alike = _ALIKE[char]
            if alike not in costs:
                costs[alike] = min(
                    [(so_far + price[other + alike], path) for other, (so_far, path) in ahead.items()],
                    key=itemgetter(0),
                )
            cost, path = costs[alike]
            states.append((cost, char, (path, char)))
        if len(states) > _FOLLOWED:
            states.sort(key=itemgetter(0))
            del states[_FOLLOWED:]
    end = _ALIKE[after]
    node: object = min(
        states, key=lambda state: (state[0] + price[_ALIKE[state[1]] + end], state[1] if last else "")
    )[2]
    chars: list[str] = []
    while isinstance(node, tuple):
        node, char = node
        chars.append(char)
    return "".join(reversed(chars))


def _leading(
    states: Iterable[_State],
) -> dict[str, tuple[float, _Path]]:
    """Return the cheapest of the readings that end in characters which cost the same in front of others."""
    found: dict[str, tuple[float, _Path]] = {}
    for cost, char, path in states:
        alike = _ALIKE[char]
        if alike not in found or cost < found[alike][0]:
            found[alike] = cost, path
    return found
