"""Globs over full ids, by which rules are chosen."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable

from cleaner.errors import ConfigError, did_you_mean


def unmatched(globs: Iterable[str], ids: Iterable[str]) -> None:
    """Raise ConfigError for a glob of ``disable`` that no rule fits, naming the nearest id."""
    known = list(ids)
    for glob in globs:
        if not any(fnmatch.fnmatchcase(id_, glob) for id_ in known):
            message = (
                f'disable: no rule fits "{glob}"; {did_you_mean(glob, known) or "see: cleaner rules list"}'
            )
            raise ConfigError(message)


def fits(id_: str, globs: Iterable[str]) -> bool:
    """Whether one of ``globs`` fits the full id."""
    return any(fnmatch.fnmatchcase(id_, glob) for glob in globs)
