"""Broken sequences: UTF-8 read through a code page, of which a byte was lost on the way.

Programs turn the no-break space into a space, and bytes without a character into U+FFFD, into a
question mark or into nothing. What stood there is one of a few characters; the letters around,
and the language of the document, say which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import NamedTuple

from cleaner.patch import make
from cleaner.stages.repair.choice import Choices, Option, likeliest
from cleaner.stages.repair.families import Family
from cleaner.stages.repair.kinds import KIND, common_han, common_hangul
from cleaner.stages.repair.language import tongue
from cleaner.stages.repair.letters import letters
from cleaner.stages.repair.quotes import MARKS, mark
from cleaner.stages.repair.runs import Run, replaced

_SPACE, _LOST, _QUESTION, _GONE = 1.0, 1.5, 3.0, 5.0  # nats: what each kind of loss must be paid
_BEHIND = 300  # code points in which a quotation may have been opened
_CONTRACTED = re.compile(r"(?<= )(?:quel[ae]s?\b|quilo\b|s(?= ))")  # Portuguese writes àquele, àquilo, às
_CHARS = 60_000  # characters remembered
_MOST = 1100  # combinations of bytes that are tried for one sequence


class Broken(NamedTuple):
    """A stretch of a line with what it may have been; the first option is to leave it."""

    start: int
    end: int
    options: Choices


@lru_cache(maxsize=20_000)
def options(family: Family, sequence: str) -> Choices:
    """Return what a broken sequence may have been, and itself as the first option."""
    found: dict[str, float] = {}
    rest = sequence[1:]
    for lead in family.bytes_of[sequence[0]]:
        needed = 1 if 0xC2 <= lead < 0xE0 else 2 if 0xE0 <= lead < 0xF0 else 3 if 0xF0 <= lead < 0xF5 else 0
        for used in range(min(needed, len(rest)) + 1) if needed else ():
            literal = rest[used:]
            if literal and literal[0] not in " ?":
                continue
            for text, cost in _filled(family, lead, rest[:used], needed - used):
                whole = text + literal
                if cost < found.get(whole, 99.0):
                    found[whole] = cost
                if needed == 1 and rest[:used] == " " and not literal and text.isalpha():
                    found[text + " "] = cost + _SPACE  # two spaces, one of them once a byte, became one
    return Choices((Option(sequence, 0.0), *(Option(text, cost) for text, cost in found.items())))


def _filled(family: Family, lead: int, given: str, missing: int) -> Iterator[tuple[str, float]]:  # noqa: C901  # a table of losses
    """Yield the characters of a sequence with so many bytes missing anywhere behind the lead."""
    lost = family.lost
    if missing and (not lost or missing > 2):
        return
    slots: list[tuple[tuple[int, ...], float]] = []
    for char in given:
        if char == " ":
            if family.space is None or not 0x80 <= family.space <= 0xBF:
                return
            slots.append(((family.space,), _SPACE))
        elif char in "\N{REPLACEMENT CHARACTER}?":
            slots.append((lost, _LOST if char != "?" else _QUESTION))
        else:
            slots.append((family.bytes_of[char], 0.0))
    size = len(given) + missing
    for places in combinations(range(size), len(given)):
        filled = [(lost, _GONE)] * size
        for place, slot in zip(places, slots, strict=True):
            filled[place] = slot
        count = 1
        for choices, _ in filled:
            count *= len(choices)
        if count > _MOST:
            continue
        cost = sum(price for _, price in filled)
        data = b"\n".join(map(bytes, product((lead,), *(choices for choices, _ in filled))))
        for char in data.decode("utf-8", "replace").split("\n"):
            if len(char) == 1 and _USUAL[char]:
                yield char, cost


class _Usual(dict[str, bool]):
    """Remembers which characters are likely enough to be guessed."""

    def __missing__(self, char: str) -> bool:
        if len(self) > _CHARS:
            self.clear()
        found = self[char] = _is_usual(char)
        return found


_USUAL = _Usual()


def usual(char: str) -> bool:
    """Return whether a character is likely enough to be guessed."""
    return _USUAL[char]


def _is_usual(char: str) -> bool:
    if "\u4e00" <= char <= "\u9fa5":  # most of what is asked for is Han or Hangul
        return char in common_han() or " " + char in letters().pooled
    if "\uac00" <= char <= "\ud7a3":
        return char in common_hangul() or " " + char in letters().pooled
    kind = KIND[char]
    if kind in "lu^":
        return char.lower() in letters().scripts
    if kind == "h":
        return (
            char in common_han()
            or " " + char in letters().pooled
            or "\u3000" < char < "\u3100"
            or char > "\uff00"
        )
    if kind == "-":
        return char in "–—…•·\N{NO-BREAK SPACE}"
    return (
        kind in '"$e' and char not in "†‡′″‟"
    ) or char in "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{VARIATION SELECTOR-16}"


def broken(line: str, family: Family, whole: Sequence[Run]) -> list[Broken]:
    """Return the broken sequences of a line, outside the runs that are read already."""
    found: list[Broken] = []
    for start, end in family.broken(line, [run[:2] for run in whole]):
        choices = options(family, line[start:end])
        if line[end - 1] == " " and _CONTRACTED.match(line, end):
            choices = _without_a(choices)
        elif line[end : end + 1] == " ":
            choices = _unspaced(choices)
        if len(choices) > 1:
            found.append(make(Broken, (start, end, choices)))
    return found


@lru_cache(maxsize=1_000)
def _without_a(choices: Choices) -> Choices:
    return Choices(option for option in choices if option.text != "à ")


@lru_cache(maxsize=5_000)
def _unspaced(choices: Choices) -> Choices:
    """Return the choices in front of a space: none went missing there."""
    return Choices(option for option in choices if option.text[1:] != " " or option is choices[0])


def doubtful(
    line: str, family: Family, whole: Sequence[Run], *, inner: bool = False
) -> tuple[list[Run], list[Broken]]:
    """Return what is sure of whole runs, and the sequences that may be one of several characters."""
    if family.shared.isdisjoint(line):
        return list(whole), []
    sure: list[Run] = []
    places: list[Broken] = []
    for run in whole:
        first, last = run.start, run.end
        source = line[first:last]
        parts = () if family.shared.isdisjoint(source) else _parts(family, source, inner)
        if not parts:
            sure.append(run)
            continue
        share = run.gain / len(parts)
        for start, end, choices in parts:
            if len(choices) == 1:
                sure.append(make(Run, (first + start, first + end, choices[0].text, share)))
            else:
                places.append(make(Broken, (first + start, first + end, choices)))
    return sure, places


@lru_cache(maxsize=20_000)
def _parts(family: Family, text: str, inner: bool) -> tuple[Broken, ...]:
    """Return the sequences of a run with what each may be; none if nothing about them is doubtful."""
    found = [
        Broken(start, end, _choices(family, text[start:end], inner)) for start, end in family.sequences(text)
    ]
    return tuple(found) if any(len(choices) > 1 for _, _, choices in found) else ()


@lru_cache(maxsize=20_000)
def _choices(family: Family, sequence: str, inner: bool) -> Choices:
    """Return what a whole sequence may be; of several readings those that the family can have written."""
    readings = family.readings[sequence]
    if inner:
        readings = tuple(c for c in readings if c in family.bytes_of or c < "\x80") or readings
    return Choices(Option(text, 0.0) for text in readings)


def apart(places: Sequence[Broken]) -> list[Broken]:
    """Return the places in order, the first of any that overlap."""
    found: list[Broken] = []
    for place in sorted(places):
        if not found or place.start >= found[-1].end:
            found.append(place)
    return found


def mended(
    line: str, family: Family, whole: Sequence[Run], places: Sequence[Broken] | None = None
) -> list[Run]:
    """Return the broken sequences of a line (or other doubtful places) that can be mended, as runs."""
    places = broken(line, family, whole) if places is None else sorted(places)
    if not places:
        return []
    between = _between(line, whole, places)
    language = tongue(" ".join(between))
    runs: list[Run] = []
    behind: list[str] = []
    chosen = likeliest(between, [choices for _, _, choices in places], language)
    for before, (start, end, choices), choice in zip(between, places, chosen, strict=False):
        text = choice.text
        behind.append(before)
        if text in MARKS:
            behind = ["".join(behind)[-_BEHIND:]]
            text = _fitting(choices, choice, behind[0], line[end : end + 2], language).text
        behind.append(text)
        if text != line[start:end]:
            last = text[-1]
            tail = last in " ?" and last == line[end - 1]
            runs.append(make(Run, (start, end - tail, text[:-1] if tail else text, 5.0)))
    return runs


def _between(line: str, whole: Sequence[Run], places: Sequence[Broken]) -> list[str]:
    """Return what stands before, between and behind some places, whole runs read."""
    gone = [make(Run, (start, end, "\n", 0.0)) for start, end, _ in places]  # what no line holds
    return replaced(line, sorted([*whole, *gone])).split("\n")


def _fitting(choices: Sequence[Option], chosen: Option, before: str, after: str, language: str) -> Option:
    """Return the quotation mark or dash that its place asks for, of those that are as cheap to assume."""
    same = {option.text: option for option in choices if option.cost == chosen.cost}
    return next((same[char] for char in mark(before, after, language) if char in same), chosen)
