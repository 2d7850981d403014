"""Prices by classes of characters are those of the price list, and the model is what its script makes."""

from __future__ import annotations

import lzma
from itertools import product
from pathlib import Path

import letter_model

from cleaner.stages.repair import letters
from cleaner.stages.repair.families import families
from cleaner.stages.repair.plausibility import PAIR, pair_cost

_OTHERS = (
    "\n \t7٣３–“”’»·、ー。漢字鱻かカヶ한뷁ｱＡ😀☺→┌∑°№אىกकაԱսꙮƒªİςß፠"
    "\u0301\u20e3\u200d\ufe0f\xad\x85\ufffd\ue000"
)


def test_pairs_cost_what_the_list_says() -> None:
    chars = sorted({*_OTHERS, *"".join(char for family in families()[::7] for char in family.bytes_of)})
    PAIR.clear()
    pairs = [a + b for a, b in product(chars[::2] + chars[1::2], [*_OTHERS, *chars[::3]])]
    assert {pair: PAIR[pair] for pair in pairs} == {pair: pair_cost(*pair) for pair in pairs}


def test_the_script_makes_the_pooled_lines() -> None:
    path = Path(letters.__file__).with_name("letters.bin")
    lines = lzma.decompress(path.read_bytes()).decode("utf-8").split("\n")
    languages = [line for line in lines if not line.startswith("*")]
    assert len(languages) > 100
    assert lines == [*letter_model.pooled(languages), *languages]
