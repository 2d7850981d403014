"""Progress on a terminal's stderr; silent everywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from cleaner.formats.record import Chunk, Shard
from cleaner.run.work import Batch

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

SHORT = 2 << 20
"""So few bytes are done before a bar could be read."""


class Progress:
    """A bar with documents, MB/s, the share removed and the time left, if somebody is there to look."""

    def __init__(self, shards: Sequence[Shard], *, quiet: bool) -> None:
        """Measure what there is to do; streams have no length."""
        self._total = _size(shards)
        self._shown = not quiet and self._total > SHORT and sys.stderr.isatty() and "CI" not in os.environ
        self._bar: Bar | None = None
        self._done = self._documents = self._chars_in = self._chars_out = 0

    def __enter__(self) -> Self:
        if self._shown:
            from rich.console import Console  # noqa: PLC0415 -- on terminals only
            from rich.progress import (  # noqa: PLC0415
                BarColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
                TransferSpeedColumn,
            )

            self._bar = Progress(
                BarColumn(),
                TextColumn("{task.description}"),
                TransferSpeedColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._bar.add_task("", total=self._total)
        return self

    def advance(self, chunk: Chunk, batch: Batch) -> None:
        """Show that a chunk is done."""
        self._documents += batch.tally.documents
        self._chars_in += batch.tally.chars_in
        self._chars_out += batch.tally.chars_out
        if self._bar is not None:
            removed = 1 - self._chars_out / self._chars_in if self._chars_in else 0.0
            told = f"{self._documents:,} documents, {removed:.1%} removed"
            self._bar.update(self._bar.tasks[0].id, advance=chunk.size, description=told)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def _size(shards: Sequence[Shard]) -> int:
    """Return the bytes of the files; of compressed ones a guess at what is inside."""
    total = 0
    for shard in shards:
        try:
            size = shard.path.stat().st_size
        except OSError:
            continue
        total += size * (4 if shard.shape.compression or shard.shape.format == "parquet" else 1)
    return total
