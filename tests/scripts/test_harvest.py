"""The harvest of phrases: what it reads, chooses and leaves out, from catalogues made for the test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import regex
import yaml
from harvest import catalogues, patterns
from harvest.compose import PLACEHOLDER, Language, choose

ROOT = Path(__file__).parents[2]

GERMAN = Language("de", "German", ("de",), ("Latin",), "Es regnete.")
RULE = {
    "id": "heads",
    "zone": {"tail": 8},
    "phrases": {"WordPress": ["Leave a Reply", "Reply", "%s replies"]},
}


def entries(**texts: str) -> dict[str, tuple[catalogues.Entry, ...]]:
    english = catalogues.Entry("en", "Leave a Reply", "Leave a Reply")
    return {"WordPress": (english, *(catalogues.Entry("de", key, text) for key, text in texts.items()))}


def chosen(
    text: str, left_out: dict[str, str] | None = None, msgid: str = "Leave a Reply"
) -> tuple[list[str], list[str]]:
    review = {"left_out": {"de": left_out or {}}, "foreign": {}, "ids": {}, "by_hand": {}}
    found = choose([RULE], review, {"de": GERMAN}, entries(**{msgid: text}))
    return [phrase.text for phrase in found.phrases["de"]["heads"]], [out.why for out in found.left_out]


@pytest.mark.parametrize(
    ("text", "msgid", "why"),
    [
        pytest.param("Antworten", "Reply", "one short word, which is an ordinary line", id="too short"),
        pytest.param("Leave a Reply", "Leave a Reply", "not translated", id="English"),
        pytest.param("%s Antworten", "%s replies", "a placeholder has no filling", id="placeholder"),
        pytest.param("Напишите ответ", "Leave a Reply", "not in the language's script", id="script"),
        pytest.param("Bis morgen dann", "Leave a Reply", "a farewell", id="what a speaker refuses"),
    ],
)
def test_what_is_left_out_and_why(text: str, msgid: str, why: str) -> None:
    assert chosen(text, {"bis morgen dann": "a farewell"}, msgid) == ([], [why])


def test_a_phrase_of_a_catalogue_is_taken_as_a_reader_sees_it() -> None:
    assert chosen('<a href="%s">Schreibe&nbsp;eine  Antwort</a>') == (["Schreibe eine Antwort"], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Antwort auf %s", ["Antwort auf ", ""], id="%s"),
        pytest.param("%1$s von %2$s", ["", " von ", ""], id="numbered"),
        pytest.param("%(count)s Kommentare", ["", " Kommentare"], id="named"),
        pytest.param("{name} schreibt", ["", " schreibt"], id="braces"),
        pytest.param("%{counts} Kommentare", ["", " Kommentare"], id="Ruby's"),
        pytest.param("{{ n }} Kommentare", ["", " Kommentare"], id="double braces"),
        pytest.param("$1 um $2", ["", " um ", ""], id="MediaWiki's"),
        pytest.param("# Min. Lesezeit", ["", " Min. Lesezeit"], id="a hash"),
        pytest.param("w&#230;re", ["w&#230;re"], id="a character by its number is none"),
    ],
)
def test_placeholders_are_known(text: str, expected: list[str]) -> None:
    assert PLACEHOLDER.split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{n, plural, one {# Tag} other {# Tage}}", ["# Tag", "# Tage"], id="ICU"),
        pytest.param(
            "Noch {n, plural, =1 {# Tag} other {# Tage}}.", ["Noch # Tag.", "Noch # Tage."], id="inside"
        ),
        pytest.param(
            "1 Kommentar\n{{ n }} Kommentare", ["1 Kommentar", "{{ n }} Kommentare"], id="a line each"
        ),
        pytest.param("%{n} Rat |||| %{n} Räte", ["%{n} Rat", "%{n} Räte"], id="bars"),
        pytest.param("Gar kein Plural", ["Gar kein Plural"], id="none"),
    ],
)
def test_plurals_become_forms(text: str, expected: list[str]) -> None:
    assert list(patterns.forms(text)) == expected


def test_entries_with_placeholders_become_bounded_patterns() -> None:
    rule = {
        "id": "count",
        "why": "x",
        "category": "notice",
        "from": {"WordPress": ["count"]},
        "slots": r"\d{1,4}",
        "strips": [],
        "keeps": [],
    }
    texts = entries(count="{n, plural, one {# Kommentar (neu)} other {# Kommentare}}")
    pack = yaml.safe_load(patterns.pack([rule], {}, {"de": GERMAN}, texts, {"WordPress": "1"}))
    found = pack["rules"][0]["line"]["regex"]
    assert [
        bool(regex.fullmatch(found[0], line)) for line in ("1 Kommentar (neu)", "12345 Kommentar (neu)")
    ] == [
        True,
        False,
    ]
    assert regex.fullmatch(found[1], "٣ Kommentare")


def test_scripts_with_nested_objects_are_read_without_running_them(tmp_path: Path) -> None:
    (tmp_path / "all.js").write_text(
        'const translations = {\n    common: {\n        save: "L\'ordre",\n    },\n};\n'
        "const de_translations = {\n    common: {\n        save: 'Don\\'t',\n    }\n};\n"
        "const base = {\n    ca: translations,\n    de: de_translations\n};\n",
        encoding="utf-8",
    )
    assert list(catalogues.nested_script(tmp_path / "all.js")) == [
        ("ca", "common.save", "L'ordre"),
        ("de", "common.save", "Don't"),
    ]


def test_assignments_are_read_without_running_them(tmp_path: Path) -> None:
    path = tmp_path / "cy" / "lang.php"
    path.parent.mkdir()
    path.write_text("<?php\n$lang['skip'] = 'neidio i\\'r cynnwys';\n$lang['n'] = 5;\n", encoding="utf-8")
    assert list(catalogues.assignments(path)) == [("cy", "skip", "neidio i'r cynnwys")]


def test_the_script_says_which_packages_are_missing_and_reports_what_it_left_out(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "harvest_phrases.py"
    command = [sys.executable, str(script), str(tmp_path), "--out", str(tmp_path / "out")]
    reports = []
    for name in ("one", "two"):
        report = tmp_path / name
        done = subprocess.run([*command, "--report", str(report)], capture_output=True, text=True, check=True)
        reports.append(report.read_bytes())
    assert f"{tmp_path / 'wordpress-l10n'} is missing: no phrases of WordPress" in done.stderr
    assert reports[0] == reports[1]
    assert all(len(line.split("\t")) == 5 for line in reports[0].decode().splitlines())
