"""The tables of neighbours are what the script makes of the stage's prices, and never miss a pair."""

from __future__ import annotations

import json
import lzma
from itertools import pairwise

import gate_tables
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.stages.repair.gate import _scan
from cleaner.stages.repair.tables import EASTERN, calm, scripts, table

NAMES = sorted(gate_tables.alphabets())
OTHERS = "?!漢가\x80Ωж中😀\0\ufffd\ud800é’\n"


def test_the_script_makes_the_same_file() -> None:
    assert json.loads(lzma.decompress(gate_tables.TARGET.read_bytes())) == gate_tables.built()


@pytest.mark.parametrize("name", NAMES)
def test_no_odd_pair_is_missed(name: str) -> None:
    """All characters of a table, and some that it does not have, beside each other."""
    chars = [*dict.fromkeys([*table(name).chars, *OTHERS])]
    for a in chars:
        text = "".join([f"{a}{b}\n" for b in chars])
        found = table(name).odd(text + "\n" * 7 * len(text))
        assert found is not None
        assert {text[at + 1] for at in found} >= {b for b in chars if gate_tables.is_odd(a, b)}


@given(st.data(), st.sampled_from(NAMES), st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_a_text_is_told_as_its_pairs_are(data: st.DataObject, name: str, share: float) -> None:
    letters = st.text([char for char, script in scripts().items() if script == name], min_size=3)
    rest = st.text("abc de, \n", max_size=int(20 * share)) | st.text(table(name).chars + OTHERS, max_size=3)
    text = "".join(data.draw(st.lists(st.tuples(letters, rest).map("".join), min_size=12, max_size=30)))
    odd = {a + b for a, b in pairwise(text) if gate_tables.is_odd(a, b)}
    found = _scan(text)
    assert {*found.alarms, *found.looks} == odd


@pytest.mark.parametrize("name", EASTERN)
def test_what_is_calm_is_odd_nowhere_beside_itself(name: str) -> None:
    chars = sorted(calm(name))
    few = [*chars[:90], *chars[90::40]]
    assert len(chars) > 2000
    assert not any(gate_tables.is_odd(a, b) for a in few for b in few)
