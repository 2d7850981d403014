"""Which rules may begin where in a document: what the scan proposes, confirmed on the line itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import compress, count, filterfalse

from cleaner.packs.haystack import haystack, may_hold_surrogates
from cleaner.packs.kinds import CompiledRule
from cleaner.packs.lines import Lines
from cleaner.packs.phrases import PhraseTest, compiled, fold, label_test
from cleaner.packs.plan import Opening, Plan, openings, signature_openings
from cleaner.packs.scan import Owners, Scanner

Test = Callable[[str], object]

MOST_KNOWN, LONGEST_KNOWN = 20_000, 200
"""How many lines are remembered with what begins on them, and how many code points one may have."""

MOST_FRESH = 4
"""A text of which every fourth line is new is looked at as a whole; of another, only what is new."""


class Finder:
    """The openings of all rules and signatures, in one scanner."""

    def __init__(self, plan: Plan) -> None:
        """Put the plan's literals into a scanner."""
        self.plan = plan
        self._compiled: dict[int, CompiledRule] = {}
        self._tests: dict[int, tuple[int, Test | None, frozenset[str]]] = {}
        self._scanner = Scanner(plan.literals)
        self._known: dict[str, tuple[int, ...]] = {}

    def compiled(self, number: int) -> CompiledRule:
        """Return a rule made ready; most rules of a run are never needed."""
        rule = self._compiled.get(number)
        if rule is None:
            rule = self._compiled[number] = CompiledRule(self.plan.rules[number])
        return rule

    def test(self, owner: int) -> tuple[int, Test | None, frozenset[str]]:
        """Return the number of an owner's rule or signature, and what a trimmed line must be for it.

        That is a test; or, where there is none, one of a set of folded phrases, so that a line is
        folded once for all owners.
        """
        known = self._tests.get(owner)
        if known is None:
            known = self._tests[owner] = self._made(owner)
        return known

    def _made(self, owner: int) -> tuple[int, Test | None, frozenset[str]]:
        number, places = self.plan.owners[owner]
        found = self._openings(number)
        chosen = [found[place] for place in places]
        rule = self.plan.rules[number] if number < len(self.plan.rules) else None
        case = rule.case if rule else "ignore"
        phrase = chosen[0].phrase
        if phrase.kind == "regex":
            pattern = compiled(phrase.text, case, limited=rule is None or rule.limited)
            return number, pattern.fullmatch if chosen[0].whole else pattern.search, frozenset()
        if phrase.kind == "label":
            return number, label_test(opening.phrase.text for opening in chosen), frozenset()
        if case == "exact":
            return number, PhraseTest(tuple(opening.phrase for opening in chosen), case), frozenset()
        return number, None, frozenset(fold(opening.phrase.text) for opening in chosen)

    def begins(self, number: int) -> Test:
        """Return the test of all openings of a rule or signature."""
        if number < len(self.plan.rules):
            return self.compiled(number).begins
        phrases = tuple(opening.phrase for opening in self._openings(number))
        return PhraseTest(phrases, "ignore", limited=True)

    def _openings(self, number: int) -> tuple[Opening, ...]:
        count = len(self.plan.rules)
        if number < count:
            return openings(self.plan.rules[number].kind)
        return signature_openings(self.plan.signatures[number - count])

    def find(self, text: str, before: Found | None = None) -> Found:
        """Return what may begin where in ``text``.

        ``before`` is what was found in a text that is likely to have most of its lines in common.
        """
        if before is not None and _resembles(before.text, text):
            parts = text.split("\n")
            fresh = list(filterfalse(before.begun.__contains__, parts))
            if len(fresh) * MOST_FRESH <= len(parts):
                more = self.find("\n".join(fresh)) if fresh else before
                return Found(self, text, odd=before.odd or more.odd, begun=before.begun | more.begun)
        folded = haystack(text)
        return Found(self, text, self._scanner.hits(folded), odd=may_hold_surrogates(folded))

    def beginning(self, line: str, literals: Iterable[Owners]) -> tuple[int, ...]:
        """Return the rules and signatures that begin on a line, given the owners of its literals.

        Lines are remembered for a while: what sites print around their texts, they print often.
        """
        known = self._known.get(line)
        if known is None:
            known = tuple(dict.fromkeys(self._confirmed(line.strip(), literals)))
            if len(line) <= LONGEST_KNOWN:
                if len(self._known) >= MOST_KNOWN:
                    self._known = {}
                self._known[line] = known
        return known

    def _confirmed(self, trimmed: str, literals: Iterable[Owners]) -> Iterator[int]:
        if not trimmed:
            return
        for owner in sorted({owner for owners in literals for owner in owners}):
            number, test, phrases = self._tests.get(owner) or self.test(owner)
            if fold(trimmed) in phrases if test is None else test(trimmed):
                yield number


def _resembles(text: str, other: str) -> bool:
    """Whether the lines of ``other`` may be most of those of ``text``: some of them are."""
    return all(_line_at(other, len(other) * quarter // 4) in text for quarter in (1, 2, 3))


def _line_at(text: str, place: int) -> str:
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    return text[start : end if end >= 0 else None]


class Found:
    """What the scan found in one document; nothing is cut into lines unless there is something."""

    def __init__(
        self,
        finder: Finder,
        text: str,
        literals: Mapping[int, Iterable[Owners]] | None = None,
        *,
        odd: bool,
        begun: dict[str, tuple[int, ...]] | None = None,
    ) -> None:
        """Keep the owners of the literals on each line; they are confirmed when somebody asks.

        ``begun``, instead of literals, has what begins on lines like those of the text.
        ``odd`` is a text that may hold surrogates.
        """
        self._finder = finder
        self._literals = literals or {}
        self._known = begun
        self.text = text
        self.odd = odd

    @cached_property
    def lines(self) -> Lines:
        """The document cut into lines."""
        return Lines(self.text)

    @cached_property
    def begun(self) -> dict[str, tuple[int, ...]]:
        """For each line as it is written the numbers of what begins there."""
        if self._known is not None:
            return self._known
        parts = self.lines.parts
        at: dict[int, list[int]] = {}
        for line, number in self.confirmed:
            at.setdefault(line, []).append(number)
        found: dict[str, tuple[int, ...]] = dict.fromkeys(parts, ())
        found.update((parts[line], tuple(numbers)) for line, numbers in at.items())
        return found

    @cached_property
    def confirmed(self) -> list[tuple[int, int]]:
        """Pairs of a line and the number of a rule or signature that begins there, each once."""
        if self._known is not None:
            begun = list(map(self._known.__getitem__, self.lines.parts))
            return [(line, number) for line in compress(count(), begun) for number in begun[line]]
        finder, plan = self._finder, self._finder.plan
        parts = self.lines.parts if self._literals else []
        found = [
            (line, number)
            for line, owners in sorted(self._literals.items())
            for number in finder.beginning(parts[line], owners)
        ]
        for number in plan.everywhere:
            if number >= len(plan.rules) or not plan.rules[number].where:
                found += self.tried(number)
        return found

    def tried(self, number: int) -> Iterator[tuple[int, int]]:
        """Try a rule or signature that has no literals on every line; yields pairs as ``confirmed`` has."""
        test = self._finder.begins(number)
        for line, part in enumerate(self.lines.parts):
            bare = part.strip()
            if bare and test(bare):
                yield line, number
