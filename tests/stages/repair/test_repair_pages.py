"""What text costs, pair by pair and in all code pages at once, and where runs begin."""

from __future__ import annotations

import codecs
from operator import add

from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.repair.native import _fitting, _meant
from cleaner.stages.repair.pages import ASCII, least, writers
from cleaner.stages.repair.plausibility import neighbours, text_cost

_LINES = st.text(st.characters(exclude_characters="\n"), max_size=60) | st.text("aé Ã©’ÐñПри€", max_size=60)


@given(_LINES)
def test_neighbours_are_all_pairs(text: str) -> None:
    pairs = [chr(code & 0x1FFFFF) + chr(code >> 32) for code in neighbours(text)]
    assert sorted(pairs) == sorted(map(add, text, text[1:]))


def test_what_bytes_cost_at_least_is_close_to_what_they_cost() -> None:
    data = "Привет, мир! – «да»".encode("cp1251")
    for (_, _, upper), found in zip(writers(), least(data), strict=True):
        text = codecs.charmap_decode(data, "strict", ASCII + upper)[0]
        cost = text_cost(" ", text[:-1], text[-1])
        assert cost - 0.5 < found <= cost


def test_code_pages_are_those_that_leave_letters_of_the_language() -> None:
    found = _meant("ìø", "cs")
    assert found["ěř"][:2] == ("cp1250", "cp1252")
    names = [name for name, _, _ in writers()]
    assert _fitting("cs")[0xEC] >> names.index("cp1250") & 1
    assert not _fitting("cs")[0xEC] >> names.index("cp1252") & 1
