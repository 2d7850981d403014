"""What each kind of rule matches, given the lines that are still there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

import regex

from cleaner.packs.excepting import Unless
from cleaner.packs.lines import Lines
from cleaner.packs.phrases import Pattern, PhraseTest, compiled, fold, undecorated
from cleaner.packs.schema import (
    Block,
    Contents,
    Foot,
    Gap,
    Head,
    Line,
    List,
    Repeat,
    Rule,
    Run,
    Span,
    Step,
    Tail,
)
from cleaner.packs.structure import contents_end, head_fits, rows, tail_end

_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\ufe0f]+")


class Match(NamedTuple):
    """A place where a rule matched: its lines, and the code points that it owns."""

    rule: Rule
    first: int
    last: int
    start: int
    end: int


Extend = Callable[[Lines, int], Iterable[Match]]


class CompiledRule:
    """A rule with its phrases folded, ready to be tried on lines.

    ``begins`` says where a match may begin, whatever stands around: it looks at one line.
    ``extend`` says what a match that begins there takes, which depends on the lines that are
    still there. Where ``minds_sentences``, lines stay from which, or into which, a sentence runs
    on, nobody prints chrome in the middle of one, and a heading stays while its sentence does.
    """

    __slots__ = ("_unless", "begins", "extend", "minds_sentences", "rule")

    def __init__(self, rule: Rule, *, plain: bool = False) -> None:
        """Choose the functions of the rule's kind; ``plain`` is without what makes it fast."""
        self.rule = rule
        self.minds_sentences = (
            rule.action == "strip" and rule.origin == "shipped" and not isinstance(rule.kind, Span)
        )
        self._unless = Unless(rule, plain=plain)
        self.begins: Callable[[str], bool]
        self.extend: Extend
        match rule.kind:
            case Line(phrases):
                self.begins, self.extend = PhraseTest(phrases, rule.case, limited=rule.limited), self._line
            case Span(patterns):
                self.begins = lambda line: any(self._compiled(p).search(line) for p in patterns)
                self.extend = self._spans
            case Block() as block:
                self.begins, self.extend = (
                    PhraseTest(block.start, rule.case, limited=rule.limited),
                    _block(self, block),
                )
            case List() as listed:
                self.begins, self.extend = (
                    PhraseTest(listed.head, rule.case, limited=rule.limited),
                    _list(self, listed),
                )
            case Repeat(_, min_chars):
                self.begins, self.extend = (lambda line: len(line) >= min_chars), self._line
            case Tail() as tail:
                self.begins = PhraseTest(tail.start, rule.case, limited=rule.limited)
                self.extend = _tail(self, tail)
            case Head() as head:
                self.begins = PhraseTest(head.end, rule.case, limited=rule.limited)
                self.extend = _head(self, head)
            case Contents() as contents:
                self.begins = PhraseTest(contents.head, rule.case, limited=rule.limited)
                self.extend = _contents(self, contents)
            case Run() | Foot():
                self.begins, self.extend = (lambda _line: False), self._line

    def matches(self, lines: Lines, i: int) -> list[Match]:
        """Return what the rule matches beginning at line ``i``, less what its ``unless`` excepts."""
        return [match for match in self.extend(lines, i) if not self.excepted(lines, match)]

    def _compiled(self, pattern: str) -> Pattern:
        return compiled(pattern, self.rule.case, limited=self.rule.limited)

    def excepted(self, lines: Lines, match: Match) -> bool:
        """Whether it would tear a sentence, or an ``unless`` is found in what matched or in its lines."""
        if self.minds_sentences and (
            lines.tears(match.first, match.last) or lines.heads(match.first, match.last)
        ):
            return True
        if not self.rule.unless:
            return False
        known = lines.memo(self.rule.id)
        place = match.start, match.end
        if place not in known:
            start, end = lines.start(match.first), lines.end(match.last)
            around = lines.text[start:end]
            parts = [around]
            if match.start > start or match.end < end:
                parts.append(lines.text[match.start : match.end])
            elif match.first == match.last:
                parts.append(undecorated(lines.trimmed[match.first]))
            known[place] = any(map(self._unless.found, parts))
        excepted: bool = known[place]
        return excepted

    def _line(self, lines: Lines, i: int) -> tuple[Match]:
        return (self.whole(lines, i, i),)

    def whole(self, lines: Lines, first: int, last: int) -> Match:
        """Return the match that owns the lines from ``first`` to ``last``."""
        return Match(self.rule, first, last, *lines.extent(first, last))

    def _spans(self, lines: Lines, i: int) -> Iterator[Match]:
        kind = self.rule.kind
        if not isinstance(kind, Span):
            return
        for pattern in kind.patterns:
            for found in self._compiled(pattern).finditer(lines.text, lines.start(i), lines.end(i)):
                if found.end() > found.start():
                    yield Match(self.rule, i, i, found.start(), found.end())


def left_over(
    rule: CompiledRule, lines: Lines, fired: Mapping[str, set[int]], title: str | None
) -> Iterator[Match]:
    """Yield what a run or foot takes, given the lines that each rule stripped so far."""
    kind = rule.rule.kind
    if not isinstance(kind, Run | Foot):
        return
    counting = (found for id_, found in fired.items() if not kind.of or _fits(id_, kind.of))
    anchors = frozenset().union(*counting)
    for first, last in rows(lines, kind, anchors, title):
        match = rule.whole(lines, first, last)
        if not rule.excepted(lines, match):
            yield match


@lru_cache(maxsize=50_000)
def _fits(id_: str, globs: tuple[str, ...]) -> bool:
    return any(fnmatchcase(id_, glob) for glob in globs)


def repeats(kind: Repeat, lines: Lines, first: int, last: int, title: str | None) -> bool:
    """Whether the last line that is still there says the title or the first line again.

    They compare folded, emoji aside. What other rules stripped must follow it: a poem may end
    as it began, and only a page that prints chrome under a text prints its title there too.
    """
    wanted = title if kind.of == "title" else lines.trimmed[first]
    if not wanted or first == last:
        return False
    key = _without_emoji(wanted)
    if len(key) < kind.min_chars or _without_emoji(lines.trimmed[last]) != key:
        return False
    below = next((line for line in itertools.islice(lines.trimmed, last + 1, None) if line), None)
    return below is not None and _without_emoji(below) != key


def _without_emoji(line: str) -> str:
    return fold(_EMOJI.sub("", line))


class _Steps:
    """Takes the lines of a block one by one and knows which step it is at."""

    __slots__ = ("_at", "_steps", "_used", "found")

    def __init__(self, steps: list[tuple[PhraseTest, Step]]) -> None:
        self._steps = steps
        self._at = self._used = 0
        self.found = 0

    def take(self, line: str) -> bool:
        """Whether ``line`` is the current step once more, or the next that may come."""
        for number in range(self._at, len(self._steps)):
            test, step = self._steps[number]
            used = self._used if number == self._at else 0
            if used < step.most and test(line):
                self.found += not used
                self._at, self._used = number, used + 1
                return True
            if not step.optional and not used:
                return False
        return False


def _block(owner: CompiledRule, kind: Block) -> Extend:
    steps = [
        (PhraseTest(step.phrases, owner.rule.case, limited=owner.rule.limited), step) for step in kind.steps
    ]

    def extend(lines: Lines, i: int) -> Iterator[Match]:
        walk = _Steps(steps)
        last = _last_taken(lines, i, kind.gap, kind.max_lines, walk.take)
        if walk.found >= kind.at_least:
            yield owner.whole(lines, i, last)

    return extend


def _list(owner: CompiledRule, kind: List) -> Extend:
    test = PhraseTest(kind.item, owner.rule.case, limited=owner.rule.limited)

    def extend(lines: Lines, i: int) -> Iterator[Match]:
        taken: list[str] = []

        def take(line: str) -> bool:
            fits = len(taken) < kind.most and test(line)
            if fits:
                taken.append(line)
            return fits

        last = _last_taken(lines, i, kind.gap, len(lines), take)
        if len(taken) >= kind.least:
            yield owner.whole(lines, i, last)

    return extend


def _tail(owner: CompiledRule, kind: Tail) -> Extend:
    marks = PhraseTest((*kind.start, *kind.marks), owner.rule.case)

    def extend(lines: Lines, i: int) -> Iterator[Match]:
        last = tail_end(lines, i, kind, marks)
        if last is not None:
            yield owner.whole(lines, i, last)

    return extend


def _head(owner: CompiledRule, kind: Head) -> Extend:
    ends = PhraseTest(kind.end, owner.rule.case)

    def extend(lines: Lines, i: int) -> Iterator[Match]:
        if head_fits(lines, i, kind, ends):
            yield owner.whole(lines, 0, i)

    return extend


def _contents(owner: CompiledRule, kind: Contents) -> Extend:
    def extend(lines: Lines, i: int) -> Iterator[Match]:
        last = contents_end(lines, i, kind)
        if last is not None:
            yield owner.whole(lines, i, last)

    return extend


def _last_taken(lines: Lines, i: int, gap: Gap, most: int, take: Callable[[str], bool]) -> int:
    """Offer the lines after ``i`` to ``take`` for as long as the gap since the last taken one allows.

    Returns the last line that was taken, ``i`` itself if none was. Lines of fences end the walk.
    """
    last, blank, other = i, 0, 0
    j = lines.after(i)
    while j is not None and j - i < most and j not in lines.fenced:
        if not lines.trimmed[j]:
            blank += 1
        elif take(lines.trimmed[j]):
            last, blank, other = j, 0, 0
        else:
            other += 1
        if blank > gap.blank or other > gap.other:
            break
        j = lines.after(j)
    return last
