"""Finds the lines of a document that rules may begin on, with one scan for the literals of all rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, count

import ahocorasick_rs

DENSE_AFTER = 1_000_000
"""After so many bytes the automaton of literals that may stand anywhere becomes a table.

That scans several times as fast, but is built slowly: too slowly for a command on one file.
"""

_Automaton = ahocorasick_rs.BytesAhoCorasick
_SPARSE = ahocorasick_rs.Implementation.ContiguousNFA
_DENSE = ahocorasick_rs.Implementation.DFA

Owners = Sequence[int]


class Scanner:
    """Literals, each with what it stands for: the numbers of its owners.

    Those that are whole lines are looked up. Those that begin a line have an automaton of their
    own, for it can skip from LF to LF, which is several times as fast.
    """

    def __init__(self, literals: Mapping[bytes, Owners]) -> None:
        """Take literals with their owners."""
        self._lines: dict[bytes, Owners] = {}
        opening: dict[bytes, Owners] = {}
        anywhere: dict[bytes, Owners] = {}
        for literal, owners in literals.items():
            if not literal.startswith(b"\n"):
                anywhere[literal] = owners
            elif literal.endswith(b"\n"):
                self._lines[literal[1:-1]] = owners
            else:
                opening[literal] = owners
        parts = [part for part in (opening, anywhere) if part]
        self._owners = [list(part.values()) for part in parts]
        self._automata = [_Automaton(list(part), implementation=_SPARSE) for part in parts]
        self._anywhere = list(anywhere)
        self._until_dense = DENSE_AFTER if anywhere else 0

    def hits(self, folded: bytes) -> dict[int, list[Owners]]:
        """Return for the lines of a haystack, from 0, the owners of each literal that stands there."""
        found: dict[int, list[Owners]] = {}
        known = self._lines
        if known:
            lines = folded.split(b"\n")
            if not known.keys().isdisjoint(lines):
                for number in compress(count(-1), map(known.__contains__, lines)):
                    found[number] = [known[lines[number + 1]]]
        for automaton, owners in zip(self._automata, self._owners, strict=True):
            line, done = -1, 0
            for literal, start, _ in automaton.find_matches_as_indexes(folded, overlapping=True):
                if start >= done:  # an LF belongs to the line that it opens
                    line += folded.count(b"\n", done, start + 1)
                else:
                    line -= folded.count(b"\n", start + 1, done)
                done = start + 1
                found.setdefault(line, []).append(owners[literal])
        if self._until_dense > 0:
            self._until_dense -= len(folded)
            if self._until_dense <= 0:
                dense = _Automaton(self._anywhere, implementation=_DENSE)
                self._automata = [*self._automata[:-1], dense]
        return found
