"""The reference of the command line, from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer
from markup import cell, paragraphs, table

from cleaner.cli.app import app_for

INTRODUCTION = """# Command line

Data goes to stdout, words go to stderr. The exit code is 0 if all is well, 1 if `check` found or
`fix` made changes, 2 if something could not be done; 2 outranks 1, and the line on stderr names
the file and what to do. `cleaner --install-completion` makes the shell complete commands and
options.

Every command below can be asked for its `--help`.
"""

EXAMPLE = re.compile(r"\s*Example: (cleaner .*)", re.DOTALL)


def page() -> str:
    """Return the page."""
    return INTRODUCTION + "".join(_described("cleaner", typer.main.get_command(app_for(()))))


def _described(name: str, command: Any) -> Iterator[str]:
    context = command.make_context(name, [], resilient_parsing=True)
    commands = getattr(command, "commands", {})
    level = "#" * len(name.split())
    if name != "cleaner":
        words = EXAMPLE.sub("", command.help or "")
        example = EXAMPLE.search(command.help or "")
        yield f"\n{level} {name}\n\n{paragraphs(words)}\n"
        if example:
            yield f"\n```text\n{' '.join(example[1].split())}\n```\n"
    if not commands:
        usage = " ".join([name, *command.collect_usage_pieces(context)])
        yield f"\n`{usage}`\n"
        yield from _options(command, context)
    for entry in sorted(commands):
        if not commands[entry].hidden:
            yield from _described(f"{name} {entry}", commands[entry])


def _options(command: Any, context: Any) -> Iterator[str]:
    rows: dict[str, list[tuple[str, str]]] = {}
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is None or "--help" in parameter.opts:
            continue
        if parameter.param_type_name == "argument":
            panel = "Arguments"
        else:
            panel = getattr(parameter, "rich_help_panel", None) or "Options"
        rows.setdefault(panel, []).append((f"`{cell(record[0])}`", cell(record[1])))
    for panel in sorted(rows, key=lambda panel: (panel != "Arguments", panel == "Options")):
        yield "\n" + table((panel, ""), rows[panel])
