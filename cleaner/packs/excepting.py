"""The ``unless`` patterns of a rule: whether one of them is found in what the rule matched.

What a tail or a foot matched can be half a page, and a search through that for many words costs
more than all else about the rule. So, once a rule has looked through enough text that it pays,
its patterns' literals are looked for first, as those of openings are; see ``literals``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cleaner.packs.haystack import haystack, needle
from cleaner.packs.phrases import Pattern, compiled
from cleaner.packs.plan import Opening
from cleaner.packs.schema import Phrase, Rule

if TYPE_CHECKING:
    import ahocorasick_rs

SIEVE_AFTER = 20_000
"""Code points that a rule looks through before its literals are derived."""

SHORT = 60
"""Code points of a text that is searched faster than it is folded."""


class Unless:
    """The patterns of one rule. ``plain`` is without anything that makes it fast."""

    __slots__ = ("_plain", "_read", "_rule", "_sieve", "_tests")

    def __init__(self, rule: Rule, *, plain: bool) -> None:
        """Take the rule's patterns; they are compiled when first needed."""
        self._rule = rule
        self._plain = plain
        self._read = 0
        self._tests: list[Pattern] = []
        self._sieve: _Sieve | None = None

    def found(self, text: str) -> bool:
        """Whether a pattern is found in ``text``. Raises SlowPatternError."""
        if not self._tests:
            case, limited = self._rule.case, self._rule.limited
            self._tests = [compiled(pattern, case, limited=limited) for pattern in self._rule.unless]
        tests: Iterable[Pattern] = self._tests
        if not self._plain and len(text) > SHORT:
            self._read += len(text)
            if self._read > SIEVE_AFTER:
                self._sieve = self._sieve or _Sieve(self._rule.unless)
                tests = (self._tests[number] for number in self._sieve.numbers(text))
        return any(test.search(text) for test in tests)


class _Sieve:
    """Finds out which of some patterns a text may hold."""

    __slots__ = ("_automaton", "_certain", "_owners")

    def __init__(self, patterns: tuple[str, ...]) -> None:
        import ahocorasick_rs  # noqa: PLC0415 -- what imports this may not need it

        from cleaner.packs.literals import cover  # noqa: PLC0415 -- neither this

        literals: dict[bytes, list[int]] = {}
        self._certain: list[int] = []
        for number, pattern in enumerate(patterns):
            found = cover(Opening(Phrase("regex", pattern), whole=False))
            if found is None:
                self._certain.append(number)
            for literal in found or ():
                literals.setdefault(needle(literal), []).append(number)
        self._owners = list(literals.values())
        self._automaton: ahocorasick_rs.BytesAhoCorasick | None = None
        if literals:
            self._automaton = ahocorasick_rs.BytesAhoCorasick(list(literals))

    def numbers(self, text: str) -> list[int]:
        r"""Return the patterns to search ``text`` for.

        The lines of the text are joined: ``\s`` is an LF to a pattern, and nothing to a literal.
        """
        if self._automaton is None:
            return self._certain
        folded = haystack(text).replace(b"\n", b"")
        hits = {hit[0] for hit in self._automaton.find_matches_as_indexes(folded, overlapping=True)}
        return sorted({number for hit in hits for number in self._owners[hit]}.union(self._certain))
