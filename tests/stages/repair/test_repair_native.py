"""One Latin code page read as another, where only the line's own language says so."""

from __future__ import annotations

from operator import add

import pytest

from cleaner.stages.repair import repair
from cleaner.stages.repair.evidence import is_mixed
from cleaner.stages.repair.gate import alarms
from cleaner.stages.repair.language import price_of, spoken
from cleaner.stages.repair.legacy import misreading
from cleaner.stages.repair.native import native

SENTENCES = (
    "Der Bäcker öffnet früh, und die Brötchen müssen über Nacht ruhen.",
    "L’été dernier, la forêt était déjà dorée près du château.",
    "Båten låg kvar i hamnen när frosten kom till ön.",
    "A água é límpida, não há nuvens e a manhã é de verão.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize(
    ("true", "read_as"),
    [
        ("cp1252", "mac-roman"),
        ("mac-roman", "cp1252"),
        ("cp850", "cp1252"),
        ("cp1252", "cp850"),
        ("cp1252", "cp1251"),
        ("cp1252", "cp1253"),
        ("cp1252", "cp437"),
    ],
)
def test_read_in_its_own_language(sentence: str, true: str, read_as: str) -> None:
    sound = sentence.replace("’", "'")
    line = "".join(bytes((b,)).decode(read_as, "ignore") or chr(b) for b in sound.encode(true))
    assert repair(line).apply(line) == sound


def test_only_what_differs_is_an_edit() -> None:
    line = "Zuverl‰ssigkeit und N‰he, 5 £ gespart, gr¸nes Licht"
    assert [(line[e.start : e.end], e.text) for e in repair(line).edits] == [
        ("‰", "ä"),
        ("‰", "ä"),
        ("¸", "ü"),
    ]


def test_lines_without_anything_odd_follow_the_others() -> None:
    text = "Die B‰ckerei l‰sst gr¸ﬂen.\nIm M‰rz ist es k¸hl."
    sound = "Die Bäckerei lässt grüßen.\nIm März ist es kühl."
    assert repair(text).apply(text) == sound


@pytest.mark.parametrize(
    "line",
    [
        "Le compositeur Dvořák et le peintre Šíma vivaient à Prague.",
        "Deirtear gurbh é Eoghan a athair.",
        "Siehe Anmerkung¹ und § 5, bei 20 °C, ©Müller",
        "Der Preis in £ und ¥, „so“ und »so«, 7 ‰ Zinsen",
        "âFremstilling af overvejelser.â",  # bytes of UTF-8 are gone: no code page has them
        "zraΔnih i taktiΔka",  # one character alone is too little to tell a code page by
        "abcdefghijk áéýúíóþæðö ABCDEFGHIJK ÁÉÝÚÍÓÞÆÐÖ",
        "abcde ABCDE àèìòù €",
        "50 MB/с, ещё 10 с",
    ],
)
def test_untouched(line: str) -> None:
    assert native(line) is None
    assert repair(line).edits == ()


@pytest.mark.parametrize(
    "line",
    [
        "Паляванне на дзiкiх казлоў у гэтым годзе не дазволена.",
        "Сe вели декa тие нeмa дa дojдат во нaшиот град.",
        "Кiтап оқу бiлiмнiң негiзi.",
    ],
)
def test_ascii_letters_typed_into_another_script_stay(line: str) -> None:
    assert alarms(line)
    assert is_mixed(line)
    assert misreading(line) is None
    assert not repair(line).edits


def test_all_languages_are_weighed_at_once_as_one_by_one() -> None:
    line = " Die Leute von Nebenan kommen 3 Mal im Jahr, und the rest is silence! "
    told = spoken(line)
    pairs = list(map(add, line, line[1:]))
    costs = {name: sum(map(price_of(name).__getitem__, pairs)) for name in told}
    assert len(told) > 30
    assert {name: told[name] - told["de"] for name in told} == pytest.approx(
        {name: cost - costs["de"] for name, cost in costs.items()}
    )
