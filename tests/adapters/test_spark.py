"""Spark, in its local mode."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cleaner.batch import BatchCleaner

Rows = dict[str, list[Any]]

pytestmark = [
    pytest.mark.full,
    pytest.mark.filterwarnings("default"),  # what other libraries warn of in their own code is theirs to mend
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra that only these tests have

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.memory", "1g").getOrCreate()
    yield session
    session.stop()


def test_all_else_stays(spark: Any, rows: Rows, batch: BatchCleaner) -> None:
    from cleaner.adapters.spark import clean_frame  # noqa: PLC0415

    frame = spark.createDataFrame(list(zip(*rows.values(), strict=True)), "n long, text string, url string")
    done = clean_frame(frame, batch)
    assert done.columns == [*rows, *batch.columns]
    expected = batch(rows)
    got = sorted(done.collect())
    assert {name: [row[name] for row in got] for name in expected} == expected
    assert clean_frame(done, batch).columns == done.columns


def test_what_is_wrong_is_said(spark: Any) -> None:
    from cleaner.adapters.spark import clean_frame  # noqa: PLC0415

    with pytest.raises(Exception, match='it has no field "text" but body'):
        clean_frame(spark.createDataFrame([("x",)], "body string")).collect()
