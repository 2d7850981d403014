"""Runs: stretches of characters that are whole UTF-8 sequences in a family, and what they read as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.stages.repair.families import Family
from cleaner.stages.repair.plausibility import PAIR, text_cost

_INNER_CONTROL = 9.0  # what a C1 control is forgiven inside a reading: it may wait for its own repair


class Run(NamedTuple):
    """``line[start:end]`` reads as ``text``, which is ``gain`` nats more plausible."""

    start: int
    end: int
    text: str
    gain: float


def runs(line: str, family: Family) -> Iterator[Run]:
    """Yield the runs of a family in a line."""
    readings = family.readings
    for match in family.run.finditer(line):
        start, end = match.span()
        run = match.group()
        before = line[start - 1] if start else "\n"
        after = line[end] if end < len(line) else "\n"
        options = [readings[sequence] for sequence in family.sequence.findall(run)]
        if all(len(option) == 1 for option in options):
            text = "".join([option[0] for option in options])
        else:
            text = likeliest(before, options, after)
        if not text or "\N{REPLACEMENT CHARACTER}" in text:
            continue
        gain = text_cost(before, run, after) - text_cost(before, text, after)
        controls = sum("\x80" <= char <= "\x9f" for char in text)
        yield Run(start, end, text, gain + _INNER_CONTROL * controls)


def likeliest(before: str, options: Sequence[Sequence[str]], after: str) -> str:
    """Return the likeliest text that takes one of the options at each place; '' if a place has none."""
    states: dict[str, tuple[float, tuple[object, str] | None]] = {before: (0.0, None)}
    for option in options:
        following: dict[str, tuple[float, tuple[object, str] | None]] = {}
        for char in option:
            cost, last = min(((so_far + PAIR[last + char], last) for last, (so_far, _) in states.items()))
            following[char] = (cost, (states[last][1], char))
        states = following
    if not states:
        return ""
    _, path = min(((cost + PAIR[last + after], path) for last, (cost, path) in states.items()), key=lambda s: s[0])
    chars: list[str] = []
    node: object = path
    while isinstance(node, tuple):
        node, char = node
        chars.append(char)
    return "".join(reversed(chars))
