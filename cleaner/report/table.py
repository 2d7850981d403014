"""Tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as lines, the first column to the left and the others to the right.

    >>> print(aligned([("rule", "hits"), ("canon.space", "7")]))
    rule         hits
    canon.space     7
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        row[0].ljust(widths[0])
        + "".join(f"  {cell.rjust(width)}" for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    )


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count_of(1, "document"), count_of(1200, "document")
    ('1 document', '1,200 documents')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def one_line(text: str, most: int) -> str:
    r"""Return a text on one line, cut to ``most``, of which nothing can move a terminal's cursor.

    >>> one_line("Get link\n\nShare \x1b[1m", 40)
    'Get link ⏎ Share \\x1b[1m'
    """
    line = " ⏎ ".join(part.strip() for part in text.strip().split("\n") if part.strip())
    line = line[:most] + ("…" if len(line) > most else "")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in line)
