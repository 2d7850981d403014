"""What the README prints can be typed: its shell commands and its Python run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from cleaner.settings.find import find_settings

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_first_commands_are_targets_of_make() -> None:
    targets = [line.split()[1] for line in blocks("sh")[0].splitlines()]
    assert targets == ["demo", "test"]
    for target in targets:
        subprocess.run(["make", "--dry-run", target], cwd=TOP, check=True, capture_output=True)


def test_the_commands_run(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    page = "It was late,  and nobody came home that night.\n\nGet link\n"
    (tmp_path / "corpus" / "page.txt").write_text(page)
    (tmp_path / "page.txt").write_text(page)
    codes = {"check": {1}, "fix": {1}}
    ran = 0
    for line in blocks("sh")[1].splitlines():
        command = shlex.split(line, comments=True)
        if command[:1] != ["cleaner"]:
            continue
        if command[1] == "stats":
            shutil.copy(tmp_path / "audit.jsonl", tmp_path / "older.jsonl")
        if command[1] == "fix":
            (tmp_path / "audit.jsonl").unlink()
        done = cleaner(*command[1:])
        assert done.returncode in codes.get(command[1], {0}), line
        ran += 1
    assert ran == 8
    assert (tmp_path / "back" / "page.txt").read_text() == page


def test_the_python_runs() -> None:
    for code in blocks("python"):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
        assert done.stdout.startswith("It was late, and nobody came home that night.")


def test_the_pack_holds_what_it_says(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(next(text for text in blocks("yaml") if "pack: mine" in text))
    assert cleaner("rules", "test", "--rules", "mine.yaml", "mine.*").returncode == 0


def test_the_hooks_exist() -> None:
    wanted = yaml.safe_load(next(text for text in blocks("yaml") if "repos:" in text))
    ids = {hook["id"] for hook in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())}
    assert {hook["id"] for repo in wanted["repos"] for hook in repo["hooks"]} <= ids


def test_the_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text(blocks("toml")[0])
    assert find_settings(tmp_path).overrides[0].options == {"profile": "strict"}


def test_a_baseline_is_written_and_checked(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "page.txt").write_text("It was late,  and nobody came.\n\nGet link\n")
    for line in blocks("sh")[2].splitlines():
        assert cleaner(*shlex.split(line, comments=True)[1:]).returncode == 0, line


def test_the_sample_is_true() -> None:
    import cleaner  # noqa: PLC0415 -- the fixture of this name is the command

    before, after = blocks("text")
    assert cleaner.clean(f"Live updates: Ukraine-Russia border tensions\n\n{before}").text == (
        f"Live updates: Ukraine-Russia border tensions\n\n{after}"
    )
