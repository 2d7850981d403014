"""What ftfy repairs, the stage repairs: ftfy's own cases where they are at hand, and others like them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.stages.repair import repair
from cleaner.stages.repair.asked import may_change
from cleaner.stages.repair.gate import suspicious
from cleaner.stages.repair.peer import peer

_LOST = "\N{REPLACEMENT CHARACTER}"
_PLAIN = ftfy.TextFixerConfig(
    uncurl_quotes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    fix_line_breaks=False,
    normalization="NFC",
)

# Where the stage's answer is meant to differ: a piece of the case, and why.
_BETTER = {
    "DrÃ¥ber": "å is what the letters say, and what the case itself says was meant",
    "hĂ i": "hài is the word; ftfy breaks it in two",
    "pi√π": "più is the word; ftfy takes it for mathematics",
    "attention Г bien": "one repair of two is better than none",
    "أكثر": "one digit of three is better than none",
    "pre-season": "the second dash is read; its first half is lost in both",
    "\x1a": "control characters are the canon stage's business, not damage of encoding",
}


def _cases() -> list[dict[str, str]]:
    """Return ftfy's own cases from CLEANER_FTFY_CASES or a source tree of ftfy; wheels do not carry them."""
    beside = Path(ftfy.__file__).parents[1] / "tests" / "test_cases.json"
    path = Path(os.environ.get("CLEANER_FTFY_CASES") or beside)
    found: list[dict[str, str]] = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return found


def test_no_case_of_ftfys_is_lost() -> None:
    wrong = []
    for case in _cases():
        damaged = case["original"]
        theirs = ftfy.fix_text(damaged, _PLAIN)
        ours = repair(damaged).apply(damaged)
        if theirs.count(_LOST) > damaged.count("ï¿½"):
            continue  # bytes given up are no repair; the stage tells what they were or leaves them
        if ours != theirs and not any(piece in damaged for piece in _BETTER):
            wrong.append((case["label"], ours))
    assert wrong == []


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        # one short word, in which nothing else speaks for a code page
        ("CatalÃ\xa0", "Català"),
        ("TÃ¼rkÃ§e", "Türkçe"),
        ("Ä°zmir", "İzmir"),
        ("LiepÄ\x81ja, VÄ«tols", "Liepāja, Vītols"),
        ("Î•Î»Î»Î·Î½Î¹ÎºÎ¬", "Ελληνικά"),
        ("×©×œ×•×\x9d", "שלום"),
        # a byte that the code page has no character for, and ftfy's reading of it has
        ("CatedrĆ¡ticos", "Catedráticos"),
        # capitals
        ("MAÃ‘ANA", "MAÑANA"),
        ("CÃ”TE D'AZUR", "CÔTE D'AZUR"),
        # à whose no-break space became a space, or went into the one behind it
        ("Ã demain, j'espÃ¨re", "à demain, j'espère"),
        ("VoilÃ  le chat", "Voilà le chat"),
        ("jusquâ€™Ã la derniÃ¨re minute", "jusqu’à la dernière minute"),
        ("La propuesta se enviÃ³ ayer, vis Ã vis", "La propuesta se envió ayer, vis à vis"),
        # what Portuguese joins to it, and French does not
        ("Chegou Ã quela casa, dirÃ¡, e voltou", "Chegou àquela casa, dirá, e voltou"),
        ("Prefere andar Ã s vezes, jÃ¡ se sabe", "Prefere andar às vezes, já se sabe"),
        ("Elle hÃ©site Ã s'Ã©loigner", "Elle hésite à s'éloigner"),
        # a Greek letter inside a name, a ligature inside a word
        ("cells of FcÎ³RIIb mice", "cells of FcγRIIb mice"),
        ("the magniп¬Ѓed view", "the magniﬁed view"),
        # windows-1252 among UTF-8
        ("â\x80\x9cLa maisonâ\x80\x9d\x85", "“La maison”…"),
        ("On verra\x85 Peut-être", "On verra… Peut-être"),
        # UTF-8 read as UTF-8's neighbour twice, through two code pages
        ("a price of Г‚ВЈ7 a head", "a price of £7 a head"),
        # marks that join letters
        ("was $9Ì¶9Ì¶ now", "was $9̶9̶ now"),
        # musical notes and the like behind a word
        ("zingen maar â™ª", "zingen maar ♪"),
        # a lost byte, with nothing else in the line
        ("SlovenÄ�ina", "Slovenčina"),
        ("fiancÃ© Â® â€�", "fiancé ® ”"),
    ],
)
def test_repaired(damaged: str, sound: str) -> None:
    assert repair(damaged).apply(damaged) == sound


@pytest.mark.parametrize(
    "text",
    [
        "Ôôô que saudade",
        "`¬´ hm",
        "``eles foram embora daquí´´",
        "( o¬ô ) huh",
        "¯\\_(ツ)_/¯ (¬_¬) (¬‿¬)",
        "PÃO DE LÓ; MANHÃ, IRMÃ E MAÇÃ",
        "ÃÃÃÃÃ ÃÃÃ",
        "Ð, Þ und ð; Ø 5 mm, Å 3",
        "Рівне і Гірник, Ґалаґан",
        "ã†â€™ãƒâ€ ã¢â‚¬â„¢ãƒæ’ã‚â¢",
    ],
)
def test_untouched(text: str) -> None:
    assert repair(text).edits == ()


@pytest.mark.parametrize(
    "line",
    [
        "â€œquotedâ€\x9d and Ã\xa0 la carte",
        "voilÃ le travail",
        "L’Ã©tÃ© dernier, “bientÃ´t”",
        "parlé\x85 Tu sais",
        "Г‚ВЈ5 and Г‚ВЈ6",
        "í\xa0½í¸\x8d",
    ],
)
def test_replayed_as_ftfy_did_it(line: str) -> None:
    """The edits lead where ftfy went, and leave ASCII alone but for spaces that were bytes."""
    patch = peer(line)
    assert patch.apply(line) == ftfy.fix_encoding(line)
    assert patch.edits
    assert not any(line[e.start : e.end].replace(" ", "") == e.text.replace(" ", "") for e in patch.edits)


def test_half_a_sequence_is_not_windows_1252() -> None:
    assert peer("rated â\x80").edits == ()


def test_places_are_lines() -> None:
    assert suspicious("plain\nÃ©tÃ©\nplain\nÃ¨")[1] == [(6, 11), (18, 20)]
    assert suspicious("Ça va, « déjà » ; où ?\nПривет, мир") == ([], [])


_PIECES = [
    "Ã©",
    "Ã ",
    "â€™",
    "â€\ufffd",
    "Ð¿",
    "СЂ",
    "мені ",
    "β€",
    "é",
    "\x85",
    "№",
    "“Привет” ",
    " a",
    "à",
    "√©",
]


@given(
    st.lists(st.sampled_from(_PIECES), max_size=6).map("".join)
    | st.text("aÃ©àÐС€™№ії» \x99\ufffd", max_size=12)
)
@settings(max_examples=300, deadline=None)
def test_ftfy_leaves_alone_what_it_is_not_asked_about(line: str) -> None:
    if not may_change(line):
        assert ftfy.fix_encoding(line) == line
