"""What text costs, pair by pair and in all code pages at once, and where runs begin."""

from __future__ import annotations

import codecs
from itertools import pairwise
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.repair.legacy import _begin, reread
from cleaner.stages.repair.native import _fitting, _meant
from cleaner.stages.repair.pages import ASCII, ROUNDED, encoder, least, readers, writers
from cleaner.stages.repair.plausibility import neighbours, text_cost
from cleaner.stages.repair.runs import Run, replaced, saved

_LINES = st.text(st.characters(exclude_characters="\n"), max_size=60) | st.text("aé Ã©’ÐñПри€", max_size=60)


@given(_LINES)
def test_neighbours_are_all_pairs(text: str) -> None:
    pairs = [chr(code & 0x1FFFFF) + chr(code >> 32) for code in neighbours(text)]
    assert sorted(pairs) == sorted(map(add, text, text[1:]))


@given(_LINES, st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["é", "«»", "Пр", "x "]))))
def test_a_line_saves_what_its_runs_save(line: str, wanted: list[tuple[int, str]]) -> None:
    places = sorted({min(place, len(line)) for place, _ in wanted})
    texts = [text for _, text in wanted]
    found = [Run(start, end, text, 0.0) for (start, end), text in zip(pairwise(places), texts, strict=False)]
    found = [run for number, run in enumerate(found) if number % 3]  # some of them side by side
    less = text_cost("\n", line, "\n") - text_cost("\n", replaced(line, found), "\n")
    assert saved(line, found) == pytest.approx(less)


def test_what_bytes_cost_at_least_is_close_to_what_they_cost() -> None:
    data = "Привет, мир! – «да»".encode("cp1251")
    for (_, _, upper), found in zip(writers(), least(data), strict=True):
        text = codecs.charmap_decode(data, "strict", ASCII + upper)[0]
        cost = text_cost(" ", text[:-1], text[-1])
        assert cost - ROUNDED * len(data) <= found <= cost


def test_a_code_page_writes_again_what_it_read() -> None:
    for name, _, table in readers():
        text = "a ~" + "".join(map(chr, table))
        data = codecs.charmap_encode(text, "strict", encoder(name))[0]
        assert data == text.translate(table).encode("latin-1")


def test_what_is_read_as_another_code_page_is_told_place_by_place() -> None:
    line = "так: Ïðèâåò, ìèð!"
    assert reread(line, "cp1251", "cp1252") is None  # windows-1252 has no Cyrillic
    edits = reread(line[5:], "cp1251", "cp1252")
    assert edits is not None
    assert [edit[:3] for edit in edits] == [(0, 6, "Привет"), (8, 11, "мир")]


def test_pairs_begin_a_sequence_in_few_code_pages() -> None:
    assert _begin("Ã©") == ("cp1252", "cp1254", "mac-roman")
    assert _begin("é ") == _begin("é") == _begin("") == ()


def test_code_pages_are_those_that_leave_letters_of_the_language() -> None:
    found = _meant("ìø", "cs")
    assert found["ěř"][:2] == ("cp1250", "cp1252")
    names = [name for name, _, _ in writers()]
    assert _fitting("cs")[0xEC] >> names.index("cp1250") & 1
    assert not _fitting("cs")[0xEC] >> names.index("cp1252") & 1
