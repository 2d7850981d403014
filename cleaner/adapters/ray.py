"""Ray Data (extra ``ray``). Every node needs the same version of cleaner-text.

>>> import ray
>>> from cleaner.adapters.ray import clean_dataset
>>> clean_dataset(ray.data.from_items([{"text": "It was  late."}])).take_all()
[{'text': 'It was late.'}]

``cleaner run IN OUT --engine ray`` does this for files, with an audit log and without code.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from cleaner.adapters.arrow import clean_table
from cleaner.batch import BatchCleaner


def clean_dataset(dataset: Any, batch: BatchCleaner | None = None, **how: Any) -> Any:
    """Return a ``ray.data.Dataset`` with cleaned texts; types and other columns stay.

    ``how`` goes to ``map_batches``: ``batch_size=…``, ``concurrency=…``. A column that is missing
    or holds no text is a ConfigError inside Ray's own error, when the data set is consumed.
    """
    clean = partial(clean_table, batch=batch or BatchCleaner())
    return dataset.map_batches(clean, batch_format="pyarrow", **how)
