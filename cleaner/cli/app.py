"""The commands and the options of ``cleaner`` itself."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from cleaner import __version__
from cleaner.cli.streams import write_line

COMMANDS: dict[str, str] = {
    "clean": "cleaner.cli.clean",
    "check": "cleaner.cli.check",
    "fix": "cleaner.cli.fix",
    "diff": "cleaner.cli.check",
    "restore": "cleaner.cli.restore",
    "stats": "cleaner.cli.stats",
    "explain": "cleaner.cli.explain",
    "config": "cleaner.cli.config",
}
"""The commands, each with the module that has a function of its name."""

GROUPS: dict[str, str] = {"rules": "cleaner.cli.rules", "baseline": "cleaner.cli.baseline"}
"""Groups of commands, each with the module that has its ``app``."""


def app_for(args: Sequence[str]) -> typer.Typer:
    """Return the application with the command that ``args`` begin with, or with all where they don't.

    Reading and describing all commands takes longer than a short run of one of them.
    """
    wanted = args[0] if args and args[0] in {*COMMANDS, *GROUPS} else None
    app = typer.Typer(
        help="Turn dirty web text into clean canonical text, with proof of every change.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name, module in COMMANDS.items():
        if wanted in {None, name}:
            app.command(name)(getattr(import_module(module), name))
    for name, module in GROUPS.items():
        if wanted in {None, name}:
            app.add_typer(import_module(module).app, name=name)
    app.callback()(_cleaner)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        from cleaner.packs.load import load_rules  # noqa: PLC0415 -- only --version needs it here

        write_line(f"cleaner {__version__} (rules {load_rules().digest})")
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
