"""``cleaner config``: the options that hold here, and where each value comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import typer

from cleaner.cli import options
from cleaner.cli.grouped import grouped
from cleaner.cli.project import choice, cleaners, settings
from cleaner.cli.streams import write_data
from cleaner.settings.find import Override
from cleaner.settings.table import OPTIONS, key_of


class Value(NamedTuple):
    """An option's value (None, if it is left open), and where that comes from."""

    value: Any
    source: str


@grouped
def config(  # noqa: PLR0913 -- the options are the command's interface
    path: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help="Show what holds for this file, overrides included."),
    ] = None,
    *,
    cleaning: options.Cleaning,
    reading: options.Reading,
    working: options.Working,
    output_format: Annotated[
        Literal["toml", "json"], typer.Option(help="toml (the default, with sources as comments) or json.")
    ] = "toml",
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of settings files instead, for editors.")
    ] = False,
) -> int:
    """Print every option, its value and its source.

    What is printed is a settings file. It is an error if the options cannot be used.
    Example: cleaner config forums/page.txt
    """
    if schema:
        from cleaner.settings.jsonschema import settings_schema_text  # noqa: PLC0415 -- rarely needed

        write_data(settings_schema_text().encode())
        return 0
    given = _given(cleaning, reading, working)
    overrides = settings().overrides
    cleaners(cleaning.given, range(len(overrides) + 1))  # what cannot be used is told now
    number = choice()(Path(path), Path(path).name) if path else 0
    values = _values(given, overrides[number - 1] if number else None)
    rest = () if path else overrides
    render = {"toml": _toml, "json": _json}[output_format]
    write_data(render(values, rest).encode("utf-8", "backslashreplace"))
    return 0


def _given(cleaning: options.Cleaning, reading: options.Reading, working: options.Working) -> dict[str, Any]:
    """Return what the command line says."""
    given = cleaning.given
    for group in (reading, working):
        for name in OPTIONS:
            value = getattr(group, name, None)
            if value is not None and value != []:
                given[name] = value
    return given


def _values(given: dict[str, Any], override: Override | None) -> dict[str, Value]:
    found = settings()
    values: dict[str, Value] = {}
    for name, option in OPTIONS.items():
        if name in given:
            values[name] = Value(given[name], "command line")
        elif override and name in override.options:
            values[name] = Value(override.options[name], override.where[name])
        elif name in found.options:
            values[name] = Value(found.options[name], found.where[name])
        else:
            values[name] = Value(option.default, "default")
    return values


def _toml(values: dict[str, Value], overrides: tuple[Override, ...]) -> str:
    lines = [
        f"{'# ' if value is None else ''}{key_of(name)} = {_literal(value)}  # {source}"
        for name, (value, source) in values.items()
    ]
    for override in overrides:
        lines += ["", "[[override]]", f"paths = {_literal(override.paths)}"]
        lines += [
            f"{key_of(name)} = {_literal(value)}  # {override.where[name]}"
            for name, value in override.options.items()
        ]
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    """Return a value as TOML writes it; what JSON escapes, TOML escapes in the same way."""
    if value is None:
        return "(not set)"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _json(values: dict[str, Value], overrides: tuple[Override, ...]) -> str:
    told: dict[str, Any] = {
        key_of(name): {"value": value, "source": source} for name, (value, source) in values.items()
    }
    told["override"] = [
        {"paths": override.paths}
        | {
            key_of(name): {"value": value, "source": override.where[name]}
            for name, value in override.options.items()
        }
        for override in overrides
    ]
    return json.dumps(told, indent=2) + "\n"
