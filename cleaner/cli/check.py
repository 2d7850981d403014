"""``cleaner check`` and ``cleaner diff``: what cleaning would change; nothing is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.progress import progress
from cleaner.cli.streams import Reporter, write_data, write_line
from cleaner.config import Format
from cleaner.errors import ConfigError, FileError
from cleaner.formats.text import format_of, refuse_binary
from cleaner.model import utf8
from cleaner.pipeline import Cleaner
from cleaner.report.diff import unified_diff
from cleaner.report.tally import Tally, per_rule
from cleaner.run.discover import Input, Selection, discover
from cleaner.run.inline import Cleaned, clean_files, cleaned_bytes

StdinName = Annotated[
    str | None, typer.Option("--stdin-filename", metavar="NAME", help="What stdin would be called as a file.")
]


def check(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    *,
    diff: Annotated[bool, typer.Option("--diff", help="Show the changes too.")] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 although changes were found.")
    ] = False,
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
    stdin_filename: StdinName = None,
    statistics: options.Statistics = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Report the files that cleaning would change, with the rules that would change them.

    Exits 1 if there are any. Example: cleaner check --diff corpus
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
    selection = options.build_selection(exclude, no_exclude=no_exclude, gitignore=True, html=False)
    tally, found = Tally(), 0
    for done in cleaned_inputs(cleaner, paths, selection, report, form, stdin_filename=stdin_filename):
        tally.add(done.result)
        shown = [f"{done.input.path}:{f.line}: {f.rule}: {f.reason}" for f in done.result.findings]
        if done.after != done.before:
            shown.insert(0, f"{done.input.path}: {per_rule(done.result)}")
        for line in shown:
            write_line(line)
        if diff:
            write_diff(done)
        found += bool(shown)
    report.note(tally.frequent())
    if statistics:
        report.note(tally.table())
    if tally.documents > 1 or statistics:
        report.note(tally.summary())
    return exit_code(report, found and not exit_zero)


def diff(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    *,
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
    stdin_filename: StdinName = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Show what cleaning would change, as a unified diff.

    Exits 0 whether there are changes or not. Example: cleaner diff page.txt
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
    selection = options.build_selection(exclude, no_exclude=no_exclude, gitignore=True, html=False)
    for done in cleaned_inputs(cleaner, paths, selection, report, form, stdin_filename=stdin_filename):
        write_diff(done)
    return exit_code(report, found=False)


def cleaned_inputs(  # noqa: PLR0913 -- what three commands hand on
    cleaner: Cleaner,
    paths: list[str],
    selection: Selection,
    report: Reporter,
    form: Format | None,
    *,
    stdin_filename: str | None = None,
) -> Iterator[Cleaned]:
    """Yield what the paths mean, cleaned; HTML that was named is refused, since nothing leads back."""
    if "-" in paths:
        if len(paths) > 1:
            message = "- (stdin) cannot be mixed with files; run it separately"
            raise ConfigError(message)
        name = stdin_filename or "stdin"
        data = refuse_binary(sys.stdin.buffer.read(), name)
        entry = Input(Path(name), Path(name).name, explicit=True)
        yield cleaned_bytes(cleaner, entry, data, form or format_of(name), report)
        return
    inputs: list[Input] = []
    for entry in discover(paths, selection, report):
        if (form or format_of(entry.path.name)) == "html":
            report(FileError(f"{entry.path}: HTML is extracted, not edited; use: cleaner clean"))
        else:
            inputs.append(entry)
    if not inputs:
        refuse_nothing(paths, report)
    yield from clean_files(cleaner, progress(inputs, quiet=report.quiet), report, form)


def refuse_nothing(paths: list[str], report: Reporter) -> None:
    """Report that there is no file, unless every named file was excluded on purpose."""
    only_excluded = report.excluded and not any(Path(path).is_dir() for path in paths)
    if not report.failed and not only_excluded:
        report(ConfigError(f"{', '.join(paths)}: there is no file to clean here; -v says what was left out"))


def write_diff(done: Cleaned) -> None:
    """Write a document's diff to stdout; changes outside the text are told in a line before it."""
    path = done.input.path.as_posix()
    if done.result.recoding and done.result.encoding:
        write_line(f"# {path}: {done.result.encoding.name} becomes UTF-8 ({', '.join(done.result.recoding)})")
    for line in unified_diff(done.result.source, done.result.patch, f"a/{path}", f"b/{path}"):
        write_data(utf8(line))


def exit_code(report: Reporter, found: object) -> int:
    """Return 2 for trouble, 1 if something was found, else 0."""
    return 2 if report.failed else int(bool(found))
