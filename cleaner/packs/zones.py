"""Where in the document a line lies, counted in the non-blank lines that are still there."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from cleaner.packs.lines import Lines
from cleaner.packs.schema import Zone


class Position:
    """The lines as they stand between two peelings, asked for the zones of many rules.

    ``fired`` gives the lines that each rule has stripped so far, by its full id.
    """

    __slots__ = ("fired", "lines", "solid")

    def __init__(self, lines: Lines, fired: Mapping[str, set[int]]) -> None:
        """Count the lines that are still there."""
        self.lines = lines
        self.solid = lines.solid()
        self.fired = fired

    def holds(self, zones: tuple[Zone, ...], i: int, rule: str) -> bool:
        """Whether line ``i`` lies in any of ``zones``; no zones means anywhere."""
        return not zones or any(self._in(zone, i, rule) for zone in zones)

    def _in(self, zone: Zone, i: int, rule: str) -> bool:  # noqa: PLR0911 -- one for each field
        solid = self.solid
        if zone.head is not None and len(solid) > zone.head and i > solid[zone.head - 1]:
            return False
        if zone.tail is not None and len(solid) > zone.tail and i < solid[-zone.tail]:
            return False
        if zone.alone and not self._alone(i):
            return False
        if zone.beside is not None and not beside(self.lines, i, zone.beside, self.fired.get(rule)):
            return False
        if zone.after is not None:
            return self._beside(i, -1, zone.after, zone.lines, rule)
        if zone.near is not None:
            return any(self._beside(i, step, zone.near, zone.lines, rule) for step in (-1, 1))
        return True

    def _alone(self, i: int) -> bool:
        around = (self.lines.before(i), self.lines.after(i))
        return not any(j is not None and self.lines.trimmed[j] for j in around)

    def _beside(self, i: int, step: int, anchor: str, most: int, rule: str) -> bool:
        """Whether a match of ``anchor`` stands at most ``most`` lines from ``i`` on one side.

        Lines that other rules stripped do not count, or chrome between would hide chrome; those
        that this rule stripped do, or it would eat its way through the document.
        """
        anchors = self.fired.get(anchor)
        if not anchors:
            return False
        own = self.fired.get(rule, set())
        lines, passed = self.lines, 0
        j = i + step
        while 0 <= j < len(lines):
            if j in anchors:
                return True
            if lines.trimmed[j] and (not lines.gone[j] or j in own):
                passed += 1
                if passed >= most:
                    return False
            j += step
        return False


def beside(lines: Lines, i: int, most: int, own: AbstractSet[int] | None) -> bool:
    """Whether a line that was stripped, not by the rule whose lines are ``own``, is ``most`` lines away."""
    full, taken = lines.full, lines.taken
    above = taken.rfind(1, 0, i)
    while above >= 0 and full.count(1, above, i) <= most:
        if not (own and above in own):
            return True
        above = taken.rfind(1, 0, above)
    below = taken.find(1, i + 1)
    while below >= 0 and full.count(1, i + 1, below + 1) <= most:
        if not (own and below in own):
            return True
        below = taken.find(1, below + 1)
    return False


def around(lines: Lines, i: int, most: int) -> list[int]:
    """Return the lines that are up to ``most`` away, of those that are not blank."""
    full = lines.full
    found: list[int] = []
    above = below = i
    for _ in range(most):
        if (above := full.rfind(1, 0, above)) < 0:
            break
        found.append(above)
    for _ in range(most):
        if (below := full.find(1, below + 1)) < 0:
            break
        found.append(below)
    return found
