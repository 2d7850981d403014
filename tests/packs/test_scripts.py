"""What the script of a text's letters says of its language."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.packs.load import load_rules
from cleaner.packs.match import Engine, Facts
from cleaner.packs.naive import Naive
from cleaner.packs.scripts import foreign

GREEK = "Έβρεχε όλη τη νύχτα στο νησί. " * 9
SPANISH = "Llovió toda la noche en la isla. " * 9


@pytest.mark.parametrize(
    ("text", "stays", "goes"),
    [
        pytest.param(GREEK, "el", "es", id="Greek"),
        pytest.param("Всю ночь шёл дождь на острове. " * 9, "uk", "es", id="Cyrillic is not told apart"),
        pytest.param("島では一晩中雨が降りました。" * 20, "ja", "ko", id="Japanese"),
        pytest.param("밤새 섬에 비가 내렸다. " * 20, "ko", "ja", id="Korean"),
        pytest.param("ฝนตกบนเกาะตลอดทั้งคืน " * 20, "th", "vi", id="Thai"),
        pytest.param("द्वीप पर सारी रात बारिश होती रही। " * 9, "mr", "tr", id="Devanagari"),
    ],
)
def test_a_script_decides_which_languages_a_text_is_not_in(text: str, stays: str, goes: str) -> None:
    found = foreign(text)
    assert goes in found
    assert not {stays, "en", "a-language-of-a-user"} & found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="no text"),
        pytest.param(SPANISH, id="Latin letters"),
        pytest.param("Έβρεχε.", id="too few letters"),
        pytest.param(GREEK[:100] + SPANISH, id="two scripts"),
        pytest.param("\ud83d" * 300, id="halves of characters"),
    ],
)
def test_where_there_is_doubt_nothing_is_decided(text: str) -> None:
    assert foreign(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "lang", "gone"),
    [
        pytest.param(SPANISH, None, True, id="not known, by its phrase alone"),
        pytest.param(SPANISH, "es", True, id="the record's"),
        pytest.param(SPANISH, "es_MX", True, id="a region of it"),
        pytest.param(SPANISH, "da", False, id="the record has another"),
        pytest.param(GREEK, None, False, id="the script says that it is another"),
        pytest.param(GREEK, "es", True, id="the record's goes before the script"),
    ],
)
def test_a_rule_asks_the_record_then_the_script_for_the_language(
    text: str, lang: str | None, gone: bool
) -> None:
    text = f"{text}\n\nCompartir en Facebook\n"
    assert ("Compartir" not in Cleaner(stages=("strip",)).clean(text, lang=lang).text) is gone


def test_english_chrome_goes_from_texts_in_all_scripts() -> None:
    assert "Share" not in Cleaner(stages=("strip",)).clean(f"{GREEK}\n\nShare on Facebook\n").text


def test_the_fast_engine_and_the_naive_one_agree_on_scripts() -> None:
    engine = Engine(load_rules())
    text = f"{GREEK}\n\nCompartir en Facebook\n\nShare on Facebook\n"
    assert engine.strip(text, Facts()) == Naive(engine).strip(text, Facts())
