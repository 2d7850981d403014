"""Lint finds what is wrong with rules that work, and says where; the shipped packs pass it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.packs.lint import lint, lint_on_clean
from cleaner.packs.load import load_rules
from cleaner.packs.pump import explodes

GOOD = """
pack: mine
rules:
  - id: share
    why: It is chrome.
    category: promo
    line: {exact: Share this recipe}
    strips: ["Text.\\n«Share this recipe»"]
"""


def found(tmp_path: Path, pack: str) -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text(pack, encoding="utf-8")
    rules = load_rules((str(path),))
    return [str(problem) for problem in lint(rules, [rule for rule in rules.rules if rule.origin == "user"])]


def rule(kind: str, more: str = "") -> str:
    return (
        f"pack: mine\nrules:\n  - id: one\n    why: It is chrome.\n    category: promo\n    {kind}\n"
        '    strips: ["Text.\\n«share it 12»"]\n    keeps: [He said share it 12, They share it 12 times.]\n'
        f"{more}"
    )


def test_the_shipped_packs_pass() -> None:
    rules = load_rules()
    assert [str(problem) for problem in lint(rules, rules.rules)] == []


def test_a_good_pack_passes(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        (rule(r"line: {regex: '(?:\w| ){3,60}'}"), "no words are certain"),
        (rule(r"line: {regex: '[-•] [^\n]{3,60}'}"), "no words are certain"),
        (rule(r"line: {regex: 'in [^\n]{3,60}'}"), "looks at every line with"),
        (rule(r"line: {regex: '[^\n]{2,200}'}"), "matches nearly everything"),
        (rule(r"line: {regex: 'share it \d+'}"), "no upper bound"),
        (rule(r"line: {regex: 'share (?:\w+ ?)+'}"), "stands inside another"),
        (rule(r"line: {regex: 'share (?:it|it|[ ]|\d){1,200}[.]?'}"), "takes too long"),
        (rule(r"span: {regex: 'share it [^.]{1,9}', line: true}"), "could cross lines"),
        (GOOD.replace("    strips:", "    keeps:").replace("«", "").replace("»", ""), '"strips" is missing'),
        (
            rule(r"line: {regex: 'share it \d{2}'}").replace(", They share it 12 times.", ""),
            "1 of 2 examples",
        ),
        (GOOD.replace("«Share this recipe»", "Share this «recipe»"), "of this example there goes"),
        (GOOD.replace("pack: mine", "pack: canon"), "that of a stage"),
        (GOOD + GOOD.split("rules:\n")[1].replace("share\n", "again\n"), "strips all that it strips"),
    ],
)
def test_it_finds(tmp_path: Path, pack: str, said: str) -> None:
    problems = found(tmp_path, pack)
    assert any(said in problem for problem in problems), problems
    assert all(problem.startswith(f"{tmp_path.as_posix()}/mine.yaml:") for problem in problems)


def test_it_names_the_line_of_the_pattern(tmp_path: Path) -> None:
    pack = rule("line:\n      - exact: Share it\n      - regex: 'share it \\d+'")
    (problem,) = [problem for problem in found(tmp_path, pack) if "no upper bound" in problem]
    assert problem.startswith(f"{tmp_path.as_posix()}/mine.yaml:8:16: mine.one: ")


def test_slow_with_a_reason_is_let_through(tmp_path: Path) -> None:
    pack = rule(r"line: {regex: '\w{5} \w{2} \d{2}'}")
    assert found(tmp_path, pack) != []
    assert found(tmp_path, pack + "    slow: It has no words of its own.\n") == []


def test_rules_that_fire_on_clean_texts_are_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD, encoding="utf-8")
    rules = load_rules((str(path),), default_rules=False)
    texts = ["A novel.\nShare this recipe\nAnd so on.", "Another.", "A third."]
    (problem,) = lint_on_clean(rules, rules.rules, texts, 0.1)
    assert "fires on 1 of 3 clean documents: Share this recipe" in str(problem)
    assert list(lint_on_clean(rules, rules.rules, texts, 0.5)) == []


@pytest.mark.parametrize(
    "pattern", [r"(?:a|a)*[.]?", r"go (?:\w|a)+[.]?", r"go (?:\w{1,3} ?){1,30}\.", r"\w+\s*\w+\s*\w+[!]"]
)
def test_bad_patterns_explode(pattern: str) -> None:
    assert explodes(pattern, whole=True)


@pytest.mark.parametrize(
    "pattern", [r"share this (?:post|page)", r"[^\n]{3,150} contributed", r"\d{1,4} likes"]
)
def test_good_patterns_do_not(pattern: str) -> None:
    assert not explodes(pattern, whole=True)
