"""Texts that hold no chrome: prose, verse, law, science, lists that look like it. No rule may fire."""

from pathlib import Path

import pytest

from cleaner.packs.load import load_rules
from cleaner.packs.match import Engine, Facts

TEXTS = sorted((Path(__file__).parents[2] / "fixtures" / "negative").glob("*.txt"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_rules(), "standard")


@pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
@pytest.mark.parametrize("lang", [None, "en"])
def test_nothing_is_stripped(engine: Engine, path: Path, lang: str | None) -> None:
    text = path.read_text(encoding="utf-8")
    edits = engine.strip(text, Facts(lang=lang)).edits
    assert [(text[edit.start : edit.end], edit.causes) for edit in edits] == []


def test_there_are_texts() -> None:
    assert len(TEXTS) >= 10
