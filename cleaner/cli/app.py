"""The commands and the options of ``cleaner`` itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from cleaner import __version__
from cleaner.cli.help import Command
from cleaner.cli.streams import write_line

COMMANDS = {
    "clean": "clean",
    "run": "cluster",
    "check": "check",
    "fix": "fix",
    "diff": "diff",
    "restore": "restore",
    "report": "report",
    "stats": "stats",
    "explain": "explain",
    "config": "config",
    "baseline": "baseline",
    "rules": "rules",
}
"""The module of each command; one that has an ``app`` is a group of commands."""


def app_for(args: Sequence[str]) -> typer.Typer:
    """Return the application with the command that ``args`` begin with, or with all of them.

    A command that is not asked for is not imported: that would be most of the time that a
    command on one small file takes.
    """
    app = typer.Typer(
        help="Turn dirty web text into clean canonical text, with proof of every change.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    one = args and args[0] in (*COMMANDS, "--version") and "_CLEANER_COMPLETE" not in os.environ
    for name in COMMANDS.keys() & {args[0]} if one else COMMANDS:
        module = import_module(f"cleaner.cli.{COMMANDS[name]}")
        if hasattr(module, "app"):
            _use_our_help(module.app)
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(getattr(module, name))
    app.callback()(_cleaner)
    _use_our_help(app)
    return app


def _use_our_help(app: typer.Typer) -> None:
    """Give every command of ``app`` the help of ``cleaner.cli.help``."""
    for command in app.registered_commands:
        command.cls = Command


def _print_version(wanted: bool) -> None:
    if wanted:
        from cleaner.packs.cache import load_plan  # noqa: PLC0415 -- only --version needs it here

        digest = load_plan((), (), "standard", default_rules=True).digest
        write_line(f"cleaner {__version__} (rules {digest})")
        raise typer.Exit


def _cleaner(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Print the version and the digest of the shipped rules.",
        ),
    ] = False,
) -> None:
    pass
