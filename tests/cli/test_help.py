"""Help that can be read: every command says what it is for and shows an example that is one."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from subprocess import CompletedProcess
from typing import Any

import pytest
import typer

from cleaner.cli.app import app_for

Run = Callable[..., CompletedProcess[bytes]]


def commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner: Any = getattr(command, "commands", None)
    if inner is None and not command.hidden:
        yield name, command
    for entry in inner or ():
        yield from commands(f"{name} {entry}", inner[entry])


COMMANDS = dict(commands("cleaner", typer.main.get_command(app_for(()))))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_is_for_and_its_example_parses(name: str) -> None:
    command = COMMANDS[name]
    context = command.make_context(name, [], resilient_parsing=True)
    lines = command.get_help(context).splitlines()
    assert lines[0].startswith(f"Usage: {name} ")
    purpose = (command.help or "").split("\n")[0]
    assert purpose.endswith(".")
    example = shlex.split(lines[lines.index("Example:") + 1])
    words = name.split()
    assert example[: len(words)] == words
    until = next((i for i, word in enumerate(example) if word in {">", "|"}), len(example))
    command.make_context(name, example[len(words) : until])


def test_options_stand_in_their_groups(cleaner: Run) -> None:
    told = cleaner("clean", "--help").stdout.decode().splitlines()
    heads = [line for line in told if line.endswith(":") and not line.startswith(" ")]
    assert heads == ["Arguments:", "Output:", "Run:", "Rules:", "Files:", "Options:", "Example:"]


def test_what_is_unknown_is_told_with_what_is_near(cleaner: Run) -> None:
    for arguments, near in (
        (["cleen", "x"], "'clean'"),
        (["rules", "explian", "x"], "'explain'"),
        (["clean", "--profil", "light", "x"], "--profile"),
        (["rules", "explain", "bloger.get-link"], '"blogger.get-link"'),
    ):
        done = cleaner(*arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        assert near in done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="this bash is none of Windows's paths")
def test_the_shell_can_complete() -> None:
    asked = shlex.join([sys.executable, "-m", "cleaner", "--show-completion"])
    done = subprocess.run(["bash", "-c", f"{asked}; exit $?"], check=True, capture_output=True)
    assert b"_CLEANER_COMPLETE" in done.stdout
