"""One code page read as another (``Ïðèâåò`` for ``Привет``): bytes that never were UTF-8.

Nothing in the bytes themselves says that they were misread, so the letters must: a line is
changed only if it becomes much more plausible as a whole.
"""

from __future__ import annotations

import codecs
import re
from bisect import insort
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cleaner.patch import Edit, make
from cleaner.stages.repair.evidence import (
    beyond,
    broken,
    is_chart,
    is_disguised,
    is_mixed,
    may_be_foreign,
    script_of,
    sound,
)
from cleaner.stages.repair.families import RARE
from cleaner.stages.repair.pages import ASCII, EASTERN, ROUNDED, encoder, least, readers, writers
from cleaner.stages.repair.plausibility import text_cost

_STRETCH = re.compile(r"[^\x00-\x7f]+(?:[a-zA-Z]*[^\x00-\x7f]+)*[a-zA-Z]?")
_MARKED = re.compile(r"[^\x00-\x7f]+")
_CONTROL = re.compile(r"[\x80-\x9f]")
_TRUNCATED = re.compile(r"(?:[\xc2\xc3]|[\xe2\xef][\xa0-\xbf]?|\xf0[\xa0-\xbf]{0,2})+")
_SHORTENED = re.compile(
    "(?:\n|[\xc2-\xdf][\x80-\xbf]?|[\xe0-\xef][\x80-\xbf]{0,2}|[\xf0-\xf4][\x80-\xbf]{0,3})+"
)
_MANY, _INSIDE = 12, 0.2  # characters that tell shortened UTF-8, and the share of them that lead nothing
_PAGES = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac-roman", "cp437")
_ASCII, _FOLLOWER = 0x7F, 0xBF  # the last bytes of ASCII, and of what goes on with a sequence
_LOOK = 6  # code points that rule most code pages out
_PAIR = 2  # bytes that many a pair of letters could be
_USUAL = re.compile(r"[\u2010-\u2027\u20ac\u2122\xa0]+")
_SAMPLE = 300  # code points on which code pages are compared
_ALPHABET = "abcde"  # what shows off a typeface shows letters that make no words
_GLANCE = 60  # code points on which most of them are ruled out
_LEAST = 10.0  # nats that a line must gain
_PEEP = 16  # code points on which the worst of them are ruled out
_RIVAL = 3.0  # nats by which another reading may be better that is not sound
_MARGIN = 5.0  # nats that the rest of a text may get back: some pairs cost less than nothing
_FINALISTS = 12
_WINDOWS = frozenset(chr(b) for b in range(0x80, 0xA0) if bytes((b,)).decode("cp1252", "ignore"))


class Misreading(NamedTuple):
    """A line that was encoded in one code page and read as another, and what undoing it gains.

    ``native`` is a gain in the line's own language.
    """

    true: str
    read_as: str
    gain: float
    native: bool = False


def misreading(line: str) -> Misreading | None:
    """Return the best explanation of a line as one code page read as another, if it is good."""
    controls = _CONTROL.findall(line)
    windows = controls and all(char in _WINDOWS for char in controls) and set(controls) != {"\x85"}
    if windows and (len(controls) * 4 < len(line) or not any("\xa0" <= char <= "\xff" for char in line)):
        return Misreading("cp1252", "iso-8859-1", 8.0 * len(controls))
    if _ALPHABET in line[:_SAMPLE].lower():
        return None
    sample = line[:_SAMPLE]
    if 2 * beyond(sample) < len(sample):  # else ASCII may be halves of characters
        sample = stretches(line[: 20 * _SAMPLE])[:_SAMPLE]
    if not (may_be_foreign(sample) or broken(sample)):
        return None
    if is_torn(line) or is_chart(sample) or is_disguised(sample) or is_mixed(sample):
        return None  # no hypothesis could be sound on so little
    before = text_cost(" ", sample, " ")
    best: Misreading | None = None
    most, script = _LEAST, ""
    for true, read_as, price, text, cost in _hypotheses(sample, before - _LEAST):
        gain = before - cost - 2.0 * price - 2.0
        most = max(most, gain)
        if gain >= (best.gain if best else _LEAST) and sound(sample, text, gain):
            best, script = Misreading(true, read_as, gain), script_of(text)
    # a reading that is sound, but not the most plausible one, is a coincidence
    return best if best and (best.gain > most - _RIVAL or script not in ("LATIN", "")) else None


@lru_cache(maxsize=8)
def stretches(line: str) -> str:
    """Return the stretches of a line that have no ASCII at their ends, with a letter around them."""
    found: list[str] = []
    size = done = 0
    for match in _STRETCH.finditer(line):
        start, end = match.span()
        found.append(line[start - (start > done) : end])
        size += len(found[-1]) + 1
        if size > 2 * _SAMPLE:
            break
        done = end
    return " ".join(found)


@lru_cache(maxsize=8)
def is_torn(line: str) -> bool:
    """Return whether what is odd in a line is UTF-8, whole or with bytes lost."""
    head = line[: 20 * _SAMPLE]
    return _is_debris(head) or _is_utf8(head) or is_shortened(head)


def _is_debris(line: str) -> bool:
    """Return whether what is odd is what is left of UTF-8 whose C1 controls somebody deleted.

    Then each stretch (``â``, ``Â``, ``â¬``) begins with a lead byte, read as ISO-8859-1, and is
    shorter than its sequence was. Such characters say nothing of any code page, and what they
    were is mostly lost.
    """
    leads = 0
    for stretch in _MARKED.findall(line):
        if _USUAL.fullmatch(stretch):
            continue
        if not _TRUNCATED.fullmatch(stretch):
            return False
        leads += 1
    return leads > 0


def is_shortened(line: str) -> bool:
    """Return whether what is odd is UTF-8 read as a usual code page, bytes missing, but many of them left.

    In every stretch bytes that go on with a sequence stand only behind one that leads one, and
    there are too many of them for letters: those of most code pages are above 0xBF.
    """
    stretches = _MARKED.findall(line)
    chars = {ord(char) for char in "".join(stretches)}
    if sum(map(len, stretches)) < _MANY:
        return False
    joined = "\n".join(stretches)
    for _, price, table in readers():
        if price < RARE and chars <= table.keys() and _SHORTENED.fullmatch(joined[:_LOOK].translate(table)):
            data = joined.translate(table)
            if _SHORTENED.fullmatch(data) and sum("\x80" <= char < "\xc0" for char in data) >= _INSIDE * len(
                data
            ):
                return True
    return False


def _is_utf8(line: str) -> bool:
    """Return whether all that is beyond ASCII is whole UTF-8, read as a usual code page, and no chance."""
    stretches = _MARKED.findall(line)
    joined = " ".join(stretches)
    for page in _begin(joined[:2]):
        try:
            joined.encode(page).decode("utf-8")
        except UnicodeError:
            continue
        if (page == "cp1252" and len(stretches) > 1) or any(len(stretch) > _PAIR for stretch in stretches):
            return True
    return False


@lru_cache(maxsize=10_000)
def _begin(pair: str) -> tuple[str, ...]:
    """Return the usual code pages in which two characters can be the first bytes of a sequence."""
    codes = {page: pair.encode(page, "ignore") for page in _PAGES}
    return tuple(
        [page for page, data in codes.items() if len(data) > 1 and data[0] > _FOLLOWER >= data[1] > _ASCII]
    )


def _hypotheses(sample: str, most: float) -> list[tuple[str, str, float, str, float]]:
    """Return the readings of a sample that look best at a glance: code pages, price, text and its cost.

    ``most`` is what a reading may cost at all; most of them are beyond it after a few characters.
    """
    judged: dict[str, tuple[float, str, str, float]] = {}
    seen = {sample}
    most += _MARGIN
    # What is not even as good as the sample at its beginning will not be so much better at its end.
    most = min(most, text_cost(" ", sample[:_PEEP], sample[_PEEP : _PEEP + 1] or " ") + _MARGIN)
    costs: list[float] = []
    peeps = _Peeps()
    for read_as, cost, data in _written(sample):
        found = [begun for begun in _begun(data, cost, most, peeps) if begun[3] not in seen]
        seen.update([text for *_, text in found])
        many = len(costs) + len(found) > _FINALISTS  # else none is ruled out
        glances = least(data[:_GLANCE] + b" ") if many else [0.0] * len(writers())
        for bound, toll, true, text in sorted(
            [(glances[place] + toll, toll, true, text) for place, toll, true, text in found]
        ):
            if many and len(costs) >= _FINALISTS and bound > costs[_FINALISTS - 1]:
                break  # there are enough better ones
            judged[text] = (text_cost(" ", text[:_GLANCE], " ") + toll, true, read_as, toll)
            insort(costs, judged[text][0])
        if len(costs) >= _FINALISTS:
            most = min(most, costs[_FINALISTS - 1] + _MARGIN)
        for true, text in _eastern(data):
            scale = _GLANCE * len(text) // max(1, len(sample))
            judged[text] = (text_cost(" ", text[:scale], " ") + cost + 4.0, true, read_as, cost + 4.0)
    best = sorted(judged.items(), key=lambda item: item[1])[:_FINALISTS]
    seen_all = len(sample) <= _GLANCE
    return [
        (true, read_as, price, text, cost - price if seen_all else text_cost(" ", text, " "))
        for text, (cost, true, read_as, price) in best
    ]


def _written(sample: str) -> Iterator[tuple[str, float, bytes]]:
    """Yield the different bytes that a sample may have been, with the first code page of each."""
    marked = {ord(char) for char in sample if char > "\x7f"}
    tried: set[bytes] = set()
    for read_as, cost, table in readers():
        if marked <= table.keys():
            data = codecs.charmap_encode(sample, "strict", encoder(read_as))[0]
            if data not in tried:
                tried.add(data)
                yield read_as, cost, data


def _begun(data: bytes, cost: float, most: float, peeps: _Peeps) -> list[tuple[int, float, str, str]]:
    """Return the code pages in which bytes begin well enough: place, price and name of each, and its text."""
    beginning = data[: _PEEP + 1]
    found: dict[str, tuple[int, float, str, str]] = {}
    for place, ((true, price, upper), begin) in enumerate(zip(writers(), least(beginning), strict=True)):
        toll = cost + price
        first = begin + toll
        if first + ROUNDED * len(beginning) > most >= first:
            first = peeps[beginning, upper] + toll
        if first <= most:
            text = codecs.charmap_decode(data, "strict", ASCII + upper)[0]
            if "\N{REPLACEMENT CHARACTER}" not in text:
                found.setdefault(text, (place, toll, true, text))
    return list(found.values())


class _Peeps(dict[tuple[bytes, str], float]):
    """Remembers what beginnings cost: some bytes, read through the upper half of a code page."""

    def __missing__(self, key: tuple[bytes, str]) -> float:
        head = codecs.charmap_decode(key[0], "strict", ASCII + key[1])[0]
        cost = self[key] = text_cost(" ", head[:-1], head[-1])
        return cost


def _eastern(data: bytes) -> Iterator[tuple[str, str]]:
    for true in EASTERN:
        try:
            yield true, codecs.getincrementaldecoder(true)().decode(data)
        except UnicodeDecodeError:
            continue


def reread(line: str, true: str, read_as: str) -> list[Edit] | None:
    """Return the edits that turn one code page into another; None if the line is not in it."""
    cause = (f"repair.legacy:{true}-as-{read_as}",)
    upper = next((upper for name, _, upper in writers() if name == true), None)
    if upper is None:
        return _reread(line, true, read_as, cause)
    try:
        data = codecs.charmap_encode(line, "strict", encoder(read_as))[0]
    except UnicodeEncodeError:
        return None
    text = codecs.charmap_decode(data, "strict", ASCII + upper)[0]
    if "\N{REPLACEMENT CHARACTER}" in text:
        return None
    spans = [match.span() for match in _MARKED.finditer(line)]
    return [make(Edit, (start, end, text[start:end], cause)) for start, end in spans]


def _reread(line: str, true: str, read_as: str, cause: tuple[str, ...]) -> list[Edit] | None:
    """Return the same for a code page of East Asia, in which ASCII may be half of a character."""
    table = next(table for name, _, table in readers() if name == read_as)
    edits: list[Edit] = []
    decoder = codecs.getincrementaldecoder(true)()
    start, text = 0, ""
    for place, char in enumerate(line):
        byte = table.get(ord(char)) if char > "\x7f" else ord(char)
        if byte is None:
            return None
        try:
            text += decoder.decode(bytes((byte,)))
        except UnicodeDecodeError:
            return None
        if decoder.getstate()[0] == b"":
            if text != line[start : place + 1]:
                edits.append(Edit(start, place + 1, text, cause))
            start, text = place + 1, ""
    return None if start < len(line) else edits
