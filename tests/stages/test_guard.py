"""The guard: bytes that were no UTF-8 are neither edited nor joined."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.patch import Edit, Patch
from cleaner.stages.guard import guarded, has_surrogates

E2 = "\udce2"
X80 = "\udc80"


def cut(*spans: tuple[int, int]) -> Patch:
    return Patch(tuple(Edit(start, end, "", ("demo.cut",)) for start, end in spans))


@pytest.mark.parametrize(
    ("text", "patch", "left"),
    [
        ("a b", cut((1, 2)), 1),
        (f"{E2} {X80}", cut((1, 2)), 0),
        (f"{E2}ab{X80}", cut((1, 2), (2, 3)), 0),
        (f"{E2}ab{X80}", cut((1, 2)), 1),
        (f"{E2}a{X80}", Patch((Edit(1, 2, "b", ("demo.swap",)),)), 1),
        (f"a{E2}b", cut((0, 2)), 0),
        (f"{E2}a", cut((1, 2)), 1),
        (f"a{E2}", cut((0, 1)), 1),
        ("\ud83da\ude00", cut((1, 2)), 0),
        (f"ab{E2}", Patch((Edit(1, 1, X80, ("demo.swap",)),)), 0),
    ],
)
def test_which_edits_are_left(text: str, patch: Patch, left: int) -> None:
    assert len(guarded(text, patch).edits) == left


def test_a_harmless_patch_comes_back_itself() -> None:
    patch = cut((0, 1))
    assert guarded(f"a{E2}", patch) is patch


@st.composite
def decoded_texts(draw: st.DrawFn) -> tuple[str, Patch]:
    pieces = [b"\xe2", b"\x80", b"\x9c", b"\xf0\x9f", b"a", b" ", "é\u200b".encode(), "漢".encode()]
    data = b"".join(draw(st.lists(st.sampled_from(pieces), max_size=12)))
    text = data.decode("utf-8", "surrogateescape")
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = zip(places[::2], places[1::2], strict=False)
    new = st.sampled_from(["", "", "x", "é"])
    return text, Patch(tuple(Edit(*span, draw(new), ("demo.swap",)) for span in spans))


@settings(max_examples=500)
@given(decoded_texts())
def test_what_is_written_reads_the_same(case: tuple[str, Patch]) -> None:
    text, patch = case
    out = guarded(text, patch).apply(text)
    assert out.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape") == out


def test_surrogates_are_seen() -> None:
    assert [has_surrogates(text) for text in ("", "abc", "é", f"é{E2}", "\ud800")] == [
        False,
        False,
        False,
        True,
        True,
    ]
