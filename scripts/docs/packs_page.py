"""The reference of the pack schema, from the JSON Schema and the classes that hold rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from markup import cell, paragraphs, table

from cleaner.packs import schema as classes
from cleaner.packs.jsonschema import pack_schema, pack_schema_text

INTRODUCTION = """# Pack schema

A pack is a YAML file, its rules are data. [Your first rule](../tutorials/first-rule.md) shows how
one comes to be, [packs of your own](../howto/own-packs.md) what a pack can do to others.
[pack.schema.json](pack.schema.json) is this page for editors; `cleaner rules schema` prints it.

Every rule has exactly one kind, a `why`, a `category`, and examples: `strips` are small documents in
which what goes is marked with « and », `keeps` are documents of which nothing goes. Phrases are
compared folded: case, curly or straight quotes, kinds of dashes and runs of spaces do not count,
unless `case: exact` says so. A `regex` must match the whole line (in a `span`, the part).
"""

REFERENCES = {
    "scope": "fields of a rule that say where it looks",
    "fields": "fields of a rule",
    "example": "an example",
}


def schema() -> str:
    """Return the JSON Schema."""
    return pack_schema_text()


def page() -> str:
    """Return the page."""
    whole = pack_schema()
    return INTRODUCTION + "".join(_sections(whole))


def _sections(whole: dict[str, Any]) -> Iterator[str]:
    parts = whole["$defs"]
    kinds = [entry["required"][0] for entry in parts["rule"]["oneOf"]]
    yield "\n## A pack\n\n" + _fields(whole)
    rule = {**parts["rule"], "properties": dict(parts["rule"]["properties"])}
    bodies = {kind: rule["properties"].pop(kind) for kind in kinds}
    yield "\n## A rule\n\n" + _fields(rule) + "\n## Kinds\n\nEach rule has one of these.\n"
    documented = {kind.__name__.lower(): kind for kind in get_args(classes.Kind)}
    for kind, body in bodies.items():
        yield f"\n### {kind}\n\n{paragraphs(documented[kind].__doc__ or '')}\n\n"
        yield _fields(body) if "properties" in body else f"It is {_type(body)}.\n"
    yield f"\n## A zone\n\n{paragraphs(classes.Zone.__doc__ or '')}\n\n{_fields(parts['zone'])}"
    yield f"\n## A phrase\n\n{paragraphs(classes.Phrase.__doc__ or '')}\n\n{_fields(parts['phrase'])}"
    yield f"\n## A gap\n\n{paragraphs(classes.Gap.__doc__ or '')}\n\n{_fields(parts['gap'])}"
    yield "\n## An example\n\nThe text alone, or a mapping with what is known of the document.\n\n"
    yield _fields(parts["example"]["anyOf"][1])
    yield "\n## A keep\n\nIt protects every match that it overlaps, whatever rule the match is of.\n\n"
    yield _fields(parts["keep"])


def _fields(part: dict[str, Any]) -> str:
    required = part.get("required", ())
    rows = [
        (
            f"`{name}`{' (needed)' if name in required else ''}",
            _type(field),
            cell(field.get("description", "")),
        )
        for name, field in part["properties"].items()
    ]
    return table(("field", "is", ""), rows)


def _type(field: dict[str, Any]) -> str:
    """Return what a field may be, in words."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return REFERENCES.get(name, f"a {name}")
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_type(entry) for entry in field["anyOf"]))
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        return f"a list, each {_type(field['items'])}"
    if field.get("type") == "object":
        return _mapping(field)
    return {"integer": "a number", "boolean": "true or false"}.get(str(field.get("type")), "a string")


def _mapping(field: dict[str, Any]) -> str:
    extra = field.get("additionalProperties")
    if isinstance(extra, dict):
        return f"a mapping, each value {_type(extra)}"
    return "a mapping of " + ", ".join(f"`{name}`" for name in field["properties"])
