"""What machines are told of a document: each edit and each finding, with its place as editors count."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from cleaner.model import RecordedEdit, Result
from cleaner.report.layers import layer_of, owner


class Spot(NamedTuple):
    """One edit or finding. Lines count from 1, columns from 1 in code points, ends are exclusive.

    ``column16`` and ``end_column16`` count UTF-16 units instead. ``start`` and ``end`` are
    offsets of the decoded text; a finding is about its whole line and has neither text.
    """

    rule: str
    category: str
    stage: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    column16: int
    end_column16: int
    start: int
    end: int
    before: str | None = None
    after: str | None = None


class Spots(NamedTuple):
    """A document of which there is something to tell: where it is, and what."""

    path: str
    row: int | None
    id: str
    spots: tuple[Spot, ...]
    recoding: tuple[str, ...] = ()
    error: str = ""


def spots_of(result: Result) -> Iterator[Spot]:
    """Yield what there is to tell of a document, in the order of the text."""
    starts = [0, *accumulate(len(line) + 1 for line in result.source.split("\n"))]
    for edit in result.edits:
        yield _edit(edit, result.source, starts)
    for rule, line, reason in result.findings:
        start, end = starts[line - 1], starts[line] - 1
        text = result.source[start:end]
        yield Spot(
            rule,
            "finding",
            layer_of(rule),
            reason,
            line,
            1,
            line,
            len(text) + 1,
            1,
            _utf16(text) + 1,
            start,
            end,
        )


def _edit(edit: RecordedEdit, source: str, starts: list[int]) -> Spot:
    line, end_line = bisect_right(starts, edit.start), bisect_right(starts, edit.end)
    begin, last = starts[line - 1], starts[end_line - 1]
    rule = owner(edit.causes)
    others = f" (with {', '.join(c for c in edit.causes if c != rule)})" if len(edit.causes) > 1 else ""
    verb = "changes" if edit.after and edit.before else "adds" if edit.after else "removes"
    return Spot(
        rule=rule,
        category=edit.category,
        stage=layer_of(rule),
        message=f"{rule} {verb} {_quoted(edit.before or edit.after)}{others}",
        line=line,
        column=edit.start - begin + 1,
        end_line=end_line,
        end_column=edit.end - last + 1,
        column16=_utf16(source[begin : edit.start]) + 1,
        end_column16=_utf16(source[last : edit.end]) + 1,
        start=edit.start,
        end=edit.end,
        before=edit.before,
        after=edit.after,
    )


def _quoted(text: str) -> str:
    r"""Return the beginning of a text in quotes, or what it consists of if it is blank.

    >>> _quoted("Get link\nShare"), _quoted("\n\n")
    ('“Get link …”', '2 blank characters')
    """
    lines = text.strip().split("\n")
    if not lines[0]:
        return f"{len(text)} blank character{'s' if len(text) != 1 else ''}"
    more = " …" if len(lines) > 1 or len(lines[0]) > 80 else ""
    return f"“{lines[0][:80]}{more}”"


def _utf16(text: str) -> int:
    """Return how many UTF-16 units a text takes.

    >>> _utf16("a\N{GRINNING FACE}")
    3
    """
    return len(text) + sum(char > "\uffff" for char in text)


def spots_json(document: Spots) -> str:
    """Return what is told of a document as one line of JSON."""
    data: dict[str, Any] = {"path": document.path}
    optional = {
        "row": document.row,
        "id": document.id,
        "error": document.error,
        "recoding": document.recoding,
    }
    data |= {key: value for key, value in optional.items() if value}
    hidden = {"column16", "end_column16"}
    data["found"] = [
        {key: value for key, value in spot._asdict().items() if key not in hidden and value is not None}
        for spot in document.spots
    ]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
