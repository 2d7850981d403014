"""``cleaner rules diff``: what differs between two versions of packs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cleaner.cli.streams import write_line

if TYPE_CHECKING:
    from cleaner.packs.changes import Change, Changes

PACKS = 'A folder of packs, a pack, a wheel, or "shipped".'


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=PACKS)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=PACKS)],
    *,
    output_format: Annotated[Literal["text", "json"], typer.Option(help="text or json.")] = "text",
) -> int:
    """Show which rules are new, gone, changed or in another profile.

    It exits with 0 whether there are any or not. Example: cleaner rules diff shipped ../cleaner/rules
    """
    from cleaner.packs.changes import changes, rules_at  # noqa: PLC0415 -- or every command reads YAML

    before, after = rules_at(old), rules_at(new)
    found = changes(before, after)
    if output_format == "json":
        record = {"old": before.digest, "new": after.digest, **_record(found)}
        write_line(json.dumps(record, ensure_ascii=False, indent=2))
        return 0
    for line in _told(found):
        write_line(line)
    return 0


def _told(found: Changes) -> Iterator[str]:
    """Yield a line for each rule, then the counts."""
    yield from (f"+ {rule.id} ({rule.profile}): {rule.why}" for rule in found.added)
    yield from (f"- {rule.id} ({rule.profile}): {rule.why}" for rule in found.removed)
    yield from (f"~ {change.new.id}: {_fields(change)}" for change in found.changed)
    counts = f"{len(found.added)} added, {len(found.removed)} removed, {len(found.changed)} changed"
    yield f"{counts}; version: {found.version}"


def _fields(change: Change) -> str:
    """The names of the fields, with the profiles of a move."""
    return ", ".join(
        f"profile {change.old.profile} → {change.new.profile}" if name == "profile" else name
        for name in change.fields
    )


def _record(found: Changes) -> dict[str, Any]:
    return {
        "version": found.version,
        "added": [rule.id for rule in found.added],
        "removed": [rule.id for rule in found.removed],
        "changed": {change.new.id: list(change.fields) for change in found.changed},
        "moved": {change.new.id: list(change.move) for change in found.changed if change.move},
    }
