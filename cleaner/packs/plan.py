"""What a rule set is once it is worked out for one profile: rules, and the literals that lead to them.

A plan is data: it goes into the cache and comes back without a pack being read or a pattern
being looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.config import Profile
from cleaner.packs.haystack import needle
from cleaner.packs.scan import Literals, Owners
from cleaner.packs.schema import (
    Block,
    Contents,
    Foot,
    Head,
    Kind,
    Line,
    List,
    Phrase,
    Repeat,
    Rule,
    RuleSet,
    Run,
    Signature,
    Span,
    Tail,
)

NO_LITERALS = Literals({}, {}, {})


class Opening(NamedTuple):
    """One way in which a rule can begin: a phrase that is the whole line, or a pattern in a line."""

    phrase: Phrase
    whole: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules of one profile, made ready to be scanned for.

    Rules and signatures are numbered together, rules first. ``owners`` gives, for each group of
    openings that is tried together, the number of its rule or signature and which of its
    openings they are; ``literals`` has the places of a literal's owners.
    ``everywhere`` are the numbers that have no literals and are tried on every line,
    ``repeated`` those that look at the last line only, ``left_over`` those that look at what is
    left around stripped lines, ``scoped`` the rules that are for some sites or languages.
    """

    digest: str
    ids: tuple[str, ...]
    categories: Mapping[str, str]
    rules: Sequence[Rule]
    signatures: tuple[Signature, ...]
    leant_on: frozenset[str]
    everywhere: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    left_over: tuple[int, ...] = ()
    scoped: frozenset[int] = frozenset()
    owners: Sequence[tuple[int, Sequence[int]]] = ()
    literals: Literals = field(default=NO_LITERALS, repr=False)


def openings(kind: Kind) -> tuple[Opening, ...]:
    """Return how a match of ``kind`` begins; nothing for a kind that may begin on any line."""
    match kind:
        case (
            Line(phrases) | Block(phrases) | List(phrases) | Tail(phrases) | Head(phrases) | Contents(phrases)
        ):
            return tuple(Opening(phrase, whole=True) for phrase in phrases)
        case Span(patterns):
            return tuple(Opening(Phrase("regex", pattern), whole=False) for pattern in patterns)
    return ()


def signature_openings(signature: Signature) -> tuple[Opening, ...]:
    """Return how a line that shows ``signature`` begins."""
    return tuple(Opening(phrase, whole=True) for phrase in signature.phrases)


def patterns_of(part: object) -> Iterator[str]:
    """Yield the patterns of a rule, or of any part of one, wherever they stand in it."""
    match part:
        case Phrase(kind="regex"):
            yield part.text
        case Span():
            yield from part.patterns
        case Rule():
            yield from patterns_of((part.kind, part.where, part.zones))
            yield from part.unless
        case tuple():
            for entry in part:
                yield from patterns_of(entry)


def make_plan(rules: RuleSet, profile: Profile, ids: Sequence[str] = ()) -> Plan:
    """Work out the plan of the rules that are in ``profile``.

    ``ids`` are those of all rules there were before some were disabled.
    """
    chosen = tuple(rule for rule in rules.rules if rule.in_profile(profile))
    signatures = tuple(
        dict.fromkeys(
            where.signature for rule in chosen for where in rule.where if where.signature is not None
        )
    )
    draft = _Draft()
    for number, rule in enumerate(chosen):
        if isinstance(rule.kind, Repeat):
            draft.repeated.append(number)
        elif isinstance(rule.kind, Run | Foot):
            draft.left_over.append(number)
        else:
            draft.add(number, openings(rule.kind))
    for number, signature in enumerate(signatures, len(chosen)):
        draft.add(number, signature_openings(signature))
    return Plan(
        digest=rules.digest,
        ids=tuple(ids) or tuple(rule.id for rule in rules.rules),
        categories=rules.categories,
        rules=chosen,
        signatures=signatures,
        leant_on=frozenset(zone.leans_on for rule in chosen for zone in rule.zones if zone.leans_on),
        everywhere=tuple(draft.everywhere),
        repeated=tuple(draft.repeated),
        left_over=tuple(draft.left_over),
        scoped=frozenset(number for number, rule in enumerate(chosen) if rule.lang or rule.where),
        owners=draft.owners,
        literals=Literals.of(draft.literals),
    )


def joined(one: Plan, other: Plan) -> Plan:
    """Return the plan of the rules of both; that is much faster than to work it out anew."""
    count, owned = len(one.rules) + len(other.rules), len(one.owners)

    def first(number: int) -> int:
        return number if number < len(one.rules) else number + len(other.rules)

    def second(number: int) -> int:
        if number < len(other.rules):
            return number + len(one.rules)
        return number - len(other.rules) + count + len(one.signatures)

    def together(of_one: Mapping[bytes, Owners], of_other: Mapping[bytes, Owners]) -> dict[bytes, Owners]:
        literals = dict(of_one)
        for literal, owners in of_other.items():
            literals[literal] = (*literals.get(literal, ()), *(owner + owned for owner in owners))
        return literals

    return Plan(
        digest=f"{one.digest}-{other.digest}",
        ids=one.ids + other.ids,
        categories={**one.categories, **other.categories},
        rules=(*one.rules, *other.rules),
        signatures=one.signatures + other.signatures,
        leant_on=one.leant_on | other.leant_on,
        everywhere=(*map(first, one.everywhere), *map(second, other.everywhere)),
        repeated=(*map(first, one.repeated), *map(second, other.repeated)),
        left_over=(*map(first, one.left_over), *map(second, other.left_over)),
        scoped=frozenset((*map(first, one.scoped), *map(second, other.scoped))),
        owners=[
            *((first(number), places) for number, places in one.owners),
            *((second(number), places) for number, places in other.owners),
        ],
        literals=Literals(*map(together, one.literals, other.literals)),
    )


class _Draft:
    """The lists of a plan while they grow."""

    def __init__(self) -> None:
        self.everywhere: list[int] = []
        self.repeated: list[int] = []
        self.left_over: list[int] = []
        self.owners: list[tuple[int, tuple[int, ...]]] = []
        self.literals: dict[bytes, list[int]] = {}

    def add(self, number: int, found: tuple[Opening, ...]) -> None:
        """Add the openings of a rule or signature: exact phrases, labels, and each pattern are an owner."""
        from cleaner.packs.literals import cover  # noqa: PLC0415 -- not needed when the plan is cached

        covers = [cover(opening) for opening in found]
        if not found or None in covers:
            self.everywhere.append(number)
            return
        for group in _groups(found):
            for place in group:
                for literal in sorted(map(needle, covers[place] or ())):
                    self.literals.setdefault(literal, []).append(len(self.owners))
            self.owners.append((number, group))


def _groups(found: tuple[Opening, ...]) -> Iterator[tuple[int, ...]]:
    for kind in ("exact", "label"):
        places = tuple(place for place, opening in enumerate(found) if opening.phrase.kind == kind)
        if places:
            yield places
    yield from ((place,) for place, opening in enumerate(found) if opening.phrase.kind == "regex")
