"""Patterns of users run under a time limit: one slow document fails, twenty end the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

import pytest

from cleaner.errors import RuleTimeoutError
from cleaner.formats.record import Chunk, Fields, Shard
from cleaner.formats.shapes import Shape
from cleaner.packs import phrases
from cleaner.packs.phrases import compiled
from cleaner.pipeline import Cleaner
from cleaner.run.corpus import run
from cleaner.run.pool import Beat, Limits
from cleaner.run.work import Batch, Job, work
from cleaner.trips import MOST_TRIPS, Slow

SLOW = r"""
pack: mine
rules:
  - {id: slow, why: It explodes., category: promo, line: {regex: 'go (?:a|a)+[.]?'}}
"""
DOCUMENT = "Text.\nGo " + "a" * 60 + "!\n"


@pytest.fixture
def cleaner(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Cleaner:
    monkeypatch.setattr(phrases, "LIMIT_SECONDS", 0.02)
    path = tmp_path_factory.mktemp("packs") / "mine.yaml"
    path.write_text(SLOW)
    return Cleaner(rules=(str(path),), default_rules=False)


def test_a_slow_document_passes_untouched_and_names_the_rule(cleaner: Cleaner) -> None:
    source = "Two  spaces.\n" + DOCUMENT
    result = cleaner.clean(source)
    assert (result.text, bool(result.patch)) == (source, False)
    assert result.error is not None
    assert "mine.slow" in result.error
    assert cleaner.clean("A longer text.\nGo aaa.\n").text == "A longer text.\n"


def test_twenty_trips_end_the_run(cleaner: Cleaner) -> None:
    for _ in range(MOST_TRIPS - 1):
        assert cleaner.clean(DOCUMENT).error
    with pytest.raises(RuleTimeoutError, match=r"mine\.slow"):
        cleaner.clean(DOCUMENT)


def test_endless_lines_are_not_looked_at() -> None:
    pattern = compiled("a+", "ignore", limited=True)
    assert pattern.fullmatch("a" * 10_000)
    assert not pattern.fullmatch("a" * 10_001)
    assert not pattern.search("a" * 10_001)
    assert list(pattern.finditer("a" * 10_001, 0, 10_001)) == []


def test_a_chunk_tells_its_trips_and_a_run_counts_them_all(cleaner: Cleaner, tmp_path: Path) -> None:
    shards = []
    for number in range(MOST_TRIPS + 5):
        path = tmp_path / f"{number}.txt"
        path.write_text(DOCUMENT)
        shards.append(Shard(path, path.name, Shape("text")))
    done: list[Counter[Slow]] = []
    job = Apart(cleaner, done)
    with pytest.raises(RuleTimeoutError, match=r"mine\.slow"):
        list(run(shards, job, Limits(1)))
    assert done == [Counter({Slow("mine.slow", "go (?:a|a)+[.]?"): 1})] * MOST_TRIPS


@dataclass
class Apart:
    """Work on chunks, each of them as in a process that knows of no others."""

    cleaner: Cleaner
    done: list[Counter[Slow]]
    fields: Fields = field(default_factory=Fields)

    def takes(self, item: object) -> bool:
        return isinstance(item, Chunk)

    def __call__(self, chunk: Chunk, fatal: Mapping[int, str], beat: Beat) -> Batch:
        alone = Cleaner(self.cleaner.config)
        batch = work(chunk, Job({0: alone}, lambda _: None, self.fields), fatal, beat)
        self.done.append(batch.trips)
        return batch


class Waits:
    """A pattern whose time is up while another thread has the processor, ``trips`` times."""

    def __init__(self, trips: int) -> None:
        self.pattern = "ad"
        self._trips = trips

    def search(self, string: str, *_: object, **__: object) -> str:
        self._trips -= 1
        if self._trips >= 0:
            raise TimeoutError
        return string


def test_time_that_other_threads_spend_does_not_count() -> None:
    pattern = phrases.LimitedPattern(Waits(3))  # type: ignore[arg-type]
    assert pattern.search("[ad 12]") == "[ad 12]"


def test_time_spent_between_two_matches_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "LIMIT_SECONDS", 0.001)
    found = compiled("a", "ignore", limited=True).finditer("a" * 300, 0, 300)
    next(found)
    until = process_time() + 10 * phrases.LIMIT_SECONDS
    while process_time() < until:
        pass
    assert len(list(found)) == 299
