"""A document as lines: where each begins and ends, and which are still there while chrome is peeled."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import cached_property
from itertools import accumulate, compress, count
from typing import Any

from cleaner.fences import fences
from cleaner.packs.words import MAY_END, WRAPPED, is_label, runs_on, sentence_words, word_count

HEADING, HEADED = 6, 5
"""A label of at most so many words may be the heading of a sentence of at least so many."""


class Lines:
    """The lines of a text, which only LF ends. Offsets are code points, ``end`` before the LF.

    ``gone`` marks the lines that were peeled off, by ``take``; the text itself never changes. Of
    the lines that are not blank, ``full``, each is still ``there`` or ``taken``. Such rows of
    flags are searched and counted at the speed of memory.
    """

    def __init__(self, text: str) -> None:
        """Cut ``text`` at its LFs; all else is worked out when somebody asks."""
        self.text = text
        self.parts = text.split("\n")
        self.gone = bytearray(len(self.parts))
        self.version = self.restored = 0
        self.visited: list[int] | None = None
        self.restless = False
        self._memo: dict[Hashable, dict[Any, Any]] = {}
        self._prose: dict[int, dict[int, int]] = {}

    @cached_property
    def trimmed(self) -> list[str]:
        """The lines without the white space around them."""
        return list(map(str.strip, self.parts))

    @cached_property
    def full(self) -> bytes:
        """For each line whether it is not blank."""
        return bytes(map(bool, self.trimmed))

    @cached_property
    def there(self) -> bytearray:
        """For each line whether it is not blank and still there."""
        return bytearray(map(int.__gt__, self.full, self.gone) if 1 in self.gone else self.full)

    @cached_property
    def taken(self) -> bytearray:
        """For each line whether it is not blank and was peeled off."""
        return bytearray(map(int.__and__, self.full, self.gone) if 1 in self.gone else len(self.gone))

    @cached_property
    def _sums(self) -> list[int]:
        """The code points above each line, LFs aside; the last entry is all of them."""
        return list(accumulate(map(len, self.parts), initial=0))

    @cached_property
    def fenced(self) -> frozenset[int]:
        """The lines of fenced code."""
        return fenced_lines(self.text)

    def start(self, i: int) -> int:
        """Where a line begins; beyond the last line, where one more would."""
        return self._sums[i] + i

    def end(self, i: int) -> int:
        """Where a line ends."""
        return self._sums[i + 1] + i

    def take(self, first: int, last: int) -> None:
        """Peel lines off."""
        end, there, taken = last + 1, self.there, self.taken
        self.version += 1
        self.gone[first:end] = b"\1" * (end - first)
        there[first:end] = bytes(end - first)
        taken[first:end] = self.full[first:end]

    def restore(self) -> None:
        """Bring all lines back."""
        self.version += 1
        self.restored += 1
        self.gone = bytearray(len(self.parts))
        for name in ("there", "taken"):
            self.__dict__.pop(name, None)

    def __len__(self) -> int:
        return len(self.parts)

    def memo(self, of: Hashable) -> dict[Any, Any]:
        """What somebody remembers about the text, which never changes, whatever is peeled off."""
        return self._memo.setdefault(of, {})

    def prose(self, words: int) -> dict[int, int]:
        """The lines that end as a sentence does and have ``words`` words or more, with their words."""
        found = self._prose.get(words)
        if found is None:
            found = {i: number for i, number in self._counted(words) if number >= words}
            if self.wrapped:
                found = dict(sorted((self.wrapped | found).items()))
            self._prose[words] = found
        return found

    @cached_property
    def wrapped(self) -> dict[int, int]:
        """The lines of paragraphs in which sentences go on from line to line, with their words."""
        lines = self.trimmed
        found: dict[int, int] = {}
        for i in compress(range(len(lines) - 1), map(WRAPPED.__le__, map(len, lines))):
            if runs_on(lines[i], lines[i + 1]):
                found[i], found[i + 1] = word_count(lines[i]), word_count(lines[i + 1])
        return found

    def tears(self, first: int, last: int) -> bool:
        """Whether a sentence runs on from above ``first``, or below ``last``."""
        lines = self.trimmed
        above = first > 0 and runs_on(lines[first - 1], lines[first])
        return above or (last + 1 < len(lines) and runs_on(lines[last], lines[last + 1]))

    def heads(self, first: int, last: int) -> bool:
        """Whether one line is the heading of a sentence right below it that is still there.

        What shows it is the blank line above, which sets off the two as one. Who asks has to wait
        for the sentence to go; see ``visited``.
        """
        below = last + 1
        if first != last or not first or self.full[first - 1] or below >= len(self.parts):
            return False
        headed = self.there[below] and is_label(self.trimmed[first], HEADING) and self._begins_prose(below)
        if headed:
            self.wait((below,))
        return bool(headed)

    def _begins_prose(self, i: int) -> bool:
        """Whether a line is a sentence, or the first line of one that is wrapped."""
        following = self.trimmed[i + 1] if i + 1 < len(self.parts) else ""
        return sentence_words(self.trimmed[i]) >= HEADED or runs_on(self.trimmed[i], following)

    def _counted(self, words: int) -> Iterable[tuple[int, int]]:
        """Lines that may be such prose, with their words: what was found for fewer words, or all."""
        for least, known in self._prose.items():
            if least < words:
                return known.items()
        return (
            (i, sentence_words(line))
            for i, line in enumerate(self.trimmed)
            if line[-1:] in MAY_END
            and len(line) >= words
            and (len(line) >= 2 * words - 1 or not line.isascii())
        )

    def solid(self) -> list[int]:
        """The lines that are still there and not blank, in order."""
        return list(compress(count(), self.there))

    def wait(self, lines: Iterable[int]) -> None:
        """Note lines of which one must go."""
        if self.visited is not None:
            self.visited += lines

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
        sums, after = self._sums, last + 1
        return sums[first] + first, sums[after] + (after if after < len(self.parts) else last)


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
