"""JSON Lines: chunks of whole lines, records whose other fields stay byte for byte."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats.jsonl import chunks, encoded, members, records
from cleaner.formats.record import Fields, Position, Record, Shard
from cleaner.formats.shapes import Shape
from cleaner.model import Result
from cleaner.patch import Patch

SHARD = Shard(Path("a.jsonl"), "a.jsonl", Shape("jsonl"))


def read(data: bytes, size: int = 1 << 20) -> list[Record]:
    cut = chunks(io.BytesIO(data), SHARD, Position(), size)
    return [record for chunk in cut for record in records(chunk, Fields())]


def with_text(record: Record, text: str) -> bytes:
    assert record.render is not None
    return record.render(Result(text, text, Patch()))


@given(st.lists(st.binary(max_size=20)), st.integers(1, 30))
def test_chunks_lose_nothing(lines: list[bytes], size: int) -> None:
    data = b"\n".join(lines)
    found = list(chunks(io.BytesIO(data), SHARD, Position(), size))
    assert b"".join(chunk.data for chunk in found) == data
    assert b"".join(record.raw for record in read(data, size)) == data
    rows = [record.row for record in read(data, size)]
    assert rows == list(range(1, len(rows) + 1))


@given(st.text(), st.text(), st.booleans())
def test_other_fields_stay_as_they_stood(old: str, new: str, ascii_only: bool) -> None:
    head, tail = '{ "n":1.10, "big" : 12345678901234567890,"text":', ', "z": [1e400, "\\u00e9", null] }\r\n'
    line = head + json.dumps(old, ensure_ascii=ascii_only) + tail
    (record,) = read(line.encode("utf-8", "surrogatepass").replace(b"\xed", b"x"))
    if record.error is not None:
        return  # lone surrogates that a file cannot hold otherwise than escaped
    written = with_text(record, new).decode("utf-8", "surrogateescape")
    assert written.startswith(head)
    assert written.endswith(tail)
    assert json.loads(written)["text"] == new


def test_lone_surrogates_survive() -> None:
    (record,) = read(b'{"text": "\\ud800 and \\udfff", "id": "7"}\n')
    assert record.text == "\ud800 and \udfff"
    assert with_text(record, "\ud800") == b'{"text": "\\ud800", "id": "7"}\n'


def test_bytes_that_are_no_utf8_survive() -> None:
    (record,) = read(b'{"text": "caf\xe9  au", "x": "\xff"}')
    assert with_text(record, "caf\udce9 au") == b'{"text": "caf\xe9 au", "x": "\xff"}'


def test_ascii_stays_ascii() -> None:
    (record,) = read(b'{"text": "caf\\u00e9  au"}')
    assert with_text(record, "caf\xe9 au") == b'{"text": "caf\\u00e9 au"}'


def test_of_two_fields_of_one_name_the_last_counts() -> None:
    (record,) = read(b'{"text": "a", "text": "b"}')
    assert with_text(record, "c") == b'{"text": "a", "text": "c"}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1]", 'it is not a JSON object: "{" was expected at column 1'),
        (b'{"text": "a"} {}', "it is not a JSON object: more than one value, the second at column 15"),
        (b'{"text": "a",}', "it is not a JSON object: Expecting value at column 14"),
        (b'{"text":\n', "it is not a JSON object: Expecting value at column 9"),
        (b'{1: "a"}', "it is not a JSON object: a name must be a string"),
        (b'{"text": "a"', 'it is not a JSON object: "," or "}"'),
        (b'{"text": 7}', 'the field "text" holds no string'),
        (b'{"body": "a"}', 'it has no field "text" but body: say --text-field'),
        (b"[" * 100_000, "it is not a JSON object: "),
        (b'{"a":' + b"[" * 100_000, "it is nested too deeply"),
        (b'{"text": "\xff \\ud800"}', "it is not UTF-8, and holds escaped surrogates beside"),
    ],
)
def test_a_line_that_is_no_record_says_why_and_stays(line: bytes, reason: str) -> None:
    (record,) = read(line)
    assert reason in str(record.error)
    assert record.raw == line


def test_null_and_blank_lines_hold_no_text() -> None:
    found = read(b'{"text": null}\n\n{"text": ""}\n')
    assert [(record.text, record.error) for record in found] == [(None, None), (None, None), ("", None)]


def test_fields_that_feed_rules_and_the_log() -> None:
    fields = Fields("body", "key", "link", "tongue")
    (chunk,) = chunks(
        io.BytesIO(b'{"body": "x", "key": 12, "link": "https://a.org/b", "tongue": "de"}'),
        SHARD,
        Position(),
        99,
    )
    (record,) = records(chunk, fields)
    assert (record.text, record.id, record.site, record.lang) == ("x", "12", "https://a.org/b", "de")


@given(st.text(alphabet=st.characters(codec=None)))
def test_a_json_string_says_what_it_was_made_of(text: str) -> None:
    assert json.loads(encoded(text).encode().decode()) == text


def test_members_tell_where_values_stand() -> None:
    line = '{"a": {"text": 1}, "text": "x"}'
    assert line[members(line)["text"].start : members(line)["text"].end] == '"x"'
