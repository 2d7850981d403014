"""What the README and the documentation show runs, and prints what they say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
SNIPPETS = TOP / "scripts" / "docs" / "snippets.py"
ELSEWHERE = {TOP / "docs" / "learn.md"}  # tests/learn runs it on its corpus
PAGES = [TOP / "README.md", *sorted(set((TOP / "docs").rglob("*.md")) - ELSEWHERE)]

NOT_RUN = {
    "README.md": 1,  # installing
    "docs/howto/resume.md": 1,  # going on with a run that was cut off
    "docs/tutorials/cluster.md": 1,  # running on one
    "docs/tutorials/pre-commit.md": 1,  # pre-commit fetches its hooks
}
"""Blocks that say in their titles what they need; nothing else may go without being run."""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SNIPPETS, *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.parametrize("page", [path.relative_to(TOP).as_posix() for path in PAGES])
def test_a_page_is_true(page: str) -> None:
    done = run(TOP / page)
    assert done.returncode == 0, done.stderr
    counts = dict(entry.split("=") for entry in done.stdout.split())
    assert int(counts.get("needs", 0)) == NOT_RUN.get(page, 0)


@pytest.mark.parametrize(
    "block",
    [
        "```console\n$ echo one\ntwo\n```\n",
        "```sh\nfalse\n```\n",
        "```sh\ntrue  # exits 1\n```\n",
        "```python\nprint(1 + 1)  # 3\n```\n",
        "- in a list:\n\n  ```console\n  $ echo one\n  two\n  ```\n",
    ],
)
def test_a_page_that_is_not_true_is_told(tmp_path: Path, block: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(block, encoding="utf-8")
    done = run(page)
    assert done.returncode == 1
    assert str(page) in done.stderr


def test_files_commands_and_python_share_a_folder(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        '```text title="a.txt"\none\n```\n'
        "```console\n$ cat a.txt\no…\n```\n"
        '```python\nprint(open("a.txt").read().strip())  # one\n```\n',
        encoding="utf-8",
    )
    done = run(page)
    assert (done.returncode, done.stdout.split()) == (0, ["console=1", "python=1", "text=1"])
