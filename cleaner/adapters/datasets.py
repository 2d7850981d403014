"""Hugging Face datasets (extra ``datasets``).

The fingerprint of what comes out depends on texts, rules, options and version, and on nothing
else: the same call finds its own cache in every process, and another set of rules does not.

>>> import datasets
>>> from cleaner.adapters.datasets import clean_dataset
>>> clean_dataset(datasets.Dataset.from_dict({"text": ["It was  late."]}))["text"][0]
'It was late.'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from datasets import Value

from cleaner.batch import PREFIX, BatchCleaner

TYPES = {"changed": "bool", "edits": "int64", "error": "string", "audit": "string"}


def clean_dataset(dataset: Any, batch: BatchCleaner | None = None, **how: Any) -> Any:
    """Return a data set with cleaned texts; features, order and other columns stay.

    Takes a ``Dataset``, an ``IterableDataset`` or a dictionary of either. ``how`` goes to
    ``map``: ``num_proc=8``, ``batch_size=…``. Raises ConfigError if there is no such column.
    """
    batch = batch or BatchCleaner()
    if isinstance(dataset, Mapping):
        cleaned = {name: clean_dataset(split, batch, **how) for name, split in dataset.items()}
        return type(dataset)(cleaned)  # type: ignore[call-arg]  # DatasetDict and its kin are dicts
    if dataset.features is not None:
        # a first batch without errors would make a column of nulls of them
        added = {PREFIX + name: Value(TYPES[name]) for name in batch.add}
        how = {"features": type(dataset.features)(dataset.features | added)} | how
    return dataset.map(partial(_changed, batch), batched=True, **how)


def _changed(batch: BatchCleaner, rows: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Return the columns that change alone: others are not even decoded."""
    names = {batch.fields.text, *batch.columns}
    done = batch({name: rows[name] for name in batch.asked(rows)})
    return {name: column for name, column in done.items() if name in names}
