"""What can go wrong, as one tree, each with the exit code that the command line gives it.

CleanerError                2
├── ConfigError             an option or a configuration value that cannot be
├── RuleError               packs that cannot be used: every problem, each with its place
├── RuleTimeoutError        a rule that keeps taking too long
├── FileError               a file that cannot be read, written or may not be touched
│   ├── CutOffError         compressed data that ends too early (formats/compress.py)
│   └── DiskFullError       no room to write in; nothing else could be written either
├── PoolError               processes that die before they have done anything
└── LogError                an audit log that is broken or does not fit the text

A document that cannot be cleaned is not an exception: it passes untouched, and its
``Result.error`` says why.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple


class CleanerError(Exception):
    """Anything that the user can mend; the message says where, what, and what to do."""

    exit_code = 2


class ConfigError(CleanerError):
    """An option or a configuration value that cannot be."""


class RuleTimeoutError(CleanerError):
    """A rule that takes too long again and again, so that going on makes no sense."""


class FileError(CleanerError):
    """A file that cannot be read or written, or that may not be touched."""


class DiskFullError(FileError):
    """No room is left to write in, so that going on with other files makes no sense."""


class PoolError(CleanerError):
    """Processes of a run that die before they have done anything."""


class LogError(CleanerError):
    """An audit log that is broken, or that does not fit the text it is said to be about."""


class Problem(NamedTuple):
    """One thing that is wrong with a pack: where (line and column count from 1), what, what to do."""

    path: str
    line: int
    column: int
    rule: str
    what: str
    hint: str

    def __str__(self) -> str:
        """Render as ``path:line:column: rule: what`` with the hint on a line of its own."""
        rule = f"{self.rule}: " if self.rule else ""
        hint = f"\n  try: {self.hint}" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {rule}{self.what}{hint}"


class RuleError(CleanerError):
    """Packs that cannot be used; ``problems`` lists everything that is wrong with them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their places."""
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[RuleError], tuple[tuple[Problem, ...]]]:
        """Pickle by the problems, not by the rendered message."""
        return RuleError, (self.problems,)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean "…"?`` for the nearest known word, or an empty string.

    >>> did_you_mean("categry", ["category", "why"])
    'did you mean "category"?'
    """
    near = difflib.get_close_matches(word, list(known), n=1)
    return f'did you mean "{near[0]}"?' if near else ""
