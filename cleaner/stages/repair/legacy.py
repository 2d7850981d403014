"""One code page read as another (``Ïðèâåò`` for ``Привет``): bytes that never were UTF-8.

Nothing in the bytes themselves says that they were misread, so the letters must: a line is
changed only if it becomes much more plausible as a whole.
"""

from __future__ import annotations

import codecs
import re
from bisect import insort
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from operator import add
from typing import NamedTuple

from cleaner.patch import Edit
from cleaner.stages.repair.families import families
from cleaner.stages.repair.plausibility import KIND, PAIR, SCRIPT, text_cost

_EASTERN = ("gbk", "cp949", "cp932", "euc_jp", "big5")
_STRETCH = re.compile(r"[^\x00-\x7f]+(?:[a-zA-Z]*[^\x00-\x7f]+)*[a-zA-Z]?")
_MARKED = re.compile(r"[^\x00-\x7f]+")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_JOINED = re.compile(r"[A-Za-z](?=[^\x00-\x7f])|[^\x00-\x7f](?=[A-Za-z])")
_NOTES = "¹²³¼½¾"  # footnotes and fractions stand behind letters in sound text
_WITHIN = re.compile(r"(?<=[a-z])[^\x00-\x7f](?=[a-z])")
_LIKE_LATIN = frozenset("аеорсухіјѕһԁαονρυικ")  # what typists and spammers mix into Latin words
_ASCII = bytes(range(128)).decode("ascii")
_CONTROL = re.compile(r"[\x80-\x9f]")
_TRUNCATED = re.compile(r"(?:[\xc2\xc3]|[\xe2\xef][\xa0-\xbf]?|\xf0[\xa0-\xbf]{0,2})+")
_USUAL = re.compile(r"[\u2010-\u2027\u20ac\u2122\xa0]+")
_SAMPLE = 300  # code points on which code pages are compared
_GLANCE = 60  # code points on which most of them are ruled out
_LEAST = 10.0  # nats that a line must gain
_PEEP = 16  # code points on which the worst of them are ruled out
_NATIVE = 22.0  # and as many if its script stays the same
_ALIEN = 12.0  # or so many if letters of another script stand inside its words
_RIVAL = 3.0  # nats by which another reading may be better that is not sound
_MARGIN = 5.0  # nats that the rest of a text may get back: some pairs cost less than nothing
_FINALISTS = 12
_HARD = 7.5  # nats from which a pair counts as evidence, if it is of the right kind
_CAPITAL = 6.0  # and if it is a capital behind a small letter
_WINDOWS = frozenset(chr(b) for b in range(0x80, 0xA0) if bytes((b,)).decode("cp1252", "ignore"))


class Misreading(NamedTuple):
    """A line that was encoded in one code page and read as another, and what undoing it gains."""

    true: str
    read_as: str
    gain: float


@cache
def _readers() -> tuple[tuple[str, float, dict[int, int]], ...]:
    """Return name, price and a translation from characters to bytes for each code page."""
    found: dict[str, tuple[str, float, dict[int, int]]] = {}
    for family in families():
        if family.name not in found:
            table = {
                ord(char): codes[0]
                for char, codes in family.bytes_of.items()
                if char == family.own[codes[0] - 128] or family.own[codes[0] - 128] is None
            }
            found[family.name] = (family.name, family.price, table)
    return tuple(found.values())


@cache
def _writers() -> tuple[tuple[str, float, str], ...]:
    """Return name, price and the characters of the upper bytes for each single-byte code page."""
    found: dict[str, tuple[str, float, str]] = {}
    for family in families():
        if family.name in _EASTERN:
            continue  # a family by its few single bytes
        upper = "".join(char if char is not None else "\N{REPLACEMENT CHARACTER}" for char in family.own)
        found.setdefault(family.name, (family.name, family.price, upper))
    return tuple(found.values())


def misreading(line: str) -> Misreading | None:
    """Return the best explanation of a line as one code page read as another, if it is good."""
    controls = _CONTROL.findall(line)
    if controls and all(char in _WINDOWS for char in controls) and set(controls) != {"\x85"}:  # noqa: SIM102
        if not any("\xa0" <= char <= "\xff" for char in line) or len(controls) * 4 < len(line):
            return Misreading("cp1252", "iso-8859-1", 8.0 * len(controls))
    if _is_debris(line[: 20 * _SAMPLE]) or _is_utf8(line[: 20 * _SAMPLE]):
        return None
    sample = _stretches(line[: 20 * _SAMPLE])[:_SAMPLE]
    if not (_may_be_foreign(sample) or _broken(sample) or _mixed(sample)) or _is_chart(sample):
        return None  # no hypothesis could be sound on so little
    before = text_cost(" ", sample, " ")
    best: Misreading | None = None
    most, script = _LEAST, ""
    for true, read_as, price, text in _hypotheses(sample, before - _LEAST):
        gain = before - text_cost(" ", text, " ")
        gain -= 2.0 * price + 2.0
        most = max(most, gain)
        if gain >= (best.gain if best else _LEAST) and _sound(sample, text, gain):
            best, script = Misreading(true, read_as, gain), _script(text)
    # a reading that is sound, but not the most plausible one, is a coincidence
    return best if best and (best.gain > most - _RIVAL or script not in ("LATIN", "")) else None


def _stretches(line: str) -> str:
    """Return the stretches of a line that have no ASCII at their ends, with a letter around them."""
    found: list[str] = []
    size = done = 0
    for match in _STRETCH.finditer(line):
        start, end = match.span()
        found.append(line[start - (start > done) : end])
        size += len(found[-1]) + 1
        if size > _SAMPLE:
            break
        done = end
    return " ".join(found)


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


def _is_utf8(line: str) -> bool:
    """Return whether all that is beyond ASCII is whole UTF-8, read as windows-1252, at two places or more."""
    stretches = _MARKED.findall(line)
    try:
        read = [stretch.encode("cp1252").decode("utf-8") for stretch in stretches]
    except UnicodeError:
        return False
    return len(read) > 1


def _sound(sample: str, text: str, gain: float) -> bool:
    """Return whether a sample is broken for sure, and its new reading is not.

    Rare letters are no proof: there are more languages than the model knows. Symbols inside words
    and capitals behind small letters are, and words of accented letters where the reading is in
    another script.
    """
    foreign = _script(text) not in (_script(sample), "LATIN", "")
    found, rest = _evidences(sample), _evidences(text)
    hard = len(found) - found.count(0) if foreign else found.count(2)
    left = len(rest) - rest.count(0) if foreign else rest.count(2)
    if not hard or left * 8 > hard:
        return False
    if foreign:
        return hard * 12 >= sum(char > "\x7f" for char in sample)
    if gain >= _ALIEN and not left and _mixed(sample):
        return True
    return gain >= _NATIVE and _broken(sample) and not _levelled(sample, text)


def _is_chart(sample: str) -> bool:
    """Return whether most characters are the same as those before them, or the next ones in Unicode."""
    low = [ord(char) for char in sample.lower() if char > "\x7f"]
    return 2 * sum(0 <= b - a <= 1 for a, b in pairwise(low)) > len(low)


def _may_be_foreign(sample: str) -> bool:
    """Return whether a sample may be another script: its odd letters stand apart from ASCII's."""
    found = _evidences(sample)
    hard = len(found) - found.count(0)
    marked = len(_BEYOND.findall(sample))
    return hard > 1 and hard * 12 >= marked and 4 * len(_JOINED.findall(sample)) <= marked


def _mixed(sample: str) -> bool:
    """Return whether Latin words hold letters of other scripts that do not look like Latin ones."""
    return any(
        SCRIPT[char] in ("GREEK", "CYRILLIC") and char not in _LIKE_LATIN for char in _WITHIN.findall(sample)
    )


def _broken(sample: str) -> bool:
    """Return whether symbols inside words and the like are too many for sound text of any language."""
    hard = [pair for pair in map(add, sample, sample[1:]) if _EVIDENCE[pair] > 1]
    if len(hard) < 2 or len(hard) * 4 < sum(char > "\x7f" for char in sample):
        return False
    odd = {char for pair in hard for char in pair if char > "\x7f"}
    return len(odd) > 1 or (len(hard) > 3 and any(KIND[char] not in "lu" for char in odd))


def _levelled(sample: str, text: str) -> bool:
    """Return whether a reading turns letters into signs, or leaves no letter: a table drawn with lines."""
    marked = sum(char > "\x7f" for char in sample)
    turned = sum(
        KIND[a] in "lu" and a > "\x7f" and KIND[b] not in "lu" for a, b in zip(sample, text, strict=False)
    )
    if 2 * turned > marked:
        hard = (char for pair in map(add, sample, sample[1:]) if _EVIDENCE[pair] > 1 for char in pair)
        if all(KIND[char] in "lu" for char in hard if char > "\x7f"):
            return True
    return not any(KIND[b] in 'lu"-' for a, b in zip(sample, text, strict=False) if a > "\x7f")


def _script(text: str) -> str:
    """Return the script of most letters beyond ASCII."""
    scripts = [SCRIPT[char] for char in text if char > "\x7f" and KIND[char] in "lu^h"]
    return max(set(scripts), key=lambda script: (scripts.count(script), script), default="")


class _Hard(dict[str, int]):
    """Remembers which pairs are evidence: 2 in any case, 1 if the reading is in another script, else 0."""

    def __missing__(self, pair: str) -> int:
        found = self[pair] = _evidence(*pair)
        return found


def _evidence(a: str, b: str) -> int:
    if a <= "\x7f" and b <= "\x7f":
        return 0
    first, second = KIND[a], KIND[b]
    if PAIR[a + b] < (_HARD if first + second != "lu" else _CAPITAL):
        return 0
    if first in "lu^h" and second in "lu^h":
        return 2 if (first == "l" and second == "u") or SCRIPT[a] != SCRIPT[b] else 1
    sign = (first in "lu^h" and second not in " 0.") or (second in "lu^h" and first not in " 0.")
    return (1 if a in _NOTES or b in _NOTES else 2) if sign else 0


_EVIDENCE = _Hard()


def _evidences(text: str) -> list[int]:
    return list(map(_EVIDENCE.__getitem__, map(add, text, text[1:])))


def _hypotheses(sample: str, most: float) -> list[tuple[str, str, float, str]]:
    """Return the readings of a sample that look best at a glance: code pages, price, text.

    ``most`` is what a reading may cost at all; most of them are beyond it after a few characters.
    """
    judged: dict[str, tuple[float, str, str, float]] = {}
    tried: set[bytes] = set()
    seen = {sample}
    most += _MARGIN
    # What is not even as good as the sample at its beginning will not be so much better at its end.
    most = min(most, text_cost(" ", sample[:_PEEP], sample[_PEEP : _PEEP + 1] or " ") + _MARGIN)
    costs: list[float] = []
    peeps: dict[str, float] = {}
    marked = {ord(char) for char in sample if char > "\x7f"}
    for read_as, cost, table in _readers():
        if not marked <= table.keys():
            continue
        data = bytes([table.get(ord(char), ord(char)) for char in sample])
        if data in tried:
            continue
        tried.add(data)
        for true, price, upper in _writers():
            head = codecs.charmap_decode(data[: _PEEP + 1], "strict", _ASCII + upper)[0]
            if head not in peeps:
                peeps[head] = text_cost(" ", head[:-1], head[-1])
            if peeps[head] + cost + price > most:
                continue
            text = codecs.charmap_decode(data, "strict", _ASCII + upper)[0]
            if text in seen or "\N{REPLACEMENT CHARACTER}" in text:
                continue
            seen.add(text)
            glance = text_cost(" ", text[:_GLANCE], " ") + cost + price
            judged[text] = (glance, true, read_as, cost + price)
            insort(costs, glance)
            if len(costs) >= _FINALISTS:
                most = min(most, costs[_FINALISTS - 1] + _MARGIN)
        for true, text in _eastern(data):
            scale = _GLANCE * len(text) // max(1, len(sample))
            judged[text] = (text_cost(" ", text[:scale], " ") + cost + 4.0, true, read_as, cost + 4.0)
    best = sorted(judged.items(), key=lambda item: item[1])[:_FINALISTS]
    return [(true, read_as, price, text) for text, (_, true, read_as, price) in best]


def _eastern(data: bytes) -> Iterator[tuple[str, str]]:
    for true in _EASTERN:
        try:
            yield true, data.decode(true)
        except UnicodeDecodeError:
            continue


@lru_cache(maxsize=128)
def _upper(upper: str) -> dict[int, str]:
    return {128 + i: char for i, char in enumerate(upper)}


def reread(line: str, true: str, read_as: str) -> list[Edit] | None:
    """Return the edits that turn one code page into another; None if the line is not in it."""
    table = next(table for name, _, table in _readers() if name == read_as)
    upper = next((_upper(upper) for name, _, upper in _writers() if name == true), None)
    cause = (f"repair.legacy:{true}-as-{read_as}",)
    edits: list[Edit] = []
    if upper is not None:
        for match in re.finditer(r"[^\x00-\x7f]+", line):
            try:
                text = "".join([upper[table[ord(char)]] for char in match.group()])
            except KeyError:
                return None
            if "\N{REPLACEMENT CHARACTER}" in text:
                return None
            edits.append(Edit(match.start(), match.end(), text, cause))
        return edits
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
