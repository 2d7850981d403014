"""``cleaner rules suggest``: the chrome that a corpus repeats, as a pack to read and keep."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.destination import refuse_shared
from cleaner.cli.grouped import grouped
from cleaner.cli.inputs import all_inputs, refuse_nothing
from cleaner.cli.streams import Reporter, write_data
from cleaner.errors import FileError
from cleaner.run.write import write_whole


@grouped
def suggest(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    reading: options.Reading,
    working: options.Working,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write the pack; stdout if left out."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a pack that exists.")] = False,
    site_field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The field that says of which site a record is, in place of a URL."
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="LOG", help="Look at what is left after the cleaning that this audit log tells of."
        ),
    ] = None,
    least: Annotated[
        int,
        typer.Option(metavar="N", min=2, help="Documents of a site that must have a line, copies aside."),
    ] = 3,
    only_sure: Annotated[
        bool, typer.Option("--only-sure", help="Leave out what a person should see first.")
    ] = False,
    encoding: options.Encoding = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Learn the chrome of a corpus: what its sites repeat on page after page, as rules to review.

    Example: cleaner rules suggest corpus.jsonl -o learned.yaml
    """
    from cleaner.learn.suggest import Corpus, suggest  # noqa: PLC0415 -- must not weigh on start-up

    report = Reporter(quiet, verbose)
    if output is not None and output.exists() and not overwrite:
        message = f"{output}: it exists; replace it with --overwrite, or name another"
        raise FileError(message)
    inputs = all_inputs(paths, reading, report)
    refuse_nothing(paths, inputs, report)
    refuse_shared({"--output": str(output) if output else None}, (shard.path for shard in inputs.shards))
    if not inputs.shards:
        return 2 if report.failed else 0
    fields = reading.fields
    if site_field:
        fields = fields._replace(url=site_field)
    corpus = Corpus(tuple(inputs.shards), fields, encoding, inputs.stream, against, least)
    found = suggest(corpus, working.limits, report, only_sure=only_sure)
    pack = found.pack.encode()
    if output is None:
        write_data(pack)
    else:
        write_whole(output, pack)
    for line in found.told(against):
        report.note(line)
    return 2 if report.failed else 0
