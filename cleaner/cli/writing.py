"""The options of ``clean`` that say where output goes, and what is written beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.config import Level


@dataclass(frozen=True, slots=True)
class Writing:
    """Where output goes, and what is written beside it."""

    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|FOLDER",
            help="Where to write; stdout if left out.",
            rich_help_panel=options.OUTPUT,
        ),
    ] = None
    audit: options.Audit = None
    audit_level: options.AuditLevel = None
    overwrite: options.Overwrite = False
    resume: options.Resume = False
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Write nothing; list what would change.", rich_help_panel=options.OUTPUT
        ),
    ] = False
    on_error: options.OnError = "pass"
    errors_to: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write failing records there (JSON Lines), with the reasons.",
            rich_help_panel=options.OUTPUT,
        ),
    ] = None
    html: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write a page that shows what was done, from the audit log (cleaner report).",
            rich_help_panel=options.OUTPUT,
        ),
    ] = None
    learn: Annotated[
        bool,
        typer.Option(
            "--learn",
            help="Learn first what each site repeats, and strip it too; the pack is written beside the log.",
            rich_help_panel=options.RULES,
        ),
    ] = False
    statistics: options.Statistics = False
    summary_json: options.SummaryJson = None

    @property
    def named(self) -> dict[str, str | None]:
        """The options that name a file beside the output, each with what it names."""
        return {
            "--audit": self.audit,
            "--errors-to": self.errors_to,
            "--html": self.html,
            "--summary-json": self.summary_json,
        }

    @property
    def level(self) -> Level:
        """How much the audit log tells; nothing, if there is none."""
        return (self.audit_level or "full") if self.audit and not self.dry_run else "off"
