"""Memory, measured as the benchmark does it: flat in the size of the corpus, a multiple of one document."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cleaner.formats.compress import open_read

pytestmark = pytest.mark.full

MOST_OF_A_TREE = 400_000_000
MOST_OF_A_DOCUMENT = 12
AT_REST = 150_000_000
"""Bytes of a process that has loaded all that it needs, and no document yet."""


@pytest.fixture
def memory() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "memory.py"
    spec = importlib.util.spec_from_file_location("memory", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def command(source: Path, target: Path, jobs: int) -> list[str]:
    log = target.with_suffix(".log")
    whole = ["clean", str(source), "-o", str(target), "--audit", str(log), "--jobs", str(jobs)]
    return [sys.executable, "-m", "cleaner", *whole, "--timeout", "3600"]


def test_a_tree_of_processes_stays_small_on_a_large_file(memory: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "corpus.jsonl.zst", tmp_path / "cleaned.jsonl.zst"
    memory.make(source, 120_000_000)
    _, peak = memory.measured(command(source, target, 2))
    with open_read(source) as before, open_read(target) as after:
        assert sum(1 for _ in after) == sum(1 for _ in before)
    assert peak < MOST_OF_A_TREE


def test_one_large_document_takes_a_multiple_of_its_size(memory: ModuleType, tmp_path: Path) -> None:
    source, target = tmp_path / "one.txt", tmp_path / "cleaned.txt"
    memory.make(source, 50_000_000)
    size = source.stat().st_size
    _, peak = memory.measured(command(source, target, 1))
    assert "Leave a Reply" not in target.read_text()
    assert peak < MOST_OF_A_DOCUMENT * size + AT_REST
