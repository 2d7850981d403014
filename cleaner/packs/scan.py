"""Finds the lines of a document that rules may begin on, with one scan for the literals of all rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ahocorasick_rs

from cleaner.packs.haystack import haystack

DENSE_UP_TO = 1_500
"""Up to so many literals the automaton is a table: it scans three times as fast and is built slowly."""


class Scanner:
    """An automaton over literals, each with what it stands for: the numbers of its owners.

    Literals that begin with a line have an automaton of their own, for it can skip from LF to
    LF, which is several times as fast.
    """

    __slots__ = ("_automata",)

    def __init__(self, owners: Iterable[tuple[str, int]]) -> None:
        """Take pairs of a literal and an owner; a literal may have many owners."""
        found: dict[bytes, list[int]] = {}
        for literal, owner in owners:
            found.setdefault(literal.encode("utf-8", "surrogatepass"), []).append(owner)
        opening = {key: value for key, value in found.items() if key.startswith(b"\n")}
        anywhere = {key: value for key, value in found.items() if not key.startswith(b"\n")}
        self._automata = [
            (_automaton(list(part), dense=dense), list(part.values()))
            for part, dense in ((opening, False), (anywhere, len(anywhere) <= DENSE_UP_TO))
            if part
        ]

    def hits(self, text: str) -> list[tuple[int, int]]:
        """Return which owners' literals stand on which lines: pairs of line and owner, sorted, each once."""
        if not self._automata:
            return []
        folded = haystack(text)
        found: set[tuple[int, int]] = set()
        for automaton, owners in self._automata:
            for line, literal in _on_lines(
                folded, automaton.find_matches_as_indexes(folded, overlapping=True)
            ):
                for owner in owners[literal]:
                    found.add((line, owner))
        return sorted(found)


def _automaton(literals: list[bytes], *, dense: bool) -> ahocorasick_rs.BytesAhoCorasick:
    kind = ahocorasick_rs.Implementation.DFA if dense else ahocorasick_rs.Implementation.ContiguousNFA
    return ahocorasick_rs.BytesAhoCorasick(literals, implementation=kind)


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
