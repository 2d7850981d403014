"""Hugging Face datasets: what comes out, and the fingerprints by which it is cached."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from cleaner.batch import BatchCleaner

Rows = dict[str, list[Any]]

pytestmark = [
    pytest.mark.full,
    pytest.mark.filterwarnings("default"),  # what other libraries warn of in their own code is theirs to mend
]


def test_all_else_stays(rows: Rows, batch: BatchCleaner) -> None:
    from datasets import Dataset, DatasetDict  # noqa: PLC0415 -- an extra that only these tests have

    from cleaner.adapters.datasets import clean_dataset  # noqa: PLC0415

    data = Dataset.from_dict(rows)
    done = clean_dataset(data, batch, batch_size=1)
    assert done.to_dict() == batch(rows)
    assert {name: done.features[name] for name in data.features} == dict(data.features)
    assert clean_dataset(DatasetDict(train=data), batch)["train"].to_dict() == batch(rows)
    streamed = clean_dataset(data.to_iterable_dataset(), batch)
    assert {name: [row[name] for row in streamed] for name in done.features} == batch(rows)
    assert data.map(batch, batched=True).to_dict() == batch(rows)


def test_processes_clean_the_same(rows: Rows, batch: BatchCleaner) -> None:
    from datasets import Dataset  # noqa: PLC0415

    from cleaner.adapters.datasets import clean_dataset  # noqa: PLC0415

    assert clean_dataset(Dataset.from_dict(rows), batch, num_proc=2).to_dict() == batch(rows)


def test_fingerprints_are_stable_and_change_with_the_rules() -> None:
    code = """
import sys
from datasets import Dataset
from cleaner.adapters.datasets import clean_dataset
from cleaner.batch import BatchCleaner
batch = BatchCleaner(disable=sys.argv[1:])
data = Dataset.from_dict({"text": ["It was  late."]})
first = clean_dataset(data, batch)._fingerprint
assert clean_dataset(data, batch)._fingerprint == first
print(first)
"""

    def fingerprint(seed: str, *disable: str) -> str:
        command = [sys.executable, "-c", code, *disable]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        return subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout

    first = fingerprint("0")
    assert len(first.strip()) == 16
    assert fingerprint("1") == first
    assert fingerprint("0", "canon.space") != first
