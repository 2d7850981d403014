"""Progress on a terminal's stderr; silent everywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

FEW = 20
"""So few files are done before a bar could be read."""


def progress(items: Sequence[Item], *, quiet: bool) -> Iterator[Item]:
    """Yield the items, and show how far it has come if somebody is there to look."""
    if quiet or len(items) <= FEW or not sys.stderr.isatty() or "CI" in os.environ:
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 -- on terminals only
    from rich.progress import track  # noqa: PLC0415

    yield from track(items, "cleaning", console=Console(stderr=True), transient=True)
