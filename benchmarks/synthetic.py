"""Makes rules of every kind out of lines, to tell speed and equivalence for any number of them."""

from __future__ import annotations

import random
import re

from cleaner.packs.literals import WEAK_BITS, cover, weight
from cleaner.packs.plan import openings
from cleaner.packs.schema import (
    Block,
    Gap,
    Kind,
    Line,
    List,
    Phrase,
    Repeat,
    Rule,
    RuleSet,
    Signature,
    Span,
    Step,
    Where,
    Zone,
)


def synthetic_rules(lines: list[str], count: int, seed: int = 0, *, traps: bool = False) -> RuleSet:
    """Return ``count`` rules whose phrases come from ``lines``; with ``traps``, rules that few would write.

    One half is exact lines, a quarter lines as patterns, the rest spans, blocks, lists and keeps;
    half of them look only in a zone. Traps are patterns with no or weak literals.
    """
    maker = _Maker(random.Random(seed), lines, traps=traps)  # noqa: S311 -- repeatable is what it must be
    rules = {rule.id: rule for rule in (maker.rule(number) for number in range(count))}
    return RuleSet(tuple(sorted(rules.values(), key=lambda rule: rule.id)), f"synthetic-{seed}-{count}")


def _sound(kind: Kind) -> bool:
    """Whether lint would let it pass: every opening has a literal that is not weak."""
    covers = [cover(opening) for opening in openings(kind)]
    return all(found is not None and weight(found) >= WEAK_BITS for found in covers)


class _Maker:
    def __init__(self, chance: random.Random, lines: list[str], *, traps: bool) -> None:
        self.chance = chance
        self.lines = lines
        self.traps = traps

    def rule(self, number: int) -> Rule:
        kind = self.kind()
        while not (self.traps or _sound(kind)):
            kind = self.kind()
        keep = isinstance(kind, Line | Span) and self.chance.random() < 0.03
        return Rule(
            id=f"made.rule-{number}",
            kind=kind,
            why="Made to measure.",
            category="promo",
            action="keep" if keep else "strip",
            origin=self.chance.choice(("shipped", "shipped", "shipped", "user")),
            where=self.where(),
            lang=self.chance.choice(((), (), (), ("en",))),
            zones=self.zones(number, keep=keep),
            case=self.chance.choice(("ignore", "ignore", "ignore", "exact")),
            unless=(r"\bnever\b",) if self.chance.random() < 0.1 else (),
        )

    def line(self) -> str:
        return self.chance.choice(self.lines)

    def kind(self) -> Kind:
        draw = self.chance.random()
        if draw < 0.5:
            return Line(tuple(Phrase("exact", self.line()) for _ in range(self.chance.randint(1, 3))))
        if draw < 0.75:
            return Line((Phrase("regex", self.pattern()),))
        if draw < 0.85:
            return Span((self.part(),), whole_line=self.chance.random() < 0.5)
        if draw < 0.93:
            steps = tuple(
                Step((self.phrase(),), optional=self.chance.random() < 0.3, most=self.chance.randint(1, 3))
                for _ in range(self.chance.randint(1, 3))
            )
            gap = Gap(self.chance.randint(0, 2), self.chance.randint(0, 1))
            return Block((self.phrase(),), steps, gap=gap, max_lines=self.chance.choice((4, 40)))
        if draw < 0.99 or not self.traps:
            return List((self.phrase(),), (Phrase("regex", r"[-•*] [^\n]{3,80}"), self.phrase()))
        return Repeat(self.chance.choice(("title", "first_line")), self.chance.randint(3, 15))

    def phrase(self) -> Phrase:
        if self.chance.random() < 0.6:
            return Phrase("exact", self.line())
        return Phrase("regex", self.pattern())

    def pattern(self) -> str:
        """A pattern for a whole line: its numbers, a word, quotes or the end may vary."""
        if self.traps and self.chance.random() < 0.05:
            return self.chance.choice(
                (r"[-•*] [^\n]{3,20}", r"\w{2,12}", r"(?:[^\n]{0,40}) \d{1,4}", r"\p{Lu}{2,9}!?")
            )
        escaped = re.sub(r"\d+", r"\\d{1,4}", re.escape(self.line()).replace("\\ ", " "))
        escaped = re.sub("['’]", "['’]", escaped)
        words = escaped.split(" ")
        draw = self.chance.random()
        if draw < 0.3 and len(words) > 2:
            at = self.chance.randrange(len(words))
            words[at] = f"(?:{words[at]}|{re.escape(self.line().split()[0])})"
        elif draw < 0.5 and len(words) > 2:
            return " ".join(words[:-1]) + r"(?: [^\n]{1,60})?"
        elif draw < 0.6 and len(words) > 2:
            return r"[^\n]{0,60}" + " ".join(words[1:])
        elif draw < 0.7:
            return rf"(?:{'|'.join(re.escape(self.line()) for _ in range(3))}|{' '.join(words)})[.!]?"
        return r"\s+".join(words) if draw > 0.9 else " ".join(words)

    def part(self) -> str:
        """A pattern for a part of a line: some of its words, or a bracket with them."""
        words = self.line().split()
        start = self.chance.randrange(len(words))
        chosen = " ".join(map(re.escape, words[start : start + 3]))
        return chosen if len(chosen) > 12 else rf"\[{chosen}[^\n\]]{{0,40}}\]"

    def zones(self, number: int, *, keep: bool) -> tuple[Zone, ...]:
        draw, size = self.chance.random(), self.chance.choice((1, 2, 6, 12, 30))
        if draw < 0.5:
            return ()
        if draw < 0.65:
            return (Zone(tail=size),)
        if draw < 0.75:
            return (Zone(head=size),)
        if draw < 0.85 or keep:
            return (Zone(alone=True), Zone(tail=2))
        other = f"made.rule-{self.chance.randrange(number + 1)}"
        if draw < 0.93:
            return (Zone(near=other, lines=self.chance.randint(1, 4)), Zone(tail=size))
        return (Zone(after=other, lines=self.chance.randint(1, 4)),)

    def where(self) -> tuple[Where, ...]:
        draw = self.chance.random()
        if draw < 0.9:
            return ()
        zones = self.chance.choice(((), (Zone(head=12),)))
        signature = Signature((self.phrase(),), zones)
        return (Where(("example.org",), signature if draw < 0.97 else None),)
