"""Tallies: an edit counts once for each rule, and sums are the same in whatever parts they come."""

from __future__ import annotations

import cleaner
from cleaner.report.tally import Tally, per_rule

TEXTS = [
    "It was late,  and the harbour had frozen over.\n\nGet link\n",
    "Nothing to do here.\n",
    "Short.\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *\n",
]


def tally_of(texts: list[str]) -> Tally:
    tally = Tally()
    for text in texts:
        tally.add(cleaner.clean(text))
    return tally


def test_an_edit_counts_once_for_each_rule() -> None:
    tally = tally_of(TEXTS)
    assert (tally.documents, tally.changed, tally.over_budget, tally.failed) == (3, 1, 1, 0)
    assert tally.hits == {"blogger.get-link": 1, "canon.edges": 1, "canon.space-run": 1}
    assert tally.removed["blogger.get-link"] == len("Get link\n")


def test_parts_add_up_to_the_whole() -> None:
    whole = tally_of(TEXTS)
    parts = Tally().merge(tally_of([text]) for text in TEXTS)
    assert parts == whole
    assert parts.table() == whole.table()
    assert parts.summary() == whole.summary()


def test_the_rules_of_one_document_on_one_line() -> None:
    assert per_rule(cleaner.clean("a  b  c of a long text\nthat goes on.\n\nGet link\n")) == (
        "canon.space-run ×2, blogger.get-link, canon.edges"
    )
