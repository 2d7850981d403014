"""What the settings file of the working folder means for a command: its cleaners, and which cleans what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner.pipeline import Cleaner
from cleaner.run.discover import Ignore, ignore_from
from cleaner.settings.find import Settings, find_settings

Choice = Callable[[Path, str], int]
"""Returns the number of the override that holds for a file, from 1, or 0 for none of them."""


def settings() -> Settings:
    """Return the settings that hold in the working folder; a command reads them once."""
    return _settings(Path.cwd())


@lru_cache(maxsize=1)
def _settings(folder: Path) -> Settings:
    return find_settings(folder)


def cleaning_options(given: Mapping[str, Any], number: int = 0) -> dict[str, Any]:
    """Return what the command line, over an override, over the settings file, says of cleaning."""
    found = settings()
    override = found.overrides[number - 1].options if number else {}
    return {**found.cleaning, **override, **given}


def cleaners(given: Mapping[str, Any], numbers: Iterable[int]) -> dict[int, Cleaner]:
    """Return the cleaners of overrides by their numbers, and that of all other files as 0."""
    return {number: Cleaner(**cleaning_options(given, number)) for number in sorted({0, *numbers})}


def choice() -> Choice:
    """Return what finds the override that holds for a file: the last that matches its path.

    Paths count from the folder of the settings file; those of files that lie elsewhere from the
    folder that was given, below which they have the name that comes with them.
    """
    found = settings()
    if found.path is None or not found.overrides:
        return lambda path, name: 0  # noqa: ARG005 -- nothing depends on the file
    patterns = [
        ignore_from(override.paths, found.path.parent, f"paths in {found.path}")
        for override in found.overrides
    ]
    return lambda path, name: _last(patterns, path, name)


def _last(patterns: list[Ignore], path: Path, name: str) -> int:
    numbered = reversed([*enumerate(patterns, 1)])
    return next((number for number, one in numbered if one.holds_for(path, name)), 0)
