"""Which rules may begin where in a document: what the scan proposes, confirmed on the line itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from cleaner.packs.kinds import CompiledRule
from cleaner.packs.lines import Lines
from cleaner.packs.phrases import PhraseTest, compiled, fold
from cleaner.packs.plan import Opening, Plan, openings, signature_openings
from cleaner.packs.scan import Scanner
from cleaner.packs.schema import Rule

Test = Callable[[str], object]


class Finder:
    """The openings of all rules and signatures, in one scanner. It keeps nothing of a document."""

    def __init__(self, plan: Plan) -> None:
        """Put the plan's literals into a scanner."""
        self.plan = plan
        self._compiled: dict[int, CompiledRule] = {}
        self._tests: dict[int, Test | frozenset[str]] = {}
        self._scanner = Scanner(plan.literals)

    def compiled(self, number: int) -> CompiledRule:
        """Return a rule made ready; most rules of a run are never needed."""
        rule = self._compiled.get(number)
        if rule is None:
            rule = self._compiled[number] = CompiledRule(self.plan.rules[number])
        return rule

    def test(self, owner: int) -> Test | frozenset[str]:
        """Return whether a trimmed line is what the owner's openings say.

        Where they are phrases, whatever their case, it is the set of them, folded: so a line
        is folded once for all of them.
        """
        test = self._tests.get(owner)
        if test is None:
            number, places = self.plan.owners[owner]
            found = self._openings(number)
            rule = self.plan.rules[number] if number < len(self.plan.rules) else None
            chosen = [found[place] for place in places]
            if chosen[0].phrase.kind == "exact" and (rule is None or rule.case == "ignore"):
                test = frozenset(fold(opening.phrase.text) for opening in chosen)
            else:
                test = _test(chosen, rule)
            self._tests[owner] = test
        return test

    def begins(self, number: int) -> Test:
        """Return the test of all openings of a rule or signature."""
        if number < len(self.plan.rules):
            return self.compiled(number).begins
        return _test(self._openings(number), None)

    def _openings(self, number: int) -> tuple[Opening, ...]:
        count = len(self.plan.rules)
        if number < count:
            return openings(self.plan.rules[number].kind)
        return signature_openings(self.plan.signatures[number - count])

    def find(self, text: str) -> Found:
        """Return what may begin where in ``text``."""
        return Found(self, text, self._scanner.hits(text))


def _test(found: Sequence[Opening], rule: Rule | None) -> Test:
    """The test of openings of a rule, or of a signature where there is none."""
    case = rule.case if rule else "ignore"
    limited = rule is None or rule.limited
    if found[0].whole:
        return PhraseTest(tuple(opening.phrase for opening in found), case, limited=limited)
    pattern = found[0].phrase.text
    return lambda line: compiled(pattern, case, limited=limited).search(line)


class Found:
    """What the scan found in one document; nothing is cut into lines unless there is something."""

    def __init__(self, finder: Finder, text: str, hits: list[tuple[int, int]]) -> None:
        """Keep the hits; they are confirmed when somebody asks."""
        self._finder = finder
        self._hits = hits
        self.text = text

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
            pair = line, plan.owners[owner][0]
            if pair in found:
                continue
            if line != last:
                trimmed, folded, last = parts[line].strip(), "", line
            test = finder.test(owner)
            if isinstance(test, frozenset):
                folded = folded or fold(trimmed)
                holds: object = folded in test
            else:
                holds = test(trimmed)
            if trimmed and holds:
                found[pair] = None
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
