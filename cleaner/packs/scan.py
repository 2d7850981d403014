"""Finds the lines of a document that rules may begin on, with one scan for the literals of all rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

    def hits(self, folded: bytes) -> list[tuple[int, int]]:
        """Return which owners' literals stand on which lines of a haystack.

        That is pairs of line and owner, sorted, each once.
        """
        found: set[tuple[int, int]] = set()
        if self._lines:
            lines = folded.split(b"\n")
            known = self._lines
            for number in compress(count(-1), map(known.__contains__, lines)):
                found.update((number, owner) for owner in known[lines[number + 1]])
        for automaton, owners in zip(self._automata, self._owners, strict=True):
            matches = automaton.find_matches_as_indexes(folded, overlapping=True)
            for line, literal in _on_lines(folded, matches):
                found.update((line, owner) for owner in owners[literal])
        if self._until_dense > 0:
            self._until_dense -= len(folded)
            if self._until_dense <= 0:
                dense = _Automaton(self._anywhere, implementation=_DENSE)
                self._automata = [*self._automata[:-1], dense]
        return sorted(found)


def _on_lines(folded: bytes, matches: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the line of each match, from 0. An LF belongs to the line that it opens."""
    line, done = -1, 0
    for literal, start, _ in matches:
        if start >= done:
            line += folded.count(b"\n", done, start + 1)
        else:
            line -= folded.count(b"\n", start + 1, done)
        done = start + 1
        yield line, literal
