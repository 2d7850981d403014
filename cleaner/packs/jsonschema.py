"""The schema of packs as JSON Schema, made from the tables that the loader reads by, for editors."""

from __future__ import annotations

import json
from typing import Any, get_args

from cleaner.config import PROFILES
from cleaner.packs.build import ABOUT, KEEP_KINDS, KINDS, RULE_FIELDS, RULE_ID, SCOPE
from cleaner.packs.load import PACK_FIELDS
from cleaner.packs.parts import PHRASES
from cleaner.packs.schema import Category

Json = dict[str, Any]

STRING: Json = {"type": ["string", "number", "boolean"]}
"""YAML reads 404 and yes as something else, the loader takes them as they are written."""

COUNT: Json = {"type": "integer", "minimum": 0}
ID: Json = {"type": "string", "pattern": f"^{RULE_ID.pattern}$"}
FULL_ID: Json = {"type": "string"}


def pack_schema() -> Json:
    """Return the schema of a pack file."""
    rule = {"$ref": "#/$defs/rule"}
    fields: dict[str, Json] = {
        "pack": ID | {"description": "The name of the pack: small letters, digits and single dashes."},
        "about": STRING | {"description": "What prints what the pack strips."},
        "vars": _object({}, extra=STRING) | {"description": "{name} in a regex becomes its value."},
        "defaults": {"$ref": "#/$defs/scope"},
        "rules": {"type": "array", "items": rule},
        "keep": {"type": "array", "items": {"$ref": "#/$defs/keep"}},
        "extends": _some(STRING),
        "disable": _some(STRING),
        "patch": _object({}, extra={"$ref": "#/$defs/fields"}),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule pack of cleaner",
        **_object({name: fields.get(name) or _field(name) for name in PACK_FIELDS}, required=("pack",)),
        "$defs": {
            "rule": _rule(KINDS, ("id", "why", "category")),
            "keep": _rule(KEEP_KINDS, ("id", "why")),
            "fields": _object({name: _field(name) for name in RULE_FIELDS if name != "id"}),
            "scope": _object({name: _field(name) for name in SCOPE}),
            "zone": _zone(),
            "phrase": _phrase(),
            "gap": _object({"blank": COUNT, "other": COUNT}),
            "example": _example(),
        },
    }


def pack_schema_text() -> str:
    """Return the schema as the file that is shipped."""
    return json.dumps(pack_schema(), indent=1, ensure_ascii=False) + "\n"


def _rule(kinds: tuple[str, ...], required: tuple[str, ...]) -> Json:
    """A rule has what it is about, its scope, and exactly one kind."""
    names = (*ABOUT, *SCOPE, *kinds)
    return _object({name: _field(name) for name in names}, required=required) | {
        "oneOf": [{"required": [kind]} for kind in kinds]
    }


def _field(name: str) -> Json:
    """A field of a rule; one that is not described here may hold anything."""
    fields: dict[str, Json] = {
        "id": ID | {"description": "Stable for ever; the full id is PACK.ID."},
        "why": STRING | {"description": "One sentence: what prints this, and how one knows."},
        "category": {"enum": list(get_args(Category))},
        "source": STRING | {"description": "Where the phrase was taken from, with date."},
        "slow": STRING | {"description": "Why the rule may do without a literal."},
        "strips": {
            "type": "array",
            "items": {"$ref": "#/$defs/example"},
            "description": "«what goes» is marked.",
        },
        "keeps": {
            "type": "array",
            "items": {"$ref": "#/$defs/example"},
            "description": "Nothing of them goes.",
        },
        "sites": _some(STRING) | {"description": "Hosts; a name covers its subdomains."},
        "signature": _object(
            {
                "any": {"type": "array", "items": {"$ref": "#/$defs/phrase"}},
                "zone": _some({"$ref": "#/$defs/zone"}),
            },
            required=("any",),
        ),
        "lang": _some(STRING),
        "zone": _some({"$ref": "#/$defs/zone"}),
        "profiles": _some({"enum": list(PROFILES)}),
        "case": {"enum": ["ignore", "exact"]},
        "unless": _some(STRING)
        | {"description": "No strip if one of these is found in the match or its line."},
        "line": _some({"$ref": "#/$defs/phrase"}),
        "span": _object({"regex": _some(STRING), "line": {"type": "boolean"}}, required=("regex",)),
        "block": _object(
            {
                "start": _some({"$ref": "#/$defs/phrase"}),
                "then": {"type": "array", "items": _phrase(optional={"type": "boolean"}, max=COUNT)},
                "at_least": COUNT,
                "gap": {"$ref": "#/$defs/gap"},
                "max_lines": COUNT,
            },
            required=("start", "then"),
        ),
        "list": _object(
            {
                "head": _some({"$ref": "#/$defs/phrase"}),
                "item": _some({"$ref": "#/$defs/phrase"}),
                "items": _object({"min": COUNT, "max": COUNT}),
                "gap": {"$ref": "#/$defs/gap"},
            },
            required=("head", "item"),
        ),
        "repeat": _object({"of": {"enum": ["title", "first_line"]}, "min_chars": COUNT}, required=("of",)),
        **_structural(),
    }
    return fields.get(name, {})


def _structural() -> dict[str, Json]:
    """The kinds that look at where a line stands more than at what it says."""
    phrase = _some({"$ref": "#/$defs/phrase"})
    limits = dict.fromkeys(("least", "part", "row", "words", "long", "body", "most"), COUNT)
    globs = _some(STRING) | {"description": "Globs over full ids."}
    return {
        "tail": _object({"from": phrase, "marks": phrase, **limits}, required=("from",)),
        "head": _object({"to": phrase, "words": COUNT}, required=("to",)),
        "run": _object(
            {
                "of": globs,
                "words": COUNT,
                "lines": COUNT,
                "top": {"type": "boolean"},
                "side": {"enum": ["between", "above", "below"]},
            }
        ),
        "foot": _object({"of": globs, "share": COUNT, **limits}),
        "contents": _object({"head": phrase, "least": COUNT, "miss": COUNT}, required=("head",)),
    }


def _zone() -> Json:
    return _object(
        {
            "head": COUNT,
            "tail": COUNT,
            "alone": {"type": "boolean"},
            "after": FULL_ID,
            "near": FULL_ID,
            "lines": COUNT,
            "beside": {},
        }
    )


def _phrase(**more: Json) -> Json:
    return _object({name: _some(STRING) for name in PHRASES} | more)


def _example() -> Json:
    conditions = ("site", "lang", "profile", "title")
    whole = _object({"text": STRING, "with": _object(dict.fromkeys(conditions, STRING))}, required=("text",))
    return {"anyOf": [STRING, whole]}


def _object(fields: dict[str, Json], *, required: tuple[str, ...] = (), extra: Json | None = None) -> Json:
    found: Json = {"type": "object", "properties": fields, "additionalProperties": extra or False}
    return found | {"required": list(required)} if required else found


def _some(of: Json) -> Json:
    """One, or a list of them."""
    return {"anyOf": [of, {"type": "array", "items": of}]}
