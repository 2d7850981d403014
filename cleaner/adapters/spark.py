"""Spark (extra ``spark``; needs Java). Every node needs the same version of cleaner-text.

>>> from pyspark.sql import SparkSession
>>> from cleaner.adapters.spark import clean_frame
>>> spark = SparkSession.builder.getOrCreate()
>>> frame = spark.createDataFrame([("It was  late.",)], "text string")
>>> clean_frame(frame).collect()
[Row(text='It was late.')]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from pyspark.sql.types import BooleanType, LongType, StringType, StructField, StructType

from cleaner.adapters.arrow import clean_table
from cleaner.batch import PREFIX, BatchCleaner

TYPES = {"changed": BooleanType(), "edits": LongType(), "error": StringType(), "audit": StringType()}


def clean_frame(frame: Any, batch: BatchCleaner | None = None) -> Any:
    """Return a Spark frame with cleaned texts; types and other columns stay.

    A column that is missing or holds no text is a ConfigError inside Spark's own error, when the
    frame is computed.
    """
    batch = batch or BatchCleaner()
    kept = [field for field in frame.schema.fields if field.name not in batch.columns]
    added = [StructField(PREFIX + name, TYPES[name]) for name in batch.add]
    kept_alone = frame.select([field.name for field in kept])
    return kept_alone.mapInArrow(partial(_cleaned, batch), StructType(kept + added))


def _cleaned(batch: BatchCleaner, pieces: Iterable[Any]) -> Iterator[Any]:
    for piece in pieces:
        yield clean_table(piece, batch)
