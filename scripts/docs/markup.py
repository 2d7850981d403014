"""Pieces of Markdown, made of docstrings and of data."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence

TERM = re.compile(r"^(``\w+``)\n((?:    .+\n?)+)", re.MULTILINE)
DOCTEST = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


def paragraphs(docstring: str) -> str:
    """Return a docstring as Markdown: its terms as a definition list, its doctests as code."""
    text = inspect.cleandoc(docstring)
    text = TERM.sub(lambda term: f"{term[1]}\n:   {' '.join(term[2].split())}\n\n", text)
    return DOCTEST.sub(lambda test: fenced(test[0], "pycon"), text)


def cell(text: str) -> str:
    """Return text for a cell of a table, where a bar would begin the next."""
    return " ".join(text.split()).replace("|", r"\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def fenced(text: str, language: str = "text") -> str:
    """Return text as a block of code, in a fence that nothing in the text can end."""
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"
