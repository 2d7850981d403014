"""Which rules may begin where in a document: what the scan proposes, confirmed on the line itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from cleaner.packs.haystack import haystack, may_hold_surrogates
from cleaner.packs.kinds import CompiledRule
from cleaner.packs.lines import Lines
from cleaner.packs.phrases import LONGEST_LABEL, PhraseTest, compiled, fold, fold_label
from cleaner.packs.plan import Opening, Plan, openings, signature_openings
from cleaner.packs.scan import Scanner

Test = Callable[[str], object]


class Finder:
    """The openings of all rules and signatures, in one scanner. It keeps nothing of a document."""

    def __init__(self, plan: Plan) -> None:
        """Put the plan's literals into a scanner."""
        self.plan = plan
        self._compiled: dict[int, CompiledRule] = {}
        self._tests: dict[int, tuple[int, Test | None, frozenset[str]]] = {}
        self._scanner = Scanner(plan.literals)

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
            labels = frozenset(fold_label(opening.phrase.text) for opening in chosen)
            return number, lambda line: len(line) < LONGEST_LABEL and fold_label(line) in labels, frozenset()
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

    def find(self, text: str) -> Found:
        """Return what may begin where in ``text``."""
        folded = haystack(text)
        return Found(self, text, self._scanner.hits(folded), may_hold_surrogates(folded))


class Found:
    """What the scan found in one document; nothing is cut into lines unless there is something."""

    def __init__(self, finder: Finder, text: str, hits: list[tuple[int, int]], odd: bool) -> None:
        """Keep the hits; they are confirmed when somebody asks. ``odd`` is what may hold surrogates."""
        self._finder = finder
        self._hits = hits
        self.text = text
        self.odd = odd

    @cached_property
    def lines(self) -> Lines:
        """The document cut into lines."""
        return Lines(self.text)

    @cached_property
    def confirmed(self) -> list[tuple[int, int]]:
        """Pairs of a line and the number of a rule or signature that begins there, each once."""
        finder, plan = self._finder, self._finder.plan
        parts = self.lines.parts if self._hits else []
        found: dict[tuple[int, int], None] = {}
        trimmed = folded = ""
        last = -1
        for line, owner in self._hits:
            if line != last:
                trimmed, folded, last = parts[line].strip(), "", line
            if not trimmed:
                continue
            number, test, phrases = finder.test(owner)
            if test is None:
                folded = folded or fold(trimmed)
                if folded in phrases:
                    found[line, number] = None
            elif (line, number) not in found and test(trimmed):
                found[line, number] = None
        for number in plan.everywhere:
            if number >= len(plan.rules) or not plan.rules[number].where:
                found.update(dict.fromkeys(self.tried(number)))
        return list(found)

    def tried(self, number: int) -> Iterator[tuple[int, int]]:
        """Try a rule or signature that has no literals on every line; yields pairs as ``confirmed`` has."""
        test = self._finder.begins(number)
        for line, part in enumerate(self.lines.parts):
            bare = part.strip()
            if bare and test(bare):
                yield line, number
