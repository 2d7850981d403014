"""The stage itself: its rules, and the order in which they look at a text."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.model import Finding
from cleaner.patch import Edit, Patch

RULES: dict[str, str] = {
    "repair.entities": "HTML entities stand for characters; in plain text they are debris.",
    "repair.escape": "Escaped bytes or characters of another notation; undone only on request.",
    "repair.mojibake": "UTF-8 was read through another code page, which is named behind the colon.",
    "repair.legacy": "One code page was read as another; both are named behind the colon.",
    "repair.unrecoverable": "Bytes are gone for good; the line is reported and left alone.",
}


def repair(text: str, *, off: frozenset[str] = frozenset(), unescape: bool = False) -> Patch:
    """Return the edits that undo damage of encoding; ``off`` holds ids of rules that stay silent."""
    patch = Patch()
    if unescape and "repair.escape" not in off:
        patch = _unescaped(text)
        text = patch.apply(text)
    if "&" in text and "repair.entities" not in off:
        from cleaner.stages.repair.entities import entities  # noqa: PLC0415  # only for text that needs it

        found = Patch(tuple(entities(text)))
        patch = patch.then(found)
        text = found.apply(text)
    if "repair.mojibake" not in off and not text.isascii():
        from cleaner.stages.repair.mojibake import mojibake  # noqa: PLC0415  # only for text that needs it

        found = mojibake(text, legacy="repair.legacy" not in off)
        patch = patch.then(found)
        text = found.apply(text)
        if "â" in text or "Â" in text:
            from cleaner.stages.repair.debris import debris  # noqa: PLC0415  # only for text that needs it

            patch = patch.then(Patch(tuple(debris(text))))
    return patch


def findings(text: str) -> tuple[Finding, ...]:
    """Return the places that are damaged beyond repair, by line."""
    if text.isascii():
        return ()
    from cleaner.stages.repair.unrecoverable import unrecoverable  # noqa: PLC0415  # only for text that needs it

    return tuple(unrecoverable(text))


def _unescaped(text: str) -> Patch:
    """Return the edits of all escapes, the first one of any that overlap."""
    from cleaner.stages.repair.entities import double_entities  # noqa: PLC0415  # only for text that needs it
    from cleaner.stages.repair.escape import escapes  # noqa: PLC0415  # only for text that needs it

    return Patch(tuple(_apart(sorted((*escapes(text), *double_entities(text))))))


def _apart(edits: Iterable[Edit]) -> Iterable[Edit]:
    done = 0
    for edit in edits:
        if edit.start >= done:
            yield edit
            done = edit.end
