"""Finds the lines of a document that rules may begin on, with one scan for the literals of all rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, count
from typing import NamedTuple, Self

import ahocorasick_rs

DENSE_AFTER = 1_000_000
"""After so many bytes the automaton of literals that may stand anywhere becomes a table.

That scans several times as fast, but is built slowly: too slowly for a command on one file.
"""

AUTOMATON_AFTER = 4_000
"""After so many bytes there is an automaton at all: until then to seek each literal takes less time."""

_Automaton = ahocorasick_rs.BytesAhoCorasick
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

    Those that are whole lines are looked up. Those that begin a line have an automaton of their
    own, for it can skip from LF to LF, which is several times as fast.
    """

    def __init__(self, literals: Literals) -> None:
        """Take literals with their owners."""
        self._lines = literals.lines
        parts = [part for part in (literals.opening, literals.anywhere) if part]
        self._owners = [list(part.values()) for part in parts]
        self._literals = [list(part) for part in parts]
        self._automata: list[_Automaton] = []
        self._scanned = 0
        self._dense_after = DENSE_AFTER if literals.anywhere else None

    def hits(self, folded: bytes) -> dict[int, list[Owners]]:
        """Return for the lines of a haystack, from 0, the owners of each literal that stands there."""
        found: dict[int, list[Owners]] = {}
        known = self._lines
        if known:
            lines = folded.split(b"\n")
            if not known.keys().isdisjoint(lines):
                for number in compress(count(-1), map(known.__contains__, lines)):
                    found[number] = [known[lines[number + 1]]]
        for matches, owners in zip(self._matches(folded), self._owners, strict=True):
            line, done = -1, 0
            for literal, start, _ in matches:
                if start >= done:  # an LF belongs to the line that it opens
                    line += folded.count(b"\n", done, start + 1)
                else:
                    line -= folded.count(b"\n", start + 1, done)
                done = start + 1
                found.setdefault(line, []).append(owners[literal])
        return found

    def _matches(self, folded: bytes) -> list[list[Match]]:
        """Return the matches of line-opening literals and of the others: number, start and end."""
        self._scanned += len(folded)
        if self._scanned < AUTOMATON_AFTER:
            return [_sought(literals, folded) for literals in self._literals]
        if not self._automata:
            self._automata = [_Automaton(literals, implementation=_SPARSE) for literals in self._literals]
        if self._dense_after is not None and self._scanned >= self._dense_after:
            self._dense_after = None
            dense = _Automaton(self._literals[-1], implementation=_DENSE)
            self._automata = [*self._automata[:-1], dense]
        return [each.find_matches_as_indexes(folded, overlapping=True) for each in self._automata]


def _sought(literals: Sequence[bytes], folded: bytes) -> list[Match]:
    """Return what an automaton would find, by seeking one literal after the other."""
    found: list[Match] = []
    for number, literal in enumerate(literals):
        start = folded.find(literal)
        while start >= 0:
            found.append((number, start, start + len(literal)))
            start = folded.find(literal, start + 1)
    return sorted(found, key=lambda match: (match[2], match[1]))
