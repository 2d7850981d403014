"""The packs of languages: prose stays whole, spellings and scripts fold, the table in docs is theirs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner

ROOT = Path(__file__).parents[2]
TRAPS = sorted((ROOT / "fixtures" / "negative" / "lang").glob("*.txt"))
LARGEST = ("ar", "bn", "de", "es", "fr", "hi", "id", "it", "ja", "pt", "ru", "ur", "zh")


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(stages=("strip",), max_removed=1.0)


def documents(path: Path) -> list[str]:
    return path.read_text("utf-8").split("%%\n")


@pytest.mark.parametrize("path", TRAPS, ids=[path.stem for path in TRAPS])
@pytest.mark.parametrize("known", [True, False], ids=["language known", "language unknown"])
def test_prose_with_the_words_of_phrases_stays(cleaner: Cleaner, path: Path, known: bool) -> None:
    for text in documents(path):
        assert cleaner.clean(text, lang=path.stem if known else None).text == text


def test_there_are_traps_for_every_language() -> None:
    packs = {path.stem for path in (ROOT / "rules" / "languages").glob("*.yaml")} - {"patterns"}
    assert {path.stem for path in TRAPS} == packs
    assert all(
        len(documents(ROOT / "fixtures" / "negative" / "lang" / f"{code}.txt")) >= 10 for code in LARGEST
    )


@pytest.mark.parametrize(
    ("above", "chrome"),
    [
        pytest.param("Bütün gece yağmur yağdı.", "BİR YANIT YAZIN", id="Turkish capitals"),
        pytest.param("Bütün gece yağmur yağdı.", "BIR YANIT YAZIN", id="Turkish in other capitals"),
        pytest.param("Έβρεχε όλη τη νύχτα.", "ΑΚΎΡΩΣΗ ΑΠΆΝΤΗΣΗΣ", id="Greek: final sigma in capitals"),
        pytest.param("Es regnete.", "Die Straße:\nHINTERLASSE EINE ANTWORT", id="German capitals"),
        pytest.param("Llovió.", "Comparte\N{NO-BREAK SPACE}esto:", id="a space that does not break"),
        pytest.param("ירד גשם.", "\N{RIGHT-TO-LEFT MARK}האימייל לא יוצג באתר.", id="a mark of direction"),
        pytest.param("تمام شب باران بارید.", "نشانی ایمیل شما منتشر نخواهد شد.", id="Persian"),
        pytest.param(
            "تمام شب باران بارید.", "نشاني ايميل شما منتشر نخواهد شد.", id="Persian on an Arabic keyboard"
        ),
        pytest.param("هطل المطر طوال الليل.", "اترك تعليقا", id="Arabic without vowels"),
        pytest.param("सारी रात बारिश।", "आपका ईमेल पता प्रकाशित नहीं किया जाएगा।", id="danda"),
        pytest.param("整夜都在下雨。", "必填项已用 * 标注", id="Chinese"),
        pytest.param("整夜都在下雨。", "必填项已用 \N{FULLWIDTH ASTERISK} 标注", id="full-width asterisk"),
        pytest.param("整夜都在下雨。", "分享到\N{FULLWIDTH COLON}", id="full-width colon"),
        pytest.param("一晩中雨が降りました。", "この記事は約３分で読めます。", id="full-width digit"),
        pytest.param("هطل المطر.", "وقت القراءة: ٣ دقائق", id="Arabic-Indic digit"),
        pytest.param("밤새 비가 내렸다.", "필수 필드는 *로 표시됩니다", id="Korean"),
        pytest.param("ฝนตก", "อีเมลของคุณจะไม่แสดงให้คนอื่นเห็น", id="Thai, which has no spaces"),
    ],
)
def test_variants_of_typing_are_the_same_phrase(cleaner: Cleaner, above: str, chrome: str) -> None:
    *head, last = f"{above}\n{chrome}".split("\n")
    assert cleaner.clean("\n".join(head) + f"\n{last}\n").text.strip("\n") == "\n".join(head)


def test_a_known_language_keeps_other_languages_rules_away(cleaner: Cleaner) -> None:
    text = "Det regnede hele natten.\n\nDejar un comentario\n"
    assert cleaner.clean(text, lang="da").text == text
    assert cleaner.clean(text, lang="es-MX").text != text


def test_the_table_of_languages_is_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "languages_table.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0
