"""What a line has to be, to be a phrase: labels, and the exceptions that are held against them."""

from pathlib import Path

import pytest

from cleaner.packs.load import load_rules
from cleaner.packs.match import Engine, Facts
from cleaner.packs.phrases import PhraseTest
from cleaner.packs.schema import Phrase

PACK = """
pack: t
about: Labels with an exception.
rules:
  - id: button
    why: Test.
    category: promo
    line: {label: [Password, Sign up]}
    unless: ['^Password$']
"""


@pytest.mark.parametrize("line", ["Read more", "• Read more", "Read more →", "READ MORE:"])
def test_a_label_may_have_bullets_and_arrows_around_it(line: str) -> None:
    assert PhraseTest((Phrase("label", "Read more"),), "ignore")(line)


@pytest.mark.parametrize(
    ("label", "wears", "bare"),
    [
        ("« first", "« First", "First"),
        ("Loading...", "• Loading …", "Loading"),
        ("See also:", "See also :", "See also"),
    ],
)
def test_what_a_label_wears_itself_the_line_must_wear_too(label: str, wears: str, bare: str) -> None:
    is_label = PhraseTest((Phrase("label", label),), "ignore")
    assert (is_label(label), is_label(wears), is_label(bare)) == (True, True, False)


@pytest.mark.parametrize("line", ["Password", "Password:", "--password", "    Password", "• Password"])
def test_an_exception_is_held_against_the_bare_label(tmp_path: Path, line: str) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(PACK, encoding="utf-8")
    engine = Engine(load_rules((str(path),), default_rules=False), "standard")
    assert not engine.strip(f"The pump asks for it.\n\n{line}\n\nIt runs.", Facts()).edits
    assert engine.strip("The pump asks for it.\n\n• Sign up\n\nIt runs.", Facts()).edits
