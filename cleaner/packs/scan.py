"""Finds the lines of a document that rules may begin on, with one scan for the literals of all rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, count
from typing import NamedTuple, Self

import ahocorasick_rs

AUTOMATA_AFTER = 4_000
"""After so many bytes there are automata at all: until then to seek each literal takes less time."""

TABLES_AFTER = 1_000_000
"""After so many bytes whole lines are no longer looked up but sought with what begins a line, and
the automaton of literals that may stand anywhere becomes a table.

Either scans several times as fast, but is built slowly: too slowly for a command on one file.
"""

FAR = 1 << 62

_SPARSE = ahocorasick_rs.Implementation.ContiguousNFA
_DENSE = ahocorasick_rs.Implementation.DFA

Owners = Sequence[int]
Match = tuple[int, int, int]


class Literals(NamedTuple):
    """Literals, each with what it stands for: the numbers of its owners.

    ``lines`` are whole lines, here without their LF; ``opening`` begin a line, with an LF.
    """

    lines: Mapping[bytes, Owners]
    opening: Mapping[bytes, Owners]
    anywhere: Mapping[bytes, Owners]

    @classmethod
    def of(cls, literals: Mapping[bytes, Owners]) -> Self:
        """Sort literals by how they are sought: an LF stands where a line must begin or end."""
        lines: dict[bytes, Owners] = {}
        opening: dict[bytes, Owners] = {}
        anywhere: dict[bytes, Owners] = {}
        for literal, owners in literals.items():
            if not literal.startswith(b"\n"):
                anywhere[literal] = owners
            elif literal.endswith(b"\n"):
                lines[literal[1:-1]] = owners
            else:
                opening[literal] = owners
        return cls(lines, opening, anywhere)


class Scanner:
    """Finds literals in haystacks.

    Those that begin a line have an automaton of their own, for it can skip from LF to LF, which is
    several times as fast.
    """

    def __init__(self, literals: Literals) -> None:
        """Take literals with their owners."""
        self._literals = literals
        self._scanned = 0
        self._way = _Way(literals.lines, [_Sought(part) for part in literals[1:] if part])
        self._better = AUTOMATA_AFTER

    def hits(self, folded: bytes) -> dict[int, list[Owners]]:
        """Return for the lines of a haystack, from 0, the owners of each literal that stands there."""
        self._scanned += len(folded)
        if self._scanned >= self._better:
            tables = self._scanned >= TABLES_AFTER
            self._better = FAR if tables else TABLES_AFTER
            self._way = (_with_tables if tables else _with_automata)(self._literals)
        way, count_in = self._way, folded.count
        found = _whole_lines(way.lines, folded) if way.lines else {}
        for seeker in way.seekers:
            owners = seeker.owners
            line, done = -1, 0
            for literal, start, _ in seeker.matches(folded):
                after = start + 1  # an LF belongs to the line that it opens
                if after > done:
                    line += count_in(b"\n", done, after)
                elif after < done:
                    line -= count_in(b"\n", after, done)
                done = after
                if line in found:
                    found[line].append(owners[literal])
                else:
                    found[line] = [owners[literal]]
        return found


def _whole_lines(known: Mapping[bytes, Owners], folded: bytes) -> dict[int, list[Owners]]:
    """Return for lines that are literals as a whole the owners."""
    lines = folded.split(b"\n")
    if known.keys().isdisjoint(lines):
        return {}
    numbers = compress(count(-1), map(known.__contains__, lines))
    return {number: [known[lines[number + 1]]] for number in numbers}


class _Sought:
    """Seeks one literal after the other."""

    def __init__(self, literals: Mapping[bytes, Owners]) -> None:
        self._literals = list(literals)
        self.owners = list(literals.values())

    def matches(self, folded: bytes) -> list[Match]:
        """Return what an automaton would find: number, start and end of each, by their ends."""
        found: list[Match] = []
        for number, literal in enumerate(self._literals):
            start = folded.find(literal)
            while start >= 0:
                found.append((number, start, start + len(literal)))
                start = folded.find(literal, start + 1)
        return sorted(found, key=lambda match: (match[2], match[1]))


class _Automaton:
    """Seeks all literals at once."""

    def __init__(
        self, literals: Mapping[bytes, Owners], implementation: ahocorasick_rs.Implementation
    ) -> None:
        self._automaton = ahocorasick_rs.BytesAhoCorasick(list(literals), implementation=implementation)
        self.owners = list(literals.values())

    def matches(self, folded: bytes) -> list[Match]:
        """Return number, start and end of each match, by their ends."""
        return self._automaton.find_matches_as_indexes(folded, overlapping=True)


class _Way(NamedTuple):
    """What is looked up among whole lines, and what seeks all other literals."""

    lines: Mapping[bytes, Owners]
    seekers: Sequence[_Sought | _Automaton]


def _with_automata(literals: Literals) -> _Way:
    return _Way(literals.lines, [_Automaton(part, _SPARSE) for part in literals[1:] if part])


def _with_tables(literals: Literals) -> _Way:
    lines = {b"\n%b\n" % line: owners for line, owners in literals.lines.items()}
    beginning = {**literals.opening, **lines}
    seekers = [_Automaton(beginning, _SPARSE)] if beginning else []
    return _Way({}, [*seekers, _Automaton(literals.anywhere, _DENSE)] if literals.anywhere else seekers)
