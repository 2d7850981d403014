"""Items handed out to processes, results taken back in order; a process that dies costs one record."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import active_children, get_context, parent_process
from typing import Any, Self

from cleaner.errors import PoolError
from cleaner.run.pool import Limits, Work

AHEAD = 32 << 20
"""Bytes of work that may be on their way at once, beside one chunk for each process."""

MOST_DEATHS = 3
"""Processes that may die before they touch a record, until it is no accident."""

IDLE = -1
MEGABYTE = 1_000_000


@dataclass(slots=True)
class _Sent:
    """A task on its way: an item that the work does not take is its own result."""

    item: Any
    slot: int = IDLE
    future: Future[Any] | None = None
    fatal: dict[int, str] = field(default_factory=dict)


class Processes:
    """Processes, and a slot for each task on its way in which its process notes how far it is."""

    def __init__(self, job: Work[Any], limits: Limits) -> None:
        """Start them."""
        self._job, self._limits = job, limits
        self._context = get_context("spawn")
        self._window = 2 * limits.jobs + 2
        self._numbers = self._context.RawArray("q", [IDLE] * self._window)
        self._deadlines = self._context.RawArray("d", self._window)
        self._free = deque(range(self._window))
        self._executor = self._executor_of(limits.jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for process in active_children():
                process.kill()
            # One that was killed while it wrote leaves half a result in the pipe. The executor's
            # thread, which is joined at exit, waits for the rest as long as somebody could write it.
            results: Any = self._executor._result_queue  # noqa: SLF001 -- nothing public ends that wait
            results._writer.close()  # noqa: SLF001
        self._executor.shutdown(wait=True, cancel_futures=True)

    def run(self, items: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield results in order; reads only so far ahead that memory stays flat."""
        sent: deque[_Sent] = deque()
        on_the_way, more = 0, True
        while True:
            while more and self._free and (on_the_way < AHEAD or len(sent) <= self._limits.jobs):
                item = next(items, None)
                more = item is not None
                if more:
                    sent.append(self._send(_Sent(item)))
                    on_the_way += getattr(item, "size", 0)
            if not sent:
                return
            task = sent[0]
            batch = None
            if task.future is not None:
                try:
                    batch = task.future.result()
                except BrokenProcessPool:
                    self._recover(sent)
                    continue
                self._free.append(task.slot)
            sent.popleft()
            on_the_way -= getattr(task.item, "size", 0)
            yield task.item, batch

    def _send(self, task: _Sent) -> _Sent:
        if self._job.takes(task.item):
            if task.slot == IDLE:
                task.slot = self._free.popleft()
            self._numbers[task.slot] = IDLE
            try:
                task.future = self._executor.submit(_serve, task.item, task.slot, task.fatal)
            except BrokenProcessPool:
                task.future = Future()
                task.future.set_exception(BrokenProcessPool())
        return task

    def _recover(self, sent: deque[_Sent]) -> None:
        """Find out which record killed a process, and send again what was lost.

        All processes of a broken pool are gone. Those chunks that were being worked on run again,
        one after the other, each alone: so the one that kills is known, and its slot tells the record.
        """
        self._executor.shutdown(wait=True)
        lost = [task for task in sent if task.future is not None and _is_lost(task.future)]
        suspects = [task for task in lost if self._numbers[task.slot] != IDLE]
        overdue = [task for task in suspects if self._is_overdue(task.slot)]
        if overdue or len(suspects) == 1:
            for task in overdue or suspects:
                self._blame(task)
        else:
            for task in suspects:
                self._alone(task)
        self._executor = self._executor_of(self._limits.jobs)
        for task in lost:
            if task.future is not None and _is_lost(task.future):
                self._send(task)

    def _alone(self, task: _Sent) -> None:
        """Run a task in a process of its own, as often as it kills one.

        Raises PoolError if processes die without having touched a record.
        """
        deaths = 0
        while True:
            self._executor = self._executor_of(1)
            self._send(task)
            assert task.future is not None  # noqa: S101 -- it was sent
            lives = not isinstance(task.future.exception(), BrokenProcessPool)
            self._executor.shutdown(wait=True)
            if lives:
                return
            if self._numbers[task.slot] != IDLE:
                self._blame(task)
                continue
            deaths += 1
            if deaths == MOST_DEATHS:
                message = (
                    "the processes that clean die before they begin; is there enough memory? try --jobs 1"
                )
                raise PoolError(message)

    def _is_overdue(self, slot: int) -> bool:
        return bool(0 < self._deadlines[slot] <= time.monotonic())

    def _blame(self, task: _Sent) -> None:
        """Note that the record at which a task's process died is not to be touched again.

        Raises PoolError if it was not touched, and the process died all the same.
        """
        if self._is_overdue(task.slot):
            reason = f"it takes longer than --timeout {self._limits.timeout:g} allows"
        else:
            reason = "the process that cleaned it died (killed, or out of memory)"
        number = self._numbers[task.slot]
        if number in task.fatal:
            message = f"{task.item.shard.path}: processes die of it wherever they begin; try --jobs 1"
            raise PoolError(message)
        task.fatal[number] = reason

    def _executor_of(self, jobs: int) -> ProcessPoolExecutor:
        beat = _Beat(self._numbers, self._deadlines, self._limits.timeout)
        return ProcessPoolExecutor(jobs, self._context, _begin, (self._job, beat))


def _is_lost(future: Future[Any]) -> bool:
    return not future.done() or isinstance(future.exception(), BrokenProcessPool)


class _Beat:
    """Notes which record a process is at, and has the process end if one takes too long.

    The end comes from a thread of the interpreter's own that needs no lock: a parser that hangs
    in C holds every other thread up.
    """

    def __init__(self, numbers: Any, deadlines: Any, timeout: float | None) -> None:
        self._numbers, self._deadlines, self._timeout = numbers, deadlines, timeout
        self._armed: float = 0.0
        self._allowed: float = 0.0

    def at(self, slot: int) -> Callable[[int, int], None]:
        """Return what is called before each record of the task in ``slot``."""

        def beat(number: int, size: int) -> None:
            self._numbers[slot] = number
            if self._timeout is not None:
                now, allowed = time.monotonic(), self._timeout * max(1.0, size / MEGABYTE)
                self._deadlines[slot] = now + allowed
                self._watch(now, allowed)

        return beat

    def rest(self, slot: int) -> None:
        """Note that the task in ``slot`` is done."""
        self._numbers[slot] = IDLE
        if self._armed:
            faulthandler.cancel_dump_traceback_later()
            self._armed = 0.0

    def _watch(self, now: float, allowed: float) -> None:
        """Arm the watch anew, but not for each of many short documents: that takes a thread each."""
        spare = allowed / 10
        if not self._armed or allowed != self._allowed or now > self._armed + spare:
            faulthandler.dump_traceback_later(allowed + spare, exit=True, file=_nowhere())
            self._armed, self._allowed = now, allowed


def _nowhere() -> int:
    global _NOWHERE  # noqa: PLW0603 -- a process has one
    if _NOWHERE is None:
        _NOWHERE = os.open(os.devnull, os.O_WRONLY)
    return _NOWHERE


_NOWHERE: int | None = None
_served: tuple[Work[Any], _Beat] | None = None


def _begin(job: Work[Any], beat: _Beat) -> None:
    """Prepare a process: it ends with its parent, and leaves Ctrl-C and a lost terminal to it."""
    global _served  # noqa: PLW0603 -- what a process serves is given once
    _served = job, beat
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGHUP"):  # Windows has none
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _serve(item: Any, slot: int, fatal: dict[int, str]) -> Any:
    assert _served is not None  # noqa: S101 -- _begin ran before
    job, beat = _served
    try:
        return job(item, fatal, beat.at(slot))
    finally:
        beat.rest(slot)
