"""How rare a literal is in text, guessed from pairs of letters, to choose a rule's rarest literal."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

SYMBOLS = "\nabcdefghijklmnopqrstuvwxyz0.é"
"""What the table tells apart: letters, and digits, punctuation and all beyond ASCII as one each."""

OPENING_BITS = 5.0
"""A line begins once in so many (2 to the power of 5) characters."""

SHORT, SHORT_BITS = 5, 4.5
"""Shorter literals are common whatever the table says: bullets, initials, ends of words."""

WHOLE_BITS = 14.0
"""A literal that is the whole line is met on hardly any line but those that it is for."""

ANYWHERE_BITS = 4.0
"""How rare the first character of a literal is that may stand anywhere; it costs a scan of every byte."""


def symbol(char: str) -> str:
    """Return what the table calls a character."""
    if char in SYMBOLS:
        return char
    if not char.isascii():
        return "é"
    return "0" if char.isdigit() else "."


@cache
def bits(literal: str) -> float:
    """Return how rare a folded literal is: it stands about once in 2 to the power of so many characters."""
    rows = _table()
    symbols = [symbol(char) for char in literal]
    found = OPENING_BITS if literal.startswith("\n") else ANYWHERE_BITS
    found += sum(rows[first][second] for first, second in pairwise(symbols))
    if literal.startswith("\n") and literal.endswith("\n"):
        return max(found, WHOLE_BITS)
    body = len(literal.strip("\n"))
    return min(found, SHORT_BITS * body) if body < SHORT else found


@cache
def _table() -> dict[str, dict[str, float]]:
    """The table of ``scripts/literal_costs.py``: a row for the first symbol, half bits as letters."""
    rows = (Path(__file__).parent / "frequency.txt").read_text(encoding="ascii").split()
    return {
        first: {second: (ord(cost) - ord("A")) / 2 for second, cost in zip(SYMBOLS, row, strict=True)}
        for first, row in zip(SYMBOLS, rows, strict=True)
    }
