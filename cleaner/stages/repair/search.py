"""The search for the code pages that a line was read through, one layer after another."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add
from typing import NamedTuple

from cleaner.patch import Edit, Patch
from cleaner.stages.repair.evidence import is_disguised, script_of
from cleaner.stages.repair.families import Family, families
from cleaner.stages.repair.gate import alarms
from cleaner.stages.repair.kinds import KIND
from cleaner.stages.repair.legacy import misreading, reread
from cleaner.stages.repair.lossy import Broken, apart, broken, doubtful, mended, usual
from cleaner.stages.repair.multibyte import multibyte
from cleaner.stages.repair.plausibility import text_cost
from cleaner.stages.repair.relapse import KNOWN, relapses
from cleaner.stages.repair.runs import Run, runs
from cleaner.stages.repair.whole import bordered, guessed, readings, retold, stretches, whole

_TOLL = 9.0  # the gain that a run needs when nothing else speaks for its family
_SURE = 16.0  # the gain of a line from which its other runs need next to none
_LAYERS = 6
_DOUBTED = 2  # layers that are tried where some characters are doubtful
_WIDTH = 4  # ways that are followed from the first layer, half as many from each one below
_SAMPLE = 160  # code points of a long line on which families are compared
_CLOSE = 4.0  # nats by which a way may be worse at first and better in the end
_TRIED = 10  # families compared by the alarms that they leave
_JUDGED = 3  # families compared by plausibility
_LATIN = frozenset(("cp1252", "iso-8859-1"))

_KANA = re.compile(r"[\u3041-\u30ff][\u3001-\u9fff]*|[\u3001-\u3040\u3100-\u9fff]+[\u3041-\u30ff]+")
_LOST = "\N{REPLACEMENT CHARACTER}"
_STRETCH = re.compile(r"[^\x00-\x7f]+")
_LONE = re.compile(r"(?<!\w)Ã (?=\w)|(?<=[a-z])Ã (?=[a-z])")  # what is left of "à" without its no-break space


_NOTHING = Patch()


class Way(NamedTuple):
    """One layer of damage: a family, and whether another layer of it is expected below."""

    family: Family
    inner: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line became: its text, the patch that leads there, and what it gained in nats.

    ``ways`` are the layers that were taken off, ``eastern`` an East Asian code page among them.
    """

    text: str
    patch: Patch = _NOTHING
    gain: float = 0.0
    ways: tuple[Way, ...] = ()
    eastern: str = ""
    legacy: tuple[str, str] | None = None


@cache
def _masks() -> tuple[defaultdict[str, int], defaultdict[str, int]]:
    """Return the families, as bits, in which a character can lead a sequence, and in which it can follow."""
    leads: defaultdict[str, int] = defaultdict(int)
    inside: defaultdict[str, int] = defaultdict(int)
    for bit, family in enumerate(families()):
        for masks, first, last in ((leads, 0xC2, 0xF4), (inside, 0x80, 0xBF)):
            for char in family.chars(first, last):
                masks[char] |= 1 << bit
    for masks in (leads, inside):
        masks[_LOST] = -1
    return leads, inside


def candidates(pairs: Sequence[str]) -> list[Family]:
    """Return the families that explain the alarming pairs best, the usual ones first."""
    leads, inside = _masks()
    left = -1
    for pair in pairs[:64]:
        a, b = pair[0], pair[1]
        if a <= "\x7f":
            mask = leads[b]
        elif b <= "\x7f":
            mask = inside[a] | (leads[a] if b in " ?" else 0)
        else:
            mask = (leads[a] | inside[a]) & inside[b] | inside[a] & leads[b]
        if left & mask:
            left &= mask
    if left == -1:
        return []
    found = [family for bit, family in enumerate(families()) if left >> bit & 1]
    found.sort(key=lambda family: family.price)
    return found


def accepted(line: str, way: Way, support: float) -> tuple[list[Run], float]:
    """Return the runs that are worth reading, and what they gain together.

    ``support`` is what speaks for the family elsewhere: in other lines, in layers above.
    """
    family = way.family
    found = [run for run in runs(line, family, inner=way.inner) if run.gain > 1.0]
    total = support + sum([run.gain for run in found]) - family.price
    if total < _SURE or (len(found) < 2 and not support):
        found = [
            run
            for run in found
            if run.gain >= _TOLL + family.price and _expected(line, run, way) and _attached(line, run)
        ]
    elif sum([run.gain for run in found]) < _SURE:
        found = [run for run in found if run.gain >= 3.0]
    if found and not support and all(_disguised(line[run.start : run.end], run.text) for run in found):
        return [], 0.0
    if not way.inner and found and not support and not any(_calm(line, run) for run in found[:20]):
        return [], 0.0
    return found, sum([run.gain for run in found]) - family.price


def _disguised(source: str, text: str) -> bool:
    """Return whether letters that look like Latin ones, as spammers use them, become no Latin ones."""
    return is_disguised(source) and script_of(text) != "LATIN"


def _expected(line: str, run: Run, way: Way) -> bool:
    """Return whether a run, standing alone, reads as sound text, or as the layer that is expected."""
    return _calm(line, run) or (way.inner and way.family.run.search(run.text) is not None)


def _calm(line: str, run: Run) -> bool:
    """Return whether a run, standing alone, reads as something that alarms nobody."""
    before, after = line[max(0, run.start - 1) : run.start] or " ", line[run.end : run.end + 1] or " "
    return not alarms(before + run.text + after)


def _attached(line: str, run: Run) -> bool:
    """Return whether a run is more than a pair of signs among signs, as faces are made of."""
    around = line[max(0, run.start - 1) : run.end + 1]
    return any(KIND[char] in "luh^e0" for char in around + run.text)


def _taken(way: Way, good: list[Run]) -> Patch:
    cause = (f"repair.mojibake:{way.family.name}",)
    return Patch(tuple(Edit(run.start, run.end, run.text, cause) for run in good))


def _sample(line: str, pairs: Sequence[str]) -> str:
    """Return the stretches of a line that hold alarms, until there are enough to judge by."""
    if len(line) <= _SAMPLE:
        return line
    alarming = set(pairs)
    pieces: list[str] = []
    size = 0
    calm: set[str] = set()
    done = 0
    for match in _STRETCH.finditer(line):
        start, end = match.span()
        stretch = line[start - (start > done) : end + 1][:_SAMPLE]
        done = end + 1
        if stretch in calm:
            continue
        if alarming.isdisjoint(map(add, stretch, stretch[1:])):
            calm.add(stretch)
        else:
            pieces.append(stretch)
            size += len(stretch)
            if size > _SAMPLE:
                break
    return "".join(pieces)


def _likely(sample: str, pairs: Sequence[str], support: Mapping[Family, float]) -> tuple[list[Family], bool]:
    """Return the families whose runs leave the fewest alarms, and whether these leave none."""
    judged: list[tuple[int, float, int, Family]] = []
    left_by: dict[str, int] = {}
    for family in dict.fromkeys([*support, *candidates(pairs)][:_TRIED]):
        if not family.may_read(sample):
            continue
        rest = family.run.sub(" ", sample)
        if rest != sample:
            if rest not in left_by:
                left_by[rest] = len(alarms(rest))
            judged.append((left_by[rest], family.price, len(judged), family))
    judged.sort(key=lambda j: j[:3])
    if judged and not judged[0][0]:
        return [family for left, _, _, family in judged if not left][: _JUDGED + 2], True
    return [family for left, _, _, family in judged if left <= judged[0][0] + 1 + len(pairs) // 10][
        :_JUDGED
    ], False


def _ways(
    pairs: Sequence[str], line: str, support: Mapping[Family, float], width: int, *, turned: bool = False
) -> list[tuple[float, Way]]:
    """Return what layers worth trying gain on a sample of the line, the best first."""
    sample = _sample(line, pairs)
    likely, whole = _likely(sample, pairs, support)
    judged: list[tuple[float, int, Way]] = []
    seen = []
    for family in likely:
        for inner in (False, True):
            way = Way(family, inner)
            good, gain = accepted(sample, way, support.get(family, 0.0))
            if good and good not in seen:
                seen.append(good)
                judged.append((-gain, len(judged), way))
            if whole and not inner and not alarms(_taken(way, good).apply(sample)):
                break  # nothing is left for another layer
    if not judged and len(pairs) > 1 and not turned:
        # the worst pair may stand across a border: half of it damage, half of it sound text
        return _ways(pairs[::-1], line, support, width, turned=True)
    judged.sort(key=lambda j: j[:2])
    return [(-gain, way) for gain, _, way in judged if gain <= 0.6 * judged[0][0]][:width]


def _layer(line: str, way: Way, support: float) -> tuple[Patch, float]:
    """Take one layer off a line: the patch, and what its whole runs gain."""
    good, gain = accepted(line, way, support)
    patch = _taken(way, good)
    if good and gain + support > _SURE:
        left = alarms(patch.apply(line))
        lone = way.family.name == "cp1252" and _LONE.search(line)
        places: list[Broken] = []
        if lone or (left and (_LOST in line or 4 * len(left) < 3 * len(alarms(line)))):
            places = broken(line, way.family, good)
        if way.family.name not in KNOWN:
            places = apart([*places, *relapses(line, way.family, good, sound=not left)])
        if way.family.ambiguous:
            good, either = doubtful(line, way.family, good, inner=way.inner)
            places = sorted([*places, *either])
        mends = mended(line, way.family, good, places) if places else []
        patch = _taken(way, sorted([*good, *mends])) if mends else patch
    return patch, gain


def follow(line: str, ways: tuple[Way, ...]) -> Reading | None:
    """Take off the layers that another line had; None if that does not make this one sound."""
    found = _followed(line, ways)
    if found:
        return found
    text, patch, total = line, Patch(), 0.0
    for way in ways:
        layer, gain = _layer(text, way, _SURE)
        total += gain
        if not layer:
            return None
        text = layer.apply(text)
        patch = patch.then(layer)
    if alarms(text):
        return None
    if total < 2 * _SURE:  # on the edge, so it must be known what the broken sequences gained
        total = text_cost("\n", line, "\n") - text_cost("\n", text, "\n")
    return Reading(text, patch, total, ways) if total > _SURE else None


def _followed(line: str, ways: tuple[Way, ...]) -> Reading | None:
    """Take off the layers that another line had, if this one has them throughout."""
    text = line
    for way in ways:
        text = whole(text, way.family)
    if not text or alarms(text):
        return None
    gain = _cost(line) - _cost(text)
    return Reading(text, retold(line, text, list(map(_cause, ways))), gain, ways) if gain > _SURE else None


def _cost(line: str) -> float:
    """Return the cost of a line but for what two characters of ASCII cost beside each other."""
    return text_cost("\n", bordered(line), "\n")


def _cause(way: Way) -> str:
    return f"repair.mojibake:{way.family.name}"


def _throughout(line: str, pairs: Sequence[str], layers: int) -> Reading | None:
    """Return the best reading of a line that is damaged throughout, if nothing odd is left in it."""
    found = _peeled(line, layers)
    if not found or not found.ways:
        return None
    gain = _cost(line) - found.cost
    text, count = found.text, stretches(line)
    if gain < (_SURE if count > 1 else _TOLL) or _scattered(text) or _disguised(line, text):
        return None
    patch = retold(line, text, list(map(_cause, found.ways)))
    if count == 1 and not (
        _attached(line, Run(*patch.edits[0][:3], gain))
        and all(map(usual, patch.edits[0].text))
        and found.ways[0].family in candidates(pairs)[:_TRIED]
    ):
        return None  # one stretch alone may be chance
    return Reading(text, patch, gain, found.ways)


class _Peeled(NamedTuple):
    """The ways that lead from a line to its cheapest sound reading, and what it costs with them.

    There are no ways if a family might be better in which some characters are doubtful.
    """

    cost: float
    ways: tuple[Way, ...]
    text: str


_DOUBTFUL = _Peeled(-math.inf, (), "")


def _peeled(line: str, layers: int) -> _Peeled | None:
    """Take off layers that are there throughout, until nothing odd is left."""
    best: _Peeled | None = None
    told, rivals = readings(line)
    for family, text in told[:layers]:
        found = _further(text, Way(family, inner=False), layers)
        if found and (best is None or found.cost < best.cost):
            best = found
    for rival in rivals if best else ():
        for inner in (False, True):
            text = guessed(line, rival, inner=inner)
            found = _further(text, Way(rival, inner), min(layers, _DOUBTED)) if text else None
            if best and found and found.cost < best.cost:
                return _DOUBTFUL
    return best


def _further(text: str, way: Way, layers: int) -> _Peeled | None:
    """Return where a way goes on to that led to a text."""
    if not alarms(text):
        return _Peeled(_cost(text) + way.family.price, (way,), text)
    found = _peeled(text, layers - 1) if layers > 1 else None
    if not found or not found.ways:
        return found
    return _Peeled(found.cost + way.family.price, (Way(way.family, inner=True), *found.ways), found.text)


def read(
    line: str, support: Mapping[Family, float], eastern: str = "", layers: int = _LAYERS, hint: str = ""
) -> Reading:
    """Return the most plausible reading of a line.

    ``eastern`` is the East Asian code page that speaks for itself in other lines, ``hint`` one to
    try first, since the line before went through it.
    """
    best = Reading(line)
    pairs = alarms(line)
    if not pairs or not layers:
        return best
    found = _throughout(line, pairs, layers)
    if found:
        return found
    if any("\u2e7f" < char != _LOST for pair in pairs for char in pair):
        best = _eastern(line, eastern, hint)
    before: float | None = None  # of the line as it is: a walk through all of it, seldom needed
    width = max(1, _WIDTH >> (_LAYERS - layers))
    sound = 0.0  # the gain of a way that leaves nothing odd
    for first, way in _ways(pairs, line, support, width):
        if first < sound - _CLOSE:
            break
        known = support.get(way.family, 0.0)
        patch, gain = _layer(line, way, known)
        if not patch:
            continue
        before = text_cost("\n", line, "\n") if before is None else before
        text = patch.apply(line)
        deeper = read(text, {**support, way.family: known + max(gain, 0.0)}, eastern, layers - 1)
        gain = before - text_cost("\n", deeper.text, "\n") - way.family.price
        if gain > best.gain and not _by_chance(line, pairs, way.family, deeper.text, known):
            best = Reading(deeper.text, patch.then(deeper.patch), gain, (way, *deeper.ways), deeper.eastern)
            if not sound and not alarms(deeper.text):
                sound = first
    return best


def _eastern(line: str, support: str, hint: str) -> Reading:
    """Return a line's reading through an East Asian code page."""
    found = multibyte(line, support, hint)
    if not found:
        return Reading(line)
    cause = (f"repair.mojibake:{found.name}",)
    patch = Patch(tuple(Edit(run.start, run.end, run.text, cause) for run in found.runs))
    text = patch.apply(line)
    return Reading(text, patch, text_cost("\n", line, "\n") - text_cost("\n", text, "\n"), (), found.name)


def _by_chance(line: str, pairs: Sequence[str], family: Family, text: str, support: float) -> bool:
    """Return whether a reading explains too little, or reads what nobody writes."""
    if not support and family.name not in _LATIN and muddled(text, pairs):
        return True
    return _scattered(text) and not _scattered(line)


def _scattered(text: str) -> bool:
    """Return whether kana stand about one by one, as chance reads them and nobody writes them."""
    kana = _KANA.findall(text)
    return 2 * sum(len(run) == 1 for run in kana) >= max(4, sum(map(len, kana)))


def muddled(text: str, pairs: Sequence[str]) -> bool:
    """Return whether most of what was odd in a line is as odd in its reading."""
    return 2 * len(alarms(text)) > len(pairs) + 1


def reread_line(line: str, reading: Reading, known: tuple[str, str] | None) -> Reading:
    """Return the reading of a line as one code page read as another, if that is better."""
    found = known or misreading(line)
    if found is None:
        return reading
    edits = reread(line, found[0], found[1])
    if not edits:
        return reading
    patch = Patch(tuple(edits))
    text = patch.apply(line)
    gain = text_cost("\n", line, "\n") - text_cost("\n", text, "\n")
    if gain <= max(reading.gain, 3.0 if known else 0.0):
        return reading
    return Reading(text, patch, gain, legacy=(found[0], found[1]))
