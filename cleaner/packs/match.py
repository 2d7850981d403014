"""Strips chrome from a text: finds what rules match, protects what keeps match, peels until none fires."""

from __future__ import annotations

import re
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cleaner.config import Profile
from cleaner.packs.candidates import Finder, Found
from cleaner.packs.kinds import CompiledRule, Match, left_over, repeats
from cleaner.packs.lines import Lines
from cleaner.packs.peel import Candidate, Peeling, Protected
from cleaner.packs.phrases import PhraseTest
from cleaner.packs.plan import Plan, make_plan, patterns_of
from cleaner.packs.schema import Line, Repeat, Rule, RuleSet, Span, Where
from cleaner.packs.zones import Position
from cleaner.patch import Edit, Patch


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document beside its text, as far as rules ask.

    ``host`` is in lower case without ``www.``; ``recognised`` holds the signatures that were
    found in the text, which hold for the document even when what showed them is stripped.
    """

    host: str | None = None
    lang: str | None = None
    title: str | None = None
    recognised: frozenset[int] = frozenset()


_SURROGATES = re.compile("[\ud800-\udfff]+")
_BYTES = Rule("strip.bytes", Line(()), "Bytes that are no UTF-8 stay.", "", "keep", "user")


class Peeled(NamedTuple):
    """What rules matched in a document, how they left it, and what keeps protect."""

    matches: list[Match]
    peeling: Peeling
    protected: Callable[[Match], bool]


class Engine:
    """A rule set made ready for one profile. It keeps nothing of a document but the last one's scan."""

    def __init__(self, rules: RuleSet | Plan, profile: Profile = "standard") -> None:
        """Take the rules that are in ``profile``, or those of a plan; patterns wait until needed."""
        self.plan = plan = rules if isinstance(rules, Plan) else make_plan(rules, profile)
        self._rules, self._signatures = plan.rules, plan.signatures
        self._numbers = {signature: number for number, signature in enumerate(plan.signatures)}
        self._finder = Finder(plan)
        self._last = threading.local()

    def found(self, text: str) -> Found:
        """Scan ``text``, once though it is asked for its signatures first and then stripped."""
        found: Found | None = getattr(self._last, "found", None)
        if found is None or found.text is not text:
            found = self._last.found = self._finder.find(text)
        return found

    def owners_of(self, pattern: str) -> list[str]:
        """Return the full ids of the rules that hold ``pattern``, to say which one is slow."""
        return [rule.id for rule in self._rules if pattern in patterns_of(rule)]

    def beginning(self, text: str) -> list[tuple[int, CompiledRule]]:
        """Return the lines of ``text`` on which rules may begin, with the rules, wherever they apply."""
        found = self._finder.find(text).confirmed
        return [(line, self._finder.compiled(number)) for line, number in found if number < len(self._rules)]

    def on_site(self, rule: Rule, facts: Facts) -> bool:
        """Whether the rule is for this document's site, by host or by what the text shows."""
        return all(
            _on_site(facts.host, where.sites)
            or (where.signature is not None and self._numbers[where.signature] in facts.recognised)
            for where in rule.where
        )

    def recognise(self, text: str) -> frozenset[int]:
        """Return the numbers of the signatures that the text shows."""
        found = self.found(text)
        signed = [pair for pair in found.confirmed if pair[1] >= len(self._rules)]
        if not signed:
            return frozenset()
        peeling = Peeling(found.lines, None, frozenset())
        return frozenset(number for _, number in self._shown(signed, peeling))

    def _shown(self, signed: Iterable[tuple[int, int]], peeling: Peeling) -> Iterator[tuple[int, int]]:
        """Yield line and number of the signatures that stand where they count."""
        for line, owner in signed:
            number = owner - len(self._rules)
            if number >= 0 and peeling.holds(self._signatures[number].zones, line, ""):
                yield line, number

    def strip(self, text: str, facts: Facts) -> Patch:
        """Return the deletions that the rules make in ``text``, each citing all rules that matched."""
        peeled = self.peel(text, facts)
        return Patch(tuple(_deletions(peeled.peeling.lines, peeled.matches))) if peeled else Patch()

    def peel(self, text: str, facts: Facts) -> Peeled | None:
        """Return what the rules match in ``text``, and how they leave it; None if none begins anywhere."""
        finder, found = self._finder, self.found(text)
        confirmed = [*found.confirmed, *self._local(found, facts)]
        begun = [
            Candidate(line, finder.compiled(number))
            for line, number in confirmed
            if number < len(self._rules) and self._applies(self._rules[number], facts)
        ]
        repeated = [
            finder.compiled(number)
            for number in self.plan.repeated
            if self._applies(self._rules[number], facts)
        ]
        rows = [finder.compiled(n) for n in self.plan.left_over if self._applies(self._rules[n], facts)]
        strips = [candidate for candidate in begun if candidate.rule.rule.action == "strip"]
        if not strips:  # what repeats goes only above something that was stripped
            return None
        lines = found.lines
        lines.restore()
        peeling = Peeling(lines, facts.title, self.plan.leant_on)
        keeps = [candidate for candidate in begun if candidate.rule.rule.action == "keep"]
        signed = [pair for pair in confirmed if pair[1] >= len(self._rules)]
        protected = self._protection(keeps, signed, peeling, facts)
        strips = [candidate for candidate in strips if candidate.line not in lines.fenced]
        return Peeled(peeling.peel(strips, repeated, rows, protected, _take), peeling, protected)

    def _local(self, found: Found, facts: Facts) -> Iterator[tuple[int, int]]:
        """Try the rules without literals that are for some sites alone, if this is one of them."""
        for number in self.plan.everywhere:
            local = number < len(self._rules) and bool(self._rules[number].where)
            if local and self._applies(self._rules[number], facts):
                yield from found.tried(number)

    def _protection(
        self, keeps: list[Candidate], signed: list[tuple[int, int]], peeling: Peeling, facts: Facts
    ) -> Callable[[Match], bool]:
        """Return whether a match is protected: shipped rules by every keep, the user's by the user's."""
        found: dict[str, list[Match]] = {"shipped": [], "user": []}
        firing: dict[str, CompiledRule] = {}
        for line, rule in keeps:
            if peeling.holds(rule.rule.zones, line, rule.rule.id):
                matches = list(rule.matches(peeling.lines, line))
                found[rule.rule.origin] += matches
                if matches:
                    firing[rule.rule.id] = rule
        for rule in firing.values():
            wanted = {
                self._numbers[where.signature]
                for where in rule.rule.where
                if where.signature and not _on_site(facts.host, where.sites)
            }
            if wanted:
                found[rule.rule.origin] += (
                    rule.whole(peeling.lines, line, line)
                    for line, number in self._shown(signed, peeling)
                    if number in wanted
                )
        found["user"] += _unreadable(peeling.lines)
        user, every = Protected(found["user"]), Protected(found["shipped"] + found["user"])
        return lambda match: (user if match.rule.origin == "user" else every)(match)

    def recognise_naively(self, text: str) -> frozenset[int]:
        """Return what ``recognise`` does, by trying every line: what it is tested against."""
        lines = Lines(text)
        return frozenset(
            n for n in range(len(self._signatures)) if next(self._signed(lines, n), None) is not None
        )

    def _signed(self, lines: Lines, number: int) -> Iterator[int]:
        """Yield the lines that show a signature."""
        signature = self._signatures[number]
        test = PhraseTest(signature.phrases, "ignore", limited=True)
        position = Position(lines, {})
        for i in position.solid:
            if position.holds(signature.zones, i, "") and test(lines.trimmed[i]):
                yield i

    def strip_naively(self, text: str, facts: Facts) -> Patch:
        """Return what ``strip`` does, by trying every rule on every line: what it is tested against."""
        lines = Lines(text)
        matches = self._peel_naively(lines, facts)
        return Patch(tuple(_deletions(lines, matches)))

    @cached_property
    def _all(self) -> list[CompiledRule]:
        return [CompiledRule(rule) for rule in self._rules]

    def _peel_naively(self, lines: Lines, facts: Facts) -> list[Match]:
        """Fire the rules again and again on the lines that are still there, until none fires."""
        shipped, user = self._protected(lines, facts)
        waiting = [
            (rule, i)
            for rule in self._all
            if rule.rule.action == "strip" and self._applies(rule.rule, facts)
            for i in range(len(lines))
            if lines.trimmed[i] and i not in lines.fenced and rule.begins(lines.trimmed[i])
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
                new = list(self._left_over_naively(position, facts, shipped, user))
            if not new:
                return done
            done += new
            waiting = rest
            for match in new:
                fired.setdefault(match.rule.id, set()).update(range(match.first, match.last + 1))
                if isinstance(match.rule.kind, Span):
                    spans.setdefault(match.first, []).append(match)
            _take(lines, new, spans)

    def _left_over_naively(
        self, position: Position, facts: Facts, shipped: list[Match], user: list[Match]
    ) -> Iterator[Match]:
        for rule in self._all:
            if rule.rule.action == "strip" and self._applies(rule.rule, facts):
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
            if rule.rule.action != "keep" or not self._applies(rule.rule, facts):
                continue
            found = [
                match
                for i in position.solid
                if rule.begins(lines.trimmed[i]) and position.holds(rule.rule.zones, i, rule.rule.id)
                for match in rule.matches(lines, i)
            ]
            if found:
                signed = self._signature_lines(rule.rule.where, lines, facts)
                found += (rule.whole(lines, i, i) for i in signed)
            (user if rule.rule.origin == "user" else shipped).extend(found)
        return shipped, [*user, *_unreadable(lines)]

    def _signature_lines(self, where: tuple[Where, ...], lines: Lines, facts: Facts) -> Iterator[int]:
        for condition in where:
            if condition.signature and not _on_site(facts.host, condition.sites):
                yield from self._signed(lines, self._numbers[condition.signature])

    def _applies(self, rule: Rule, facts: Facts) -> bool:
        """Whether the rule is for this document's site and language."""
        if not rule.lang and not rule.where:
            return True
        return speaks(rule, facts.lang) and self.on_site(rule, facts)


def speaks(rule: Rule, lang: str | None) -> bool:
    """Whether the rule is for the document's language, or that is not known."""
    return not rule.lang or not lang or any(_speaks(lang, tag) for tag in rule.lang)


def _unreadable(lines: Lines) -> list[Match]:
    """Protect bytes that were no UTF-8, as a keep of the user would: they are never stripped.

    The pipeline's guard would drop such edits, but with all that was united with them.
    """
    try:
        lines.text.encode()
    except UnicodeEncodeError:
        found = _SURROGATES.finditer(lines.text)
        return [Match(_BYTES, 0, 0, match.start(), match.end()) for match in found]
    return []


def _on_site(host: str | None, sites: tuple[str, ...]) -> bool:
    """Whether ``host`` is one of ``sites`` or below one."""
    return host is not None and any(host == site or host.endswith(f".{site}") for site in sites)


def _speaks(lang: str, tag: str) -> bool:
    """Whether two language tags are the same, or one is the other's general form (en, en-gb)."""
    lang = lang.lower().replace("_", "-")
    return lang == tag or lang.startswith(f"{tag}-") or tag.startswith(f"{lang}-")


def _overlaps(match: Match, keeps: Iterable[Match]) -> bool:
    return any(match.start < keep.end and keep.start < match.end for keep in keeps)


def _take(lines: Lines, new: list[Match], spans: dict[int, list[Match]]) -> None:
    """Mark the lines that ``new`` takes away; a line that spans emptied goes if one of them asks."""
    for match in new:
        if not isinstance(match.rule.kind, Span):
            lines.gone[match.first : match.last + 1] = b"\1" * (match.last + 1 - match.first)
        elif _emptied(lines, match.first, spans[match.first]):
            lines.gone[match.first] = 1


def _emptied(lines: Lines, i: int, spans: list[Match]) -> bool:
    """Whether ``spans`` leave nothing of line ``i``, and one of them takes the line then."""
    if not any(isinstance(span.rule.kind, Span) and span.rule.kind.whole_line for span in spans):
        return False
    left = lines.starts[i]
    for span in sorted(spans, key=lambda span: span.start):
        if lines.text[left : span.start].strip():
            return False
        left = max(left, span.end)
    return not lines.text[left : lines.ends[i]].strip()


def _deletions(lines: Lines, matches: list[Match]) -> Iterator[Edit]:
    """Unite the matches: those that overlap become one deletion that cites all their rules."""
    ranges = sorted((*_range(lines, match), match.rule.id) for match in matches)
    start = end = 0
    causes: set[str] = set()
    for left, right, rule in ranges:
        if causes and left >= end:
            yield _deletion(lines, start, end, causes)
            causes = set()
        if not causes:
            start, end = left, right
        end = max(end, right)
        causes.add(rule)
    if causes:
        yield _deletion(lines, start, end, causes)


def _deletion(lines: Lines, start: int, end: int, causes: set[str]) -> Edit:
    """Return the edit; whole lines take the blank ones after them where blank ones stand before.

    So two paragraphs stay as far apart as they were, and no edit of canon runs into this one.
    """
    first = bisect_right(lines.starts, start) - 1
    after = bisect_left(lines.starts, end)
    whole = lines.starts[first] == start and (after == len(lines) or lines.starts[after] == end)
    before = lines.before(first)
    if whole and (before is None or not lines.trimmed[before]):
        while after < len(lines) and not lines.trimmed[after]:
            end = min(lines.ends[after] + 1, len(lines.text))
            lines.gone[after] = 1
            after += 1
    return Edit(start, end, "", tuple(sorted(causes)))


def _range(lines: Lines, match: Match) -> tuple[int, int]:
    """Return the code points to delete: a span takes the line it emptied, or one of two spaces."""
    if not isinstance(match.rule.kind, Span):
        return match.start, match.end
    if lines.gone[match.first]:
        return lines.extent(match.first, match.first)
    text, start, end = lines.text, match.start, match.end
    at_start = start == lines.starts[match.first] or text[start - 1] == " "
    at_end = end == lines.ends[match.first]
    if at_start and not at_end and text[end] == " ":
        return start, end + 1
    if at_end:
        while start > lines.starts[match.first] and text[start - 1] == " ":
            start -= 1
    return start, end
