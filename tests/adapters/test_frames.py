"""Arrow, pandas and polars: cleaned texts in frames that are otherwise what they were."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from cleaner import ConfigError
from cleaner.adapters import arrow, pandas, polars
from cleaner.batch import BatchCleaner

Rows = dict[str, list[Any]]


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())]
)
def test_arrow_keeps_types(rows: Rows, batch: BatchCleaner, kind: pa.DataType) -> None:
    table = pa.table(rows).set_column(
        1, pa.field("text", kind, metadata={"a": "b"}), pa.array(rows["text"]).cast(kind)
    )
    done = arrow.clean_table(table, batch)
    assert done.schema.field("text") == table.schema.field("text")
    assert done.schema.field("text").metadata == {b"a": b"b"}
    expected = batch(rows)
    got = done.set_column(1, "text", done.column("text").cast(pa.string())).to_pydict()
    assert got == expected
    assert arrow.clean_table(done, batch).schema == done.schema  # columns of a run before are replaced


def test_arrow_takes_record_batches_and_odd_bytes() -> None:
    piece = pa.record_batch({"text": pa.array([b"late  \xff\xfe.", b"so  it is"], pa.binary())})
    assert arrow.clean_table(piece).column(0).to_pylist() == [b"late \xff\xfe.", b"so it is"]


def test_arrow_says_what_is_wrong() -> None:
    with pytest.raises(ConfigError, match='the column "text" holds int64, no text'):
        arrow.clean_table(pa.table({"text": [1]}))
    with pytest.raises(ConfigError, match='no field "text" but body'):
        arrow.clean_table(pa.table({"body": ["x"]}))


@pytest.mark.parametrize("kind", ["object", "str", "category"])
def test_pandas_keeps_index_and_dtype(rows: Rows, batch: BatchCleaner, kind: str) -> None:
    frame = pd.DataFrame(rows, index=list("wxyz")).astype({"text": kind})
    done = pandas.clean_frame(frame, batch)
    assert list(done.index) == list("wxyz")
    assert (done.text.dtype == kind, done.n.dtype) == (True, frame.n.dtype)
    expected = batch(rows)
    got = done.astype(object).where(done.notna(), None).to_dict("list")
    assert got == expected
    assert frame.text.iloc[0] == rows["text"][0]


def test_pandas_takes_frames_without_rows(batch: BatchCleaner) -> None:
    frame = pd.DataFrame({"text": pd.Series([], dtype="str")})
    assert list(pandas.clean_frame(frame, batch).columns) == ["text", *batch.columns]


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
def test_polars_keeps_dtype(rows: Rows, batch: BatchCleaner, kind: Any) -> None:
    frame = pl.DataFrame(rows).cast({"text": kind})
    done = polars.clean_frame(frame, batch)
    assert done.schema["text"] == frame.schema["text"]
    assert done.to_dict(as_series=False) == batch(rows)


def test_polars_lazy_is_the_same(rows: Rows, batch: BatchCleaner) -> None:
    lazy = polars.clean_frame(pl.LazyFrame(rows), batch)
    assert lazy.collect_schema().names() == [*rows, *batch.columns]
    assert lazy.collect().to_dict(as_series=False) == batch(rows)
    assert lazy.collect(engine="streaming").to_dict(as_series=False) == batch(rows)


def test_polars_filters_what_was_cleaned(rows: Rows, batch: BatchCleaner) -> None:
    lazy = polars.clean_frame(pl.LazyFrame(rows), batch)
    assert lazy.filter(pl.col("text") == "It was late that evening.").select("n").collect()[
        "n"
    ].to_list() == [1]
    assert lazy.select("text").collect()["text"].to_list() == batch(rows)["text"]


def test_frames_say_what_is_wrong() -> None:
    with pytest.raises(ConfigError, match='no field "text" but body'):
        pandas.clean_frame(pd.DataFrame({"body": ["x"]}))
    with pytest.raises(ConfigError, match="holds int, no text"):
        polars.clean_frame(pl.DataFrame({"text": [1]}))
