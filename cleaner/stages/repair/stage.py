"""The stage itself: its rules, and the order in which they look at a text."""

from __future__ import annotations

from cleaner.model import Finding
from cleaner.patch import Patch

RULES: dict[str, str] = {
    "repair.mojibake": "UTF-8 was read through another code page, which is named behind the colon.",
}


def repair(text: str, *, off: frozenset[str] = frozenset(), unescape: bool = False) -> Patch:
    """Return the edits that undo damage of encoding; ``off`` holds ids of rules that stay silent."""
    patch = Patch()
    if "repair.mojibake" not in off and not text.isascii():
        from cleaner.stages.repair.mojibake import mojibake

        patch = patch.then(mojibake(text))
    return patch.pruned(text)


def findings(text: str) -> tuple[Finding, ...]:
    """Return the places that are damaged beyond repair, by line."""
    return ()
