"""The patterns that all code pages share find what each code page's bytes say, spelled out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.repair.families import Family, families

_CHARS = st.sampled_from("abc? ÃÂ©¨¼€â™œ–Рќ°ѓΞ±Ο‚íºÐ�…\x80\x99\xa0\n\x01")
_FAMILIES = st.sampled_from(families())


def _is_sequence(piece: str, family: Family) -> bool:
    """Whether some bytes of the characters are one character in UTF-8 or CESU-8."""
    for data in product(*(family.bytes_of.get(char, ()) for char in piece)):
        try:
            read = bytes(data).decode("utf-8", "surrogatepass" if len(data) == 6 else "strict")
            if len(read.encode("utf-16", "surrogatepass").decode("utf-16")) == 1:
                return True
        except UnicodeError:
            continue
    return False


def _spelled_out(line: str, family: Family) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(line):
        sizes = (size for size in (2, 6, 3, 4) if len(line) >= at + size)
        size = next((size for size in sizes if _is_sequence(line[at : at + size], family)), 0)
        if size:
            found.append((at, at + size))
        at += size or 1
    return found


@given(st.text(_CHARS, max_size=12), _FAMILIES)
def test_sequences_and_runs(line: str, family: Family) -> None:
    sequences = _spelled_out(line, family)
    assert family.sequences(line) == sequences
    starts = [start for start, _ in sequences if start not in {end for _, end in sequences}]
    ends = [end for _, end in sequences if end not in {start for start, _ in sequences}]
    assert family.spans(line) == list(zip(starts, ends, strict=True))
    assert all(family.is_run(line[start:end]) for start, end in zip(starts, ends, strict=True))


@given(st.text(_CHARS, max_size=12), _FAMILIES)
def test_decoded(line: str, family: Family) -> None:
    data = [family.bytes_of.get(char, (ord(char),) if char < "\x80" else ()) for char in line]
    try:
        text = bytes([code for (code,) in data]).decode("utf-8")
    except ValueError:
        text = ""
    assert family.decoded(line) == text


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Ã©t", ["Ã©"]),
        ("Ã? â€� é", ["Ã?", "â€�", "é"]),
        ("â€漢", ["â€"]),
        ("â? €漢?", ["â? "]),
        ("â漢?Ã", ["â", "Ã"]),
    ],
)
def test_broken_sequences_end_where_the_code_page_ends(line: str, found: list[str]) -> None:
    family = next(family for family in families() if family.name == "cp1252")
    assert [line[start:end] for start, end in family.broken(line)] == found
