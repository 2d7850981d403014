"""Asks git whether a file can be got back from it."""

from __future__ import annotations

import os
import subprocess
from functools import lru_cache
from pathlib import Path

REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git tells hooks, so that they find the repository: read in another folder, it means another place."""


def is_tracked(path: Path) -> bool:
    """Whether git tracks the file; False outside a repository, and where there is no git."""
    real = Path(os.path.realpath(path))
    return os.fsencode(real.name) in _tracked_in(real.parent)


@lru_cache(maxsize=64)
def _tracked_in(folder: Path) -> frozenset[bytes]:
    """Return the names that git tracks directly in ``folder``: one question for all its files."""
    command = ["git", "-C", str(folder), "ls-files", "-z", "--", "."]
    around = {name: value for name, value in os.environ.items() if name not in REPOSITORY}
    try:
        answer = subprocess.run(command, capture_output=True, check=False, env=around)  # noqa: S603
    except OSError:
        return frozenset()
    return frozenset(answer.stdout.split(b"\0")) if answer.returncode == 0 else frozenset()
