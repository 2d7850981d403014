"""The options that commands share, each described once."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cleaner import config
from cleaner.pipeline import Cleaner
from cleaner.report.audit import Level
from cleaner.run.discover import Selection
from cleaner.settings import find_settings

RULES = "Rules"
FILES = "Files"
OUTPUT = "Output"

Paths = Annotated[list[str], typer.Argument(metavar="IN", help="Files or folders; - is stdin.")]
Profile = Annotated[
    config.Profile | None,
    typer.Option(help="light, standard (the default) or strict.", rich_help_panel=RULES, show_default=False),
]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PACK", help="A pack file or folder that extends the shipped ones.", rich_help_panel=RULES
    ),
]
Disable = Annotated[
    list[str] | None,
    typer.Option(
        metavar="GLOB", help="Switch rules off, by full id: 'social.*', canon.space.", rich_help_panel=RULES
    ),
]
NoDefaultRules = Annotated[
    bool, typer.Option("--no-default-rules", help="Leave the shipped packs out.", rich_help_panel=RULES)
]
MaxRemoved = Annotated[
    float | None,
    typer.Option(
        metavar="SHARE",
        help="Removal budget: pass a document of which rules would strip more (0.5).",
        rich_help_panel=RULES,
        show_default=False,
    ),
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="The encoding of all inputs.", rich_help_panel=FILES)
]
Form = Annotated[
    config.Format | None,
    typer.Option("--format", help="What the inputs hold, whatever their names say.", rich_help_panel=FILES),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        metavar="GLOB", help="Leave files out, as .gitignore would; named files too.", rich_help_panel=FILES
    ),
]
NoExclude = Annotated[
    bool,
    typer.Option("--no-exclude", help="Take what exclude and ignore files leave out.", rich_help_panel=FILES),
]
Audit = Annotated[
    str | None,
    typer.Option(
        metavar="LOG", help="Write the audit log, from which restore works.", rich_help_panel=OUTPUT
    ),
]
AuditLevel = Annotated[
    Level | None,
    typer.Option(
        help="full (the default); spans: where and why, but no text and no way back; off.",
        rich_help_panel=OUTPUT,
        show_default=False,
    ),
]
Statistics = Annotated[
    bool, typer.Option("--statistics", help="Print a table of the rules at work.", rich_help_panel=OUTPUT)
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say errors only.", rich_help_panel=OUTPUT)]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say why files are left out.", rich_help_panel=OUTPUT)
]
Quotes = Annotated[
    config.Quotes | None,
    typer.Option(help="keep curly quotes (the default), or make them straight.", show_default=False),
]
Unescape = Annotated[
    bool, typer.Option("--unescape", help="Undo quoted-printable, percent and backslash escapes.")
]


def build_cleaner(**given: Any) -> Cleaner:
    """Return the cleaner that the options describe; what was not given is as the settings file says."""
    options = find_settings().options
    for name, value in given.items():
        if value is None or value == [] or value is False:
            continue
        options[name] = value
    if options.pop("no_default_rules", False):
        options["default_rules"] = False
    return Cleaner(**options)


def build_selection(exclude: list[str] | None, *, no_exclude: bool, gitignore: bool, html: bool) -> Selection:
    """Return which files a command takes; folders are searched for HTML only where it can be used."""
    base = Selection(tuple(exclude or ()), gitignore, no_exclude)
    if html:
        return base
    suffixes = tuple(suffix for suffix in base.suffixes if "htm" not in suffix)
    return Selection(base.exclude, gitignore, no_exclude, suffixes)
