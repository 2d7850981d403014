"""The options that commands share, each described once."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import typer

from cleaner import config
from cleaner.cli.project import cleaners, settings
from cleaner.config import Level
from cleaner.formats.record import Fields, Shard
from cleaner.formats.shapes import FileFormat
from cleaner.pipeline import Cleaner
from cleaner.run.discover import Selection
from cleaner.run.pool import Limits

RULES = "Rules"
FILES = "Files"
OUTPUT = "Output"
RUN = "Run"

TIMEOUT = 60
"""Seconds; pages that take a parser so long are rarely ever done."""

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
DefaultRules = Annotated[
    bool | None,
    typer.Option(
        "--default-rules/--no-default-rules",
        help="Use the shipped packs (the default), or leave them out.",
        rich_help_panel=RULES,
        show_default=False,
    ),
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
    FileFormat | None,
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
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="Replace outputs that exist.", rich_help_panel=OUTPUT)
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with a run that was cut off.", rich_help_panel=RUN)
]
OnError = Annotated[
    Literal["pass", "skip", "stop"],
    typer.Option(
        help="What becomes of a document that fails: it passes untouched, is left out, or ends the run.",
        rich_help_panel=RUN,
    ),
]
MaxChars = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=1, help="Pass larger documents untouched, and list them.", rich_help_panel=RUN
    ),
]
SummaryJson = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Write the run's counts there as JSON.", rich_help_panel=OUTPUT),
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
    bool | None,
    typer.Option(
        "--unescape/--no-unescape",
        help="Undo quoted-printable, percent and backslash escapes.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What is done to documents."""

    profile: Profile = None
    rules: Rules = None
    disable: Disable = None
    default_rules: DefaultRules = None
    max_removed: MaxRemoved = None
    quotes: Quotes = None
    unescape: Unescape = None
    encoding: Encoding = None

    @property
    def given(self) -> dict[str, Any]:
        """The options that the command line names, by their names in Config."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: value for name, value in values.items() if value is not None and value != []}

    def cleaners(self, shards: Iterable[Shard]) -> dict[int, Cleaner]:
        """Return the cleaners that a run over ``shards`` needs: 0, and an override's by its number."""
        return cleaners(self.given, {shard.cleaner for shard in shards})


@dataclass(frozen=True, slots=True)
class Naming:
    """The fields that records are read by."""

    text_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The field of records that holds the text (text).", rich_help_panel=FILES
        ),
    ] = None
    id_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The field that names a record in the log (id).", rich_help_panel=FILES
        ),
    ] = None
    url_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The field with a record's URL (url): rules may be for its site.",
            rich_help_panel=FILES,
        ),
    ] = None
    lang_field: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The field with a record's language code.", rich_help_panel=FILES),
    ] = None

    @property
    def names_text(self) -> bool:
        """Whether somebody said which field of records holds the text."""
        return self.text_field is not None or "text_field" in settings().options

    @property
    def fields(self) -> Fields:
        """The names of the fields that records are read by."""
        found = settings().options
        values = {
            name: found.get(f"{name}_field") if (given := getattr(self, f"{name}_field")) is None else given
            for name in Fields._fields
        }
        return Fields()._replace(**{name: value for name, value in values.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Reading(Naming):
    """Which files are read, and how."""

    form: Form = None
    exclude: Exclude = None
    no_exclude: NoExclude = False
    stdin_filename: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What stdin would be called as a file.", rich_help_panel=FILES),
    ] = None

    def selection(self, *, gitignore: bool, formats: tuple[FileFormat, ...]) -> Selection:
        """Return which files of folders a command takes.

        What is changed in its place counts once, and ``gitignore`` is for it; copies are made of links too.
        """
        if self.exclude:
            return Selection(tuple(self.exclude), gitignore, self.no_exclude, formats, links=not gitignore)
        found = settings()
        exclude = tuple(found.options.get("exclude", ()))
        return Selection(exclude, gitignore, self.no_exclude, formats, found.path, links=not gitignore)


@dataclass(frozen=True, slots=True)
class Working:
    """By whom the work is done, and how long it may take."""

    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=1,
            help="How many processes clean (all cores).",
            rich_help_panel=RUN,
        ),
    ] = None
    timeout: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            min=0.1,
            help="What a document of up to 1 MB may take, larger ones in proportion "
            f"({TIMEOUT}, if there are several jobs).",
            rich_help_panel=RUN,
        ),
    ] = None
    max_chars: MaxChars = None

    @property
    def limits(self) -> Limits:
        """How many processes work, and the time that a document may take."""
        jobs = self.jobs or settings().options.get("jobs") or os.cpu_count() or 1
        return Limits(jobs, self.timeout or (TIMEOUT if jobs > 1 else None))
