"""pandas (extra ``pandas``).

>>> import pandas
>>> from cleaner.adapters.pandas import clean_frame
>>> clean_frame(pandas.DataFrame({"text": ["It was  late.", None]})).text.tolist()[0]
'It was late.'
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from cleaner.batch import PREFIX, BatchCleaner

TYPES = {"changed": "bool", "edits": "int64", "error": "object", "audit": "object"}


def clean_frame(frame: Any, batch: BatchCleaner | None = None) -> Any:
    """Return a new frame with cleaned texts; index, dtypes, missing values and other columns stay.

    Raises ConfigError if there is no such column, or if it holds no text.
    """
    batch = batch or BatchCleaner()
    asked = {name: frame[name] for name in batch.asked(frame.columns)}
    done = batch({name: _values(column) for name, column in asked.items()})
    text = asked[batch.fields.text]
    kind = "category" if isinstance(text.dtype, pd.CategoricalDtype) else text.dtype
    old_and_new = zip(text.tolist(), done[text.name], strict=True)
    texts = [old if new is None else new for old, new in old_and_new]  # what is missing stays None or NaN
    columns = {text.name: pd.Series(texts, frame.index, kind)}
    for name in batch.add:
        columns[PREFIX + name] = pd.Series(done[PREFIX + name], frame.index, TYPES[name])
    return frame.assign(**columns)


def _values(column: Any) -> list[Any]:
    return column.astype(object).where(column.notna(), None).tolist()  # type: ignore[no-any-return]
