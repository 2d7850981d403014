"""Runs what the README and the documentation show; ``--write`` puts in what was printed instead.

    python scripts/docs/snippets.py README.md docs/tutorials/first-rule.md

The blocks of a page run in order, in an empty folder of their own:

- a block with a title, such as ``title="mine.yaml"``, is a file of that name;
- in ``console`` what begins with "$ " is a command, the rest is what it prints, on both streams,
  where "…" stands for anything on its line;
- in ``sh`` each line is a command that exits with 0, or with what its comment says ("exits 1");
- in ``python`` what is printed must be what the comments of its print calls say;
- a block titled "needs …" is not run, and counted.

The last line on stdout counts what ran and what did not.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).parents[2]
FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w+)(?P<more>[^\n]*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
TITLE = re.compile(r'title="([^"]*)"')
EXITS = re.compile(r"#.*\bexits (\d+)")
PRINTED = re.compile(r"^ *print\(.*\)  # (.*)$", re.MULTILINE)


class Block(NamedTuple):
    """A block of a page: where its text stands, the language, the title."""

    start: int
    line: int
    language: str
    title: str
    text: str


class PageError(Exception):
    """What a page says and what happens differ."""


def main() -> int:
    """Run the pages that are named; exits 1 if one of them is not true."""
    pages = [name for name in sys.argv[1:] if name != "--write"]
    write = "--write" in sys.argv[1:]
    counts: Counter[str] = Counter()
    failed = False
    for page in pages:
        try:
            counts += check(Path(page), write=write)
        except PageError as failure:
            print(f"{page}:{failure}", file=sys.stderr)
            failed = True
    print(" ".join(f"{name}={counts[name]}" for name in sorted(counts)))
    return 1 if failed else 0


def check(page: Path, *, write: bool) -> Counter[str]:
    """Run the blocks of a page; count them by language, or as "needs" if they were not run."""
    content = page.read_text("utf-8")
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "work")
        folder.mkdir()
        surroundings = _surroundings(Path(name))
        for block in blocks(content):
            if block.title.startswith("needs "):
                counts["needs"] += 1
                continue
            if block.language == "console":
                shown = _console(block, folder, surroundings)
                if write:
                    content = content.replace(block.text, shown, 1)
                elif not _fits(block.text, shown):
                    raise PageError(_difference(block, shown))
            elif block.language == "sh":
                _sh(block, folder, surroundings)
            elif block.language == "python":
                _python(block, folder, surroundings)
            elif block.title:
                place = folder / block.title
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(block.text.encode())
            counts[block.language] += 1
    if write:
        page.write_bytes(content.encode())
    return counts


def blocks(content: str) -> list[Block]:
    """Return the blocks of a page, without the indentation that they share."""
    found = []
    for match in FENCE.finditer(content):
        text = match["text"]
        if match["indent"]:
            text = "".join(line.removeprefix(match["indent"]) for line in text.splitlines(keepends=True))
        title = TITLE.search(match["more"])
        line = content.count("\n", 0, match.start()) + 1
        found.append(Block(match.start("text"), line, match["language"], title[1] if title else "", text))
    return found


def _surroundings(folder: Path) -> dict[str, str]:
    """Return an environment in which ``cleaner`` is the one of this checkout."""
    (folder / "bin").mkdir()
    for name, module in (("cleaner", "-m cleaner"), ("python", "")):
        command = folder / "bin" / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n', "utf-8")
        command.chmod(0o755)
    return os.environ | {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(TOP),
        "PYTHONUTF8": "1",
        "CLEANER_CACHE_DIR": os.environ.get("CLEANER_CACHE_DIR", str(folder / "cache")),
        "COLUMNS": "100",
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


def _run(command: list[str], folder: Path, surroundings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        encoding="utf-8",
    )


def _console(block: Block, folder: Path, surroundings: dict[str, str]) -> str:
    """Return the block as it should be: its commands, each with what it prints."""
    pieces = []
    for command in commands(block.text):
        printed = _run(["sh", "-c", command], folder, surroundings).stdout
        if "Traceback" in printed:
            message = f"{block.line}: {command}\n{printed}"
            raise PageError(message)
        shown = "\n> ".join(command.split("\n"))
        pieces.append(f"$ {shown}\n{printed}{'' if not printed or printed.endswith(chr(10)) else chr(10)}")
    return "".join(pieces)


def commands(text: str) -> Iterator[str]:
    """Yield the commands of a console, those of several lines joined."""
    current: list[str] = []
    for line in text.split("\n"):
        if line.startswith("$ "):
            if current:
                yield "\n".join(current)
            current = [line[2:]]
        elif line.startswith("> ") and current:
            current.append(line[2:])
        elif current:
            yield "\n".join(current)
            current = []
    if current:
        yield "\n".join(current)


def _sh(block: Block, folder: Path, surroundings: dict[str, str]) -> None:
    for line in block.text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        exits = EXITS.search(line)
        done = _run(["sh", "-c", line], folder, surroundings)
        if done.returncode != int(exits[1] if exits else 0) or "Traceback" in done.stdout:
            message = f"{block.line}: {line}\nexits {done.returncode}\n{done.stdout}"
            raise PageError(message)


def _python(block: Block, folder: Path, surroundings: dict[str, str]) -> None:
    done = _run([sys.executable, "-c", block.text], folder, surroundings)
    said = "\n".join(PRINTED.findall(block.text))
    if done.returncode or (said and not _fits(said, done.stdout.rstrip("\n"))):
        message = f"{block.line}: python\n{done.stdout}"
        raise PageError(message)


def _fits(said: str, happened: str) -> bool:
    pattern = "".join(".*" if part == "…" else re.escape(part) for part in re.split("(…)", said))
    return re.fullmatch(pattern, happened) is not None


def _difference(block: Block, happened: str) -> str:
    lines = difflib.unified_diff(
        block.text.splitlines(), happened.splitlines(), "page", "run", lineterm="", n=1
    )
    return f"{block.line}:\n" + "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
