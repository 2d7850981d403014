"""Strips chrome from a text: finds what rules match, protects what keeps match, peels until none fires."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cleaner.config import Profile
from cleaner.packs.candidates import Finder, Found
from cleaner.packs.deletions import deletions, take
from cleaner.packs.kinds import CompiledRule, Match
from cleaner.packs.lines import Lines
from cleaner.packs.peel import Candidate, Peeling, Protected
from cleaner.packs.plan import Plan, make_plan, patterns_of
from cleaner.packs.schema import Line, Rule, RuleSet
from cleaner.packs.scripts import foreign
from cleaner.patch import Patch


class Facts(NamedTuple):
    """What is known of a document beside its text, as far as rules ask.

    ``host`` is in lower case without ``www.``; ``recognised`` holds the signatures that were
    found in the text, which hold for the document even when what showed them is stripped.
    ``foreign`` are languages that the text is not in; None until a rule asks for them.
    """

    host: str | None = None
    lang: str | None = None
    title: str | None = None
    recognised: frozenset[int] = frozenset()
    foreign: frozenset[str] | None = None


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
        self.numbers = {signature: number for number, signature in enumerate(plan.signatures)}
        self._finder = Finder(plan)
        self._last = threading.local()

    def found(self, text: str) -> Found:
        """Scan ``text``, once though it is asked for its signatures first and then stripped.

        What comes after a text that was stripped is likely to be what was left of it.
        """
        found: Found | None = getattr(self._last, "found", None)
        if found is None or found.text is not text:
            before = found if getattr(self._last, "stripped", False) else None
            found = self._last.found = self._finder.find(text, before)
            self._last.stripped = False
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
            by_host(facts.host, where.sites)
            or (where.signature is not None and self.numbers[where.signature] in facts.recognised)
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
        self._last.stripped = peeled is not None and bool(peeled.matches)
        return Patch(tuple(deletions(peeled.peeling.lines, peeled.matches))) if peeled else Patch()

    def peel(self, text: str, facts: Facts) -> Peeled | None:
        """Return what the rules match in ``text``, and how they leave it; None if none begins anywhere."""
        finder, found = self._finder, self.found(text)
        confirmed = [*found.confirmed, *self._local(found, facts)]
        strips: list[Candidate] = []
        keeps: list[Candidate] = []
        signed: list[tuple[int, int]] = []
        applies: dict[int, bool] = {}
        for line, number in confirmed:
            if number >= len(self._rules):
                signed.append((line, number))
                continue
            if number in self.plan.scoped:
                if number not in applies:
                    facts = with_foreign(facts, text)
                    applies[number] = self.applies(self._rules[number], facts)
                if not applies[number]:
                    continue
            candidate = Candidate(line, finder.compiled(number))
            (strips if candidate.rule.rule.action == "strip" else keeps).append(candidate)
        if not strips:  # what repeats goes only above something that was stripped
            return None
        facts = with_foreign(facts, text)
        lines = found.lines
        lines.restore()
        peeling = Peeling(lines, facts.title, self.plan.leant_on)
        protected = self._protection(keeps, signed, peeling, facts, odd=found.odd)
        if lines.fenced:
            strips = [candidate for candidate in strips if candidate.line not in lines.fenced]
        repeated, rows = self._applying(self.plan.repeated, facts), self._applying(self.plan.left_over, facts)
        return Peeled(peeling.peel(strips, repeated, rows, protected, take), peeling, protected)

    def _applying(self, numbers: Iterable[int], facts: Facts) -> list[CompiledRule]:
        return [self._finder.compiled(n) for n in numbers if self.applies(self._rules[n], facts)]

    def _local(self, found: Found, facts: Facts) -> Iterator[tuple[int, int]]:
        """Try the rules without literals that are for some sites alone, if this is one of them."""
        for number in self.plan.everywhere:
            local = number < len(self._rules) and bool(self._rules[number].where)
            if local and self.applies(self._rules[number], facts):
                yield from found.tried(number)

    def _protection(
        self,
        keeps: list[Candidate],
        signed: list[tuple[int, int]],
        peeling: Peeling,
        facts: Facts,
        *,
        odd: bool,
    ) -> Callable[[Match], bool]:
        """Return whether a match is protected: shipped rules by every keep, the user's by the user's."""
        found: dict[str, list[Match]] = {"shipped": [], "user": []}
        firing: dict[str, CompiledRule] = {}
        for line, rule in keeps:
            if peeling.holds(rule.rule.zones, line, rule.rule.id):
                matches = rule.matches(peeling.lines, line)
                found[rule.rule.origin] += matches
                if matches:
                    firing[rule.rule.id] = rule
        for rule in firing.values():
            wanted = {
                self.numbers[where.signature]
                for where in rule.rule.where
                if where.signature and not by_host(facts.host, where.sites)
            }
            if wanted:
                found[rule.rule.origin] += (
                    rule.whole(peeling.lines, line, line)
                    for line, number in self._shown(signed, peeling)
                    if number in wanted
                )
        if odd:
            found["user"] += unreadable(peeling.lines)
        user, every = Protected(found["user"]), Protected(found["shipped"] + found["user"])
        return lambda match: (user if match.rule.origin == "user" else every)(match)

    def applies(self, rule: Rule, facts: Facts) -> bool:
        """Whether the rule is for this document's site and language."""
        if not rule.lang and not rule.where:
            return True
        return speaks(rule, facts) and self.on_site(rule, facts)


def speaks(rule: Rule, facts: Facts) -> bool:
    """Whether the rule is for the document's language, or for one that it may be in."""
    if not rule.lang:
        return True
    if facts.lang:
        return any(_speaks(facts.lang, tag) for tag in rule.lang)
    return not facts.foreign or not facts.foreign.issuperset(rule.lang)


def with_foreign(facts: Facts, text: str) -> Facts:
    """Return the facts with the languages that the text is not in, unless its own is known."""
    if facts.lang or facts.foreign is not None:
        return facts
    return facts._replace(foreign=foreign(text))


def unreadable(lines: Lines) -> list[Match]:
    """Protect bytes that were no UTF-8, as a keep of the user would: they are never stripped.

    The pipeline's guard would drop such edits, but with all that was united with them.
    """
    try:
        lines.text.encode()
    except UnicodeEncodeError:
        found = _SURROGATES.finditer(lines.text)
        return [Match(_BYTES, 0, 0, match.start(), match.end()) for match in found]
    return []


def by_host(host: str | None, sites: tuple[str, ...]) -> bool:
    """Whether ``host`` is one of ``sites`` or below one."""
    return host is not None and any(host == site or host.endswith(f".{site}") for site in sites)


def _speaks(lang: str, tag: str) -> bool:
    """Whether two language tags are the same, or one is the other's general form (en, en-gb)."""
    lang = lang.lower().replace("_", "-")
    return lang == tag or lang.startswith(f"{tag}-") or tag.startswith(f"{lang}-")
