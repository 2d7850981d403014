"""The JSON Schema of packs is up to date, takes the shipped packs and refuses mistakes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cleaner.packs.jsonschema import pack_schema, pack_schema_text
from cleaner.packs.lint import lint
from cleaner.packs.load import load_rules
from cleaner.packs.skeleton import skeleton

ROOT = Path(__file__).parents[2]
SCHEMA = pack_schema()
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


def valid(value: Any, schema: dict[str, Any]) -> bool:  # noqa: PLR0911 -- a table in words
    """As much of JSON Schema as the schema uses."""
    if "$ref" in schema:
        return valid(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(isinstance(value, TYPES[name]) for name in types):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return False
    if "anyOf" in schema and not any(valid(value, one) for one in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(valid(value, one) for one in schema["oneOf"]) != 1:
        return False
    if isinstance(value, list):
        return all(valid(entry, schema.get("items", {})) for entry in value)
    if isinstance(value, dict):
        known, extra = schema.get("properties", {}), schema.get("additionalProperties", {})
        return all(name in value for name in schema.get("required", [])) and all(
            valid(entry, known[name]) if name in known else extra is not False and valid(entry, extra)
            for name, entry in value.items()
        )
    return True


def test_the_file_is_what_the_code_makes() -> None:
    shipped = (ROOT / "cleaner" / "packs" / "pack.schema.json").read_text(encoding="utf-8")
    assert shipped == pack_schema_text(), "run: cleaner rules schema > cleaner/packs/pack.schema.json"
    assert json.loads(shipped) == SCHEMA


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.yaml")), ids=lambda path: path.stem)
def test_it_takes_the_shipped_packs(path: Path) -> None:
    assert valid(yaml.safe_load(path.read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize(
    "pack",
    [
        {"about": "no name"},
        {"pack": "Mine"},
        {"pack": "mine", "rule": []},
        {"pack": "mine", "rules": [{"id": "a", "why": "b", "category": "promo"}]},
        {"pack": "mine", "rules": [{"id": "a", "why": "b", "category": "prom", "line": {"exact": "x"}}]},
        {"pack": "mine", "defaults": {"zone": {"tial": 3}}},
    ],
)
def test_it_refuses_mistakes(pack: dict[str, Any]) -> None:
    assert not valid(pack, SCHEMA)


@pytest.mark.parametrize("lines", [["Share this recipe"], ['Say "yes": it\'s #1', "- Follow «us»", "Now"]])
def test_a_skeleton_is_a_pack_that_works(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "new.yaml"
    path.write_text(skeleton("mine.new-one", lines), encoding="utf-8")
    rules = load_rules((str(path),), default_rules=False)
    assert [str(problem) for problem in lint(rules, rules.rules)] == []
