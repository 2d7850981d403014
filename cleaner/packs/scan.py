"""Finds the lines of a document that rules may begin on, with one scan for the literals of all rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import ahocorasick_rs

from cleaner.packs.haystack import haystack

DENSE_AFTER = 1_000_000
"""After so many bytes the automaton of literals that may stand anywhere becomes a table.

That scans three times as fast, but is built slowly: too slowly for a command on one file.
"""

_Automaton = ahocorasick_rs.BytesAhoCorasick
_SPARSE = ahocorasick_rs.Implementation.ContiguousNFA
_DENSE = ahocorasick_rs.Implementation.DFA


class Scanner:
    """Automata over literals, each with what it stands for: the numbers of its owners.

    Literals that begin with a line have an automaton of their own, for it can skip from LF to
    LF, which is several times as fast.
    """

    def __init__(self, literals: Mapping[str, Sequence[int]]) -> None:
        """Take literals with their owners."""
        self._owners: list[list[Sequence[int]]] = []
        self._automata: list[_Automaton] = []
        self._anywhere: list[bytes] = []
        for opening in (True, False):
            part = {key: value for key, value in literals.items() if key.startswith("\n") is opening}
            if part:
                patterns = [key.encode("utf-8", "surrogatepass") for key in part]
                self._owners.append(list(part.values()))
                self._automata.append(_Automaton(patterns, implementation=_SPARSE))
                self._anywhere = [] if opening else patterns
        self._until_dense = DENSE_AFTER if self._anywhere else 0

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Return which owners' literals stand on which lines: pairs of line and owner, sorted, each once."""
        if not self._automata:
            return []
        folded = haystack(text)
        found: set[tuple[int, int]] = set()
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
