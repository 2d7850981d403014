"""Quotation marks and dashes whose last byte an East Asian code page or a program swallowed."""

from __future__ import annotations

import pytest

from cleaner.stages.repair import repair
from cleaner.stages.repair.quotes import mark


@pytest.mark.parametrize(
    ("codec", "sound"),
    [
        ("gb18030", "“Nobody came,” she said — “it rained.”"),
        ("gb18030", "„Niemand kam“, sagte die Bäckerin. „Es hat geregnet.“"),
        ("gb18030", "Het oude huis – zo zei men – stond leeg; één café bleef open."),
        ("cp932", "„Nikt nie przyszedł”, powiedziała sąsiadka. „Padało.”"),
        ("cp932", "“Nadie vino”, dijo la niña. “Llovía.”"),
    ],
)
def test_marks_come_back(codec: str, sound: str) -> None:
    damaged = sound.encode("utf-8").decode(codec, "replace")
    assert damaged != sound
    assert repair(damaged).apply(damaged) == sound


@pytest.mark.parametrize(
    ("before", "after", "language", "expected"),
    [
        ("He came. ", " She went.", "de", "—"),
        ("er kam ", " sie ging", "de", "–"),
        ("он ", " учитель", "ru", "—"),
        ("don", "t", "en", "’"),
        ("“He said ", "no", "en", "‘"),
        ("“He said ‘no", "”", "en", "’"),
        ("“No,", " he said", "en", "”"),
        ("„Nein,", " sagte er", "de", "“"),
        ("„Nie,", " powiedział", "pl", "”"),
        ("", "Nein", "de", "„"),
    ],
)
def test_a_mark_fits_its_place(before: str, after: str, language: str, expected: str) -> None:
    assert mark(before, after, language)[0] == expected
