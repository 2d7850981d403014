"""What lines look like when they belong to a page and not to its text: tails, heads, runs, contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from cleaner.packs.lines import Lines
from cleaner.packs.phrases import fold
from cleaner.packs.schema import Contents, Head, Run, Tail

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


def is_label(line: str, words: int) -> bool:
    """Whether ``line`` has at most ``words`` words and ends as no sentence does."""
    return len(line) <= 20 * words and word_count(line) <= words and _LABEL_END.search(line) is None


def tail_end(lines: Lines, i: int, kind: Tail, marks: Callable[[str], bool]) -> int | None:
    """Return the last line of the tail that begins at ``i``, or None if it is none."""
    solid = lines.solid()
    before = sum(1 for j in solid if j < i)
    if before == 0 or before * 100 < kind.part * len(solid):
        return None
    after = solid[before + 1 :]
    if any(j in lines.fenced for j in after):
        return None
    if sum(is_prose(lines.trimmed[j], kind.words) for j in after) > kind.prose:
        return None
    if kind.least:
        stripped = sum(bool(lines.gone[j] and lines.trimmed[j]) for j in range(i + 1, len(lines)))
        if stripped + sum(marks(lines.trimmed[j]) for j in after) < kind.least:
            return None
    return after[-1] if after else i


def head_fits(lines: Lines, i: int, kind: Head, ends: Callable[[str], bool]) -> bool:
    """Whether nothing but labels stands between the top of the text and line ``i``."""
    return all(
        is_label(lines.trimmed[j], kind.words) or ends(lines.trimmed[j]) for j in lines.solid() if j < i
    )


def left_over(lines: Lines, kind: Run, title: str | None) -> Iterator[tuple[int, int]]:
    """Yield the rows of labels that stand between stripped lines, or between one and the end."""
    row: list[int] = []
    above = kind.top
    wanted = fold(title) if title else None
    for i, line in enumerate(lines.trimmed):
        if not line:
            continue
        if not lines.gone[i]:
            row.append(i)
            continue
        if above and _fits(lines, row, kind, wanted):
            yield row[0], row[-1]
        row, above = [], True
    if above and any(lines.gone) and _fits(lines, row, kind, wanted):
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
