"""polars (extra ``polars``), eager and lazy.

>>> import polars
>>> from cleaner.adapters.polars import clean_frame
>>> clean_frame(polars.LazyFrame({"text": ["It was  late.", None]})).collect()["text"].to_list()
['It was late.', None]
"""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl

from cleaner.batch import PREFIX, BatchCleaner

TYPES = {"changed": pl.Boolean, "edits": pl.Int64, "error": pl.String, "audit": pl.String}


def clean_frame(frame: Any, batch: BatchCleaner | None = None) -> Any:
    """Return a frame with cleaned texts; dtypes, order and other columns stay.

    A lazy frame stays lazy, and can be streamed. Raises ConfigError if there is no such column,
    or if it holds no text: for a lazy frame, when it is collected.
    """
    batch = batch or BatchCleaner()
    if isinstance(frame, pl.LazyFrame):
        added = {PREFIX + name: TYPES[name] for name in batch.add}
        return frame.map_batches(
            partial(clean_frame, batch=batch),
            schema=dict(frame.collect_schema()) | added,
            predicate_pushdown=False,  # a filter behind the cleaning means cleaned texts
            projection_pushdown=False,  # and what nobody asks for afterwards may say which site it is
            streamable=True,
        )
    done = batch({name: frame[name].to_list() for name in batch.asked(frame.columns)})
    text = frame[batch.fields.text]
    return frame.with_columns(
        pl.Series(text.name, done[text.name], pl.String).cast(text.dtype),
        *(pl.Series(PREFIX + name, done[PREFIX + name], TYPES[name]) for name in batch.add),
    )
