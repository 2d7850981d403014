"""The canon stage: one canonical form of text, row by row; each row is a rule that can be off.

A row is a function from text to edits. Rows run in the order of ``_ROWS``, each on what the rows
before it made, and only where a cheap look at the whole document says that it might find
something: a text that is canonical already costs one run of the encoder and a few searches.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from cleaner.fences import fences, outside
from cleaner.patch import Edit, Patch
from cleaner.stages.canon.characters import control, invisible, newline, space, straight_quotes
from cleaner.stages.canon.compose import compose, may_compose
from cleaner.stages.canon.lines import (
    blank_lines,
    edges,
    final_newline,
    no_final_newline,
    space_run,
    trailing_space,
)
from cleaner.stages.guard import guarded

RULES: dict[str, str] = {
    "canon.newline": "Lines end in one way, the line feed, whatever system or program wrote them.",
    "canon.control": "Controls and terminal sequences print nothing and break tools that read text.",
    "canon.invisible": "Soft hyphens, byte order marks, joiners and zero-width spaces split words unseen.",
    "canon.compose": "A letter has one spelling: with its marks it becomes the letter that has them.",
    "canon.quotes": "Curly quotes become straight, where the option asks for it.",
    "canon.space": "No-break spaces and spaces of other widths are layout; between words the space will do.",
    "canon.trailing-space": "White space at the end of a line carries nothing.",
    "canon.space-run": "Typewriter spacing and layout leave runs of spaces in prose; one space parts words.",
    "canon.blank-lines": "One blank line parts paragraphs as well as five.",
    "canon.edges": "Blank lines before the first line and behind the last one are no part of the text.",
    "canon.final-newline": "The last line ends like every other line, so that files can be joined.",
}

# What deletion leaves of a document's UTF-8 is what rows about characters look at: of English
# prose, less than one character in a hundred.
_PLAIN = bytes(code for code in range(0x20, 0x7F) if chr(code) not in "`~") + b"\n\f"
# One search for what two rows look for: begun with a literal, it runs as fast as memchr.
_LINE_ENDS = re.compile("\n(?:\n\n|(?<=[ \t]\n))")
_ROUNDS = 6


class _Look(NamedTuple):
    """What a look at the whole text has found.

    ``left`` are its characters that are not ordinary ASCII; ``ends`` is whether there may be
    white space before a line end, or two blank lines.
    """

    left: str
    ends: bool


class _Row(NamedTuple):
    """A rule: its id, a look at the text and what is left of it, and the row itself."""

    id: str
    needed: Callable[[str, _Look], bool]
    edits: Callable[[str], Iterator[Edit]]


def _left(pattern: str) -> Callable[[str, _Look], bool]:
    """Make a gate: whether ``pattern`` occurs in what is left of the document."""
    search = re.compile(pattern).search
    return lambda _, look: bool(look.left) and search(look.left) is not None


def _may_run(text: str, look: _Look) -> bool:
    return "  " in text or "\xa0" in look.left or "\u202f" in look.left


_ROWS = (
    _Row("canon.newline", _left("[\r\v\x85\u2028\u2029]"), newline),
    _Row("canon.control", _left("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"), control),
    _Row("canon.invisible", _left("[\xad\u200b\u2060\ufeff]"), invisible),
    _Row("canon.compose", lambda _, look: may_compose(look.left), compose),
    _Row("canon.quotes", _left("[\u2018-\u201f]"), straight_quotes),
    _Row("canon.space", _left("[\xa0\u2000-\u200a\u202f\u205f\u3000]"), space),
    _Row("canon.trailing-space", lambda text, look: look.ends or text[-1:] in " \t", trailing_space),
    _Row("canon.space-run", _may_run, space_run),
    _Row("canon.blank-lines", lambda text, look: look.ends and "\n\n\n" in text, blank_lines),
    _Row("canon.edges", lambda text, _: text[:1].isspace() or text[-2:].isspace(), edges),
    _Row("canon.final-newline", lambda text, _: not text.endswith("\n"), final_newline),
)
_FIELD_END = _Row("canon.final-newline", lambda text, _: text.endswith("\n"), no_final_newline)
_IN_MARKDOWN: dict[str, Callable[[str], Iterator[Edit]]] = {
    "canon.trailing-space": partial(trailing_space, markdown=True),
    "canon.space-run": partial(space_run, markdown=True),
}
_MARKDOWN_ROWS = tuple(row._replace(edits=_IN_MARKDOWN.get(row.id, row.edits)) for row in _ROWS)


def canon(
    text: str,
    *,
    off: frozenset[str] = frozenset(),
    quotes: str = "keep",
    markdown: bool = False,
    is_field: bool = False,
) -> Patch:
    r"""Return the patch that makes ``text`` canonical, without the rows whose ids are in ``off``.

    ``quotes="straight"`` makes curly quotes straight; ``markdown`` keeps hard line breaks;
    ``is_field`` ends the text without a newline, as a field of a record ends. Each edit cites
    its row, and no edit touches or joins bytes that were no UTF-8.

    >>> canon("two\N{NO-BREAK SPACE} words").apply("two\N{NO-BREAK SPACE} words")
    'two words\n'
    """
    if quotes != "straight":
        off |= {"canon.quotes"}
    rows = _MARKDOWN_ROWS if markdown else _ROWS
    if is_field:
        rows = (*rows[:-1], _FIELD_END)
    rows = tuple(row for row in rows if row.id not in off)
    patch = Patch()
    # Where edits made a fence or unmade one, other lines are code now than were before.
    for _ in range(_ROUNDS):
        more, text = _round(text, rows)
        patch = patch.then(more)
        if not more or ("```" not in text and "~~~" not in text):
            break
    return patch


def _round(text: str, rows: tuple[_Row, ...]) -> tuple[Patch, str]:
    look = _Look(_leftover(text), _LINE_ENDS.search(text) is not None)
    fenced = "`" in look.left or "~" in look.left
    patch = Patch()
    for row in rows:
        if not row.needed(text, look):
            continue
        edits = row.edits(text)
        if fenced and row.id != "canon.newline":
            edits = outside(edits, fences(text))
        step = guarded(text, Patch(tuple(edits)))
        if step:
            patch = patch.then(step)
            text = step.apply(text)
            look = look._replace(ends=True)
    return patch, text


def _leftover(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).decode("utf-8", "surrogatepass")
