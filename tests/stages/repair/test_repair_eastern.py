"""UTF-8 read through a code page of East Asia: where it can be, what was lost of it, and what it gains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.repair import repair
from cleaner.stages.repair.families import families
from cleaner.stages.repair.language import price_of
from cleaner.stages.repair.lossy import usual
from cleaner.stages.repair.multibyte import multibyte, through
from cleaner.stages.repair.plausibility import line_cost
from cleaner.stages.repair.runs import replaced
from cleaner.stages.repair.spots import CODECS, HAN, spots_of, stretches_of
from cleaner.stages.repair.swallowed import _ALIKE, LOST, SEQUENCE, WILD, filled, fillings

_LINES = ("Så går det når små björnar äter blåbär.", "Она сказала: «Нет». И ушла…", "图书馆每天都开到很晚。")
_HANS = st.sampled_from("的一是在有人这为之大来以个中上们到说时国和地要就出会谋辎亍가한다쀍、。日龘")


def _damaged(line: str, codec: str) -> str:
    return line.encode("utf-8").decode(codec, "replace")


@pytest.mark.parametrize("line", _LINES)
@pytest.mark.parametrize(("codec", "name"), [("gb18030", "gbk"), ("cp932", "shift-jis")])
def test_what_a_reading_saves_is_what_the_line_costs_less(line: str, codec: str, name: str) -> None:
    damaged = _damaged(line, codec)
    found = through(damaged, name)
    assert found is not None
    assert found.saved == pytest.approx(line_cost(damaged) - line_cost(replaced(damaged, found.runs)))
    assert found.saved >= found.gain


@pytest.mark.parametrize(("codec", "name"), CODECS.items())
def test_what_is_told_of_the_page_above_changes_no_reading(codec: str, name: str) -> None:
    damaged = _damaged(_LINES[0], codec)
    assert multibyte(damaged, "", name, through(damaged, name)) == multibyte(damaged)


def test_the_page_of_the_lines_above_is_read_first() -> None:
    text = "\n".join(
        _damaged(line, "gb18030") for line in (*_LINES, "Übung macht den Meister, Übung.", *_LINES)
    )
    assert repair(text).apply(text).split("\n")[-4:-2] == ["Übung macht den Meister, Übung.", _LINES[0]]


def test_no_single_byte_code_page_has_letters_of_east_asia() -> None:
    assert not any(HAN.search("".join(family.characters)) for family in families())


@pytest.mark.parametrize("codec", CODECS)
def test_spots_are_the_bytes_of_what_they_cover(codec: str) -> None:
    line = f"so: {_damaged(_LINES[1], codec)} – {_damaged(_LINES[0], codec)}"
    for start, end, data, text, _ in spots_of(stretches_of(line), codec):
        sure = line[start:end].replace("\N{REPLACEMENT CHARACTER}", "").encode(codec)
        assert sure.decode("latin-1") == data.replace(WILD, "")
        assert text in ("", data.encode("latin-1").decode("utf-8", "ignore"))


@given(
    st.lists(
        st.sampled_from(
            ("Ã©", "â\x80\x99", "ð\x9f\x98\x80", "Ã\xff", "â\xff\xff", "\xff\x80\x81", "A", "ðÿ\x98ÿ")
        )
    )
)
def test_sequences_that_lost_bytes_are_told_apart(sequences: list[str]) -> None:
    found = SEQUENCE.findall("".join(sequences))
    assert LOST.findall("".join(sequences)) == [sequence for sequence in found if WILD in sequence]


def test_what_may_have_been_lost_is_usual() -> None:
    for lead in "\xe2\xe3\xe4\xe8\xeb\xef":
        expected = [
            char
            for char in map(chr, range((ord(lead) - 0xE0) << 12, (ord(lead) - 0xDF) << 12))
            if usual(char)
        ]
        assert list(fillings(lead + WILD + WILD)) == [char for char in expected if char >= "\u0800"]


@given(_HANS | st.sampled_from("aя 9“é"), _HANS, st.sampled_from(("de", "ru", "zh", "")))
def test_what_stands_for_others_costs_what_they_cost(other: str, char: str, language: str) -> None:
    price = price_of(language)
    assert price[other + _ALIKE[char]] == price[other + char]
    assert price[_ALIKE[char] + other] == price[char + other]


def test_what_was_lost_is_read_in_the_language() -> None:
    assert filled("c", "Ã\xff", "n", "es") == ("ó", "ó")
    assert filled(" ", "\xc3A", " ", "sv") == ("", "")
