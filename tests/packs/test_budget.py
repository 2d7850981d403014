"""The removal budget: too much is nothing, cleaning stays idempotent, and busy rules are told of."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.pipeline import Cleaner
from cleaner.report.tally import FEW_DOCUMENTS, Tally

LINES = st.sampled_from(
    ["Get link", "Leave a Reply", "Official websites use .gov", "A line of text.", "Here's how you know", ""]
)


@cache
def cleaner(budget: float) -> Cleaner:
    return Cleaner(max_removed=budget)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=14).map("\n".join), st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.9, 1.0]))
def test_cleaning_with_a_budget_is_idempotent(text: str, budget: float) -> None:
    once = cleaner(budget).clean(text)
    twice = cleaner(budget).clean(once.text)
    assert twice.text == once.text
    assert once.patch.apply(text) == once.text
    if any(finding.rule == "strip.budget" for finding in once.findings):
        assert sum(map(len, once.text.split())) == sum(map(len, text.split()))


def tally(share: float) -> Tally:
    tally = Tally()
    for number in range(FEW_DOCUMENTS):
        busy = number < share * FEW_DOCUMENTS
        tally.add(Cleaner().clean(f"A line of text, with  spaces.\n{'Get link' if busy else 'More.'}"))
    return tally


def test_a_rule_that_fires_too_often_is_told_of() -> None:
    assert "blogger.get-link (75%)" in tally(0.75).frequent()
    assert tally(0.25).frequent() == ""
    assert "canon" not in tally(0.75).frequent()


def test_a_document_over_the_budget_is_a_finding() -> None:
    result = cleaner(0.5).clean("Text.\n\nOfficial websites use .gov\n")
    assert result.text == "Text.\n\nOfficial websites use .gov\n"
    assert [finding.rule for finding in result.findings] == ["strip.budget"]
