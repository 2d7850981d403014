"""Where ``clean`` writes: every output is known, and refused if it must be, before anything is read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cleaner.errors import ConfigError, FileError
from cleaner.formats.text import SUFFIXES
from cleaner.run.discover import Input


def destinations(
    given: Sequence[str], output: str | None, inputs: Sequence[Input], *, html: bool, overwrite: bool
) -> list[Path | None]:
    """Return the path that each input is written to, None for stdout.

    ``html`` says that all inputs are HTML, whatever their names. Raises ConfigError where the
    inputs have no place to go, and FileError for an output that exists or overlaps an input.
    """
    if output in {None, "-"}:
        if len(inputs) > 1 or any(Path(path).is_dir() for path in given):
            message = "several files cannot go to stdout; say where to write them: -o FOLDER"
            raise ConfigError(message)
        return [None] * len(inputs)
    target = Path(str(output))
    into_folder = (
        len(given) > 1 or Path(given[0]).is_dir() or target.is_dir() or str(output).endswith(("/", os.sep))
    )
    if not into_folder:
        outputs = [target for _ in inputs]
    else:
        if target.exists() and not target.is_dir():
            message = f"{target}: several files cannot go into one; give -o a folder"
            raise FileError(message)
        outputs = [target / _name(entry, html=html) for entry in inputs]
    _refuse_overlap(given, target, inputs, outputs)
    if not overwrite:
        _refuse_existing(outputs)
    return list(outputs)


def _name(entry: Input, *, html: bool) -> str:
    """Extracted text is no HTML, so it does not keep the name."""
    is_html = html or SUFFIXES.get(entry.path.suffix.lower()) == "html"
    return entry.name + ".txt" if is_html else entry.name


def _refuse_overlap(
    given: Sequence[str], target: Path, inputs: Sequence[Input], outputs: Sequence[Path]
) -> None:
    real = Path(os.path.realpath(target))
    for path in given:
        source = Path(os.path.realpath(path))
        if source.is_dir() and (real.is_relative_to(source) or source.is_relative_to(real)):
            message = f"{target}: the output and the input {path} lie one in the other; choose another folder"
            raise FileError(message)
    sources = {os.path.realpath(entry.path): entry for entry in inputs}
    seen: dict[str, Input] = {}
    for entry, place in zip(inputs, outputs, strict=True):
        key = os.path.realpath(place)
        if key in sources:
            message = f"{place}: this is an input; to clean a file in its place: cleaner fix"
            raise FileError(message)
        twin = seen.setdefault(key, entry)
        if twin is not entry:
            message = f"{place}: both {twin.path} and {entry.path} would go here; clean them separately"
            raise FileError(message)


def _refuse_existing(outputs: Sequence[Path]) -> None:
    there = [path for path in outputs if os.path.lexists(path)]
    if there:
        more = f" (and {len(there) - 1} more)" if len(there) > 1 else ""
        message = f"{there[0]}{more}: it exists already; choose another place, or --overwrite"
        raise FileError(message)
