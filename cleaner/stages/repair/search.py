"""The search for the code pages that a line was read through, one layer after another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import add

from cleaner.patch import Patch
from cleaner.stages.repair.eastern import as_above, is_eastern, taken_for
from cleaner.stages.repair.families import Family, families
from cleaner.stages.repair.gate import alarmed, alarms
from cleaner.stages.repair.layer import LONE, SETTLED, accepted, all_taken, peeled, taken
from cleaner.stages.repair.legacy import is_shortened, misreading, reread
from cleaner.stages.repair.multibyte import multibyte, through
from cleaner.stages.repair.native import gained, latin, native
from cleaner.stages.repair.plausibility import line_cost
from cleaner.stages.repair.reading import (
    LOST,
    SURE,
    TRIED,
    Reading,
    Way,
    candidates,
    hopeless,
    left,
    muddled,
    scattered,
)
from cleaner.stages.repair.relapse import KNOWN, relapses
from cleaner.stages.repair.runs import Run, plain, replaced, saved, worth
from cleaner.stages.repair.spots import EASTERN
from cleaner.stages.repair.throughout import at_least, followed, throughout

_LAYERS = 6
_WIDTH = 2  # ways that are followed from the first layer, one from each below
_SAMPLE = 160  # code points of a long line on which families are compared
_LONG = 4_000  # code points of a line in which all families are not compared
_FEW = 8  # pairs that are cheaper to look for one by one
_AGREED = 3.0  # nats that a line must gain by a misreading that other lines have
_CLOSE = 4.0  # nats by which a way may be worse at first and better in the end
_JUDGED = 3  # families compared by plausibility
_LATIN = frozenset(("cp1252", "iso-8859-1"))

_CONTROL = re.compile("[\x80-\x9f]")
_STRETCH = re.compile(r"[^\x00-\x7f]+")


def _sample(line: str, pairs: Sequence[str]) -> str:
    """Return the stretches of a line that hold alarms, until there are enough to judge by."""
    if len(line) <= _SAMPLE:
        return line
    alarming = set(pairs)
    few = len(alarming) <= _FEW
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
        if few:
            odd = any(pair in stretch for pair in alarming)
        else:
            odd = not alarming.isdisjoint(map(add, stretch, stretch[1:]))
        if not odd:
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
    for family in dict.fromkeys([*support, *candidates(pairs)][:TRIED]):
        rest = _without(sample, family.spans(sample))
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


def _without(line: str, spans: list[tuple[int, int]]) -> str:
    """Return a line with a space for each of its runs."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts.append(line[done:start])
        done = end
    return " ".join([*parts, line[done:]])


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
            if inner or not good:
                continue
            if _is_last(sample, family) or (whole and not alarms(replaced(sample, good))):
                break  # nothing is left for another layer
    if not judged and len(pairs) > 1 and not turned:
        # the worst pair may stand across a border: half of it damage, half of it sound text
        return _ways(pairs[::-1], line, support, width, turned=True)
    judged.sort(key=lambda j: j[:2])
    return [(-gain, way) for gain, _, way in judged if gain <= 0.6 * judged[0][0]][:width]


def _is_last(line: str, family: Family) -> bool:
    """Return whether another layer of a family makes no difference to what a line's runs read as."""
    if not family.shared.isdisjoint(line):
        return False
    texts = [family.decoded(line[start:end]) for start, end in family.spans(line)]
    text = " ".join(texts)
    return all(texts) and not _CONTROL.search(text) and not family.spans(text)


def follow(line: str, ways: tuple[Way, ...]) -> Reading | None:
    """Take off the layers that another line had; None if this one has not all of them.

    The reading is calm if that makes the line sound. Else what is odd in it may have lost bytes;
    that is told of one layer only.
    """
    found = followed(line, ways)
    if found is None and LOST not in line[1:]:  # behind a character, it is odd in any reading
        found = _plainly(line, ways)
    if found or not alarmed(line):
        return found
    text, total = line, 0.0
    layers: list[list[Run]] = []
    for way in ways:
        layer, gain = peeled(text, way, SETTLED)
        total += gain
        if not layer:
            return None
        text = replaced(text, layer)
        layers.append(layer)
    calm = not alarmed(text)
    if not calm and len(ways) > 1:
        return None
    if calm and total < 2 * SURE:  # on the edge, so it must be known what the broken sequences gained
        total = line_cost(line) - line_cost(text)
    return Reading(text, all_taken(ways, layers), total, ways, calm=calm) if total > SURE else None


def is_short(line: str, reading: Reading) -> bool:
    """Return whether a line that was read through one layer is odd only where it is short of bytes.

    Nothing that was read is odd, and no other family that has all its characters reads more of it.
    """
    family = reading.ways[0].family
    chars = {char for char in set(line) if char > "\x7f"} - {LOST}
    if len(line) > _LONG or not chars <= family.characters:
        return False
    parts: list[str] = []
    done = 0
    for start, end, text, _ in reading.patch.edits:
        parts += (_STRETCH.sub("\n", line[done:start]), text)  # nothing is odd beside the end of a line
        done = end
    parts.append(_STRETCH.sub("\n", line[done:]))
    if alarmed("".join(parts)):
        return False
    most = _covered(line, family)
    return not any(_covered(line, rival) > most for rival in families() if chars <= rival.characters)


def _covered(line: str, family: Family) -> int:
    """Return how many characters of a line are part of a family's runs."""
    return sum([end - start for start, end in family.spans(line)])


def _plainly(line: str, ways: tuple[Way, ...]) -> Reading | None:
    """Take off the layers that another line had run by run, if nothing is doubtful or odd in the end."""
    text = line
    texts: list[str] = []
    layers: list[list[Run]] = []
    for way in ways:
        good = [] if way.family.name == "cp1252" and LONE.search(text) else plain(text, way.family)
        if not good:
            return None
        texts.append(text)
        layers.append(good)
        text = replaced(text, good)
    if alarms(text) or any(map(_may_relapse, texts, ways, layers)):
        return None
    gain = at_least(len(line) - len(text))
    if not gain and alarmed(line):
        gain = sum(map(worth, texts, layers, [way.family for way in ways]))
    return Reading(text, all_taken(ways, layers), gain, ways, calm=True) if gain > SURE else None


def _may_relapse(line: str, way: Way, good: list[Run]) -> bool:
    """Return whether ftfy may have decoded something wrongly beside the runs of a line."""
    return way.family.name not in KNOWN and bool(relapses(line, way.family, good, sound=True))


def read(
    line: str, support: Mapping[Family, float], eastern: str = "", layers: int = _LAYERS, hint: str = ""
) -> Reading:
    """Return the most plausible reading of a line that holds an alarm.

    ``eastern`` is the East Asian code page that speaks for itself in other lines, ``hint`` one to
    try first, since the line before went through it.
    """
    told = through(line, hint, eastern) if hint and EASTERN.search(line) else None
    found = as_above(line, told) if told else None
    if found:
        return found
    found = throughout(line, layers)
    if found:
        return found
    pairs = alarms(line)
    best = Reading(line)
    if not support and hopeless(line, pairs):
        return best
    if is_eastern(pairs):
        best = taken_for(line, multibyte(line, eastern, hint, told))
        if best.gain > SURE and not alarms(best.text):
            return best
    return _layered(line, best, support, eastern, layers)


def _layered(line: str, best: Reading, support: Mapping[Family, float], eastern: str, layers: int) -> Reading:
    """Return the best of a reading and those that begin with a layer of some family, run by run."""
    pairs = alarms(line)
    width = max(1, _WIDTH >> (_LAYERS - layers))
    sound = 0.0  # the gain of a way that leaves nothing odd
    ways = _ways(pairs, line, support, width)
    for first, way in ways:
        if first < sound - _CLOSE:
            break
        known = support.get(way.family, 0.0)
        layer, gain = peeled(line, way, known)
        if not layer:
            continue
        deeper = Reading(replaced(line, layer), calm=True)
        if alarms(deeper.text):
            gained = {**support, way.family: known + max(gain, 0.0)}
            deeper = read(deeper.text, gained, eastern, layers - 1) if layers > 1 else Reading(deeper.text)
        if len(ways) > 1 or best.patch or gain <= SURE:  # else it is enough that it is much
            gain = saved(line, layer) - way.family.price
        gain += deeper.gain
        if gain > best.gain and not _by_chance(line, pairs, way.family, deeper.text, known):
            patch = taken(way, layer).then(deeper.patch)
            best = Reading(deeper.text, patch, gain, (way, *deeper.ways), deeper.eastern, calm=deeper.calm)
            if not sound and not left(deeper):
                sound = first
    return best


def _by_chance(line: str, pairs: Sequence[str], family: Family, text: str, support: float) -> bool:
    """Return whether a reading explains too little, or reads what nobody writes."""
    if not support and family.name not in _LATIN and muddled(text, pairs):
        return True
    return scattered(text) and not scattered(line)


def reread_line(line: str, reading: Reading, known: tuple[str, str] | None) -> Reading:
    """Return the reading of a line as one code page read as another, if that is better."""
    own = None if known else misreading(line) or native(line)
    found = known or own
    if found is None:
        return reading
    edits = reread(line, found[0], found[1])
    if not edits:
        return reading
    patch = Patch(tuple(edits)).pruned(line)
    text = patch.apply(line)
    if known and alarmed(text) and is_shortened(line):
        return reading
    gain = line_cost(line) - line_cost(text)
    if own and own.native:
        gain = max(gain, own.gain)
    elif known and gain <= _AGREED and latin(line, text):
        gain = gained(line, text) - _AGREED
    if gain <= max(reading.gain, _AGREED if known else 0.0):
        return reading
    return Reading(text, patch, gain, legacy=(found[0], found[1]))
