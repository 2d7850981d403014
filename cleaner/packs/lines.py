"""A document as lines: where each begins and ends, and which are still there while chrome is peeled."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from operator import add

from cleaner.fences import fences


class Lines:
    """The lines of a text, which only LF ends. Offsets are code points, ``end`` before the LF.

    ``gone`` marks the lines that were peeled off; the text itself never changes.
    """

    def __init__(self, text: str) -> None:
        """Cut ``text`` at its LFs; where lines begin and end is counted when somebody asks."""
        self.text = text
        self.parts = text.split("\n")
        self.gone = bytearray(len(self.parts))
        self.visited: list[int] | None = None

    @cached_property
    def trimmed(self) -> list[str]:
        """The lines without the white space around them."""
        return list(map(str.strip, self.parts))

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *map((1).__add__, self.ends[:-1])]

    @cached_property
    def ends(self) -> list[int]:
        """Where each line ends, before its LF."""
        return list(map(add, accumulate(map(len, self.parts)), range(len(self.parts))))

    @cached_property
    def fenced(self) -> frozenset[int]:
        """The lines of fenced code."""
        return fenced_lines(self.text)

    def restore(self) -> None:
        """Bring all lines back."""
        self.gone = bytearray(len(self.parts))

    def __len__(self) -> int:
        return len(self.parts)

    def solid(self) -> list[int]:
        """The lines that are still there and not blank, in order."""
        return [i for i, line in enumerate(self.trimmed) if line and not self.gone[i]]

    def after(self, i: int) -> int | None:
        """The next line that is still there, blank or not; ``visited``, if it is a list, notes it."""
        j = self.gone.find(0, i + 1)
        if self.visited is not None and j >= 0:
            self.visited.append(j)
        return j if j >= 0 else None

    def before(self, i: int) -> int | None:
        """The last line before ``i`` that is still there, blank or not."""
        j = self.gone.rfind(0, 0, i)
        return j if j >= 0 else None

    def extent(self, first: int, last: int) -> tuple[int, int]:
        """The code points of whole lines with the LF that ends the last one."""
        return self.starts[first], min(self.ends[last] + 1, len(self.text))


def fenced_lines(text: str) -> frozenset[int]:
    """Return the numbers, from 0, of the lines of closed Markdown fences, the fences included."""
    found: set[int] = set()
    number = at = 0
    for start, end in fences(text):
        number += text.count("\n", at, start)
        last = number + text.count("\n", start, end)
        found.update(range(number, last + 1))
        number, at = last, end
    return frozenset(found)
