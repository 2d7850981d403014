"""The five sample documents, byte for byte, in every profile, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner

FIXTURES = Path(__file__).parents[1] / "fixtures"
SEEDS = sorted((FIXTURES / "seeds").glob("*.txt"))


@pytest.mark.parametrize("profile", ["light", "standard", "strict"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_a_seed_comes_out_as_expected(seed: Path, profile: str) -> None:
    before = seed.read_bytes()
    result = Cleaner(profile=profile).clean(before)
    assert result.to_bytes() == (FIXTURES / "expected" / profile / seed.name).read_bytes()
    assert result.restore() == before
    again = Cleaner(profile=profile).clean(result.to_bytes())
    assert not again.changed


def test_each_edit_of_a_seed_blames_the_right_rule() -> None:
    result = Cleaner().clean(SEEDS[1].read_bytes())
    cited = [(edit.before.strip(), edit.causes[-1], edit.category) for edit in result.edits if not edit.after]
    assert cited == [
        ("", "canon.edges", "canon"),
        ("Live updates: Ukraine-Russia border tensions", "repeats.first-line", "duplicate"),
        ("Get link", "blogger.get-link", "social"),
        ("Leave a Reply", "wordpress.reply-title", "comment-form"),
        (
            "Your email address will not be published. Required fields are marked *",
            "wordpress.email-not-published",
            "comment-form",
        ),
    ]
    repaired = {(edit.before, edit.after) for edit in result.edits if "repair.mojibake" in edit.causes[0]}
    assert repaired == {("β€œ", "“"), ("πŸ’₯πŸ’₯πŸ’₯", "💥💥💥")}


def test_the_attribution_that_was_stripped_is_told() -> None:
    result = Cleaner().clean(SEEDS[3].read_bytes())
    assert [tuple(notice) for notice in result.notices] == [
        (
            "syndication.appeared-originally",
            "attribution",
            "This article appeared originally on The Western Journal.",
        )
    ]
