"""``cleaner clean``: documents in, cleaned documents out; the inputs stay as they are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.destination import destinations
from cleaner.cli.log import AuditLog
from cleaner.cli.progress import progress
from cleaner.cli.streams import Reporter, write_data, write_line
from cleaner.errors import ConfigError, FileError
from cleaner.formats.text import format_of, refuse_binary
from cleaner.report.tally import Tally, per_rule
from cleaner.run.discover import Input, discover
from cleaner.run.inline import Cleaned, clean_files, cleaned_bytes
from cleaner.run.write import make_folder, write_whole


def clean(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE|FOLDER", help="Where to write; stdout if left out."),
    ] = None,
    audit: options.Audit = None,
    *,
    audit_level: options.AuditLevel = None,
    profile: options.Profile = None,
    rules: options.Rules = None,
    disable: options.Disable = None,
    no_default_rules: options.NoDefaultRules = False,
    max_removed: options.MaxRemoved = None,
    quotes: options.Quotes = None,
    unescape: options.Unescape = False,
    encoding: options.Encoding = None,
    form: options.Form = None,
    exclude: options.Exclude = None,
    no_exclude: options.NoExclude = False,
    stdin_filename: Annotated[
        str | None, typer.Option(metavar="NAME", help="What stdin would be called as a file.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace outputs that exist.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; list what would change.")
    ] = False,
    statistics: options.Statistics = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Clean files or folders into other files, or stdin to stdout.

    Example: cleaner clean corpus -o cleaned --audit audit.jsonl
    """
    report = Reporter(quiet, verbose)
    cleaner = options.build_cleaner(
        profile=profile,
        rules=rules,
        disable=disable,
        no_default_rules=no_default_rules,
        max_removed=max_removed,
        quotes=quotes,
        unescape=unescape,
        encoding=encoding,
    )
    if "-" in paths:
        if len(paths) > 1:
            message = "- (stdin) cannot be mixed with files; clean them separately"
            raise ConfigError(message)
        name = stdin_filename or "stdin"
        stdin = Input(Path(name), Path(name).name, explicit=True)
        data = refuse_binary(sys.stdin.buffer.read(), name)
        inputs = [stdin]
        cleaned = iter([cleaned_bytes(cleaner, stdin, data, form or format_of(name, data), report)])
    else:
        selection = options.build_selection(exclude, no_exclude=no_exclude, gitignore=False, html=True)
        inputs = list(discover(paths, selection, report))
        cleaned = clean_files(cleaner, progress(inputs, quiet=quiet), report, form)
    if not inputs:
        return _nothing(paths, report)
    targets = destinations(paths, output, inputs, html=form == "html", overwrite=overwrite or dry_run)
    places = dict(zip((entry.path for entry in inputs), targets, strict=True))
    tally = Tally()
    with AuditLog(
        None if dry_run else audit, cleaner, durable=False, overwrite=overwrite, level=audit_level
    ) as log:
        for done in cleaned:
            tally.add(done.result)
            target = places[done.input.path]
            if dry_run:
                if done.after != done.before:
                    write_line(f"{done.input.path}: {per_rule(done.result)}")
                continue
            if _write(done, target, report):
                log.add(done, _name_of(done, target, output))
            _mention(done, report)
    report.note(tally.frequent())
    if statistics:
        report.note(tally.table())
    if tally.documents > 1 or statistics:
        report.note(tally.summary())
    return 2 if report.failed else 0


def _nothing(paths: list[str], report: Reporter) -> int:
    """What no file at all means: trouble, unless every named file was excluded on purpose."""
    only_excluded = report.excluded and not report.failed and not any(Path(path).is_dir() for path in paths)
    if not report.failed and not only_excluded:
        report(ConfigError(f"{', '.join(paths)}: there is no file to clean here; -v says what was left out"))
    return 2 if report.failed else 0


def _write(done: Cleaned, target: Path | None, report: Reporter) -> bool:
    if target is None:
        write_data(done.after)
        return True
    try:
        make_folder(target.parent)
        write_whole(target, done.after)
    except FileError as error:
        report(error)
        return False
    return True


def _name_of(done: Cleaned, target: Path | None, output: str | None) -> str:
    """How restore finds the cleaned file: its name below the output folder."""
    if target is None or output is None:
        return done.input.name
    folder = Path(output)
    return target.relative_to(folder).as_posix() if target != folder else target.name


def _mention(done: Cleaned, report: Reporter) -> None:
    for finding in done.result.findings:
        report.note(f"{done.input.path}:{finding.line}: {finding.rule}: {finding.reason}")
    if done.before.strip() and not done.after and done.result.error is None:
        report.note(f"{done.input.path}: nothing is left of it")
