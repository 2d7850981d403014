"""CSV and TSV: records are found as the csv module finds them, and only the text field is rewritten."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import FileError
from cleaner.formats.record import Fields, Position, Record, Shard
from cleaner.formats.shapes import Shape
from cleaner.formats.tables import chunks, records
from cleaner.model import Result
from cleaner.patch import Patch

SHARD = Shard(Path("a.csv"), "a.csv", Shape("csv"))
CELL = st.text(alphabet='ab ",\né', max_size=8)


def read(data: bytes, size: int = 1 << 20, shard: Shard = SHARD) -> tuple[bytes, list[Record]]:
    found = list(chunks(io.BytesIO(data), shard, Position(), size, Fields()))
    head = b"".join(chunk.head for chunk in found)
    return head, [record for chunk in found for record in records(chunk, Fields())]


@given(st.lists(st.tuples(CELL, CELL, CELL)), st.sampled_from(["\n", "\r\n"]), st.integers(1, 40))
def test_records_are_those_of_the_csv_module(rows: list[tuple[str, ...]], newline: str, size: int) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator=newline).writerows([("id", "text", "n"), *rows])
    data = out.getvalue().encode()
    head, found = read(data, size)
    assert head + b"".join(record.raw for record in found) == data
    assert [record.text for record in found] == [row[1] for row in rows]


@given(st.tuples(CELL, CELL, CELL), CELL)
def test_only_the_text_is_rewritten(row: tuple[str, ...], text: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([("id", "text", "n"), row])
    head, (record,) = read(out.getvalue().encode())
    assert record.render is not None
    written = head + record.render(Result(text, text, Patch()))
    reread = list(csv.reader(io.StringIO(written.decode(), newline="")))
    assert reread[1] == [row[0], text, row[2]]


def test_a_byte_order_mark_a_short_row_and_a_last_line_without_newline() -> None:
    head, found = read(b'\xef\xbb\xbftext,b\r\n"x ""y"" ",1\r\n\r\nz')
    assert head == b"\xef\xbb\xbftext,b\r\n"
    assert [record.text for record in found] == ['x "y" ', None, "z"]


def test_a_record_with_too_few_fields_says_so() -> None:
    _, (record,) = read(b"a,text\nx\n")
    assert record.error == "it has 1 fields, where the header names 2"


def test_tabs_part_the_fields_of_tsv() -> None:
    _, (record,) = read(b"a\ttext\n1,5\tx, y\n", shard=SHARD._replace(shape=Shape("tsv")))
    assert record.text == "x, y"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'text\n"never closed\n' + b"line\n" * 50, "a quote is opened and never closed"),
        (b"a,b\n1,2\n", r'it has no field "text" but a, b: say --text-field'),
        ("text\nx\n".encode("utf-16"), "it is UTF-16; convert it to UTF-8 first"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(FileError, match=reason):
        read(data, 10)


def test_reading_can_begin_between_any_two_chunks() -> None:
    data = b"text\n" + b"".join(b"line %d\n" % number for number in range(100))
    found = list(chunks(io.BytesIO(data), SHARD, Position(), 64, Fields()))
    for at, chunk in enumerate(found[:-1]):
        again = list(chunks(io.BytesIO(data), SHARD, chunk.end, 64, Fields()))
        assert [rest.data for rest in again] == [rest.data for rest in found[at + 1 :]]
        assert all(rest.head == b"" for rest in again)
