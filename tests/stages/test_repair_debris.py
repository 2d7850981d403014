"""What is left of UTF-8 when its C1 controls were deleted is evidence of nothing."""

from __future__ import annotations

import pytest

from cleaner.stages.repair import repair


@pytest.mark.parametrize(
    "text",
    [
        "The plan is â¬14 a month, and the larger plan is â¬27 a month.\nâ\nBoth are billed once a year.",
        "Cape Townâs harbour was closed â for the first time.\nâWe had no choice,â said the harbour master.",
        "Less than 1%Â âÂ just over 1,800Â âÂ of the boats came back.",
        "Rating: âââââ (5 of 5)",
    ],
)
def test_debris_stays(text: str) -> None:
    assert repair(text).edits == ()
