"""Strips by trying every rule on every line: slow, plain, and what the fast engine is tested against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from cleaner.packs.deletions import deletions, take
from cleaner.packs.kinds import CompiledRule, Match, left_over, repeats
from cleaner.packs.lines import Lines
from cleaner.packs.match import Engine, Facts, by_host, unreadable, with_foreign
from cleaner.packs.phrases import PhraseTest
from cleaner.packs.schema import Repeat, Span, Where
from cleaner.packs.zones import Position
from cleaner.patch import Patch


class Naive:
    """The rules of an engine, without anything that makes it fast."""

    def __init__(self, engine: Engine) -> None:
        """Take the rules that ``engine`` has."""
        self.engine = engine
        self._known: dict[str, list[CompiledRule]] = {}
        self._shown: list[dict[str, bool]] = [{} for _ in engine.plan.signatures]

    def recognise(self, text: str) -> frozenset[int]:
        """Return the numbers of the signatures that the text shows."""
        lines = Lines(text)
        return frozenset(
            n
            for n in range(len(self.engine.plan.signatures))
            if next(self._signed(lines, n), None) is not None
        )

    def _signed(self, lines: Lines, number: int) -> Iterator[int]:
        """Yield the lines that show a signature."""
        signature = self.engine.plan.signatures[number]
        test = PhraseTest(signature.phrases, "ignore", limited=True)
        known = self._shown[number]
        position = Position(lines, {})
        for i in position.solid:
            line = lines.trimmed[i]
            if position.holds(signature.zones, i, ""):
                if line not in known:
                    known[line] = test(line)
                if known[line]:
                    yield i

    def strip(self, text: str, facts: Facts) -> Patch:
        """Return the deletions that the rules make in ``text``."""
        lines = Lines(text)
        matches = self._peel(lines, with_foreign(facts, text))
        return Patch(tuple(deletions(lines, matches)))

    @cached_property
    def _all(self) -> list[CompiledRule]:
        return [CompiledRule(rule, plain=True) for rule in self.engine.plan.rules]

    def _beginning(self, line: str) -> list[CompiledRule]:
        """The rules that may begin on a line; the same line is not asked twice."""
        found = self._known.get(line)
        if found is None:
            found = self._known[line] = [rule for rule in self._all if rule.begins(line)]
        return found

    def _peel(self, lines: Lines, facts: Facts) -> list[Match]:
        """Fire the rules again and again on the lines that are still there, until none fires."""
        shipped, user = self._protected(lines, facts)
        waiting = [
            (rule, i)
            for i, line in enumerate(lines.trimmed)
            if line and i not in lines.fenced
            for rule in self._beginning(line)
            if rule.rule.action == "strip" and self.engine.applies(rule.rule, facts)
        ]
        done: list[Match] = []
        spans: dict[int, list[Match]] = {}
        fired: dict[str, set[int]] = {}
        while True:
            position = Position(lines, fired)
            new: list[Match] = []
            rest: list[tuple[CompiledRule, int]] = []
            for rule, i in waiting:
                if lines.gone[i]:
                    continue
                found = list(self._fire(rule, i, position, facts))
                keeps = user if rule.rule.origin == "user" else (*shipped, *user)
                free = [match for match in found if not _overlaps(match, keeps)]
                new += free
                if not found:
                    rest.append((rule, i))
            if not new:
                new = list(self._left_over(position, facts, shipped, user))
            if not new:
                return done
            done += new
            waiting = rest
            for match in new:
                fired.setdefault(match.rule.id, set()).update(range(match.first, match.last + 1))
                if isinstance(match.rule.kind, Span):
                    spans.setdefault(match.first, []).append(match)
            take(lines, new, spans)

    def _left_over(
        self, position: Position, facts: Facts, shipped: list[Match], user: list[Match]
    ) -> Iterator[Match]:
        for rule in self._all:
            if rule.rule.action == "strip" and self.engine.applies(rule.rule, facts):
                keeps = user if rule.rule.origin == "user" else (*shipped, *user)
                for match in left_over(rule, position.lines, position.fired, facts.title):
                    held = position.holds(rule.rule.zones, match.first, rule.rule.id)
                    if held and not _overlaps(match, keeps):
                        yield match

    def _fire(self, rule: CompiledRule, i: int, position: Position, facts: Facts) -> Iterator[Match]:
        if not position.holds(rule.rule.zones, i, rule.rule.id):
            return
        kind = rule.rule.kind
        if isinstance(kind, Repeat):
            solid = position.solid
            if solid[-1] != i or not repeats(kind, position.lines, solid[0], i, facts.title):
                return
        yield from rule.matches(position.lines, i)

    def _protected(self, lines: Lines, facts: Facts) -> tuple[list[Match], list[Match]]:
        """Return what shipped keeps and what the user's keeps protect.

        A keep that holds through a signature protects the signature's lines too: were they
        stripped, it would be gone the next time.
        """
        shipped: list[Match] = []
        user: list[Match] = []
        position = Position(lines, {})
        for rule in self._all:
            if rule.rule.action != "keep" or not self.engine.applies(rule.rule, facts):
                continue
            found = [
                match
                for i in position.solid
                if rule in self._beginning(lines.trimmed[i])
                and position.holds(rule.rule.zones, i, rule.rule.id)
                for match in rule.matches(lines, i)
            ]
            if found:
                signed = self._signature_lines(rule.rule.where, lines, facts)
                found += (rule.whole(lines, i, i) for i in signed)
            (user if rule.rule.origin == "user" else shipped).extend(found)
        return shipped, [*user, *unreadable(lines)]

    def _signature_lines(self, where: tuple[Where, ...], lines: Lines, facts: Facts) -> Iterator[int]:
        for condition in where:
            if condition.signature and not by_host(facts.host, condition.sites):
                yield from self._signed(lines, self.engine.numbers[condition.signature])


def _overlaps(match: Match, keeps: Iterable[Match]) -> bool:
    return any(match.start < keep.end and keep.start < match.end for keep in keeps)
