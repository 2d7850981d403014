"""Runs: stretches of characters that are whole UTF-8 sequences in a family, and what they read as."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.patch import make
from cleaner.stages.repair.families import Family
from cleaner.stages.repair.plausibility import PAIR, text_cost

_SHORT, _KEPT = 60, 50_000  # runs of so many code points are remembered, and so many of them
_INNER_CONTROL = 9.0  # what a C1 control is forgiven inside a reading: it may wait for its own repair

_LATIN = frozenset(("cp1252", "iso-8859-1"))
_CONTROLS = re.compile("[\x80-\x9f]+")
_DOUBTFUL = re.compile("[\ue000-\uefff\uf100-\uf8fe\N{REPLACEMENT CHARACTER}]")
_INSANE = re.compile("[\ue000-\uefff\uf100-\uf8fe]")  # private, and no symbol font's (U+F000 to U+F0FF)


class Run(NamedTuple):
    """``line[start:end]`` reads as ``text``, which is ``gain`` nats more plausible."""

    start: int
    end: int
    text: str
    gain: float


def runs(line: str, family: Family, *, inner: bool = False, above: float = -math.inf) -> list[Run]:
    """Return the runs of a family in a line that gain more than so much.

    ``inner`` is for text that was read through the family more than once: of several readings
    it takes those that the family can have written, and counts the gain of the next layer too.
    """
    padded = f"\n{line}\n"
    found: list[Run] = []
    for start, end in family.spans(line):
        text, gain = _judged(padded[start : end + 2], family, inner=inner)
        if text and gain > above:
            found.append(make(Run, (start, end, text, gain)))
    return found


def worth(line: str, good: Iterable[Run], family: Family) -> float:
    """Return what a line gains by runs of which it is clear what they read as.

    That is what it costs less with them: nothing else becomes other neighbours.
    """
    padded = f"\n{line}\n"
    return sum([_judged(padded[start : end + 2], family)[1] for start, end, _, _ in good])


def saved(line: str, found: Iterable[Run]) -> float:
    """Return how much less a line costs with runs, in order, read: only they have other neighbours then."""
    padded = f"\n{line}\n"
    before: list[str] = []
    after: list[str] = []
    done = 0
    for start, end, text, _ in found:
        if before and start == done:  # its neighbour is the run in front of it
            before[-1] += padded[start + 2 : end + 2]
            after[-1] = after[-1][:-1] + text + padded[end + 1]
        else:
            before.append(padded[start : end + 2])
            after.append(padded[start] + text + padded[end + 1])
        done = end
    return text_cost("\n", "\n".join(before), "\n") - text_cost("\n", "\n".join(after), "\n")


def _judged(key: str, family: Family, *, inner: bool = False) -> tuple[str, float]:
    """Return what a run between two neighbours reads as, and the gain; short ones are remembered."""
    judged = family.judged_inside if inner else family.judged
    verdict = judged.get(key)
    if verdict is None:
        verdict = _judge(key[0], key[1:-1], key[-1], family, inner=inner)
        if len(key) <= _SHORT:
            if len(judged) > _KEPT:
                judged.clear()
            judged[key] = verdict
    return verdict


def plain(line: str, family: Family) -> list[Run]:
    """Return all runs of a family in a line, nothing weighed; none if it is not clear what each reads as."""
    if not family.shared.isdisjoint(line):
        return []
    try:
        found = family.read(line)
    except UnicodeDecodeError:
        return []
    if _DOUBTFUL.search("".join([text for _, _, text in found])):
        return []
    return [make(Run, (start, end, text, 0.0)) for start, end, text in found]


def replaced(line: str, found: Iterable[Run]) -> str:
    """Return a line in which runs, in order, are what they read as."""
    parts: list[str] = []
    done = 0
    for start, end, text, _ in found:
        parts += (line[done:start], text)
        done = end
    parts.append(line[done:])
    return "".join(parts)


def blanked(line: str, found: Iterable[Run]) -> str:
    r"""Return a line of the same length in which runs, in order, are blank.

    >>> blanked("cafÃ© â€", [Run(3, 5, "é", 9.0)])
    'caf\x00\x00 â€'
    """
    parts: list[str] = []
    done = 0
    for start, end, _, _ in found:
        parts += (line[done:start], "\0" * (end - start))
        done = end
    parts.append(line[done:])
    return "".join(parts)


def gaps(line: str, found: Iterable[Run]) -> Iterator[tuple[int, int]]:
    """Yield start and end of what is beyond ASCII between runs."""
    done = 0
    for start, end, _, _ in found:
        if start > done and not line[done:start].isascii():
            yield done, start
        done = end
    if not line[done:].isascii():
        yield done, len(line)


def _judge(before: str, run: str, after: str, family: Family, *, inner: bool) -> tuple[str, float]:
    """Return what a run reads as between its neighbours and what that gains; '' if nothing sane."""
    text = decoded(before, run, after, family, inner=inner)
    if not text or "\N{REPLACEMENT CHARACTER}" in text or _INSANE.search(text):
        return "", 0.0
    if _CONTROLS.fullmatch(text) and (text[0] not in family.bytes_of if inner else family.name not in _LATIN):
        return (
            "",
            0.0,
        )  # such controls come of Latin-1 taken for windows-1252, or from the family's next layer
    weigh = _weighed if len(run) < _SHORT else text_cost
    cost = weigh(before, text, after)
    cost -= _INNER_CONTROL * sum(map(len, _CONTROLS.findall(text)))
    if inner and family.spans(text):
        deeper = _deeper(text, family)
        cost = min(cost, weigh(before, deeper, after))
    return text, weigh(before, run, after) - cost


_weighed = lru_cache(maxsize=_KEPT)(text_cost)  # most families read a run alike


def _deeper(text: str, family: Family) -> str:
    """Return what a text reads as if it was read through the family once more."""
    parts: list[str] = []
    done = 0
    for start, end in family.spans(text):
        parts += (text[done:start], decoded(" ", text[start:end], " ", family) or text[start:end])
        done = end
    return "".join((*parts, text[done:]))


def decoded(before: str, run: str, after: str, family: Family, *, inner: bool = False) -> str:
    """Return what a run reads as between its neighbours; '' if it is no run after all."""
    if family.shared.isdisjoint(run):
        text = family.decoded(run)
        if text:
            return text  # there was no half of a surrogate pair
    readings = family.readings
    options = [readings[run[start:end]] for start, end in family.sequences(run)]
    if all(len(option) == 1 for option in options):
        return "".join([option[0] for option in options])
    if inner:
        own = family.bytes_of
        options = [tuple(c for c in option if c in own or c < "\x80") or option for option in options]
    return likeliest(before, options, after)


def likeliest(before: str, options: Sequence[Sequence[str]], after: str) -> str:
    """Return the likeliest text that takes one of the options at each place; '' if a place has none."""
    states: dict[str, tuple[float, tuple[object, str] | None]] = {before: (0.0, None)}
    for option in options:
        if not option:
            return ""
        following: dict[str, tuple[float, tuple[object, str] | None]] = {}
        for char in option:
            cost, last = min([(so_far + PAIR[last + char], last) for last, (so_far, _) in states.items()])
            following[char] = (cost, (states[last][1], char))
        states = following
    _, path = min(
        [(cost + PAIR[last + after], path) for last, (cost, path) in states.items()], key=lambda s: s[0]
    )
    chars: list[str] = []
    node: object = path
    while isinstance(node, tuple):
        node, char = node
        chars.append(char)
    return "".join(reversed(chars))
