"""Ray Data, on a cluster of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from cleaner.batch import BatchCleaner

Rows = dict[str, list[Any]]

pytestmark = [
    pytest.mark.full,
    pytest.mark.filterwarnings("default"),  # what other libraries warn of in their own code is theirs to mend
]


@pytest.fixture(scope="module", autouse=True)
def _cluster() -> Iterator[None]:
    import ray  # noqa: PLC0415 -- an extra that only these tests have

    ray.init(num_cpus=2, object_store_memory=200_000_000, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def test_all_else_stays(rows: Rows, batch: BatchCleaner) -> None:
    from ray import data  # noqa: PLC0415

    from cleaner.adapters.ray import clean_dataset  # noqa: PLC0415

    table = pa.table(rows)
    done = clean_dataset(data.from_arrow(table), batch).take_all()
    expected = batch(rows)
    assert {name: [row[name] for row in done] for name in expected} == expected


def test_the_callable_goes_in_as_it_is(rows: Rows, batch: BatchCleaner) -> None:
    from ray import data  # noqa: PLC0415

    rows = {name: [column[number] for number in (0, 3)] for name, column in rows.items()}
    done = data.from_arrow(pa.table(rows)).map_batches(batch).take_all()
    assert [row["text"] for row in done] == batch(rows)["text"]


def test_what_is_wrong_is_said() -> None:
    from ray import data  # noqa: PLC0415

    from cleaner.adapters.ray import clean_dataset  # noqa: PLC0415

    with pytest.raises(Exception, match='it has no field "text" but body'):
        clean_dataset(data.from_items([{"body": "x"}])).take_all()
