"""The options of a project: the nearest ``cleaner.toml``, or ``[tool.cleaner]`` in ``pyproject.toml``.

Looked for from the working folder upwards. The nearest wins and is never merged with others;
what the command line says lies over it.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.config import Config
from cleaner.errors import ConfigError, FileError, did_you_mean

TYPES: dict[str, type | tuple[type, ...]] = {
    "rules": list,
    "disable": list,
    "stages": list,
    "default_rules": bool,
    "entities": bool,
    "unescape": bool,
    "max_removed": (int, float),
}
"""What a value must be; what is not named here is a string."""


class Settings(NamedTuple):
    """The options that a file sets, by their names in ``Config``, and the file."""

    path: Path | None
    options: dict[str, Any]


def find_settings(start: Path | None = None) -> Settings:
    """Return the settings that hold in the folder ``start`` (the working folder, if left out).

    Paths in ``rules`` count from the file's folder. Raises ConfigError for what the file gets
    wrong, naming the file and the nearest option.
    """
    folder = (start or Path.cwd()).resolve()
    for place in (folder, *folder.parents):
        path = place / "cleaner.toml"
        if path.is_file():
            return Settings(path, _options(_table(path), path))
        path = place / "pyproject.toml"
        if path.is_file():
            table = _table(path).get("tool", {}).get("cleaner")
            if table is not None:
                return Settings(path, _options(table, path))
    return Settings(None, {})


def _table(path: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 -- most working folders have no settings

    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise FileError(message) from None
    except ValueError as error:
        message = f"{path}: this is not TOML: {error}"
        raise ConfigError(message) from None


def _options(table: object, path: Path) -> dict[str, Any]:
    if not isinstance(table, dict):
        message = f"{path}: tool.cleaner must be a table: write [tool.cleaner]"
        raise ConfigError(message)
    known = {field.name.replace("_", "-"): field.name for field in dataclasses.fields(Config)}
    options: dict[str, Any] = {}
    for key, value in table.items():
        name = known.get(key.replace("_", "-"))
        if name is None:
            near = did_you_mean(key, known) or f"the options are {', '.join(known)}"
            message = f'{path}: there is no option "{key}"; {near}'
            raise ConfigError(message)
        wanted = TYPES.get(name, str)
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            message = f"{path}: {key} must be {_called(wanted)}, not {value!r}"
            raise ConfigError(message)
        if isinstance(value, list) and not all(isinstance(entry, str) for entry in value):
            message = f"{path}: {key} must be a list of strings"
            raise ConfigError(message)
        options[name] = value
    if "rules" in options:
        options["rules"] = [str(path.parent / entry) for entry in options["rules"]]
    try:
        Config(**options)
    except ConfigError as error:
        message = f"{path}: {error}"
        raise ConfigError(message) from None
    return options


def _called(wanted: type | tuple[type, ...]) -> str:
    names = {list: "a list of strings", bool: "true or false", str: "a string"}
    return names.get(wanted, "a number") if isinstance(wanted, type) else "a number"
