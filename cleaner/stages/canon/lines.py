"""Rows of the canon that look at lines: runs of spaces, line ends, blank lines, the ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.patch import Edit

_BLANK_LINES = re.compile(r"\n{3,}+")
_LEADING = re.compile(r"(?:[ \t]*+\n)++")

_CODE = re.compile(r" {0,3}\t| {4}")
_MARKER = re.compile(r" *+(?:[-*+]|\d{1,9}[.)]) ++")
# The indentation of a line is not inside of it, and neither is what trails.
_GAP = re.compile(r"(?<=[^ \t\n\f\u3000]) {2,}+(?=[^ \t\n])")
# A space beside the no-break space that typography put there.
_BESIDE = re.compile(r"(?<=[^ \t\n\f\u3000]) ++(?=[\xa0\u202f][;:!?»%])|(?<=«[\xa0\u202f]) ++(?=[^ \t\n])")
# A gap of three spaces or more may part columns; two follow the full stops of typists.
_WIDE = 3
_TYPESET = re.compile(r" [\xa0\u202f]|«[\xa0\u202f] ")
_NOT_SPACE = re.compile("[^ ]")
# Lines of verse in two columns are short, and paragraphs that fill one line are not.
_VERSE_LENGTH = 120


def trailing_space(text: str, *, markdown: bool = False) -> Iterator[Edit]:
    """Spaces and tabs that end a line carry nothing, but for the hard break of Markdown."""
    for end in _ends_after_space(text):
        start = end - 1
        while start and text[start - 1] in " \t":
            start -= 1
        if not (markdown and _is_hard_break(text, start, end)):
            yield Edit(start, end, "", ("canon.trailing-space",))


def space_run(text: str, *, markdown: bool = False) -> Iterator[Edit]:
    """Two spaces inside a line of prose become one; columns, tables and code keep theirs."""
    marker = _MARKER if markdown else None
    for start, end in _lines_with_gaps(text):
        line = text[start:end]
        if _CODE.match(line) or _is_table(line):
            continue
        item = marker.match(line) if marker else None
        inside = item.end() if item else 0
        if _has_columns(line, inside) and _beside_columns(text, start, end):
            continue
        yield from _collapsed(line, start, inside)


def blank_lines(text: str) -> Iterator[Edit]:
    """One blank line parts paragraphs as well as five."""
    for match in _BLANK_LINES.finditer(text):
        yield Edit(match.start() + 2, match.end(), "", ("canon.blank-lines",))


def edges(text: str) -> Iterator[Edit]:
    """Blank lines before the first and behind the last line go; white space alone is nothing."""
    if not text or text.isspace():
        if text:
            yield Edit(0, len(text), "", ("canon.edges",))
        return
    if leading := _LEADING.match(text):
        yield Edit(0, leading.end(), "", ("canon.edges",))
    last = text.find("\n", len(text.rstrip(" \t\n"))) + 1
    if 0 < last < len(text):
        yield Edit(last, len(text), "", ("canon.edges",))


def final_newline(text: str) -> Iterator[Edit]:
    """A text that is not empty ends its last line."""
    if text and not text.endswith("\n"):
        yield Edit(len(text), len(text), "\n", ("canon.final-newline",))


def no_final_newline(text: str) -> Iterator[Edit]:
    """A field of a record ends with its last character; the container parts the records."""
    if text.endswith("\n"):
        yield Edit(len(text) - 1, len(text), "", ("canon.final-newline",))


def _ends_after_space(text: str) -> Iterator[int]:
    """Yield the ends of lines, before the LF, behind a space or a tab; a pattern would try every space."""
    space, tab = text.find(" \n"), text.find("\t\n")
    while space >= 0 or tab >= 0:
        if tab < 0 or 0 <= space < tab:
            yield space + 1
            space = text.find(" \n", space + 2)
        else:
            yield tab + 1
            tab = text.find("\t\n", tab + 2)
    if text.endswith((" ", "\t")):
        yield len(text)


def _is_hard_break(text: str, start: int, end: int) -> bool:
    """Whether the white space ends in two spaces, inside a paragraph that goes on."""
    if not text.endswith("  ", start, end) or (not start or text[start - 1] == "\n"):
        return False
    until = text.find("\n", end + 1)
    return bool(text[end + 1 : until if until >= 0 else len(text)].strip(" \t"))


def _lines_with_gaps(text: str) -> Iterator[tuple[int, int]]:
    """Find the lines that may have something to collapse.

    Most double spaces of some documents are indentation: they are passed over without a look
    at their lines. Each of the two searches goes on only when it was overtaken.
    """
    end = -1
    gap = typeset = 0 if text else -1
    typographic = "\xa0" in text or "\u202f" in text
    while True:
        if -1 < gap <= end or end < 0:
            gap = _inside_gap(text, end + 1)
        if typographic and (-1 < typeset <= end or end < 0):
            found = _TYPESET.search(text, end + 1)
            typeset = found.start() if found else -1
        places = [at for at in (gap, typeset if typographic else -1) if at >= 0]
        if not places:
            return
        start, end = _line_at(text, min(places))
        yield start, end


def _inside_gap(text: str, at: int) -> int:
    """Return where the next two spaces are that no line begins with, or -1."""
    gap = text.find("  ", at)
    while gap >= 0 and (gap == 0 or text[gap - 1] in "\n\f"):
        after = _NOT_SPACE.search(text, gap)
        gap = text.find("  ", after.start()) if after else -1
    return gap


def _line_at(text: str, at: int) -> tuple[int, int]:
    """Return where the line that holds ``at`` begins and ends, without its LF."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _is_table(line: str) -> bool:
    if line.count("|") > 1 or "\t" in line.strip(" \t"):
        return True
    return sum(len(gap) >= _WIDE for gap in _GAP.findall(line)) > 1


def _has_columns(line: str, inside: int = 0) -> bool:
    """Whether a line is short and has a wide gap."""
    line = line.rstrip(" \t")
    return len(line) <= _VERSE_LENGTH and any(len(gap) >= _WIDE for gap in _GAP.findall(line, inside))


def _beside_columns(text: str, start: int, end: int) -> bool:
    """Whether the line above or the line below ``text[start:end]`` has columns too."""
    for at in (start - 1, end + 1):
        if 0 <= at < len(text):
            first, last = _line_at(text, at)
            if _has_columns(text[first:last]):
                return True
    return False


def _collapsed(line: str, start: int, inside: int) -> Iterator[Edit]:
    spans = [(gap.start() + 1, gap.end()) for gap in _GAP.finditer(line, inside)]
    if "\xa0" in line or "\u202f" in line:
        lone = {span for beside in _BESIDE.finditer(line, inside) if (span := beside.span())}
        starts = {first for first, _ in lone}
        spans = sorted(lone | {span for span in spans if span[0] - 1 not in starts})
    yield from (Edit(start + first, start + last, "", ("canon.space-run",)) for first, last in spans)
