"""Writes what was learned as rules of an ordinary pack: phrases, scope, why, examples."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from cleaner.learn.anchors import Anchor
from cleaner.learn.examples import AS_SEEN, Staging, keeps, strips
from cleaner.learn.guess import category_of
from cleaner.learn.signature import scope
from cleaner.learn.units import Unit
from cleaner.packs.schema import Category

SLACK = 3
"""Lines by which a line may stand further from the end than was seen."""

_SLOW = "it is looked at on the pages of its own sites only"

Rule = dict[str, Any]
"""The fields of a rule, as a pack has them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A unit and the sites that print it, the first of which is the unit's own."""

    unit: Unit
    sites: tuple[str, ...]


def merged(units: Iterable[Unit], turned_down: Mapping[str, int]) -> list[Draft]:
    """Return the units, those that several sites print as one, sorted by characters gained.

    ``turned_down`` counts the sites on which a line, folded, is repeated but no chrome: one that
    more sites use as a heading than as chrome is none anywhere.
    """
    drafts: list[Draft] = []
    for _, group in groupby(sorted(units, key=_identity), _identity):
        alike = sorted(group, key=lambda unit: unit.site)
        first = alike[0]
        sites = tuple(unit.site for unit in alike)
        if len(first.anchors) == 1 and turned_down.get(_key(first.anchors[0]), 0) > len(sites):
            continue
        unit = replace(
            first,
            sure=all(unit.sure for unit in alike),
            chars=sum(unit.chars for unit in alike),
            head=max(unit.head for unit in alike),
            tail=max(unit.tail for unit in alike),
            edge=all(unit.edge for unit in alike),
            items=max(unit.items for unit in alike),
            item_chars=max(unit.item_chars for unit in alike),
        )
        drafts.append(Draft(unit, sites))
    return sorted(drafts, key=lambda draft: (-draft.unit.chars, _identity(draft.unit), draft.sites))


def _key(anchor: Anchor) -> str:
    from cleaner.packs.phrases import fold  # noqa: PLC0415

    return fold(anchor.words)


def _identity(unit: Unit) -> tuple[Any, ...]:
    """Units are the same if they strip the same at the same end of a page."""
    phrases = tuple((anchor.slot, *map(str.casefold, anchor.fixed)) for anchor in unit.anchors)
    return phrases, unit.edge, bool(unit.head), bool(unit.tail), bool(unit.items)


def rule_of(
    draft: Draft,
    canonical: Callable[[str], str],
    prose: Sequence[str],
    name: str,
    staging: Staging = AS_SEEN,
) -> Rule:
    """Return the fields of the rule that strips a unit; ``prose`` are lines of the corpus's texts."""
    unit = draft.unit
    rule: Rule = {
        "id": name,
        "why": why(draft),
        "category": _category(unit),
        "source": f"learned from {unit.of} documents of {unit.site or 'as many sites'}",
        **scope(draft.sites),
    }
    if not unit.sure:
        rule["profiles"] = ["strict"]
    zones = [{"head": unit.head + SLACK}] if unit.head else []
    zones += [{"tail": unit.tail + SLACK}] if unit.tail else []
    if unit.edge and zones:
        rule["zone"] = zones[0] if len(zones) == 1 else zones
    rule |= _kind(unit, canonical)
    notice = staging.notice(draft.sites)
    rule["strips"] = [strips(unit, canonical, notice, plain=staging.plain)]
    if "line" not in rule or "regex" in rule["line"]:
        rule["keeps"] = list(keeps(unit, canonical, prose, notice, plain=staging.plain))
    return rule


def slower(rule: Rule) -> Rule:
    """Return a rule that says why its words need not be rare."""
    return rule | {"slow": _SLOW}


def why(draft: Draft) -> str:
    """Say what the evidence is."""
    unit = draft.unit
    if not draft.sites:
        end = f"within {unit.tail} lines of their end" if unit.tail else f"in their first {unit.head} lines"
        return (
            f"{unit.pages} of {unit.of} different documents, each of another site, have it {end}, between "
            "lines that are stripped anyway; across sites that is weak evidence: look at it first."
        )
    where = {
        (True, True): "at their beginning or end",
        (True, False): f"at their beginning, {unit.head} lines from the top at most",
        (False, True): f"at their end, {unit.tail} lines from the bottom at most",
        (False, False): "in the midst of their texts",
    }[bool(unit.head), bool(unit.tail)]
    if not unit.edge and (unit.head or unit.tail):
        where += ", and in the midst of their texts"
    others = f"; {len(draft.sites) - 1} other sites print it too" if len(draft.sites) > 1 else ""
    text = f"{unit.pages} of {unit.of} different documents of {unit.site} have it {where}{others}"
    together = f"; its {len(unit.anchors)} lines travel together" if len(unit.anchors) > 1 else ""
    sure = "" if unit.sure else "; look at it first: it is rare, stands in the text, or gives credit"
    return f"{text}{together}{sure}."


def _category(unit: Unit) -> Category:
    for anchor in unit.anchors:
        if anchor.speaks and (category := category_of(anchor.words)):
            return category
    return "site-banner" if unit.head and not unit.tail else "promo"


def _kind(unit: Unit, canonical: Callable[[str], str]) -> Rule:
    phrases = [_phrase(anchor, canonical) for anchor in unit.anchors]
    if unit.items:
        item = f"[^\\n]{{1,{min(300, unit.item_chars * 3 // 2)}}}[^\\n.]"
        return {"list": {"head": phrases[0], "item": {"regex": item}, "items": {"min": 1, "max": unit.items}}}
    if len(phrases) == 1:
        return {"line": phrases[0]}
    block: Rule = {"start": phrases[0], "then": phrases[1:], "gap": {"blank": 2}}
    if len(phrases) > 2:
        block["then"] = [phrase | {"optional": True} for phrase in phrases[1:]]
        block["at_least"] = (len(phrases) - 1) // 2
    return {"block": block}


def _phrase(anchor: Anchor, canonical: Callable[[str], str]) -> Rule:
    if not anchor.slot:
        return {"exact": canonical(anchor.fixed[0])}
    before, after = (_pattern(canonical(part)) if part else "" for part in anchor.fixed)
    most = min(180, -(-anchor.longest * 3 // 2 // 10) * 10)
    slot = rf"[\d.,:/%()\- –]{{1,{most}}}" if anchor.slot == "number" else rf"[^\n]{{1,{most}}}"
    return {"regex": " ".join(part for part in (before, slot, after) if part)}


def _pattern(text: str) -> str:
    """Return a pattern for fixed text, with quotes and dashes of any make."""
    escaped = re.escape(text).replace("\\ ", " ")
    return re.sub(r"\\-|[–—]", "[-–—]", re.sub("['’]", "['’]", re.sub('["“”]', '["“”]', escaped)))


def name_of(draft: Draft, taken: set[str]) -> str:
    """Return an id for a rule that is not ``taken`` yet: the site and the first words."""
    words = " ".join(anchor.words for anchor in draft.unit.anchors)
    slug = "-".join(_slug(words).split("-")[:5]).strip("-")
    if len(slug) < 3:
        slug = f"line-{hashlib.blake2b(words.encode('utf-8', 'surrogatepass'), digest_size=3).hexdigest()}"
    site = _slug(draft.unit.site.removeprefix("www.")) if len(draft.sites) == 1 else "several-sites"
    site = site if draft.sites else "any-site"
    name = number = f"{site}-{slug}" if site else slug
    for count in range(2, len(taken) + 3):
        if number not in taken:
            break
        number = f"{name}-{count}"
    taken.add(number)
    return number


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain))
