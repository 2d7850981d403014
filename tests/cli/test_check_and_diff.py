"""``check`` for machines and ``diff`` for people, as they are called."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[bytes]]

TEXT = "A â€œtextâ€\x9d,  and more of it.\n\nGet link\n"


@pytest.fixture(autouse=True)
def _page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("Nothing to do here.\n")


@pytest.mark.parametrize("form", ["json", "jsonl", "github", "sarif"])
def test_each_format_goes_to_stdout_or_a_file_alone(cleaner: Run, tmp_path: Path, form: str) -> None:
    done = cleaner("check", ".", "--output-format", form)
    assert done.returncode == 1
    assert b"blogger.get-link" in done.stdout
    filed = cleaner("check", ".", "--output-format", form, "--output-file", "out/found")
    assert (filed.returncode, filed.stdout) == (1, b"")
    assert (tmp_path / "out/found").read_bytes() == done.stdout


def test_the_reasons_of_rules_stand_in_sarif(cleaner: Run) -> None:
    [run] = json.loads(cleaner("check", "a.txt", "--output-format", "sarif").stdout)["runs"]
    texts = {rule["id"]: rule["fullDescription"]["text"] for rule in run["tool"]["driver"]["rules"]}
    assert texts["blogger.get-link"].startswith("The labels of Blogger's share menu")


def test_a_diff_cannot_be_for_machines(cleaner: Run) -> None:
    done = cleaner("check", "--diff", "a.txt", "--output-format", "json")
    assert (done.returncode, b"take one of them" in done.stderr) == (2, True)


def test_a_diff_of_one_stage_or_rule(cleaner: Run) -> None:
    repaired = cleaner("diff", "a.txt", "--stage", "repair").stdout.decode()
    assert "+A “text”,  and more of it.\n" in repaired
    assert "Get link" not in [line[1:] for line in repaired.splitlines() if line.startswith("-")]
    stripped = cleaner("diff", "a.txt", "--rule", "blogger.*").stdout.decode()
    assert [line for line in stripped.splitlines() if line.startswith(("-", "+"))][2:] == ["-Get link"]
    assert b'no stage is "stripp"' in cleaner("diff", "a.txt", "--stage", "stripp").stderr


def test_rules_are_named_if_asked_and_colours_shown_if_forced(
    cleaner: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"-Get link  # blogger.get-link\n" in cleaner("diff", "a.txt", "--annotate").stdout
    plain = cleaner("diff", "a.txt").stdout
    assert b"\x1b[" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert b"\x1b[31mGet link\x1b[0m\x1b[2m  # blogger.get-link\x1b[0m\n" in cleaner("diff", "a.txt").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert cleaner("diff", "a.txt").stdout == plain
