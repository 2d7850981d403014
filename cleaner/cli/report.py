"""``cleaner report``: audit logs as a page to look at."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.destination import refuse_shared
from cleaner.cli.stats import entries
from cleaner.cli.streams import Reporter, write_data
from cleaner.errors import CleanerError, FileError
from cleaner.pipeline import BUILT_IN
from cleaner.run.write import make_folder, write_whole


def report(  # noqa: PLR0913 -- the options are the command's interface
    logs: Annotated[list[str], typer.Argument(metavar="LOG...", help="Audit logs; .gz and .zst too.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="HTML", help="The page to write; - is stdout.")
    ],
    *,
    samples: Annotated[
        int, typer.Option(metavar="N", min=0, help="Documents to show; three of every rule in any case.")
    ] = 300,
    redact: Annotated[
        bool, typer.Option("--redact", help="Leave out every word of the documents, and their names.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a page that exists.")] = False,
    quiet: options.Quiet = False,
) -> int:
    """Write a page that shows what cleaning did.

    It is one HTML file that needs nothing else. Samples are shown in their surroundings if
    the documents still lie where the log says. Example: cleaner report audit.jsonl -o report.html
    """
    say = Reporter(quiet)
    refuse_shared({"--output": output}, map(Path, logs))
    if output != "-" and not overwrite and Path(output).exists():
        message = f"{output}: it exists already; choose another name, or --overwrite"
        raise FileError(message)
    made = report_page(logs, say, samples=samples, redact=redact)
    if output == "-":
        write_data(made)
    else:
        make_folder(Path(output).parent)
        write_whole(Path(output), made)
        say.note(f"{output}: {len(made) / 1e6:.2f} MB")
    return 0


def report_page(logs: Iterable[str], say: Reporter, *, samples: int = 300, redact: bool = False) -> bytes:
    """Return the page of logs. Raises LogError and FileError, as ``read_log`` does."""
    from cleaner.report.html import page  # noqa: PLC0415 -- for reports alone
    from cleaner.report.samples import Samples  # noqa: PLC0415
    from cleaner.report.summary import Summary  # noqa: PLC0415

    summary, chosen = Summary(), Samples(samples)
    for entry in entries(logs, say):
        summary.add(entry)
        chosen.add(entry)
    packs = [tuple(header.options.get("rules", ())) for header in summary.headers]
    return page(summary, chosen, reasons_of(packs, say), redact=redact)


def reasons_of(packs: Iterable[tuple[str, ...]], say: Reporter) -> dict[str, str]:
    """Return why each rule is there, by id: of the shipped rules, and of packs that runs were given."""
    from cleaner.packs.load import load_rules  # noqa: PLC0415 -- it reads YAML

    reasons = dict(BUILT_IN)
    for paths in sorted({*packs, ()}):
        try:
            loaded = load_rules(paths, default_rules=True)
        except CleanerError as error:
            say.note(f"nobody can say why the rules of these packs are there: {error}")
            continue
        reasons |= {rule.id: rule.why for rule in loaded.rules}
    return reasons
