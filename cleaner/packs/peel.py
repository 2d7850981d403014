"""Peels chrome off a document, looking again only at what the last peeling can have changed.

It fires the same rules in the same rounds as the naive loop of ``Engine.peel_naively``. What
cannot fire yet waits where it would notice: for a line to go, for a head or tail to reach it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import compress
from typing import NamedTuple

from cleaner.packs.kinds import CompiledRule, Match, left_over, repeats
from cleaner.packs.lines import Lines
from cleaner.packs.schema import Repeat, Span, Zone
from cleaner.packs.zones import around, beside

FAR = 1 << 60


class Candidate(NamedTuple):
    """A rule and the line on which it would begin."""

    line: int
    rule: CompiledRule


class Protected:
    """The ranges that keeps protect, united, so that one search answers for all of them."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, keeps: Iterable[Match]) -> None:
        """Unite the ranges of ``keeps``."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted((match.start, match.end) for match in keeps):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __call__(self, match: Match) -> bool:
        """Whether a keep overlaps ``match``."""
        at = bisect_left(self._ends, match.start + 1)
        return at < len(self._starts) and self._starts[at] < match.end


class _Edge:
    """How far the first (or last) ``size`` lines reach, moved on as lines go, and who waits for it.

    ``step`` is 1 for a head, -1 for a tail.
    """

    __slots__ = ("_inside", "_there", "place", "size", "step", "waiting")

    def __init__(self, there: bytearray, size: int, step: int) -> None:
        self._there, self.size, self.step = there, size, step
        self._inside = 0
        self.place = -1 if step > 0 else len(there)
        self.waiting: list[tuple[int, int, Candidate]] = []
        self.advance()

    def advance(self) -> Iterable[Candidate]:
        """Take in more lines until there are enough; returns the candidates that were waited for."""
        there, place = self._there, self.place
        while self._inside < self.size:
            place = there.find(1, place + 1) if self.step > 0 else there.rfind(1, 0, max(place, 0))
            if place < 0:
                place = self.step * FAR
                break
            self._inside += 1
        self.place = place
        return self._reached() if self.waiting else ()

    def _reached(self) -> Iterator[Candidate]:
        while self.waiting and self.covers(self.waiting[0][2].line):
            yield heappop(self.waiting)[2]

    def covers(self, line: int) -> bool:
        return line <= self.place if self.step > 0 else line >= self.place

    def lose(self, lines: list[int]) -> None:
        """Count the lines that went, which are in order, out."""
        behind = bisect_right(lines, self.place) if self.step > 0 else bisect_left(lines, self.place)
        self._inside -= behind if self.step > 0 else len(lines) - behind

    def wait(self, candidate: Candidate) -> None:
        heappush(self.waiting, (self.step * candidate.line, id(candidate.rule), candidate))


class Peeling:
    """One document while it is peeled."""

    def __init__(self, lines: Lines, title: str | None, leant_on: frozenset[str]) -> None:
        """Begin with all lines there. ``leant_on`` are the ids of rules that zones lean on."""
        self.lines = lines
        self.title = title
        self.there = lines.there
        self._leant_on = leant_on
        self._anchors: dict[str, bytearray] = {}
        self._own: dict[str, bytearray] = {}
        self._fired: dict[str, set[int]] = {}
        self._edges: dict[tuple[int, int], _Edge] = {}
        self._watched: dict[int, list[Candidate]] = {}
        self._spans: dict[int, list[Match]] = {}
        self._settled: set[Candidate] = set()
        self._restless: list[Candidate] = []

    def peel(
        self,
        candidates: Iterable[Candidate],
        repeated: list[CompiledRule],
        rows: list[CompiledRule],
        protected: Callable[[Match], bool],
        take: Callable[[Lines, list[Match], dict[int, list[Match]]], None],
    ) -> list[Match]:
        """Return what the candidates match, round for round, until none fires.

        ``repeated`` are the rules for whatever line is the last, ``rows`` those for what is left
        between stripped lines when nothing else fires; ``take`` marks what matches take.
        """
        done: list[Match] = []
        batch = list(candidates)
        ends: tuple[int, int] | None = None
        while True:
            found: list[Match] = []
            now = (self.there.find(1), self.there.rfind(1))
            if now != ends:
                ends = now
                found += self._repeats(repeated, *now)
            for candidate in batch:
                found += self._try(candidate)
            new = [match for match in found if not protected(match)]
            if not new:
                new = [match for match in self._left_over(rows) if not protected(match)]
            if not new:
                return done
            done += new
            restless, self._restless = self._restless, []
            batch = list(dict.fromkeys((*self._remove(new, take), *restless)))

    def _repeats(self, rules: list[CompiledRule], first: int, last: int) -> Iterator[Match]:
        trimmed = self.lines.trimmed
        if first == last or last in self.lines.fenced:
            return
        for rule in rules:
            kind = rule.rule.kind
            if (
                isinstance(kind, Repeat)
                and rule.begins(trimmed[last])
                and self.holds(rule.rule.zones, last, rule.rule.id)
                and repeats(kind, self.lines, first, last, self.title)
            ):
                yield from rule.matches(self.lines, last)

    def _left_over(self, rules: list[CompiledRule]) -> Iterator[Match]:
        for rule in rules:
            for match in left_over(rule, self.lines, self._fired, self.title):
                if self.holds(rule.rule.zones, match.first, rule.rule.id):
                    yield match

    def _try(self, candidate: Candidate) -> list[Match]:
        """Fire the candidate if it can; if not, let it wait for what could change that."""
        line, rule = candidate
        if self.lines.gone[line] or candidate in self._settled:
            return []
        if rule.rule.zones and not self.holds(rule.rule.zones, line, rule.rule.id, candidate):
            return []
        lines = self.lines
        lines.visited, lines.restless = [], False
        found = rule.matches(lines, line)
        visited, lines.visited = lines.visited, None
        if found:
            self._settled.add(candidate)
        elif lines.restless:
            self._restless.append(candidate)
        else:
            for j in visited:
                self._watch(j, candidate)
        return found

    def _watch(self, line: int, candidate: Candidate | None) -> None:
        if candidate is not None and self.there[line]:
            self._watched.setdefault(line, []).append(candidate)

    def _remove(
        self, new: list[Match], take: Callable[[Lines, list[Match], dict[int, list[Match]]], None]
    ) -> Iterator[Candidate]:
        """Take the lines of ``new`` away; yields the candidates that were waiting for it."""
        touched: set[int] = set()
        for match in new:
            if match.first == match.last:
                touched.add(match.first)
            else:
                end = match.last + 1
                touched.update(compress(range(match.first, end), self.there[match.first : end]))
            self._note(match)
            if isinstance(match.rule.kind, Span):
                self._spans.setdefault(match.first, []).append(match)
        take(self.lines, new, self._spans)
        lost = sorted(j for j in touched if not self.there[j])
        for edge in self._edges.values():
            edge.lose(lost)
        for j in touched:
            yield from self._watched.pop(j, ())
        for edge in self._edges.values():
            yield from edge.advance()

    def _note(self, match: Match) -> None:
        """Remember where rules fired that zones lean on, and those whose zones lean on others."""
        rule = match.rule
        size = match.last + 1 - match.first
        if rule.id in self._leant_on:
            anchors = self._anchors.setdefault(rule.id, bytearray(len(self.there)))
            anchors[match.first : match.last + 1] = b"\1" * size
        self._fired.setdefault(rule.id, set()).update(range(match.first, match.last + 1))
        if any(zone.leans_on for zone in rule.zones):
            own = self._own.setdefault(rule.id, bytearray(len(self.there)))
            own[match.first : match.last + 1] = bytes(
                map(bool, self.lines.trimmed[match.first : match.last + 1])
            )

    def holds(
        self, zones: tuple[Zone, ...], line: int, rule: str, candidate: Candidate | None = None
    ) -> bool:
        """Whether ``line`` lies in any of ``zones``; if not, ``candidate`` waits until it might."""
        for zone in zones:
            if self._in(zone, line, rule, candidate):
                return True
        return not zones

    def _in(self, zone: Zone, line: int, rule: str, candidate: Candidate | None) -> bool:
        if not self._within(zone, line, candidate):
            return False
        if zone.alone and not self._alone(line, candidate):
            return False
        if zone.beside is not None and not beside(self.lines, line, zone.beside, self._fired.get(rule)):
            if candidate:
                for j in filter(self.there.__getitem__, around(self.lines, line, zone.beside)):
                    self._watched.setdefault(j, []).append(candidate)
            return False
        if zone.after is not None:
            return self._beside(line, -1, zone.after, zone.lines, rule, candidate)
        if zone.near is not None:
            return any(self._beside(line, step, zone.near, zone.lines, rule, candidate) for step in (-1, 1))
        return True

    def _within(self, zone: Zone, line: int, candidate: Candidate | None) -> bool:
        """Whether the zone's head or tail, if it has any, reaches ``line``."""
        for size, step in ((zone.head, 1), (zone.tail, -1)):
            if size is None:
                continue
            edge = self._edges.get((size, step))
            if edge is None:
                edge = self._edges[size, step] = _Edge(self.there, size, step)
            if not edge.covers(line):
                if candidate is not None:
                    edge.wait(candidate)
                return False
        return True

    def _alone(self, line: int, candidate: Candidate | None) -> bool:
        for j in (self.lines.before(line), self.lines.after(line)):
            if j is not None and self.lines.trimmed[j]:
                self._watch(j, candidate)
                return False
        return True

    def _beside(  # noqa: PLR0913, PLR0917 -- what a zone says, and for whom
        self, line: int, step: int, anchor: str, most: int, rule: str, candidate: Candidate | None
    ) -> bool:
        """Whether a match of ``anchor`` stands at most ``most`` lines away; see ``Position``."""
        anchors = self._anchors.get(anchor)
        own = self._own.get(rule)
        goal = _next(anchors, line, step)
        j = line
        for _ in range(most):
            found = _nearest(_next(self.there, j, step), _next(own, j, step), step)
            if goal is not None and (found is None or (goal - found) * step <= 0):
                return True
            if found is None:
                return False
            j = found
            self._watch(j, candidate)
        return False


def _next(flags: bytearray | None, line: int, step: int) -> int | None:
    """The next line from ``line`` in the direction of ``step`` that has its flag set."""
    if flags is None:
        return None
    found = flags.find(1, line + 1) if step > 0 else flags.rfind(1, 0, line)
    return found if found >= 0 else None


def _nearest(one: int | None, other: int | None, step: int) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other) if step > 0 else max(one, other)
