"""Two plans put together do what the plan of all their rules does."""

from __future__ import annotations

import pytest

from cleaner.packs.load import rules_from
from cleaner.packs.match import Engine, Facts
from cleaner.packs.plan import joined, make_plan
from cleaner.packs.sources import Source

ONE = """
pack: one
about: Of gulls.
signature: {any: [{exact: "The Gull"}], zone: {tail: 3}}
rules:
  - {id: a, why: Seen., category: promo, line: {exact: "Feed the gulls"}, strips: ["«Feed the gulls»"]}
  - {id: b, why: Seen., category: promo, zone: {near: a, lines: 1}, line: {regex: "[A-Z][a-z]{1,9}"},
     slow: it leans, strips: ["«Herring»"]}
"""
TWO = """
pack: two
about: Of boats.
rules:
  - {id: a, why: Seen., category: promo, signature: {any: [{exact: "The Boat"}]},
     line: {exact: ["Row a boat", "Feed the gulls"]}, strips: ["«Row a boat»"]}
  - {id: b, why: Seen., category: promo, line: {regex: "[0-9]{3} boats"}, slow: it is short,
     strips: ["«100 boats»"]}
"""
TEXTS = [
    "It was cold.\n\nFeed the gulls\n\nHerring\n\nRow a boat\n\n123 boats\n",
    "It was cold.\n\nFeed the gulls\n\nHerring\n\n123 boats\n\nThe Gull\n",
    "The Boat\n\nIt was cold.\n\nFeed the gulls\n\nHerring\n\nRow a boat\n",
    "The Boat\n\nIt was cold.\n\nFeed the gulls\n\nHerring\n\nRow a boat\n\nThe Gull\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_joined_plans_strip_what_all_rules_strip(text: str) -> None:
    sources = Source("one.yaml", ONE, "user"), Source("two.yaml", TWO, "user")
    whole = Engine(rules_from(sources, default_rules=False))
    one, two = (make_plan(rules_from((source,), default_rules=False), "standard") for source in sources)
    for engine in (Engine(joined(one, two)), Engine(joined(two, one))):
        found = engine.strip(text, Facts(recognised=engine.recognise(text)))
        assert found == whole.strip(text, Facts(recognised=whole.recognise(text)))
