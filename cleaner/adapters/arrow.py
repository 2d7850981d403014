"""Arrow tables: what Ray and Spark hand out, and what anybody can clean who has one.

>>> import pyarrow as pa
>>> from cleaner.adapters.arrow import clean_table
>>> clean_table(pa.table({"id": [7], "text": ["It was  late."]})).to_pylist()
[{'id': 7, 'text': 'It was late.'}]
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from cleaner.batch import PREFIX, BatchCleaner
from cleaner.errors import ConfigError
from cleaner.formats.parquet import as_bytes, is_text, typed
from cleaner.model import utf8

TYPES = {
    "changed": pa.bool_(),
    "edits": pa.int64(),
    "error": pa.string(),
    "audit": pa.string(),
}


def clean_table(table: Any, batch: BatchCleaner | None = None) -> Any:
    """Return a table or a record batch with cleaned texts; types, order and other columns stay.

    Bytes that are no UTF-8 go out as they came in. Raises ConfigError if there is no such
    column, or if it holds no text.
    """
    batch = batch or BatchCleaner()
    names = table.schema.names
    asked = {name: table.column(name) for name in batch.asked(names)}
    done = batch({name: _values(name, column, batch) for name, column in asked.items()})
    place = names.index(batch.fields.text)
    field = table.schema.field(place)
    cleaned = [None if text is None else utf8(text) for text in done[batch.fields.text]]
    column = typed(pa.array(cleaned, pa.large_binary()), field.type, pa)
    table = table.set_column(place, field, column)
    for name in batch.add:
        table = _with(table, PREFIX + name, pa.array(done[PREFIX + name], TYPES[name]))
    return table


def _values(name: str, column: Any, batch: BatchCleaner) -> list[Any]:
    if name != batch.fields.text:
        return column.to_pylist()  # type: ignore[no-any-return]
    if not is_text(column.type, pa):
        message = f'the column "{name}" holds {column.type}, no text; say text='
        raise ConfigError(message)
    return [raw if raw is None else raw.decode("utf-8", "surrogateescape") for raw in as_bytes(column, pa)]


def _with(table: Any, name: str, column: Any) -> Any:
    place = table.schema.get_field_index(name)
    return table.append_column(name, column) if place < 0 else table.set_column(place, name, column)
