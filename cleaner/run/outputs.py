"""The files that a run writes: one for each shard, and its logs; each gets its name when it is whole."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

from cleaner.errors import CleanerError, DiskFullError, FileError
from cleaner.formats.compress import open_read
from cleaner.formats.record import Chunk, Position, Shard
from cleaner.run.corpus import End
from cleaner.run.journal import Identity, Journal, State, Step
from cleaner.run.work import Batch
from cleaner.run.write import Pending, beside, make_folder, put_in_place


class Outputs:
    """Writes what a run makes, and notes each step in the journal.

    ``targets`` says where the shards' outputs go; ``logs`` are files that grow with every
    chunk; ``field`` is the text field of Parquet files. What goes wrong with one shard goes to
    ``report``, and the others are written all the same; a full disk is raised.
    """

    def __init__(  # noqa: PLR0913 -- all that a run has open
        self,
        *,
        targets: Mapping[Path, Path],
        logs: dict[str, Pending],
        journal: Journal,
        state: State,
        field: str,
        report: Callable[[CleanerError], None],
    ) -> None:
        """Finish what the run before had whole already."""
        self._targets, self._logs, self._journal, self._field = targets, logs, journal, field
        self._report = report
        self._pending: Pending | None = None
        self._shard: Shard | None = None
        self._identity = Identity(0, 0)
        self._resumed = state.unfinished
        for step in state.finished.values():
            if step.temporary.exists():
                put_in_place(step.temporary, step.target)

    def write(self, chunk: Chunk, batch: Batch, lines: Mapping[str, bytes], *, failed: bool) -> None:
        """Write what became of a chunk, and what it adds to the logs."""
        shard = chunk.shard
        if batch.broken is not None:
            self._shard = shard
            self._drop()
            return
        for name, data in lines.items():
            self._logs[name].write(data)
        try:
            if self._shard != shard:
                self._begin(shard)
            if self._pending is None:
                return
            self._pending.write(batch.output)
        except DiskFullError:
            raise
        except FileError as error:
            self._drop(error)
            return
        if shard.shape.is_container:
            self._note(self._pending, chunk.end, batch, failed=failed)
        else:
            self._commit(self._pending, batch, failed=failed)

    def _begin(self, shard: Shard) -> None:
        self._shard = shard
        target = self._targets[shard.path]
        self._identity = Identity.of(shard.path) if shard.path.exists() else Identity(0, 0)  # a stream
        resumed, self._resumed = self._resumed, None
        if resumed is not None and resumed.shard == shard.name:
            self._pending = Pending(target, resumed.temporary, resumed.size)
            return
        make_folder(target.parent)
        self._pending = Pending(target, self._journal.temporary(beside(target)))

    def end(self, end: End) -> None:
        """Give a shard's output its name, or leave none if the shard broke."""
        if end.error is not None:
            self._drop()
        elif not end.shard.shape.is_container:
            return  # it got its name with its one chunk
        elif self._shard != end.shard:
            self._empty(end.shard)
        elif self._pending is not None:
            self._commit(self._pending, Batch(), failed=False)

    def _empty(self, shard: Shard) -> None:
        """Write the output of a container that holds no record."""
        try:
            self._begin(shard)
        except FileError as error:
            self._drop(error)
            return
        if self._pending is not None:
            self._commit(self._pending, Batch(), failed=False)

    def _drop(self, error: FileError | None = None) -> None:
        """Leave nothing of the shard's output; tell why, if nobody else does."""
        if self._pending is not None:
            self._pending.discard()
            self._pending = None
        if error is not None:
            self._report(error)

    def _commit(self, pending: Pending, batch: Batch, *, failed: bool) -> None:
        """Make an output whole. It is noted first: what is noted gets its name, sooner or later."""
        shard = self._shard
        if shard is None:
            return
        try:
            spool = None
            if shard.shape.format == "parquet":
                place = self._journal.temporary(beside(pending.path))
                pending, spool = assembled(shard, pending, self._field, place), pending
            pending.flush()
            self._note(pending, Position(), batch, failed=failed, done=True)
            pending.commit()
            if spool is not None:
                spool.discard()
            self._pending = None
        except DiskFullError:
            raise
        except FileError as error:
            self._drop(error)

    def _note(
        self, pending: Pending, position: Position, batch: Batch, *, failed: bool, done: bool = False
    ) -> None:
        if self._shard is None:
            return
        step = Step(
            self._shard.name, self._identity, pending.temporary, pending.path, pending.size, position, done
        )
        sizes = {name: log.size for name, log in self._logs.items()}
        self._journal.step(step, sizes, batch.tally, failed=failed)

    def finish(self) -> None:
        """Give the logs their names; the run is over."""
        for log in self._logs.values():
            log.commit()
        self._journal.remove()

    def keep(self) -> None:
        """Leave all as it is, for another run to go on with."""
        for pending in (self._pending, *self._logs.values()):
            if pending is not None:
                with contextlib.suppress(FileError):
                    pending.keep()
        self._journal.close()


def assembled(shard: Shard, spool: Pending, field: str, temporary: Path | None = None) -> Pending:
    """Return the Parquet file of ``shard`` with the texts of ``spool``, waiting for its place."""
    from cleaner.formats.parquet import assemble  # noqa: PLC0415 -- for Parquet only

    whole = Pending(spool.path, temporary)
    try:
        with open_read(shard.path, shard.shape.compression) as source, spool.temporary.open("rb") as texts:
            assemble(source, texts, whole.temporary, shard.path, field)
    except BaseException:
        whole.discard()
        raise
    return whole


def remaining(shards: list[Shard], state: State) -> tuple[list[Shard], dict[Path, Position]]:
    """Return the shards that are left to do, and where to go on in the one that was begun.

    Raises FileError for an input that is not what it was.
    """
    left: list[Shard] = []
    starts: dict[Path, Position] = {}
    for shard in shards:
        step = state.finished.get(shard.name)
        begun = state.unfinished if state.unfinished and state.unfinished.shard == shard.name else None
        for known in (step, begun):
            if known is not None and Identity.of(shard.path) != known.identity:
                message = f"{shard.path}: it was changed since the run began; begin again with --overwrite"
                raise FileError(message)
        if begun is not None:
            starts[shard.path] = begun.position
        if step is None:
            left.append(shard)
    return left, starts
