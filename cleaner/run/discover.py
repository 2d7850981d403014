"""Finds the files that the given paths mean: folders are walked, excluded names left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import CleanerError, ConfigError, FileError
from cleaner.formats.shapes import FILE_FORMATS, SUFFIXES, FileFormat, shape_of


class Input(NamedTuple):
    """A file to clean: its path, its name below the given path, and whether it was named itself."""

    path: Path
    name: str
    explicit: bool


class Skipped(NamedTuple):
    """A file that is left out, and why."""

    path: Path
    reason: str


class Ignore(NamedTuple):
    """Patterns in the manner of .gitignore, and the folder that they count from."""

    folder: Path
    matches: Callable[[str], bool]
    reason: str

    def excludes(self, path: Path, *, is_folder: bool) -> bool:
        """Whether the patterns match ``path``, or a folder above it."""
        try:
            below = _absolute(path).relative_to(self.folder).as_posix()
        except ValueError:
            return False
        return below != "." and self.matches(below + "/" * is_folder)

    def holds_for(self, path: Path, name: str) -> bool:
        """Whether the patterns match a file; one that lies elsewhere is known by its ``name``."""
        if _absolute(path).is_relative_to(self.folder):
            return self.excludes(path, is_folder=False)
        return self.matches(name)


class Selection(NamedTuple):
    """Which files a run takes: the ``exclude`` globs, and whether ignore files of git count.

    ``settings`` is the file that sets ``exclude``, if it was not the command line. ``links`` says
    that a link to a file that is taken too is a document of its own.
    """

    exclude: tuple[str, ...] = ()
    gitignore: bool = False
    no_exclude: bool = False
    formats: tuple[FileFormat, ...] = FILE_FORMATS
    settings: Path | None = None
    links: bool = False


def discover(
    paths: Iterable[str], selection: Selection, report: Callable[[CleanerError | Skipped], None]
) -> Iterator[Input]:
    """Yield the files that ``paths`` mean, each once, those of a folder in order of their names.

    Trouble with one path (missing, unreadable) and files left out go to ``report``; the others
    are yielded all the same.
    """
    seen: set[str] = set()
    for given in paths:
        if not given:  # which Path would take for the working folder
            report(FileError("one of the paths is empty; for the folder that you are in, write ."))
            continue
        path = Path(given)
        found = _walk(path, selection, report) if path.is_dir() else _named(path, selection, report)
        for entry in found:
            key = str(_absolute(entry.path)) if selection.links else os.path.realpath(entry.path)
            if key in seen:
                report(Skipped(entry.path, "it was met before, by this name or through a link"))
                continue
            seen.add(key)
            yield entry


def ignore_from(lines: Iterable[str], folder: Path, reason: str) -> Ignore:
    """Return patterns that count from ``folder``. Raises ConfigError for one that cannot be."""
    import pathspec  # noqa: PLC0415 -- costs as much as the rest of the start-up

    try:
        spec = pathspec.GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        message = f"{reason}: {error}"
        raise ConfigError(message) from None
    return Ignore(_absolute(folder), spec.match_file, reason)


def _named(
    path: Path, selection: Selection, report: Callable[[CleanerError | Skipped], None]
) -> Iterator[Input]:
    if not os.path.lexists(path):
        report(FileError(f"{path}: there is no such file or folder"))
        return
    for ignore in _excludes(path, selection) + _standing(path, selection, gitignore=False):
        if ignore.excludes(path, is_folder=False):
            report(Skipped(path, f"excluded by {ignore.reason}"))
            return
    yield Input(path, path.name, explicit=True)


def _walk(
    root: Path, selection: Selection, report: Callable[[CleanerError | Skipped], None]
) -> Iterator[Input]:
    """Yield the files below a folder. ``exclude`` may hide it; an ignore file above it does not."""
    excludes = _excludes(root, selection)
    for ignore in excludes:
        if ignore.excludes(root, is_folder=True):
            report(Skipped(root, f"excluded by {ignore.reason}"))
            return
    ignores = _standing(root, selection, gitignore=selection.gitignore)
    ignores = [ignore for ignore in ignores if not ignore.excludes(root, is_folder=True)]
    yield from _below(root, root, selection, report, excludes + ignores)


def _below(
    folder: Path,
    root: Path,
    selection: Selection,
    report: Callable[[CleanerError | Skipped], None],
    ignores: list[Ignore],
) -> Iterator[Input]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        report(FileError(f"{folder}: cannot read the folder: {error.strerror}"))
        return
    if not selection.no_exclude and folder != root:
        ignores = ignores + list(_ignore_files(folder, gitignore=selection.gitignore))
    for entry in entries:
        path = Path(entry.path)
        is_folder = entry.is_dir(follow_symlinks=False)
        reason = next((i.reason for i in ignores if i.excludes(path, is_folder=is_folder)), None)
        if reason:
            report(Skipped(path, f"excluded by {reason}"))
        elif is_folder:
            if entry.name != ".git":
                yield from _below(path, root, selection, report, ignores)
        elif not path.is_file():
            report(
                Skipped(path, "a link to no file" if entry.is_symlink() else "no file but a pipe or device")
            )
        elif (shape := shape_of(entry.name)) is None or shape.format not in selection.formats:
            known = " ".join(suffix for suffix, form in SUFFIXES.items() if form in selection.formats)
            report(Skipped(path, f'the suffix "{path.suffix}" is none of {known}'))
        else:
            yield Input(path, path.relative_to(root).as_posix(), explicit=False)


def _excludes(path: Path, selection: Selection) -> list[Ignore]:
    """Return the patterns of ``exclude``, if there are any.

    Those of the command line count from the working folder, those of a settings file from the
    file's, both from the given one if that lies elsewhere.
    """
    if not selection.exclude or selection.no_exclude:
        return []
    settings = selection.settings
    base = _counting_from(path, settings.parent if settings else Path.cwd())
    return [ignore_from(selection.exclude, base, f"exclude in {settings}" if settings else "--exclude")]


def _standing(path: Path, selection: Selection, *, gitignore: bool) -> list[Ignore]:
    """Return the ignore files that hold at ``path`` before anything is walked.

    Their patterns count from the folder that they stand in; they are looked for up to the root of
    the repository, or the working folder.
    """
    if selection.no_exclude:
        return []
    found: list[Ignore] = []
    start = _absolute(path)
    for folder in (start, *start.parents) if path.is_dir() else start.parents:
        found += _ignore_files(folder, gitignore=gitignore)
        if (folder / ".git").exists() or folder == Path.cwd():
            break
    return found


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 -- resolves .. but keeps links, which resolve() does not


def _counting_from(path: Path, base: Path) -> Path:
    """``base`` for what lies below it, else the folder that was given."""
    if _absolute(path).is_relative_to(base):
        return base
    return path if path.is_dir() else path.parent


def _ignore_files(folder: Path, *, gitignore: bool) -> Iterator[Ignore]:
    for name in (".cleanerignore", *((".gitignore",) if gitignore else ())):
        file = folder / name
        if file.is_file():
            try:
                lines = file.read_bytes().decode("utf-8", "surrogateescape").split("\n")
            except OSError:
                continue
            yield ignore_from(lines, folder, str(file))
