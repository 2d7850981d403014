"""Unified diffs: what they say is what the patch does, proved by applying them."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.patch import Edit, Patch
from cleaner.report.diff import unified_diff

HUNK = re.compile(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n")


def lines_of(text: str) -> list[str]:
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def applied(source: str, diff: list[str]) -> str:
    """Apply a unified diff by the book: line numbers, context and removed lines must be right."""
    lines, out, at = lines_of(source), list[str](), 0
    body = diff[2:]
    i = 0
    while i < len(body):
        head = HUNK.fullmatch(body[i])
        assert head, body[i]
        start, length, new_start, new_length = map(int, head.groups())
        start -= length > 0
        out += lines[at:start]
        assert len(out) == new_start - (new_length > 0)
        at = start
        i += 1
        read = written = 0
        while i < len(body) and not HUNK.fullmatch(body[i]):
            mark, line = body[i][0], body[i][1:]
            if i + 1 < len(body) and body[i + 1] == "\n\\ No newline at end of file\n":
                i += 1
            i += 1
            if mark in " -":
                assert lines[at] == line
                at += 1
                read += 1
            if mark in " +":
                out.append(line)
                written += 1
        assert (read, written) == (length, new_length)
    return "".join(out + lines[at:])


@st.composite
def patched(draw: st.DrawFn) -> tuple[str, Patch]:
    source = draw(st.lists(st.sampled_from(["a", "b", "\n", "\n", "cc\n"]), max_size=40).map("".join))
    edits: list[Edit] = []
    at = 0
    while at <= len(source) and draw(st.integers(0, 3)):
        start = draw(st.integers(at, min(len(source), at + 12)))
        end = draw(st.integers(start, min(len(source), start + 5)))
        edits.append(Edit(start, end, draw(st.sampled_from(["", "x", "\n", "x\ny"])), ("t.t",)))
        at = end + 1
    return source, Patch(tuple(edits)).pruned(source)


@settings(max_examples=1000, deadline=None)
@given(patched())
def test_a_diff_does_what_its_patch_does(case: tuple[str, Patch]) -> None:
    source, patch = case
    diff = list(unified_diff(source, patch, "a", "b"))
    if not patch:
        assert diff == []
    else:
        assert applied(source, diff) == patch.apply(source)


def test_a_stripped_line_is_one_removed_line() -> None:
    patch = Patch((Edit(4, 9, "", ("a.b",)),))
    assert "".join(unified_diff("one\ntwo:\nthree\n", patch, "x", "y")) == (
        "--- x\n+++ y\n@@ -1,3 +1,2 @@\n one\n-two:\n three\n"
    )


def test_a_missing_final_newline_is_told() -> None:
    diff = "".join(unified_diff("one", Patch((Edit(3, 3, "\n", ("c.f",)),)), "x", "y"))
    assert diff == "--- x\n+++ y\n@@ -1,1 +1,1 @@\n-one\n\\ No newline at end of file\n+one\n"
