"""``cleaner fix``: cleans files in their place, and never burns the bridge behind it."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.check import cleaned_inputs, exit_code
from cleaner.cli.log import AuditLog
from cleaner.cli.streams import Reporter, write_line
from cleaner.errors import ConfigError, FileError
from cleaner.report.tally import Tally, per_rule
from cleaner.run.inline import Cleaned
from cleaner.run.tracked import is_tracked
from cleaner.run.write import write_whole


def fix(  # noqa: PLR0913 -- the options are the command's interface
    paths: options.Paths,
    audit: options.Audit = None,
    *,
    audit_level: options.AuditLevel = None,
    force: Annotated[
        bool, typer.Option("--force", help="Change files that neither git nor a log could bring back.")
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
    statistics: options.Statistics = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Clean files in their place; exits 1 if any was changed.

    A file that git does not track is only changed with --audit or --force.
    Example: cleaner fix corpus --audit audit.jsonl
    """
    if "-" in paths:
        message = "stdin has no place to be fixed in; use: cleaner clean -"
        raise ConfigError(message)
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
    tally, fixed = Tally(), 0
    with AuditLog(audit, cleaner, durable=True, level=audit_level) as log:
        for done in cleaned_inputs(cleaner, paths, selection, report, form):
            tally.add(done.result)
            for finding in done.result.findings:
                report.note(f"{done.input.path}:{finding.line}: {finding.rule}: {finding.reason}")
            if done.after == done.before:
                continue
            try:
                _refuse(done, kept=force or (bool(audit) and audit_level in {None, "full"}))
                log.add(done, done.input.path.as_posix())
                write_whole(done.input.path, done.after)
            except FileError as error:
                report(error)
                continue
            fixed += 1
            write_line(f"{done.input.path}: {per_rule(done.result)}")
    if statistics:
        report.note(tally.table())
    return exit_code(report, fixed)


def _refuse(done: Cleaned, *, kept: bool) -> None:
    """Raise FileError for a change that could not be undone, or that rests on a guess."""
    encoding = done.result.encoding
    if encoding is not None and encoding.guessed:
        message = (
            f"{done.input.path}: it is not UTF-8, perhaps {encoding.name}; "
            f"if so, say --encoding {encoding.name}; left as it was"
        )
        raise FileError(message)
    if not kept and not is_tracked(done.input.path):
        message = (
            f"{done.input.path}: git does not track it, so nothing could bring it back; "
            "use --audit LOG (cleaner restore undoes it, at --audit-level full) or --force; left as it was"
        )
        raise FileError(message)
