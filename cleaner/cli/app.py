"""The commands and the options of ``cleaner`` itself."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner import __version__
from cleaner.cli import baseline, rules
from cleaner.cli.check import check, diff
from cleaner.cli.clean import clean
from cleaner.cli.config import config
from cleaner.cli.explain import explain
from cleaner.cli.fix import fix
from cleaner.cli.restore import restore
from cleaner.cli.stats import stats
from cleaner.cli.streams import write_line

app = typer.Typer(
    help="Turn dirty web text into clean canonical text, with proof of every change.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (clean, check, fix, diff, restore, stats, explain, config):
    app.command()(command)
app.add_typer(rules.app, name="rules")
app.add_typer(baseline.app, name="baseline")


def _print_version(wanted: bool) -> None:
    if wanted:
        from cleaner.packs.load import load_rules  # noqa: PLC0415 -- only --version needs it here

        write_line(f"cleaner {__version__} (rules {load_rules().digest})")
        raise typer.Exit


@app.callback()
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
