"""``cleaner explain`` and the commands under ``cleaner rules``, called as the shell would call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.cli import run

PACK = r"""
pack: mine
rules:
  - id: share
    why: It is chrome.
    category: social
    line: {exact: Share this recipe}
    unless: ['recipe\?']
    strips: ["Text.\n«Share this recipe»"]
  - id: last
    why: It is chrome at the end.
    category: promo
    zone: {tail: 1}
    line: {regex: 'Buy \d{1,3} now'}
    strips: ["Text.\n«Buy 12 now»"]
    keeps: [He said Buy 12 now., "Buy 12 now\nand sing."]
  - id: swiss
    why: It is chrome of one site.
    category: promo
    sites: [example.ch]
    lang: [de]
    line: {exact: Grüezi}
    strips: [{text: "Text.\n«Grüezi»", with: {site: example.ch, lang: de}}]
keep:
  - id: poem
    why: A poem says so.
    line: {exact: Share this recipe}
    sites: [poems.example]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mine.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "cleaner.toml").write_text('rules = ["mine.yaml"]\ndefault-rules = false\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLEANER_NO_CACHE", "1")
    return tmp_path


def said(capsysbinary: pytest.CaptureFixture[bytes], *args: str) -> tuple[int, str]:
    code = run(args)
    done = capsysbinary.readouterr()
    return code, (done.out + done.err).decode()


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("One harbour.\nTwo ferries.\nShare this recipe", (), "removed by mine.share"),
        ("One.\nBuy 12 now\nTwo.", (), "mine.last did not fire: its zone does not reach here"),
        ("One.\nGrüezi\nTwo.", (), "mine.swiss did not fire: it is for the site example.ch"),
        ("One.\nGrüezi\nTwo.", ("--lang", "fr"), "mine.swiss did not fire: it is for the language de"),
        ("One.\nShare this recipe\nTwo.", ("--disable", "mine.share"), "did not fire: it is disabled"),
        ("One.\nShare this recipe\nTwo.", ("--site", "poems.example"), "a keep protects it"),
        ("```\nShare this recipe\n```\n", (), "mine.share did not fire: the line is in a fence"),
        ("Go.\nShare this recipe", (), "mine.share matched, but rules would strip more"),
        ("One.\nTwo.\n", (), ""),
    ],
)
def test_explain_says_why(
    folder: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    text: str,
    options: tuple[str, ...],
    expected: str,
) -> None:
    (folder / "text.txt").write_text(text, encoding="utf-8")
    code, output = said(capsysbinary, "explain", "text.txt", *options)
    assert code == 0
    assert expected in output
    assert bool(output) == bool(expected)


def test_explain_of_one_line(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "text.txt").write_text("One.\nTwo.\n", encoding="utf-8")
    code, output = said(capsysbinary, "explain", "text.txt:2")
    assert (code, output) == (0, "text.txt:2: Two.\n  no rule changed it, and none begins there\n")
    code, output = said(capsysbinary, "explain", "text.txt:9")
    assert (code, output) == (2, "cleaner: text.txt has 3 lines, there is no line 9\n")


@pytest.mark.usefixtures("folder")
def test_rules_are_those_of_the_settings(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, output = said(capsysbinary, "rules", "list", "mine.*")
    assert code == 0
    assert [line.split()[0] for line in output.splitlines()] == [
        "mine.last",
        "mine.poem",
        "mine.share",
        "mine.swiss",
    ]
    assert "blogger" not in said(capsysbinary, "rules", "list")[1]
    assert "It is chrome at the end." in said(capsysbinary, "rules", "explain", "mine.last")[1]
    code, output = said(capsysbinary, "rules", "test", "mine.*")
    assert code == 0
    assert "4 rules" in output
    assert "all hold" in output
    code, output = said(capsysbinary, "rules", "explain", "mine.lost")
    assert (code, 'did you mean "mine.last"' in output) == (2, True)


def test_lint_names_what_is_wrong(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "bad.yaml").write_text(
        PACK.replace("mine", "bad").replace(r"\d{1,3}", r"\d+"), encoding="utf-8"
    )
    code, output = said(capsysbinary, "rules", "lint", "bad.yaml", "--no-default-rules")
    assert code == 1
    assert r"bad.last: a repeat has no upper bound: Buy \d+ now" in output


def test_lint_on_a_clean_corpus(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (folder / "clean").mkdir()
    (folder / "clean" / "one.txt").write_text("One.\nShare this recipe\nTwo.", encoding="utf-8")
    args = ("rules", "lint", "mine.yaml", "--no-default-rules", "--clean-corpus", "clean")
    code, output = said(capsysbinary, *args)
    assert code == 1
    assert "mine.share: it fires on 1 of 1 clean documents: Share this recipe" in output
    code, output = said(capsysbinary, *args, "--clean-budget", "1")
    assert "fires on" not in output


def test_a_new_rule_is_a_pack_that_loads(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, output = said(capsysbinary, "rules", "new", "new.buy", "--from-text", "Buy: our «book»")
    assert code == 0
    (folder / "new.yaml").write_text(output, encoding="utf-8")
    code, output = said(capsysbinary, "rules", "test", "--rules", "new.yaml", "new.*")
    assert (code, "1 rule, " in output) == (0, True), output
    code, output = said(capsysbinary, "rules", "new", "No Id", "--from-text", "Buy")
    assert (code, '"No Id" is no id' in output) == (2, True)
