"""Which rules may begin where in a document: what the scan proposes, confirmed on the line itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from cleaner.packs.kinds import CompiledRule
from cleaner.packs.literals import Cover, Opening, cover, openings
from cleaner.packs.phrases import PhraseTest, compiled
from cleaner.packs.scan import Scanner
from cleaner.packs.schema import Foot, Repeat, Rule, Run, Signature

Test = Callable[[str], object]


class Finder:
    """The openings of all rules and signatures, in one scanner. It keeps nothing of a document."""

    def __init__(self, rules: tuple[Rule, ...], signatures: tuple[Signature, ...]) -> None:
        """Put the openings' covers into a scanner; an owner that lacks one is tried on every line."""
        self.rules = rules
        self.signatures = signatures
        self.everywhere: list[int] = []
        self.repeated: list[int] = []
        self.left_over: list[int] = []
        self._compiled: dict[int, CompiledRule] = {}
        self._tests: dict[int, Test] = {}
        self._owners: list[tuple[int, tuple[Opening, ...]]] = []
        self._scanner = Scanner(self._literals())

    def _literals(self) -> Iterator[tuple[str, int]]:
        """Yield literals with their owners: numbers into ``_owners``, rules before signatures."""
        for number, rule in enumerate(self.rules):
            found = openings(rule.kind)
            if isinstance(rule.kind, Repeat):
                self.repeated.append(number)
            elif isinstance(rule.kind, Run | Foot):
                self.left_over.append(number)
            else:
                yield from self._owned(number, found)
        for number, signature in enumerate(self.signatures, len(self.rules)):
            found = tuple(Opening(phrase, whole=True) for phrase in signature.phrases)
            yield from self._owned(number, found)

    def _owned(self, number: int, found: tuple[Opening, ...]) -> Iterator[tuple[str, int]]:
        """All exact phrases of a rule are one owner, every pattern is one."""
        covers = [cover(opening) for opening in found]
        if not found or None in covers:
            self.everywhere.append(number)
            return
        exact = tuple(opening for opening in found if opening.phrase.kind != "regex")
        if exact:
            self._owners.append((number, exact))
        owner = len(self._owners) - 1
        for opening, literals in zip(found, covers, strict=True):
            if opening.phrase.kind == "regex":
                self._owners.append((number, (opening,)))
            place = owner if opening.phrase.kind != "regex" else len(self._owners) - 1
            for literal in literals or Cover():
                yield literal, place

    def compiled(self, number: int) -> CompiledRule:
        """Return a rule made ready; most rules of a run are never needed."""
        rule = self._compiled.get(number)
        if rule is None:
            rule = self._compiled[number] = CompiledRule(self.rules[number])
        return rule

    def test(self, owner: int) -> Test:
        """Return whether a trimmed line is what the owner's openings say."""
        test = self._tests.get(owner)
        if test is None:
            number, found = self._owners[owner]
            case = self.rules[number].case if number < len(self.rules) else "ignore"
            if found[0].whole:
                test = PhraseTest(tuple(opening.phrase for opening in found), case)
            else:
                pattern, case_ = found[0].phrase.text, case
                test = lambda line: compiled(pattern, case_).search(line)  # noqa: E731
            self._tests[owner] = test
        return test

    def owner(self, owner: int) -> int:
        """Return the number of the rule or signature that an owner is a part of."""
        return self._owners[owner][0]

    def begins(self, number: int) -> Test:
        """Return the test of all openings of a rule or signature."""
        if number < len(self.rules):
            return self.compiled(number).begins
        return PhraseTest(self.signatures[number - len(self.rules)].phrases, "ignore")

    def find(self, text: str) -> Found:
        """Return what may begin where in ``text``."""
        return Found(self, text, self._scanner.hits(text))


class Found:
    """What the scan found in one document; nothing is cut into lines unless there is something."""

    def __init__(self, finder: Finder, text: str, hits: list[tuple[int, int]]) -> None:
        """Keep the hits; they are confirmed when somebody asks."""
        self._finder = finder
        self._hits = hits
        self.text = text

    @cached_property
    def confirmed(self) -> list[tuple[int, int]]:
        """Pairs of a line and the number of a rule or signature that begins there, each once."""
        finder = self._finder
        if not self._hits and not finder.everywhere:
            return []
        parts = self.text.split("\n")
        found: dict[tuple[int, int], None] = {}
        trimmed, last = "", -1
        for line, owner in self._hits:
            pair = line, finder.owner(owner)
            if pair in found:
                continue
            if line != last:
                trimmed, last = parts[line].strip(), line
            if trimmed and finder.test(owner)(trimmed):
                found[pair] = None
        for number in finder.everywhere:
            test = finder.begins(number)
            found.update(
                ((line, number), None)
                for line, part in enumerate(parts)
                if (bare := part.strip()) and test(bare)
            )
        return list(found)
