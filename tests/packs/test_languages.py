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
        pytest.param("Έβρεχε όλη τη νύχτα.", "ΣΧΕΤΙΚΑ ΑΡΘΡΑ", id="Greek capitals, which have no accents"),
        pytest.param("Bütün gece yağmur yağdı.", "İLGİLİ YAZILAR", id="Turkish capitals with dots"),
        pytest.param("Всю ночь шёл дождь.", "ПОДЕЛИТЬСЯ СТАТЬЕЙ:", id="Russian without the dots of ё"),
        pytest.param("Усю ніч ішов дощ.", "Обов\u02bcязкові поля позначені *", id="Ukrainian apostrophe"),
        pytest.param("Tun boʻyi.", "O\u02bbqishni davom ettiring", id="Uzbek apostrophe"),
        pytest.param("Visą naktį lijo.", "Dalintis \u201eFacebook\u201c", id="low quotes"),
        pytest.param("هطل المطر.", "اقرا ايضا:", id="Arabic without hamza, with a colon"),
        pytest.param("Es regnete.", "Die Straße:\nHINTERLASSE EINE ANTWORT", id="German capitals"),
        pytest.param("Llovió.", "Comparte\N{NO-BREAK SPACE}esto:", id="a space that does not break"),
        pytest.param("ירד גשם.", "\N{RIGHT-TO-LEFT MARK}האימייל לא יוצג באתר.", id="a mark of direction"),
        pytest.param("ירד גשם.", "\u202bשתפו בפייסבוק\u202c", id="an embedding from right to left"),
        pytest.param("ירד גשם.", "\u2067\u200fשתפו בפייסבוק\u2069", id="an isolate from right to left"),
        pytest.param("سارا شب.", "به\u200c اشتراک بگذارید\u200f:", id="a mark before the colon"),
        pytest.param("تمام شب باران بارید.", "نشانی ایمیل شما منتشر نخواهد شد.", id="Persian"),
        pytest.param(
            "تمام شب باران بارید.", "نشاني ايميل شما منتشر نخواهد شد.", id="Persian on an Arabic keyboard"
        ),
        pytest.param("هطل المطر طوال الليل.", "اترك تعليقا", id="Arabic without vowels"),
        pytest.param("सारी रात बारिश।", "आपका ईमेल पता प्रकाशित नहीं किया जाएगा।", id="danda"),
        pytest.param("整夜都在下雨。", "必填项已用 * 标注", id="Chinese"),
        pytest.param("整夜都在下雨。", "必填项已用 \N{FULLWIDTH ASTERISK} 标注", id="full-width asterisk"),
        pytest.param("整夜都在下雨。", "分享到\N{FULLWIDTH COLON}", id="full-width colon"),
        pytest.param("整夜都在下雨。", "相關文章\N{FULLWIDTH COLON}", id="full-width colon after a label"),
        pytest.param("一晩中雨が降りました。", "（続きを読む）", id="full-width brackets"),
        pytest.param("一晩中雨が降りました。", "この記事は約３分で読めます。", id="full-width digit"),
        pytest.param("هطل المطر.", "وقت القراءة: ٣ دقائق", id="Arabic-Indic digit"),
        pytest.param("تمام شب باران بارید.", "زمان مطالعه: ۵ دقیقه", id="Persian digit"),
        pytest.param("सारी रात बारिश।", "५ मिनट में पढ़ें", id="Devanagari digit"),
        pytest.param("सारी रात बारिश।", "टिप्पणी जो\u095cें", id="a letter with a nukta, typed as one"),
        pytest.param("सारी रात बारिश।", "टिप्पणी जो\u0921\u093cें", id="a letter with a nukta, typed as two"),
        pytest.param("सारी रात बारिश।", "यह साइट कुकीज़ का उपयोग करती है।", id="danda after a cookie sentence"),
        pytest.param("Es regnete.", "• Auf Facebook teilen", id="a bullet before a label"),
        pytest.param("Il a plu.", "Article suivant »", id="an arrow after a label"),
        pytest.param("Choveu.", "‹ Artigo anterior", id="an arrow before a label"),
        pytest.param("밤새 비가 내렸다.", "필수 필드는 *로 표시됩니다", id="Korean"),
        pytest.param("ฝนตก", "อีเมลของคุณจะไม่แสดงให้คนอื่นเห็น", id="Thai, which has no spaces"),
    ],
)
def test_variants_of_typing_are_the_same_phrase(cleaner: Cleaner, above: str, chrome: str) -> None:
    *head, last = f"{above}\n{chrome}".split("\n")
    assert cleaner.clean("\n".join(head) + f"\n{last}\n").text.strip("\n") == "\n".join(head)


@pytest.mark.parametrize(
    ("above", "chrome", "prose"),
    [
        pytest.param(
            "Es regnete.",
            "Wir und unsere 742 Partner speichern und/oder greifen auf Informationen auf deinem Gerät zu und "
            "verarbeiten personenbezogene Daten, wie eindeutige Kennungen und Browsing-Daten, für diese "
            "Website, um:",
            "Wir und unsere zwei Partner speichern Daten.",
            id="{name}",
        ),
        pytest.param("Es regnete.", "Hinterlasse einen Kommentar zu Anna", "Ein Kommentar zu Anna", id="%s"),
        pytest.param("Шёл дождь.", "3 комментария", "3 комментария судьи", id="plural: few"),
        pytest.param("Шёл дождь.", "15 комментариев", "15 комментариев судьи", id="plural: many"),
        pytest.param("Padało.", "4 komentarze", "Cztery komentarze", id="plural forms a line each"),
        pytest.param("밤새 비.", "12 개의 댓글", "12 개의 댓글을 읽었다", id="{{ n }}"),
        pytest.param(
            "Regen.", "Diese Seite wurde zuletzt am 3. März 2021 um 17:04 Uhr bearbeitet.", "Ende", id="$1"
        ),
    ],
)
def test_placeholders_are_bounded_patterns(cleaner: Cleaner, above: str, chrome: str, prose: str) -> None:
    assert cleaner.clean(f"{above}\n\n{chrome}\n").text.strip() == above
    for kept in (prose, f"{chrome} {above * 40}"):
        assert cleaner.clean(f"{above}\n\n{kept}\n").text.strip() == f"{above}\n\n{kept}"


def test_a_known_language_keeps_other_languages_rules_away(cleaner: Cleaner) -> None:
    text = "Det regnede hele natten.\n\nDejar un comentario\n"
    assert cleaner.clean(text, lang="da").text == text
    assert cleaner.clean(text, lang="es-MX").text != text


def test_the_table_of_languages_is_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "languages_table.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0
