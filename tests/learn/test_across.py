"""Across sites only what stands among known chrome is proposed, last of all and never as sure."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.formats.opening import file_shape
from cleaner.formats.record import Fields, Shard
from cleaner.learn.rules import Rule
from cleaner.learn.suggest import Corpus, suggest
from cleaner.run.pool import Limits

WORDS = ["sea", "wall", "harbour", "people", "gulls", "boats", "evening", "fish", "church", "bell", "rain"]

Pages = Callable[..., list[Rule]]


@pytest.fixture
def rules(tmp_path: Path) -> Pages:
    """Learn from sites of one page each, which begin as told."""
    chance = random.Random(4)

    def prose() -> str:
        return " ".join(chance.choices(WORDS, k=16)).capitalize() + "."

    def learned(*head: str, sites: int = 6, story: bool = False, only_sure: bool = False) -> list[Rule]:
        path = tmp_path / "corpus.jsonl"
        told = [prose() for _ in range(4)]
        rows = [
            {
                "text": "\n\n".join((*head, *(told if story else [prose() for _ in range(4)]))),
                "url": f"https://site-{n}.example",
            }
            for n in range(sites)
        ]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        corpus = Corpus((Shard(path, path.name, file_shape(path, None)),), Fields())
        errors: list[Exception] = []
        found = suggest(corpus, Limits(1), errors.append, only_sure=only_sure)
        assert errors == []
        return found.rules

    return learned


def test_what_stands_between_known_chrome_is_proposed_for_the_strict_profile(rules: Pages) -> None:
    (rule,) = rules("Skip to content", "Stamp this leaf", "Advertisement")
    assert (rule["line"], rule["profiles"]) == ({"exact": "Stamp this leaf"}, ["strict"])
    assert ("sites" in rule, "signature" in rule, "each of another site" in rule["why"]) == (
        False,
        False,
        True,
    )
    assert rules("Skip to content", "Stamp this leaf", "Advertisement", only_sure=True) == []


@pytest.mark.parametrize(
    "head",
    [
        ("Conclusion",),
        ("Skip to content", "Conclusion"),
        ("Conclusion", "Advertisement"),
        ("Skip to content", "This work is licensed under CC BY 4.0", "Advertisement"),
        ("Skip to content", "By Ann Marsh", "Advertisement"),
        ("Skip to content", "1.", "Advertisement"),
    ],
)
def test_anything_else_stays_however_many_sites_have_it(rules: Pages, head: tuple[str, ...]) -> None:
    assert rules(*head) == []


def test_one_story_on_many_sites_is_one_document(rules: Pages) -> None:
    assert rules("Skip to content", "Stamp this leaf", "Advertisement", story=True, sites=30) == []


def test_two_sites_are_too_few(rules: Pages) -> None:
    assert rules("Skip to content", "Stamp this leaf", "Advertisement", sites=2) == []
