"""Builds rules from the fields of a pack, checking each field where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import regex

from cleaner.config import PROFILES
from cleaner.packs.examples import parse_marks
from cleaner.packs.parts import Parts, Surroundings
from cleaner.packs.reader import Value
from cleaner.packs.schema import (
    Category,
    Example,
    Rule,
    Where,
)

KINDS = ("line", "span", "block", "list", "repeat", "tail", "head", "run", "foot", "contents")
KEEP_KINDS = ("line", "span", "block", "list")
SCOPE = ("sites", "signature", "lang", "zone", "profiles", "case", "unless")
ABOUT = ("id", "why", "category", "source", "strips", "keeps", "slow")
RULE_FIELDS = (*ABOUT, *SCOPE, *KINDS)

RULE_ID = regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def build_rule(
    fields: Mapping[str, Value], head: Value, action: Literal["strip", "keep"], around: Surroundings
) -> Rule | None:
    """Return the rule that ``fields`` describe; None where it has no id or kind to go by.

    ``fields`` holds the pack's defaults too. ``head`` is where problems of the whole rule point.
    """
    builder = Parts(around)
    kinds = [name for name in KINDS if name in fields]
    allowed = KINDS if action == "strip" else KEEP_KINDS
    if len(kinds) != 1 or kinds[0] not in allowed:
        found = f"found {' and '.join(kinds)}" if kinds else "found none"
        head.fail(f"a rule has exactly one kind, {found}", f"one of {', '.join(allowed)}")
        return None
    for name in ("why", "category") if action == "strip" else ("why",):
        if name not in fields:
            head.fail(f'the field "{name}" is missing', "every rule says what it strips and how one knows")
    zones = builder.zones(fields["zone"]) if "zone" in fields else ()
    if action == "keep" and any(zone.leans_on for zone in zones):
        fields["zone"].fail("a keep cannot lean on a match of another rule", "use head, tail or alone")
    local = builder.where(fields)
    return Rule(
        id=f"{around.pack}.{fields['id'].string()}" if "id" in fields else f"{around.pack}.",
        kind=builder.kind(kinds[0], fields[kinds[0]]),
        why=_string(fields, "why"),
        category=fields["category"].choice(get_args(Category)) if "category" in fields else "",
        action=action,
        origin=around.origin,
        where=(*around.where, *((local,) if local else ())),
        lang=tuple(tag.lower() for tag in fields["lang"].strings()) if "lang" in fields else (),
        zones=zones,
        profile=_narrowest(fields["profiles"]) if "profiles" in fields else "standard",
        case="exact"
        if "case" in fields and fields["case"].choice(("ignore", "exact")) == "exact"
        else "ignore",
        unless=tuple(builder.pattern(value) for value in fields["unless"].one_or_more())
        if "unless" in fields
        else (),
        source=_string(fields, "source"),
        slow=_string(fields, "slow"),
        strips=tuple(_example(value) for value in fields["strips"].items()) if "strips" in fields else (),
        keeps=tuple(_example(value) for value in fields["keeps"].items()) if "keeps" in fields else (),
        place=head.place,
        places=tuple(builder.places.items()),  # the last argument: the others find them
    )


def pack_where(fields: Mapping[str, Value], variables: Mapping[str, str]) -> tuple[Where, ...]:
    """Return the sites and the signature of a pack's header, as none or one condition."""
    found = Parts(Surroundings("", variables, (), "user")).where(fields)
    return (found,) if found else ()


def _string(fields: Mapping[str, Value], name: str) -> str:
    return fields[name].string() if name in fields else ""


def _narrowest(value: Value) -> Any:
    """The narrowest profile that is named: naming one means it and the wider ones."""
    named = [item.choice(PROFILES) for item in value.one_or_more()]
    return min(named, key=PROFILES.index) if set(named) <= set(PROFILES) and named else "standard"


def _example(value: Value) -> Example:
    options: dict[str, Value] = {}
    holder = value
    if not isinstance(value.node.value, str):
        fields = value.fields(("text", "with"))
        if "text" not in fields:
            value.fail('the example has no "text"')
            return Example("")
        holder = fields["text"]
        options = fields["with"].fields(("site", "lang", "profile", "title")) if "with" in fields else {}
    try:
        text, marks = parse_marks(str(holder.node.value))
    except ValueError as error:
        holder.fail(str(error), r"every « has its »; write \« and \» for quotes that are text")
        return Example("")
    profile: Any = options["profile"].choice(PROFILES) if "profile" in options else None
    return Example(
        text,
        marks,
        options["site"].string() if "site" in options else None,
        options["lang"].string() if "lang" in options else None,
        profile,
        options["title"].string() if "title" in options else None,
        value.place,
    )
