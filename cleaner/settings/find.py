"""The options of a project: the nearest ``cleaner.toml``, or ``[tool.cleaner]`` in ``pyproject.toml``.

Looked for from the working folder upwards, never inside what is cleaned. The nearest wins and
is never merged with others; what the command line says lies over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.config import Config
from cleaner.errors import ConfigError, FileError, did_you_mean
from cleaner.settings.places import key_lines
from cleaner.settings.table import CLEANING, OPTIONS, SAID, Option, key_of


@dataclass(frozen=True, slots=True)
class Override:
    """Cleaning options for the files that ``paths`` match, in the manner of .gitignore."""

    paths: tuple[str, ...]
    options: Mapping[str, Any]
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a file sets: options by their names in ``OPTIONS``, and where each stands (``file:line``).

    Of the overrides the last one that matches a file holds for it, laid over ``options``.
    """

    path: Path | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()

    @property
    def cleaning(self) -> dict[str, Any]:
        """The options that are fields of Config."""
        return {name: value for name, value in self.options.items() if name in CLEANING}


def find_settings(start: Path | None = None) -> Settings:
    """Return the settings that hold in the folder ``start`` (the working folder, if left out).

    Paths in ``rules`` count from the file's folder. Raises ConfigError for all that the file gets
    wrong, naming the file, the line and the nearest option.
    """
    folder = (start or Path.cwd()).resolve()
    for place in (folder, *folder.parents):
        path = place / "cleaner.toml"
        if path.is_file():
            text, table = _read(path)
            return _Reader(path, text, "").settings(table)
        path = place / "pyproject.toml"
        if path.is_file() and b"cleaner" in _bytes(path):  # others need no parser
            text, table = _read(path)
            tool = table.get("tool")
            if isinstance(tool, dict) and "cleaner" in tool:
                return _Reader(path, text, "tool.cleaner").settings(tool["cleaner"])
    return Settings()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise FileError(message) from None


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    import tomllib  # noqa: PLC0415 -- most working folders have no settings

    try:
        text = _bytes(path).decode("utf-8-sig")
        return text, tomllib.loads(text)
    except ValueError as error:
        message = f"{path}: this is not TOML: {error}"
        raise ConfigError(message) from None


class _Reader:
    """Reads one file's table, and collects all that is wrong with it."""

    def __init__(self, path: Path, text: str, table: str) -> None:
        self._path, self._table = path, table
        self._lines = key_lines(text)
        self._problems: list[str] = []

    def settings(self, table: object) -> Settings:
        """Return the settings. Raises ConfigError."""
        if not isinstance(table, dict):
            message = f"{self._path}: tool.cleaner must be a table: write [tool.cleaner]"
            raise ConfigError(message)
        overrides = table.get("override", [])
        given = {key: value for key, value in table.items() if key != "override"}
        options, where = self._options(given, OPTIONS, (self._table, 0), "override")
        found = Settings(self._path, options, where, tuple(self._overrides(overrides)))
        if self._problems:
            raise ConfigError("\n".join(self._problems))
        return found

    def _overrides(self, tables: object) -> Iterator[Override]:
        header = f"{self._table}.override".lstrip(".")
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self._problems.append(f"{self._path}: override must be a list of tables: write [[{header}]]")
            return
        for number, table in enumerate(tables):
            place = (header, number)
            paths = table.get("paths")
            if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
                needed = 'an override needs paths, a list of globs: paths = ["forums/**"]'
                self._problems.append(f"{self._at(place, 'paths')}: {needed}")
                paths = []
            given = {key: value for key, value in table.items() if key != "paths"}
            yield Override(tuple(paths), *self._options(given, CLEANING, place, "paths"))

    def _options(
        self, table: Mapping[str, Any], known: Mapping[str, Option], place: tuple[str, int], more: str
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the options of a table, and where each stands; ``more`` is a key beside those ``known``."""
        options: dict[str, Any] = {}
        where: dict[str, str] = {}
        for key, value in table.items():
            name, at = key.replace("-", "_"), self._at(place, key)
            option = known.get(name)
            if option is None and key == "tool" and not self._table:
                at = self._at(("tool.cleaner", 0), "")
                hint = "[tool.cleaner] is for pyproject.toml; here options stand at the top"
                self._problems.append(f"{at}: {hint}")
            elif option is None:
                self._problems.append(f'{at}: there is no option "{key}"{_hint(name, key, known, more)}')
            elif name in options:
                self._problems.append(f"{at}: {key} is set twice; {key_of(name)} and {name} are one")
            elif not option.accepts(value):
                self._problems.append(f"{at}: {key} must be {SAID[option.kind]}, not {value!r}")
            elif name == "rules":
                options[name], where[name] = [str(self._path.parent / entry) for entry in value], at
            else:
                options[name], where[name] = value, at
                self._judge(name, value, at)
        return options, where

    def _judge(self, name: str, value: object, at: str) -> None:
        if name not in CLEANING:
            return
        try:
            Config(**{name: value})  # type: ignore[arg-type]
        except ConfigError as error:
            self._problems.append(f"{at}: {error}")

    def _at(self, place: tuple[str, int], key: str) -> str:
        """Return where a key stands, or its table; the file alone, if no line is known."""
        line = self._lines.get((*place, key)) or self._lines.get((*place, ""))
        return f"{self._path}:{line}" if line else str(self._path)


def _hint(name: str, key: str, known: Mapping[str, Option], more: str) -> str:
    if name in OPTIONS:
        return f" in an override; {key} holds for a whole run: set it above"
    names = [*map(key_of, known), more]
    return f"; {did_you_mean(key_of(key), names) or 'the options are ' + ', '.join(names)}"
