"""What ``clean`` tells while it works: for the log, and of documents that failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from cleaner.cli.streams import Reporter
from cleaner.config import Level
from cleaner.errors import FileError
from cleaner.report.tally import per_rule
from cleaner.run.corpus import End
from cleaner.run.work import Batch, Cleaned

OnError = Literal["pass", "skip", "stop"]

MOST_TOLD = 5
"""Failing records of one file that are told one by one; --errors-to has them all."""


class Told(NamedTuple):
    """What ``clean`` wants to know of a document: the log's line, and what to say."""

    entry: str
    notes: tuple[str, ...]
    change: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The view of ``clean``: how much the audit log tells, and whether changes are listed."""

    level: Level
    listed: bool

    def __call__(self, done: Cleaned) -> Told | None:
        """Return what there is to tell of a document, if anything."""
        notes = [f"{done.place}:{f.line}: {f.rule}: {f.reason}" for f in done.result.findings]
        if done.before.strip() and not done.result.text.strip() and done.result.error is None:
            notes.append(f"{done.place}: nothing is left of it")
        entry = done.entry(self.level) if self.level != "off" else ""
        change = f"{done.place}: {per_rule(done.result)}" if self.listed and done.changed else ""
        return Told(entry, tuple(notes), change) if entry or notes or change else None


class Failures:
    """Tells of records that failed, and ends the run if it has to."""

    def __init__(self, report: Reporter, on_error: OnError) -> None:
        """Begin with none."""
        self._report, self._on_error = report, on_error
        self._count = 0

    def add(self, batch: Batch) -> None:
        """Tell of a batch's failures, the first few of each shard. Raises FileError, if the run is to end."""
        if batch.broken is not None:
            self._report(batch.broken)
        fate = {"pass": "left as it was", "skip": "left out", "stop": "the run ends here"}[self._on_error]
        for failure in batch.failures:
            self._count += 1
            if self._count <= MOST_TOLD or self._on_error == "stop":
                self._report(FileError(f"{failure.place}: {failure.reason}; {fate}"))
            self._report.failed = True
            if self._on_error == "stop":
                message = "stopped at the first document that failed (--on-error stop)"
                raise FileError(message)

    def end(self, end: End) -> None:
        """Count the failures that were not told, and tell why a shard broke."""
        if self._count > MOST_TOLD:
            more = self._count - MOST_TOLD
            self._report(
                FileError(f"{end.shard.path}: {more:,} more failed; --errors-to FILE lists them all")
            )
        self._count = 0
        if end.error is not None:
            self._report(end.error)
