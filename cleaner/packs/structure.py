"""What lines look like when they belong to a page and not to its text: tails, heads, runs, contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet

import regex

from cleaner.packs.lines import Lines
from cleaner.packs.phrases import fold
from cleaner.packs.schema import Contents, Foot, Head, Run, Tail

_SENTENCE_END = regex.compile(r"[.!?…。！？।؟][\"'”’»)\]*]{0,3}$")
_LABEL_END = regex.compile(r"[.!?…:;,。！？：；，।؟][\"'”’»)\]*]{0,3}$")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_NUMBERING = regex.compile(
    r"^(?:[-–—•*·▪‣◦○●→»>#]{1,3}|\(?\d{1,3}(?:\.\d{1,3}){0,3}[.):]{0,2}|[IVXivx]{1,5}[.)])\s+"
)


def word_count(line: str) -> int:
    """Return the number of words; where none are spaced, two characters count for one.

    >>> word_count("Leave a reply"), word_count("返信を残す")
    (3, 3)
    """
    spaced = len(line.split())
    return spaced if line.isascii() else spaced + len(_UNSPACED.findall(line)) // 2


def is_prose(line: str, words: int) -> bool:
    """Whether ``line`` has at least ``words`` words and ends as a sentence does."""
    return len(line) > words and _SENTENCE_END.search(line) is not None and word_count(line) >= words


def prose_words(line: str, least: int) -> int:
    """Return the number of words of a line that is prose, else 0."""
    return word_count(line) if is_prose(line, least) else 0


def is_label(line: str, words: int) -> bool:
    """Whether ``line`` has at most ``words`` words and ends as no sentence does."""
    return len(line) <= 20 * words and word_count(line) <= words and _LABEL_END.search(line) is None


def tail_end(lines: Lines, i: int, kind: Tail, marks: Callable[[str], bool]) -> int | None:
    """Return the last line of the tail that begins at ``i``, or None if it is none."""
    solid = lines.solid()
    after = [j for j in solid if j > i]
    if solid[0] == i or not _ends(lines, solid[: len(solid) - len(after) - 1], after, kind):
        return None
    if kind.least:
        stripped = sum(bool(lines.gone[j] and lines.trimmed[j]) for j in range(i + 1, len(lines)))
        if stripped + sum(marks(lines.trimmed[j]) for j in after) < kind.least:
            return None
    return after[-1] if after else i


def _ends(lines: Lines, before: list[int], after: list[int], kind: Tail | Foot) -> bool:
    """Whether the prose of the text stands in ``before``, and ``after`` can be the foot of a page."""
    behind = row = 0
    for j in after:
        words = prose_words(lines.trimmed[j], kind.words)
        behind += words
        row = row + 1 if words else 0
        if row > kind.row or words >= kind.long or j in lines.fenced:
            return False
    ahead = sum(prose_words(lines.trimmed[j], kind.words) for j in before)
    total = len(before) + len(after)
    return (
        ahead >= kind.body
        and len(after) * 100 <= kind.most * total
        and ahead * 100 >= kind.part * (ahead + behind)
    )


def foot_start(lines: Lines, kind: Foot, anchors: AbstractSet[int]) -> tuple[int, int] | None:
    """Return the first and last line of the longest foot that qualifies."""
    every = [i for i, line in enumerate(lines.trimmed) if line]
    stripped = len([i for i in every if lines.gone[i]])
    for n, i in enumerate(every):
        if stripped < kind.least:
            return None
        if not lines.gone[i]:
            continue
        if i in anchors and stripped * 100 >= kind.share * (len(every) - n):
            before = [j for j in every[:n] if not lines.gone[j]]
            after = [j for j in every[n:] if not lines.gone[j]]
            if before and after and _ends(lines, before, after, kind):
                return i, after[-1]
        stripped -= 1
    return None


def head_fits(lines: Lines, i: int, kind: Head, ends: Callable[[str], bool]) -> bool:
    """Whether nothing but labels stands between the top of the text and line ``i``."""
    return all(
        is_label(lines.trimmed[j], kind.words) or ends(lines.trimmed[j]) for j in lines.solid() if j < i
    )


def rows(
    lines: Lines, kind: Run | Foot, anchors: AbstractSet[int], title: str | None
) -> Iterator[tuple[int, int]]:
    """Yield what is left between stripped lines, or between one and the end, and belongs to them."""
    if isinstance(kind, Foot):
        foot = foot_start(lines, kind, anchors)
        if foot:
            yield foot
        return
    row: list[int] = []
    above = kind.top
    wanted = fold(title) if title else None
    for i, line in enumerate(lines.trimmed):
        if not line:
            continue
        if not lines.gone[i]:
            row.append(i)
            continue
        if above and i in anchors and _fits(lines, row, kind, wanted):
            yield row[0], row[-1]
        row, above = [], i in anchors
    if above and anchors and _fits(lines, row, kind, wanted):
        yield row[0], row[-1]


def _fits(lines: Lines, row: list[int], kind: Run, title: str | None) -> bool:
    return 0 < len(row) <= kind.lines and all(
        j not in lines.fenced and is_label(lines.trimmed[j], kind.words) and fold(lines.trimmed[j]) != title
        for j in row
    )


def contents_end(lines: Lines, i: int, kind: Contents) -> int | None:
    """Return the last entry below the head ``i`` that reappears as a line, if enough of them do.

    What reappears of two entries in a row must have something between it, or a refrain would be
    a table of contents.
    """
    solid = [j for j in lines.solid() if j > i]
    names = [_entry(lines.trimmed[j]) for j in solid]
    found, missed, last, at = 0, 0, None, 0
    for n, name in enumerate(names[:80]):
        again = next((m for m in range(max(n + 2, at + 2), len(names)) if names[m] == name), None)
        if again is None:
            missed += 1
            if missed > kind.miss or is_prose(lines.trimmed[solid[n]], 12):
                break
            continue
        found, missed, last, at = found + 1, 0, solid[n], again
    return last if found >= kind.least else None


def _entry(line: str) -> str:
    return fold(_NUMBERING.sub("", line)).rstrip(":.")
