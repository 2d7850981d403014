"""``cleaner check``: what cleaning would change, for people and for machines; nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple, Self

import typer

from cleaner.cli import options
from cleaner.cli.destination import refuse_shared
from cleaner.cli.grouped import grouped
from cleaner.cli.inputs import editable_inputs, refuse_nothing
from cleaner.cli.looking import exit_code, look
from cleaner.cli.streams import Reporter, write_data
from cleaner.errors import ConfigError
from cleaner.report.formats import GitHub, Json, JsonLines, OutputFormat, Sarif, Writer
from cleaner.report.spots import Spots, spots_of
from cleaner.report.tally import Tally, per_rule
from cleaner.run.work import Cleaned, Job
from cleaner.run.write import Pending, make_folder


class Found(NamedTuple):
    """What ``check`` tells of a document, for people or for machines."""

    lines: tuple[str, ...] = ()
    diff: bytes = b""
    spots: Spots | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The view of ``check``: for whom it is told, and whether diffs are shown."""

    form: OutputFormat
    diff: bool

    def __call__(self, done: Cleaned) -> Found | None:
        """Return what there is to tell of a document, if anything."""
        if self.form != "text":
            return _spotted(done)
        lines = [f"{done.place}: {per_rule(done.result)}"] if done.changed else []
        lines += [f"{done.place}:{f.line}: {f.rule}: {f.reason}" for f in done.result.findings]
        diff = _shown_diff(done) if self.diff and done.changed else b""
        return Found(tuple(lines), diff) if lines or diff else None


def _shown_diff(done: Cleaned) -> bytes:
    from cleaner.cli.diff import shown_diff  # noqa: PLC0415 -- only for those who ask for it

    return shown_diff(done)


def _spotted(done: Cleaned) -> Found | None:
    result = done.result
    if not (done.changed or result.findings or result.error):
        return None
    row = done.record.row if done.shard.shape.is_container else None
    place = (done.shard.path.as_posix(), row, done.record.id or "")
    return Found(spots=Spots(*place, tuple(spots_of(result)), result.recoding, result.error or ""))


@grouped
def check(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    cleaning: options.Cleaning,
    reading: options.Reading,
    working: options.Working,
    *,
    diff: Annotated[bool, typer.Option("--diff", help="Show the changes too.")] = False,
    output_format: Annotated[
        OutputFormat,
        typer.Option(help="For people, or for machines.", rich_help_panel=options.OUTPUT),
    ] = "text",
    output_file: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write it there, not to stdout.", rich_help_panel=options.OUTPUT),
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="FILE", help="Report only what this baseline does not know.")
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 although changes were found.")
    ] = False,
    statistics: options.Statistics = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Tell which files cleaning would change, and by which rules.

    Exits 1 if there are any. Example: cleaner check --diff corpus
    """
    if diff and output_format != "text":
        message = f"--diff is for people, --output-format {output_format} for machines; take one of them"
        raise ConfigError(message)
    report = Reporter(quiet, verbose)
    inputs = editable_inputs(paths, reading, report)
    refuse_nothing(paths, inputs, report)
    refuse_shared({"--output-file": output_file}, (shard.path for shard in inputs.shards))
    cleaners = cleaning.cleaners(inputs.shards)
    if baseline is not None:
        if diff or statistics or output_format != "text":
            message = (
                "--baseline tells what is new, not --diff, --statistics or --output-format; leave them out"
            )
            raise ConfigError(message)
        from cleaner.cli.baseline import seen, tell_new  # noqa: PLC0415 -- only where there is one

        job = Job(cleaners, seen, reading.fields, working.max_chars)
        new = tell_new(Path(baseline), inputs, job, working.limits, report)
        return exit_code(report, new and not exit_zero)
    job = Job(cleaners, Finding(output_format, diff), reading.fields, working.max_chars)
    tally, found = Tally(), 0
    writer = _writer(output_format, [cleaner.config.rules for cleaner in cleaners.values()], report)
    with _Output(output_file) as output:
        for batch in look(inputs, job, working.limits, report):
            tally.merge([batch.tally])
            for told in batch.views:
                found += 1
                output.write("".join(f"{line}\n" for line in told.lines))
                output.write_bytes(told.diff)
                if writer is not None:
                    output.write(writer.add(told.spots))
        if writer is not None:
            output.write(writer.finish())
    report.note(tally.frequent())
    if statistics:
        report.note(tally.table())
    if tally.documents > 1 or statistics:
        report.note(tally.summary())
    return exit_code(report, found and not exit_zero)


class _Output:
    """Where ``check`` writes: stdout, or a file that gets its name when it is whole."""

    def __init__(self, path: str | None) -> None:
        self._file: Pending | None = None
        if path is not None:
            make_folder(Path(path).parent)
            self._file = Pending(Path(path))

    def __enter__(self) -> Self:
        return self

    def write(self, text: str) -> None:
        self.write_bytes(text.encode("utf-8", "backslashreplace"))

    def write_bytes(self, data: bytes) -> None:
        if self._file is not None:
            self._file.write(data)
        elif data:
            write_data(data)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._file is None:
            return
        if kind is None:
            self._file.commit()
        else:
            self._file.discard()


def _writer(form: OutputFormat, packs: list[tuple[str, ...]], report: Reporter) -> Writer | None:
    match form:
        case "text":
            return None
        case "json":
            return Json()
        case "jsonl":
            return JsonLines()
        case "github":
            return GitHub()

    def reasons() -> Mapping[str, str]:
        from cleaner.cli.report import reasons_of  # noqa: PLC0415 -- it reads YAML

        return reasons_of(packs, report)

    return Sarif(reasons)
