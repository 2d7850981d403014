"""Processes that die or hang cost the record that they were at, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.formats.record import Chunk, Fields, Position, Shard
from cleaner.formats.shapes import Shape
from cleaner.pipeline import Cleaner
from cleaner.run.pool import Limits, in_order
from cleaner.run.work import Batch, Job

SHARD = Shard(Path("a.jsonl"), "a.jsonl", Shape("jsonl"))
FIELDS = Fields()


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    deadly = __import__("deadly")
    return Job({0: Cleaner(stages=("canon",))}, deadly.view, FIELDS)


def chunks(texts: list[list[str]], size: int = 3 << 20) -> Iterator[Chunk]:
    row = 1
    for group in texts:
        data = "".join(f'{{"text": "{text}"}}\n' for text in group).encode()
        yield Chunk(SHARD, data, row, Position(0, row + len(group)), size)
        row += len(group)


def ran(job: Job, texts: list[list[str]], limits: Limits) -> list[Batch]:
    return [batch for _, batch in in_order(chunks(texts), job, limits) if batch is not None]


def test_results_come_in_order(job: Job) -> None:
    texts = [[f"{n}-{m}" for m in range(3)] for n in range(20)]
    assert [batch.views for batch in ran(job, texts, Limits(3))] == texts


def test_items_that_are_no_chunks_keep_their_place(job: Job) -> None:
    items = [*chunks([["a"]]), "mark", *chunks([["b"]]), "end"]
    found = [item if batch is None else batch.views for item, batch in in_order(iter(items), job, Limits(2))]
    assert found == [["a"], "mark", ["b"], "end"]


def test_little_work_needs_no_processes(job: Job) -> None:
    before = set(sys.modules)
    (found,) = [batch for _, batch in in_order(chunks([["a  b"]], 10), job, Limits(4)) if batch]
    assert found.views == ["a b"]
    assert set(sys.modules) - before <= {"deadly"} | {name for name in sys.modules if "cleaner" in name}


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_death_costs_one_record(job: Job, jobs: int) -> None:
    texts = [["a", "b"], ["c", "DIE 1", "d", "DIE 2"], ["e"], ["DIE 3"], ["f"]]
    found = ran(job, texts, Limits(jobs, 60))
    assert [batch.views for batch in found] == texts
    told = [(failure.place, failure.reason) for batch in found for failure in batch.failures]
    reason = "the process that cleaned it died (killed, or out of memory)"
    assert told == [("a.jsonl:4", reason), ("a.jsonl:6", reason), ("a.jsonl:8", reason)]


def test_a_hang_costs_one_record_and_its_time(job: Job) -> None:
    found = ran(job, [["a", "HANG", "b"], ["c"]], Limits(2, 1.0))
    assert [batch.views for batch in found] == [["a", "HANG", "b"], ["c"]]
    told = [(failure.place, failure.reason) for batch in found for failure in batch.failures]
    assert told == [("a.jsonl:2", "it takes longer than --timeout 1 allows")]
