"""Work on items in order, whoever does it: a little of it here, much of it in other processes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeVar

Done_co = TypeVar("Done_co", covariant=True)

Beat = Callable[[int, int], None]
"""Called before each record with its number in the item and its size, so that somebody can watch."""


class Work(Protocol[Done_co]):
    """What is done to items, in this process or another: it travels, so it must pickle.

    ``fatal`` names records, by their number in the item from 0, that are known to kill whoever
    touches them, each with the reason. An item's ``size``, if it has one, is about how many
    bytes of work it is.
    """

    def takes(self, item: Any, /) -> bool:
        """Whether there is anything to do for ``item``."""

    def __call__(self, item: Any, fatal: Mapping[int, str], beat: Beat, /) -> Done_co:
        """Do it."""


SMALL = 2 << 20
"""Bytes of work that are done before other processes would have started."""


class Limits(NamedTuple):
    """How many processes, and the seconds that a document of up to a megabyte may take.

    Larger ones may take longer in proportion. None is no limit.
    """

    jobs: int
    timeout: float | None = None


def in_order(
    items: Iterable[Any], job: Work[Done_co], limits: Limits
) -> Generator[tuple[Any, Done_co | None]]:
    """Yield each item with what became of it, in the order of ``items``.

    What the work does not take comes back with None, in its place. A little work is done in this process,
    and so is all of it with one job and no time limit.
    """
    items = iter(items)
    if limits.jobs == 1 and limits.timeout is None:
        yield from _inline(items, job)
        return
    first: list[Any] = []
    size = 0
    for item in items:
        first.append(item)
        size += getattr(item, "size", 0)
        if size > SMALL or limits.jobs == 1:
            from cleaner.run.processes import Processes  # noqa: PLC0415 -- small runs do without

            with Processes(job, limits) as pool:
                yield from pool.run(_chained(first, items))
            return
    yield from _inline(first, job)


def _chained(first: list[Any], items: Iterator[Any]) -> Iterator[Any]:
    while first:
        yield first.pop(0)
    yield from items


def _inline(items: Iterable[Any], job: Work[Done_co]) -> Iterator[tuple[Any, Done_co | None]]:
    for item in items:
        yield item, job(item, {}, _nobody_watches) if job.takes(item) else None


def _nobody_watches(number: int, size: int) -> None:
    pass
