"""The reference of the options, from ``Config`` and its docstring."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any, get_args, get_type_hints

from markup import cell, fenced, table

from cleaner.config import Config

INTRODUCTION = """# Configuration

The options are the fields of one frozen class, [`cleaner.Config`](api.md#config). They are the keyword
arguments of the [library call](api.md#clean), and the keys of `cleaner.toml` or of
`[tool.cleaner]` in `pyproject.toml`, where a hyphen may stand for an underscore. Paths in a file
count from its folder.

The file is looked for from the working folder upwards. The nearest wins and is never merged with
others; what the command line says lies over it, and a key that is no option is an error.

"""


def page() -> str:
    """Return the page."""
    described = terms(Config.__doc__ or "")
    hints = get_type_hints(Config)
    fields = dataclasses.fields(Config)
    rows = [
        (
            f"`{field.name}`",
            f"`{_type(hints[field.name])}`",
            f"`{toml(field.default)}`",
            cell(described[field.name]),
        )
        for field in fields
    ]
    lines = [f"{field.name} = {toml(field.default)}" for field in fields if field.default is not None]
    shown = fenced("\n".join(lines), 'toml title="cleaner.toml: what holds if nothing is said"')
    return INTRODUCTION + table(("option", "type", "default", "what it does"), rows) + f"\n{shown}\n"


def terms(docstring: str) -> dict[str, str]:
    """Return what a docstring says of each of its terms."""
    found = re.findall(r"^ *``(\w+)``\n((?: {8}.+\n?)+)", docstring, re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in found}


def toml(value: Any) -> str:
    """Return a default as TOML writes it; "not set", where there is none."""
    return "not set" if value is None else json.dumps(list(value) if isinstance(value, tuple) else value)


def _type(hint: Any) -> str:
    if hint in {bool, float, str}:
        return {bool: "boolean", float: "number", str: "string"}[hint]
    values = get_args(hint)
    if values and all(isinstance(value, str) for value in values):
        return " or ".join(values)
    if values[-1] is Ellipsis:
        return f"list of {_type(values[0])}"
    return _type(values[0])
