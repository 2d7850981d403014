"""The laws of canon, on texts made of what its rows care about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.stages.canon import RULES, canon

PIECES = [
    *"ab;5!«»|-`~ \n\t\r\v\f\x00\x1b[m\x9b\x85\xa0\xad\u2003\u200b\u2028\u202f\u3000\ufeff",
    *"กค中か\u3099é\u0301\u0323\u212b\u0958\u0344“\u1100\u1161\u11a8",
    *("  ", "   ", "\n\n", "```", "~~~", "\r\n", "    ", "\n```\n", "\n~~~\n", "a   b\n", "\x1b[31m"),
    *("\udce2", "\udc80", "\udc9c"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
OFF = st.one_of(st.just(frozenset[str]()), st.frozensets(st.sampled_from(sorted(RULES))))


@settings(max_examples=600, deadline=None)
@given(TEXTS, OFF, st.booleans(), st.sampled_from(["keep", "straight"]))
def test_it_settles_in_one_call(text: str, off: frozenset[str], markdown: bool, quotes: str) -> None:
    once = canon(text, off=off, markdown=markdown, quotes=quotes).apply(text)
    assert canon(once, off=off, markdown=markdown, quotes=quotes).edits == ()


@settings(max_examples=500, deadline=None)
@given(TEXTS, OFF, st.booleans())
def test_it_can_be_undone_and_cites_only_rows_that_are_on(
    text: str, off: frozenset[str], markdown: bool
) -> None:
    patch = canon(text, off=off, markdown=markdown)
    assert patch.invert(text).apply(patch.apply(text)) == text
    assert {cause for edit in patch.edits for cause in edit.causes} <= set(RULES) - off


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *PIECES[-3:] * 9]), max_size=25).map("".join))
def test_bytes_that_were_no_utf8_stay_apart(text: str) -> None:
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    out = canon(text).apply(text)
    assert out.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape") == out


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_any_text_settles(text: str) -> None:
    once = canon(text).apply(text)
    assert canon(once).edits == ()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_row_can_be_off(rule: str) -> None:
    text = "\n\na\r\x00\xad\u0301e\u0301“ \xa0b  c  \n\n\n\nd"
    on = {cause for edit in canon(text, quotes="straight").edits for cause in edit.causes}
    off = {
        cause for edit in canon(text, quotes="straight", off=frozenset({rule})).edits for cause in edit.causes
    }
    assert rule in on
    assert rule not in off


@pytest.mark.parametrize(
    "unit",
    [
        *(
            " ",
            "\r",
            "\x1b",
            "\x1b]",
            "\x1b[1",
            "\u0301",
            "\u0301\u0323",
            "\u200b",
            "\u3000",
            "\t",
            "\n",
            " \n",
        ),
        *("```\n", "```x\n", "`", "a ", "  x\n", "a   b\n", "a   b   c\n", "x \xa0!  y\n", "\x9b1", "a\xa0"),
    ],
    ids=ascii,
)
def test_a_long_row_of_one_thing_is_settled(unit: str) -> None:
    # A pass that is quadratic in such a row takes ten billion steps here: the suite would stand still.
    text = "x" + unit * (320_000 // len(unit)) + "y"
    settled = canon(text).apply(text)
    assert canon(settled).edits == ()


@pytest.mark.parametrize("size", [20_000])
def test_a_lone_gap_far_away_is_not_sought_twice(size: int) -> None:
    text = "x \xa0!\n" * size + "a  b\n"
    assert len(canon(text).edits) == size + 1
