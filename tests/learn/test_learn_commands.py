"""The commands of learning, on the fixture that the tutorial uses."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.learn.pack import read, written
from cleaner.learn.page import page
from cleaner.learn.review import Answer, decided, reviewed
from cleaner.learn.rules import Rule

TOP = Path(__file__).parents[2]
HARBOUR = TOP / "fixtures" / "learn" / "harbour.jsonl"

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def rules() -> list[Rule]:
    return [
        {"id": name, "why": "Seen.", "category": "promo", "source": "learned", "sites": ["a.example"]}
        | {"line": {"exact": f"The {name} gull"}, "strips": [f"It was cold.\n\n«The {name} gull»"]}
        for name in ("first", "second", "third")
    ]


def test_the_tutorial_is_true(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "harbour.jsonl").write_bytes(HARBOUR.read_bytes())
    text = (TOP / "docs" / "learn.md").read_text(encoding="utf-8")
    commands = [
        shlex.split(line)[1:]
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
        if line.startswith("cleaner ")
    ]
    for command in commands:
        done = cleaner(*command, stdin=b"a\na\na\na\nr\nr\n")
        assert done.returncode == 0, (command, done.stderr.decode())
    (shown,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    first = (tmp_path / "cleaned.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first)["text"] + "\n" == shown
    _, left = read((tmp_path / "learned.yaml").read_text(encoding="utf-8"))
    assert [rule["source"].endswith("; reviewed") for rule in left] == [True] * 4


def test_what_a_log_says_was_removed_is_not_learned_again(cleaner: Run) -> None:
    assert cleaner("rules", "suggest", HARBOUR, "-o", "learned.yaml", "-j", 1).returncode == 0
    pack = ("--rules", "learned.yaml", "--profile", "strict")
    assert cleaner("clean", HARBOUR, "-o", "out.jsonl", "--audit", "log.jsonl", *pack).returncode == 0
    again = cleaner("rules", "suggest", HARBOUR, "--against", "log.jsonl", "-j", 1)
    assert again.returncode == 0
    assert read(again.stdout.decode())[1] == []


def test_clean_can_learn_first(cleaner: Run, tmp_path: Path) -> None:
    done = cleaner("clean", HARBOUR, "-o", "out.jsonl", "--audit", "log.jsonl", "--learn", "-j", 1)
    assert done.returncode == 0, done.stderr.decode()
    _, rules = read((tmp_path / "log.learned.yaml").read_text(encoding="utf-8"))
    assert [rule.get("profiles") for rule in rules] == [None] * 4
    text = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert ("By Ann Marsh" in text, "Printed on" in text, "Conclusion" in text) == (True, False, True)
    assert f"learned.{rules[0]['id']}" in (tmp_path / "log.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((HARBOUR, "--learn"), b"--audit LOG"),
        ((HARBOUR, "--learn", "-o", "out.jsonl", "--dry-run"), b"rules suggest"),
        (("-", "--learn", "--audit", "log.jsonl"), b"twice"),
    ],
)
def test_learning_first_needs_a_place_and_two_passes(
    cleaner: Run, arguments: tuple[object, ...], told: bytes
) -> None:
    done = cleaner("clean", *arguments)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr.decode()


def test_a_pack_is_not_overwritten_unasked(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "learned.yaml").write_text("mine")
    done = cleaner("rules", "suggest", HARBOUR, "-o", "learned.yaml")
    assert (done.returncode, b"--overwrite" in done.stderr) == (2, True)


def test_another_field_can_say_the_site(cleaner: Run, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in HARBOUR.read_text(encoding="utf-8").splitlines()]
    moved = "".join(json.dumps({"text": row["text"], "host": "gulls.example"}) + "\n" for row in rows)
    (tmp_path / "moved.jsonl").write_text(moved)
    done = cleaner("rules", "suggest", "moved.jsonl", "--site-field", "host", "-j", 1)
    assert {site for rule in read(done.stdout.decode())[1] for site in rule["sites"]} == {"gulls.example"}


def test_documents_without_a_site_are_told_of(cleaner: Run, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in HARBOUR.read_text(encoding="utf-8").splitlines()]
    (tmp_path / "bare.jsonl").write_text("".join(json.dumps({"text": row["text"]}) + "\n" for row in rows))
    done = cleaner("rules", "suggest", "bare.jsonl", "-j", 1)
    assert (done.returncode, read(done.stdout.decode())[1]) == (0, [])
    assert b"8 documents without a site" in done.stderr


def test_a_walk_decides_and_can_be_left(rules: list[Rule]) -> None:
    answers: list[Answer] = ["strict", "reject", "quit"]
    left = list(reviewed(rules, lambda _: answers.pop(0), lambda rule: rule))
    assert [rule["id"] for rule in left] == ["first", "third"]
    assert (left[0]["profiles"], left[0]["source"]) == (["strict"], "learned; reviewed")
    assert left[1] == rules[2]


def test_an_edited_rule_is_asked_about_again(rules: list[Rule]) -> None:
    answers: list[Answer] = ["edit", "accept"]
    (left,) = reviewed(rules[:1], lambda _: answers.pop(0), lambda rule: rule | {"why": "Better."})
    assert left == decided(rules[0] | {"why": "Better."}, "accept")


def test_what_is_written_is_read_back(rules: list[Rule]) -> None:
    rules[0]["line"] = {"exact": "A gull \N{BIRD}\N{ZERO WIDTH JOINER}\N{NO-BREAK SPACE}\x85: # 'x'"}
    assert read(written(rules, "Gulls.")) == ("Gulls.", rules)


def test_hostile_text_stays_text(rules: list[Rule]) -> None:
    rules[0]["strips"] = ["«<script>alert(1)</script>» \\«<img src=x onerror=alert(1)>\\»"]
    rules[0]["why"] = '"><svg onload=alert(1)>'
    shown = page("</title><script>", rules)
    assert re.findall("<(?:script|img|svg)", shown) == []
    assert "<mark>&lt;script&gt;" in shown
    assert "default-src &#x27;none&#x27;" in shown


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("why:", "because:"), b'the field "why" is missing'),
        (('id: "', 'id: "x'), b"keeps its id"),
        (("More from the harbour", "Less from the harbour"), b"goes by other rules"),
        (("list: ", "list: 1 #"), b"learned.yaml"),
    ],
)
def test_an_edit_that_does_not_hold_is_not_taken(
    cleaner: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], told: bytes
) -> None:
    (rule,) = (rule for rule in _learned(cleaner, tmp_path) if "list" in rule)
    path = tmp_path / "one.yaml"
    path.write_text(written([rule], "One rule."), encoding="utf-8")
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        f"path.write_text(path.read_text('utf-8').replace(*{change!r}, 1), 'utf-8')\n"
    )
    monkeypatch.setenv("EDITOR", shlex.join([sys.executable, str(editor)]))
    before = path.read_bytes()
    done = cleaner("rules", "review", "one.yaml", stdin=b"e\nq\n")
    assert (done.returncode, path.read_bytes()) == (0, before)
    assert b"it is left as it was" in done.stderr
    assert told in done.stderr


def _learned(cleaner: Run, folder: Path) -> list[Rule]:
    assert cleaner("rules", "suggest", HARBOUR, "-o", "learned.yaml", "-j", 1).returncode == 0
    return read((folder / "learned.yaml").read_text(encoding="utf-8"))[1]


def test_a_log_of_other_documents_is_told_of(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text('{"text": "It was cold."}\n')
    assert cleaner("clean", "other.jsonl", "-o", "out.jsonl", "--audit", "log.jsonl").returncode == 0
    done = cleaner("rules", "suggest", HARBOUR, "--against", "log.jsonl", "-j", 1)
    assert b"log.jsonl: it tells of none of these documents" in done.stderr


def test_a_broken_pack_is_named_as_it_is_called(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("pack: [\n")
    done = cleaner("rules", "review", "mine.yaml")
    assert (done.returncode, done.stderr.startswith(b"mine.yaml:")) == (2, True)
