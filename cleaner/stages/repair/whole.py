"""Lines that are damaged throughout: all that is beyond ASCII in them is UTF-8 in one code page.

Such a line is read by Python's own decoder in one go, as fast as C can. It is the usual case; what
is left over (a byte lost, damage beside sound text) is for the search run by run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice

from cleaner.patch import Edit, Patch, make
from cleaner.stages.repair.families import Family, families
from cleaner.stages.repair.runs import decoded

_STRETCH = re.compile(r"[^\x00-\x7f]+")
_WITHIN = re.compile(r"(?:\A|(?<=[\x00-\x7f]))[\x00-\x7f]+(?=[\x00-\x7f])|(?<=[\x00-\x7f])[\x00-\x7f]+\Z")
_CONTROL = re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")  # what would be windows-1252 in a hybrid
_LONG = 400  # code points from which it is worth it to look at the beginning of a line first
_HEAD = 8  # stretches by which most lines are ruled out
_TRIED = 8  # sets of bytes that the characters of a line may have been


@cache
def _cheapest() -> tuple[tuple[Family, ...], Mapping[str, int]]:
    """Return the families, and as bits those that have a character."""
    order = tuple(sorted(families(), key=lambda family: family.price))
    masks: defaultdict[str, int] = defaultdict(int)
    for bit, family in enumerate(order):
        for char in family.bytes_of:
            masks[char] |= 1 << bit
    return order, masks


def readings(line: str) -> tuple[list[tuple[Family, str]], list[Family]]:
    """Return what a line may have been if it is UTF-8 in one family throughout, the usual ones first.

    Behind the readings come the families that might explain it too, if it were known what some of
    its characters stand for.
    """
    head = [match.group() for match in islice(_STRETCH.finditer(line), _HEAD)]
    if any(len(stretch) == 1 for stretch in head):
        return [], []  # most lines are sound, or damaged in places, and that shows at once
    return _told_by(line, " ".join(head) if len(line) > _LONG else line)


def _told_by(line: str, head: str) -> tuple[list[tuple[Family, str]], list[Family]]:
    """Return the readings of a line and their rivals; what its head is not, it is not."""
    order, masks = _cheapest()
    chars = "".join({char for char in set(line) if char > "\x7f"})
    left = -1
    for char in chars:
        left &= masks.get(char, 0)
    told: dict[bytes, tuple[Family, str]] = {}
    rivals: list[Family] = []
    while left > 0 and len(told) + len(rivals) < _TRIED:
        bit = (left & -left).bit_length() - 1
        left &= left - 1
        family = order[bit]
        if not _told(line, chars, family):
            rivals.append(family)
            continue
        codes = family.spelt(chars)
        if codes not in told:
            told[codes] = family, family.decoded(line) if head is line or family.decoded(head) else ""
    return [reading for reading in told.values() if reading[1]], rivals


def guessed(line: str, family: Family, *, inner: bool = False) -> str:
    """Return the likeliest of a line's readings through a family throughout; '' if there is none."""
    parts: list[str] = []
    done = 0
    for match in _STRETCH.finditer(line):
        start, end = match.span()
        if not family.is_run(line[start:end]):
            return ""
        before, after = line[start - 1 : start] or "\n", line[end : end + 1] or "\n"
        text = decoded(before, match.group(), after, family, inner=inner)
        if not text:
            return ""
        parts += (line[done:start], text)
        done = end
    return "".join((*parts, line[done:]))


def whole(line: str, family: Family) -> str:
    """Return what a line reads as if it is UTF-8 in a family throughout, else ''."""
    return family.decoded(line) if _told(line, line, family) else ""


def _told(line: str, chars: Iterable[str], family: Family) -> bool:
    """Return whether it is clear what the characters of a line stand for in a family."""
    return not family.shared or family.shared.isdisjoint(chars) or _CONTROL.search(line) is not None


def stretches(line: str) -> int:
    """Return how many stretches of a line are beyond ASCII."""
    return len(_STRETCH.findall(line))


def bordered(line: str) -> str:
    """Return the stretches beyond ASCII of a line, each with the characters beside it.

    >>> bordered("all the café of the world")
    'fé '
    """
    return _WITHIN.sub("", line)


def retold(line: str, text: str, causes: Sequence[str]) -> Patch:
    """Return the edits from a line to what it reads as: both have the same ASCII between their stretches."""
    cited = tuple(dict.fromkeys(causes))
    spans = [match.span() for match in _STRETCH.finditer(line)]
    return Patch(
        tuple(
            [
                make(Edit, (start, end, new, cited))
                for (start, end), new in zip(spans, _STRETCH.findall(text), strict=True)
            ]
        )
    )
