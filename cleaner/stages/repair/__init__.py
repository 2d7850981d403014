"""Repair: undoes mojibake."""

from __future__ import annotations

from cleaner.model import Finding
from cleaner.patch import Patch

RULES: dict[str, str] = {"repair.mojibake": "Text that was decoded with the wrong code page is decoded with the right one."}


def repair(text: str, *, off: frozenset[str] = frozenset(), unescape: bool = False) -> Patch:
    """Return the patch that repairs ``text``."""
    del text, off, unescape
    return Patch()


def findings(text: str) -> tuple[Finding, ...]:
    """Return what cannot be repaired."""
    del text
    return ()
