"""``cleaner stats``: what audit logs tell in sum, and how two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.streams import Reporter, write_data
from cleaner.report.audit import Entry, read_log


def stats(
    logs: Annotated[list[str], typer.Argument(metavar="LOG...", help="Audit logs; .gz and .zst too.")],
    *,
    compare: Annotated[
        list[str] | None,
        typer.Option(metavar="OLD", help="Tell what LOG does otherwise than this older log."),
    ] = None,
    output_format: Annotated[
        Literal["text", "json", "csv"], typer.Option(help="text (the default), json or csv.")
    ] = "text",
    quiet: options.Quiet = False,
) -> int:
    """Count what cleaning did, by stage, category, rule and site.

    The lines removed most are listed too. With --compare it shows what a change of rules does to
    a corpus: newly removed, no longer removed, with samples.

    Example: cleaner stats new.jsonl --compare old.jsonl
    """
    report = Reporter(quiet)
    if compare:
        from cleaner.report import comparison as shown  # noqa: PLC0415 -- for --compare alone
        from cleaner.report.compare import compared  # noqa: PLC0415

        found = compared(entries(compare, report), entries(logs, report))
        renderings = {
            "text": shown.comparison_text,
            "json": shown.comparison_json,
            "csv": shown.comparison_csv,
        }
        text = renderings[output_format](found)
    else:
        from cleaner.report.stats import stats_csv, stats_json, stats_text  # noqa: PLC0415
        from cleaner.report.summary import Summary  # noqa: PLC0415

        summary = Summary()
        for entry in entries(logs, report):
            summary.add(entry)
        text = {"text": stats_text, "json": stats_json, "csv": stats_csv}[output_format](summary)
    write_data(text.encode("utf-8", "backslashreplace"))
    return 0


def entries(logs: Iterable[str], report: Reporter) -> Iterator[Entry]:
    """Yield the documents of logs, one log after the other."""
    for log in logs:
        yield from read_log(Path(log), report.note)
