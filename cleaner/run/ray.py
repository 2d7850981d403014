"""A run on a Ray cluster (extra ``ray``): each input file is one task, done or not done.

A task does to its file what a run on one machine does, chunk by chunk, and writes the output, its
part of the audit log, and last a record that says that all is there. So a run that was cut off goes
on with the files that have no record, and the parts make the same log whoever made them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import CleanerError, ConfigError, FileError
from cleaner.formats.compress import member, open_read
from cleaner.formats.record import Shard
from cleaner.report.tally import Tally
from cleaner.run.corpus import End, run
from cleaner.run.pool import Limits
from cleaner.run.remote import Folder
from cleaner.run.work import Batch, Job

MOST_TOLD = 20
"""Failures and findings of one file that travel; the log has all of them."""

AHEAD = 2
"""Tasks for each core that wait with Ray; all others wait here."""


class Places(NamedTuple):
    """Where a run reads, writes, and keeps how far it has come. ``packed`` is the log's compression."""

    source: Folder
    target: Folder
    state: Folder
    packed: str = ""


@dataclass(slots=True)
class Done:
    """What became of one file; ``error`` says why it has no output."""

    name: str
    identity: str
    tally: Tally = field(default_factory=Tally)
    failures: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: int = 0
    error: str | None = None

    def as_record(self) -> dict[str, Any]:
        """Return it as what JSON can hold."""
        return asdict(replace(self, tally=Tally())) | {"tally": self.tally.as_record()}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Done:
        """Return what ``as_record`` made ``record`` of."""
        failures = [(place, reason) for place, reason in record["failures"]]
        return cls(**(record | {"failures": failures, "tally": Tally.from_record(record["tally"])}))


def on_ray(
    shards: Iterable[Shard], job: Job, places: Places, limits: Limits, address: str | None
) -> Iterator[Done]:
    """Clean files on a cluster, on one of this machine if there is no address; yield each as it is done.

    Raises ConfigError where Ray is not installed or cannot be reached, and what ends a run.
    """
    ray = _started(address)
    task = ray.remote(max_retries=1)(clean_file)
    given = ray.put((job, places, limits))
    most = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
    left, waiting = iter(shards), dict[Any, Shard]()
    try:
        while True:
            while len(waiting) < most and (shard := next(left, None)) is not None:
                waiting[task.remote(shard, given)] = shard
            if not waiting:
                return
            ready, _ = ray.wait(list(waiting))
            for reference in ready:
                yield _result(ray, reference, waiting.pop(reference), places)
    finally:
        for reference in waiting:
            ray.cancel(reference)


def _started(address: str | None) -> Any:
    try:
        import ray  # noqa: PLC0415 -- an extra, and slow to import
    except ImportError:
        message = "for --engine ray the package ray is needed: pip install 'cleaner-text[ray]'"
        raise ConfigError(message) from None
    try:
        ray.init(address, ignore_reinit_error=True, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError) as error:
        message = f"--address {address}: there is no Ray cluster that answers: {error}"
        raise ConfigError(message) from None
    return ray


def _result(ray: Any, reference: Any, shard: Shard, places: Places) -> Done:
    try:
        return ray.get(reference)  # type: ignore[no-any-return]
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, CleanerError):
            raise error.cause from None
        raise
    except ray.exceptions.RayError as error:
        name = places.source.shown(shard.name)
        reason = f"{name}: its process or machine died ({type(error).__name__}); --resume tries it again"
        return Done(shard.name, "", error=reason)


def clean_file(shard: Shard, given: tuple[Job, Places, Limits]) -> Done:
    """Clean one file, and return what became of it. Raises RuleTimeoutError and DiskFullError."""
    job, places, limits = given
    done = Done(shard.name, places.source.identity(shard.name))
    with tempfile.TemporaryDirectory(prefix="cleaner-") as folder:
        output, log = Path(folder) / "output", Path(folder) / "log"
        try:
            _clean(shard, job, places, limits, done, output, log)
            if shard.shape.format == "parquet":
                output = _assembled(shard, job, places, output)
            places.target.put(output, shard.name)
            places.state.put(log, f"{shard.name}.log")
        except FileError as error:
            return Done(shard.name, done.identity, error=str(error))
    with places.state.writing(f"{shard.name}.json") as file:
        file.write(json.dumps(done.as_record()).encode())
    return done


def _clean(  # noqa: PLR0913, PLR0917 -- one file's input, output and log
    shard: Shard, job: Job, places: Places, limits: Limits, done: Done, output: Path, log: Path
) -> None:
    """Do the work of a file. Raises FileError where its output is not whole."""
    with places.source.reading(shard.name) as raw, output.open("wb") as out, log.open("wb") as lines:
        content = open_read(raw, shard.shape.compression, str(shard.path))
        for result in run([shard], job, limits, stream=content):
            if isinstance(result, End):
                if result.error is not None:
                    raise result.error
                continue
            batch = result[1]
            if batch.broken is not None:
                raise batch.broken
            out.write(batch.output)
            entries = "".join(told.entry for told in batch.views).encode()
            lines.write(member(entries, places.packed, str(log)))
            _count(batch, done)


def _count(batch: Batch, done: Done) -> None:
    done.tally.merge([batch.tally])
    done.failed += len(batch.failures)
    done.failures += [(f.place, f.reason) for f in batch.failures[: MOST_TOLD - len(done.failures)]]
    notes = [note for told in batch.views for note in told.notes]
    done.notes += notes[: MOST_TOLD - len(done.notes)]


def _assembled(shard: Shard, job: Job, places: Places, spool: Path) -> Path:
    from cleaner.formats.parquet import assemble  # noqa: PLC0415 -- for Parquet only

    whole = spool.with_name("whole")
    with places.source.reading(shard.name) as source, spool.open("rb") as texts:
        assemble(source, texts, whole, shard.path, job.fields.text)
    return whole
