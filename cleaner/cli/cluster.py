"""``cleaner run``: data sets that are too large for one machine, on a cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from shutil import copyfileobj
from typing import Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.cleaning import terms
from cleaner.cli.grouped import grouped
from cleaner.cli.log import header_of
from cleaner.cli.project import choice
from cleaner.cli.streams import Reporter
from cleaner.cli.telling import OnError, Telling
from cleaner.config import Level
from cleaner.errors import CleanerError, ConfigError, FileError
from cleaner.formats.compress import member, suffix_of
from cleaner.formats.record import Shard
from cleaner.formats.shapes import EDITABLE, shape_of
from cleaner.report.tally import Tally
from cleaner.run.pool import Limits
from cleaner.run.ray import Done, Places, on_ray
from cleaner.run.remote import beside, folder
from cleaner.run.work import Job

TERMS = "terms.json"


@dataclass(frozen=True, slots=True)
class Sending:
    """What a run writes beside its output, and where it works."""

    engine: Annotated[
        Literal["ray"], typer.Option(help="Who does the work.", rich_help_panel=options.RUN)
    ] = "ray"
    address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST",
            help="The cluster, as Ray names it; left out, this machine.",
            rich_help_panel=options.RUN,
        ),
    ] = None
    audit: options.Audit = None
    audit_level: options.AuditLevel = None
    overwrite: options.Overwrite = False
    resume: options.Resume = False
    on_error: options.OnError = "pass"
    timeout: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=0.1,
            help="What a document of up to 1 MB may take.",
            rich_help_panel=options.RUN,
        ),
    ] = options.TIMEOUT
    max_chars: options.MaxChars = None
    statistics: options.Statistics = False
    summary_json: options.SummaryJson = None

    @property
    def level(self) -> Level:
        """How much the audit log tells; nothing, if there is none."""
        return (self.audit_level or "full") if self.audit else "off"


@grouped
def run(  # noqa: PLR0913 -- the options are the command's interface
    source: Annotated[str, typer.Argument(metavar="IN", help="A folder, or its URL (s3://…).")],
    target: Annotated[str, typer.Argument(metavar="OUT", help="A folder, or its URL.")],
    sending: Sending,
    cleaning: options.Cleaning,
    naming: options.Naming,
    *,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Clean a data set on a Ray cluster, file by file.

    It may hold JSON Lines, CSV and Parquet files. Any path that fsspec knows will do; all nodes
    must see it, and have the same cleaner-text. On one machine "cleaner clean" does the same.
    Example: cleaner run s3://crawl/in s3://crawl/out
    """
    report = Reporter(quiet, verbose)
    output = folder(target)
    packed = suffix_of(sending.audit or "")
    places = Places(folder(source), output, beside(output), packed)
    shards = _shards(places, sending, report)
    view = Telling(sending.level, listed=False)
    cleaners = cleaning.cleaners(shards)
    job = Job(cleaners, view, naming.fields, sending.max_chars, skip=sending.on_error == "skip")
    known = _known(places, sending, terms(job, shards))
    left = [shard for shard in shards if shard.name not in known]
    done = list(known.values())
    try:
        for one in known.values():
            _tell(one, sending.on_error, report)
        for one in on_ray(left, job, places, Limits(1, sending.timeout), sending.address):
            done.append(one)
            _tell(one, sending.on_error, report)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | CleanerError):
            report.note("what is done is kept: the same command with --resume goes on from here")
        raise
    tally = Tally().merge(one.tally for one in done)
    _finish(places, [shard.name for shard in shards], job, sending, done, tally)
    report.note(tally.frequent())
    if sending.statistics:
        report.note(tally.table())
    report.note(tally.summary())
    return 2 if report.failed else 0


def _shards(places: Places, sending: Sending, report: Reporter) -> list[Shard]:
    """Return what there is to clean. Raises FileError for outputs that exist or lie in the input."""
    source, target = places.source, places.target
    roots = [f"{place.root}/" for place in (source, target)]
    if type(source.system) is type(target.system) and (
        roots[0].startswith(roots[1]) or roots[1].startswith(roots[0])
    ):
        message = f"{target.url}: the output and the input lie one in the other; choose another folder"
        raise FileError(message)
    if sending.audit and folder(sending.audit).exists() and not (sending.overwrite or sending.resume):
        message = f"{sending.audit}: this audit log exists already; choose another name, or --overwrite"
        raise FileError(message)
    if not source.exists():
        message = f"{source.url}: there is no such folder"
        raise FileError(message)
    if target.exists() and target.names() and not (sending.overwrite or sending.resume):
        message = f"{target.url}: there are files already; choose another place, or --overwrite"
        raise FileError(message)
    chosen, shards = choice(), []
    for name in source.names():
        shape = shape_of(name)
        if shape is None or shape.format not in EDITABLE or name.rpartition("/")[2].startswith((".", "_")):
            report.note(f"{source.shown(name)}: skipped: it holds no records" if report.verbose else "")
            continue
        path = source.shown(name)
        number = chosen(path, name)
        pack = "" if shape.format == "parquet" else shape.compression
        shards.append(Shard(path, name, shape, pack, number))
    if not shards:
        message = f"{source.url}: there are no files of records here ({', '.join(EDITABLE)}); -v says more"
        raise FileError(message)
    return shards


def _known(places: Places, sending: Sending, wanted: dict[str, object]) -> dict[str, Done]:
    """Return the files that a run before has done, and note the terms of this one.

    Raises FileError if there is none to resume, or one that nobody speaks of, and ConfigError for
    one that was begun on other terms.
    """
    state = places.state
    begun = state.exists(TERMS)
    told = json.loads(json.dumps(wanted))
    if begun and sending.resume:
        with state.reading(TERMS) as file:
            before = json.load(file)
        if before != told:
            differ = ", ".join(name for name in told if before.get(name) != told[name])
            message = (
                f"the run that was cut off had other {differ}; "
                "resume it as it was begun, or begin again with --overwrite"
            )
            raise ConfigError(message)
        return dict(_records(places))
    if sending.resume:
        message = f"{places.target.url}: no run was cut off here, so there is none to resume"
        raise FileError(message)
    if begun and not sending.overwrite:
        message = (
            f"{places.target.url}: a run was cut off here; go on with --resume, "
            "or begin again with --overwrite"
        )
        raise FileError(message)
    state.remove()
    with state.writing(TERMS) as file:
        file.write(json.dumps(told).encode())
    return {}


def _records(places: Places) -> Iterator[tuple[str, Done]]:
    for name in places.state.names():
        if name == TERMS or not name.endswith(".json"):
            continue
        with places.state.reading(name) as file:
            done = Done.from_record(json.load(file))
        if places.source.identity(done.name) != done.identity:
            shown = places.source.shown(done.name)
            message = f"{shown}: it was changed since the run began; begin again with --overwrite"
            raise FileError(message)
        yield done.name, done


def _tell(done: Done, on_error: OnError, report: Reporter) -> None:
    """Tell of a file's failures and findings. Raises FileError, if the run is to end with the first."""
    if done.error:
        report(FileError(done.error))
    fate = {"pass": "left as it was", "skip": "left out", "stop": "the run ends here"}[on_error]
    for place, reason in done.failures:
        report(FileError(f"{place}: {reason}; {fate}"))
    if done.failed > len(done.failures):
        report(FileError(f"{done.name}: {done.failed - len(done.failures):,} more failed"))
    for note in done.notes:
        report.finding(note)
    if on_error == "stop" and (done.failed or done.error):
        message = "stopped at the first file with a document that failed (--on-error stop)"
        raise FileError(message)


def _finish(  # noqa: PLR0913, PLR0917 -- all that a run leaves behind
    places: Places, names: list[str], job: Job, sending: Sending, done: list[Done], tally: Tally
) -> None:
    """Put the logs of all files together, in the order of their names, and write the counts."""
    whole = {one.name for one in done if not one.error}
    if sending.audit:
        with folder(sending.audit).writing("") as log:
            log.write(
                member(header_of(job.cleaners, sending.level, job.fields), places.packed, sending.audit)
            )
            for name in names:
                if name in whole:
                    with places.state.reading(f"{name}.log") as part:
                        copyfileobj(part, log, 1 << 20)
    if sending.summary_json:
        with folder(sending.summary_json).writing("") as file:
            file.write(json.dumps(tally.as_record(), indent=2).encode() + b"\n")
    if len(whole) == len(names):
        places.state.remove()
