"""What is left of UTF-8 when its C1 controls were deleted: filled where one character fits, else reported."""

from __future__ import annotations

import pytest

from cleaner.stages.repair import findings, repair


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        (
            "The plan is â¬14 a month, and the larger plan is â¬27 a month.\nâ\nBoth are billed once a year.",
            "The plan is €14 a month, and the larger plan is €27 a month.\nâ\nBoth are billed once a year.",
        ),
        (
            "Cape Townâs harbour was closed â at last.\nâWe had no choice,â said the harbour master.",
            "Cape Town’s harbour was closed â at last.\nâWe had no choice,â said the harbour master.",
        ),
        (
            "Less than 1%Â âÂ just over 1,800Â âÂ of the boats came back.",
            "Less than 1% â just over 1,800 â of the boats came back.",
        ),
        (
            "Waitedâ¦ for the Brandâ¢ clock, and it wasnât there: 100â2,500 people had one.",
            "Waited… for the Brand™ clock, and it wasn’t there: 100–2,500 people had one.",
        ),
    ],
)
def test_debris_is_filled_where_one_character_fits(damaged: str, repaired: str) -> None:
    assert repair(damaged).apply(damaged) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "Rating: âââââ (5 of 5)",
        "Un mât, un dégât et une forêt â trois mots â¦ encore là.",
        "Cât costa? Atât. Cânt, sânt, mânt â lâna, rât, hotarât.",
        "Quanto custa a lâmpada? O câmbio â âncora â está em â¬.",
        "The river Târnava and the town of Câmpina lie in Romania.",
    ],
)
def test_languages_and_doubt_stay(text: str) -> None:
    assert repair(text).edits == ()
    assert findings(text) == ()


def test_the_rest_is_reported() -> None:
    text = "The harbour was closed â for the first time.\nIt is open.\nâWe had no choice,â said the master."
    assert [finding.line for finding in findings(text)] == [1, 3]
    assert findings("The harbour is open, and the Âge of Sail is over.") == ()
