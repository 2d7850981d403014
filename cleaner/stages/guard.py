"""The guard of bytes that were no UTF-8: they are never edited, and never joined.

Decoding turns such a byte into a lone surrogate (PEP 383), and writing turns it back. Were the
bytes ``E2``, ``80 9C`` brought together by deleting what stands between them, they would read
as a quotation mark, and nothing could tell afterwards that they had not been one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaner.patch import Edit, Patch

SURROGATE = re.compile("[\ud800-\udfff]")


def guarded(text: str, patch: Patch) -> Patch:
    r"""Return ``patch`` without the edits that would touch a lone surrogate or join two of them.

    Edits that touch each other stand or fall together. A text without surrogates costs one
    run of the UTF-8 encoder, and nothing at all if it is ASCII.

    >>> bytes_apart = "\udce2\N{ZERO WIDTH SPACE}\udc80"
    >>> guarded(bytes_apart, Patch((Edit(1, 2, "", ("canon.invisible",)),)))
    Patch(edits=())
    """
    if not patch.edits or not has_surrogates(text):
        return patch
    kept = tuple(edit for run in _runs(patch.edits) if _harmless(text, run) for edit in run)
    return patch if len(kept) == len(patch.edits) else Patch(kept)


def has_surrogates(text: str) -> bool:
    """Whether there is a lone surrogate in ``text``: exactly then it has no strict UTF-8."""
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _runs(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Group the edits that leave no text between them."""
    run: list[Edit] = []
    for edit in edits:
        if run and run[-1].end != edit.start:
            yield run
            run = []
        run.append(edit)
    if run:
        yield run


def _harmless(text: str, run: list[Edit]) -> bool:
    start, end = run[0].start, run[-1].end
    if SURROGATE.search(text, start, end) or any(SURROGATE.search(edit.text) for edit in run):
        return False
    if any(edit.text for edit in run):
        return True
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (SURROGATE.match(before) and SURROGATE.match(after))
