"""The laws of patches, on random texts and patches."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.patch import Edit, Patch


@st.composite
def patches(draw: st.DrawFn, text: str, name: str) -> Patch:
    """A patch of ``text`` whose edits all change something and cite a cause of their own."""
    edits: list[Edit] = []
    at = 0
    while at <= len(text) and draw(st.booleans()):
        start = draw(st.integers(at, len(text)))
        end = draw(st.integers(start, min(len(text), start + 3)))
        edits.append(Edit(start, end, draw(st.text("xyz", max_size=3)), (f"{name}.{len(edits)}",)))
        at = end
    return Patch(tuple(edits)).pruned(text)


@st.composite
def chains(draw: st.DrawFn) -> tuple[str, Patch, Patch, Patch]:
    """A text and three patches, each of what the one before made."""
    source = draw(st.text("abcdefgh", max_size=12))
    first = draw(patches(source, "p"))
    second = draw(patches(first.apply(source), "q"))
    third = draw(patches(second.apply(first.apply(source)), "r"))
    return source, first, second, third


def cited(patch: Patch) -> set[str]:
    return {cause for edit in patch.edits for cause in edit.causes}


@settings(max_examples=500)
@given(chains())
def test_then_does_both(chain: tuple[str, Patch, Patch, Patch]) -> None:
    source, first, second, _ = chain
    assert first.then(second).apply(source) == second.apply(first.apply(source))


@settings(max_examples=500)
@given(chains())
def test_then_is_associative_and_cites_the_same(chain: tuple[str, Patch, Patch, Patch]) -> None:
    source, first, second, third = chain
    left = first.then(second).then(third)
    right = first.then(second.then(third))
    assert left.apply(source) == right.apply(source)
    assert cited(left) == cited(right) == cited(first) | cited(second) | cited(third)


@settings(max_examples=500)
@given(chains())
def test_invert_leads_back(chain: tuple[str, Patch, Patch, Patch]) -> None:
    source, first, second, third = chain
    whole = first.then(second).then(third)
    assert whole.invert(source).apply(whole.apply(source)) == source
    assert whole.invert(source).invert(whole.apply(source)) == whole


@given(chains())
def test_the_empty_patch_is_neutral(chain: tuple[str, Patch, Patch, Patch]) -> None:
    _, first, _, _ = chain
    assert Patch().then(first) == first == first.then(Patch())


@given(chains())
def test_pruning_changes_nothing_that_shows(chain: tuple[str, Patch, Patch, Patch]) -> None:
    source, first, second, _ = chain
    whole = first.then(second)
    pruned = whole.pruned(source)
    assert pruned.apply(source) == whole.apply(source)
    assert all(source[edit.start : edit.end] != edit.text for edit in pruned.edits)


def test_a_deleted_line_that_was_repaired_cites_both() -> None:
    repaired = Patch((Edit(3, 5, "é", ("repair.mojibake",)),))
    stripped = Patch((Edit(0, 6, "", ("demo.line",)),))
    assert repaired.then(stripped) == Patch((Edit(0, 7, "", ("repair.mojibake", "demo.line")),))


def test_edits_that_touch_stay_apart() -> None:
    first = Patch((Edit(0, 2, "", ("a.a",)),))
    second = Patch((Edit(0, 2, "", ("b.b",)),))
    assert first.then(second) == Patch((Edit(0, 2, "", ("a.a",)), Edit(2, 4, "", ("b.b",))))


@pytest.mark.parametrize(
    "edits",
    [
        (Edit(0, 3, "", ()), Edit(2, 4, "", ())),
        (Edit(3, 4, "", ()), Edit(0, 1, "", ())),
        (Edit(3, 2, "", ()),),
    ],
)
def test_what_overlaps_or_runs_backwards_is_no_patch(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(ValueError, match="in order and apart"):
        Patch(edits)


def test_a_patch_must_fit_its_text() -> None:
    with pytest.raises(ValueError, match="reaches to 9, the text only to 3"):
        Patch((Edit(0, 9, "", ()),)).apply("abc")


def test_patches_pickle() -> None:
    patch = Patch((Edit(0, 1, "x", ("a.b",)),))
    assert pickle.loads(pickle.dumps(patch)) == patch
