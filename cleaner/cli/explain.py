"""``cleaner explain``: why a line of a document is gone, and why another is still there."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.project import choice, cleaners
from cleaner.cli.streams import write_line
from cleaner.errors import ConfigError, FileError
from cleaner.formats.opening import file_shape, refuse_stream
from cleaner.formats.shapes import DOCUMENTS
from cleaner.formats.text import read_document
from cleaner.model import Document, Result, rule_id
from cleaner.patch import Patch
from cleaner.pipeline import Cleaner
from cleaner.report.rule import zones_text

SHOWN = 100
"""Characters of a line that are shown."""


def explain(  # noqa: PLR0913 -- the options are the command's interface
    place: Annotated[
        str, typer.Argument(metavar="FILE[:LINE]", help="A file, and which line of it (from 1).")
    ],
    *,
    profile: options.Profile = None,
    rules: options.Rules = None,
    disable: options.Disable = None,
    default_rules: options.DefaultRules = None,
    max_removed: options.MaxRemoved = None,
    encoding: options.Encoding = None,
    form: options.Form = None,
    site: Annotated[
        str | None, typer.Option(metavar="HOST", help="The site that the document is from.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language that the document is in.")
    ] = None,
) -> int:
    """Say which rules changed a line, and why others did not.

    Example: cleaner explain page.txt:12
    """
    path, wanted = _split(place)
    refuse_stream(path)
    given = options.Cleaning(
        profile=profile,
        rules=rules,
        disable=disable,
        default_rules=default_rules,
        max_removed=max_removed,
        encoding=encoding,
    ).given
    number = choice()(path, path.name)
    cleaner = cleaners(given, {number})[number]
    shape = file_shape(path, form)
    if shape.format not in DOCUMENTS:
        message = f"{path}: it holds records; explain takes a document: write the record's text to a file"
        raise ConfigError(message)
    document = Document(read_document(path, shape.compression), str(path), site, lang, shape.format)
    result = cleaner.clean_document(document)
    if result.error:
        message = f"{path}: {result.error}"
        raise FileError(message)
    for finding in result.findings:
        write_line(f"{path}:{finding.line}: {finding.rule}: {finding.reason}")
    lines = result.source.split("\n")
    if wanted is not None and not 1 <= wanted <= len(lines):
        message = f"{path} has {len(lines)} lines, there is no line {wanted}"
        raise ConfigError(message)
    said = _said(cleaner, document, result)
    for number in [wanted] if wanted else sorted(said):
        write_line(f"{path}:{number}: {lines[number - 1][:SHOWN].strip()}")
        for entry in said.get(number) or ["no rule changed it, and none begins there"]:
            write_line(f"  {entry}")
    return 0


def _split(place: str) -> tuple[Path, int | None]:
    name, colon, number = place.rpartition(":")
    if colon and number.isascii() and number.isdigit() and not Path(place).exists():
        return Path(name), int(number)
    return Path(place), None


def _said(cleaner: Cleaner, document: Document, result: Result) -> dict[int, list[str]]:
    """What there is to say, by the numbers of the lines of the source, from 1."""
    from cleaner.packs.load import rules_from  # noqa: PLC0415 -- it reads YAML
    from cleaner.packs.verdicts import verdicts  # noqa: PLC0415

    said: dict[int, list[str]] = {}
    starts = _starts(result.source)
    for edit in result.patch.edits:
        first, last = bisect_right(starts, edit.start), bisect_right(starts, max(edit.start, edit.end - 1))
        verb = "changed" if edit.text else "removed"
        for number in range(first, last + 1):
            entries = said.setdefault(number, [])
            entries += (
                entry for cause in edit.causes if (entry := f"{verb} by {rule_id(cause)}") not in entries
            )
    over = any(finding.rule == "strip.budget" for finding in result.findings)
    but = ", but rules would strip more of the document than max_removed allows" if over else ""
    before, facts = cleaner.before_strip(document)
    every = rules_from(cleaner.sources, default_rules=cleaner.config.default_rules)
    canonical = _starts(before.text)
    for line, rule, reason in verdicts(every, cleaner.engine, cleaner.config.disable, before.text, facts):
        number = bisect_right(starts, _origin(before.patch, canonical[line]))
        entries = said.setdefault(number, [])
        if reason:
            where = f" (it looks{zones_text(rule.zones)})" if "zone" in reason else ""
            entries.append(f"{rule.id} did not fire: {reason}{where}")
        elif not any(rule.id in entry for entry in entries):
            entries.append(f"{rule.id} matched{but}")
    return said


def _starts(text: str) -> list[int]:
    return [0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])]


def _origin(patch: Patch, place: int) -> int:
    """Where in the source stands what is at ``place`` in the text that ``patch`` makes."""
    shift = 0
    for edit in patch.edits:
        wrote = edit.start + shift
        if wrote > place:
            break
        if place < wrote + len(edit.text):
            return edit.start
        shift += len(edit.text) - (edit.end - edit.start)
    return place - shift
