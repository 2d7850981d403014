"""Runs a job whose results are only looked at: what ``check`` and ``diff`` share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from cleaner.cli.inputs import Inputs
from cleaner.cli.streams import Reporter
from cleaner.errors import FileError
from cleaner.run.corpus import End, run
from cleaner.run.pool import Limits
from cleaner.run.work import Batch, Failure, Job


def look(inputs: Inputs, job: Job, limits: Limits, report: Reporter) -> Iterator[Batch]:
    """Yield the batches of a run as they come; trouble goes to ``report``."""
    with closing(run(inputs.shards, job, limits, stream=inputs.stream)) as results:
        for result in results:
            if isinstance(result, End):
                if result.error is not None:
                    report(result.error)
                continue
            _, batch = result
            tell_failures(batch.failures, report)
            if batch.broken is not None:
                report(batch.broken)
            yield batch


def tell_failures(failures: list[Failure], report: Reporter) -> None:
    """Report the documents that could not be cleaned."""
    for failure in failures:
        report(FileError(f"{failure.place}: {failure.reason}; left as it was"))


def exit_code(report: Reporter, found: object) -> int:
    """Return 2 for trouble, 1 if something was found, else 0."""
    return 2 if report.failed else int(bool(found))
