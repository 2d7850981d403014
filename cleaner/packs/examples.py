"""Examples in packs: what goes is marked with « », and near misses of exact phrases are derived."""

from __future__ import annotations

from collections.abc import Iterator

_ESCAPES = {"\\«": "«", "\\»": "»"}


def parse_marks(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    r"""Return the text without its marks, and the marked ranges (code points, half-open).

    ``\«`` and ``\»`` are quotes that belong to the text. Raises ValueError for marks that do
    not pair.

    >>> parse_marks("Post.\n«Get link»")
    ('Post.\nGet link', ((6, 14),))
    """
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0
    opened: int | None = None
    index = 0
    while index < len(marked):
        char = marked[index : index + 2] if marked[index : index + 2] in _ESCAPES else marked[index]
        index += len(char)
        if char == "«":
            if opened is not None:
                message = "a « stands inside a marked part"
                raise ValueError(message)
            opened = length
        elif char == "»":
            if opened is None:
                message = "a » has no « before it"
                raise ValueError(message)
            marks.append((opened, length))
            opened = None
        else:
            pieces.append(_ESCAPES.get(char, char))
            length += 1
    if opened is not None:
        message = "a « has no » after it"
        raise ValueError(message)
    return "".join(pieces), tuple(marks)


def near_misses(phrase: str) -> Iterator[str]:
    """Yield documents that hold an exact phrase where it is prose, so that nothing may go.

    The phrase inside a sentence, with a word before it, with a word after it, and quoted.
    """
    bare = phrase.strip()
    yield f"They printed {bare} on the page and nobody minded."
    yield f"Yesterday {bare}"
    yield f"{bare} yesterday"
    yield f"\N{LEFT DOUBLE QUOTATION MARK}{bare}\N{RIGHT DOUBLE QUOTATION MARK}"


def same_ranges(text: str, found: Iterator[tuple[int, int]], marks: tuple[tuple[int, int], ...]) -> bool:
    """Whether what goes is what was marked, white space at the edges aside."""
    return _solid(text, found) == _solid(text, iter(marks))


def _solid(text: str, ranges: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Trim white space off ranges and join those between which there is nothing else."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        part = text[start:end]
        if not part.strip():
            continue
        trimmed = (start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip()))
        if joined and not text[joined[-1][1] : trimmed[0]].strip():
            joined[-1] = (joined[-1][0], trimmed[1])
        else:
            joined.append(trimmed)
    return joined
