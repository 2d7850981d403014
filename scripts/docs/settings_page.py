"""The reference of the options, from the table that settings files are read by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markup import cell, fenced, table

from cleaner.settings.table import CLEANING, RUNNING, SAID, Option, key_of

INTRODUCTION = """# Configuration

Options stand in `cleaner.toml`, or under `[tool.cleaner]` in `pyproject.toml`, where an underscore may stand
for a hyphen. Paths in a file count from its folder. The file is looked for from the working folder upwards;
the nearest wins and is never merged with others. What the command line says lies over it, and a key
that is no option is an error. `cleaner config` prints what holds and where it comes from.

"""

DOCUMENTS = """## What is done to documents

These are also the fields of [`cleaner.Config`](api.md#config), and so the keyword arguments of the
[library call](api.md#clean). `[[override]]` sets them for some `paths` alone.

"""


def page() -> str:
    """Return the page."""
    both = CLEANING | RUNNING
    lines = [
        f"{key_of(name)} = {_toml(option.default)}"
        for name, option in both.items()
        if option.default is not None
    ]
    shown = fenced("\n".join(lines), "toml")
    return (
        f"{INTRODUCTION}{DOCUMENTS}{_rows(CLEANING)}\n## What is read\n\n{_rows(RUNNING)}"
        f"\n## What holds if nothing is said\n\n{shown}\n"
    )


def _rows(options: Mapping[str, Option]) -> str:
    head = ("option", "is", "if nothing is said", "what it does")
    rows = [
        (f"`{key_of(name)}`", _kind(option), _default(option), cell(option.about))
        for name, option in options.items()
    ]
    return table(head, rows)


def _kind(option: Option) -> str:
    choices = ", ".join(f"`{choice}`" for choice in option.choices)
    return f"{SAID[option.kind]}: {choices}" if choices else SAID[option.kind]


def _default(option: Option) -> str:
    return "" if option.default is None else f"`{_toml(option.default)}`"


def _toml(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value)
