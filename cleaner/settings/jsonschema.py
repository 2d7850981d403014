"""The schema of settings files as JSON Schema, made from the table that the reader reads by, for editors."""

from __future__ import annotations

import json
from typing import Any

from cleaner.settings.table import CLEANING, OPTIONS, Option, key_of

Json = dict[str, Any]


def settings_schema() -> Json:
    """Return the schema of ``cleaner.toml``, which is that of ``[tool.cleaner]`` too."""
    override = _table(CLEANING) | {"required": ["paths"]}
    override["properties"]["paths"] = {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
        "description": "Which files it is for, as .gitignore would; paths from this file's folder.",
    }
    schema = _table(OPTIONS)
    schema["properties"]["override"] = {
        "type": "array",
        "items": override,
        "description": "Other cleaning options for some files; the last that matches a file holds for it.",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of cleaner",
        **schema,
    }


def settings_schema_text() -> str:
    """Return the schema as the file that is shipped."""
    return json.dumps(settings_schema(), indent=1, ensure_ascii=False) + "\n"


def _table(options: dict[str, Option]) -> Json:
    """Return the schema of a table; the reader takes both spellings of a key, so this does too."""
    fields = {key_of(name): _value(option) for name, option in options.items()}
    underscored = {name: _value(option) for name, option in options.items() if name not in fields}
    return {"type": "object", "properties": fields | underscored, "additionalProperties": False}


def _value(option: Option) -> Json:
    one: Json = {"type": "string"} | ({"enum": list(option.choices)} if option.choices else {})
    kinds: dict[str, Json] = {
        "string": one,
        "strings": {"type": "array", "items": one},
        "flag": {"type": "boolean"},
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "count": {"type": "integer", "minimum": 1},
    }
    default = list(option.default) if isinstance(option.default, tuple) else option.default
    shown = {} if default is None else {"default": default}
    return kinds[option.kind] | shown | {"description": option.about}
