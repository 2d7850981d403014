"""Diffs for people: marks where a line changes, rules beside it, and nothing that moves the cursor."""

from __future__ import annotations

import re

from cleaner.patch import Edit, Patch
from cleaner.report.diff import unified_diff
from cleaner.report.paint import Painted

SOURCE = "one  two\nGet link\n\x1b[2Jthree\N{RIGHT-TO-LEFT OVERRIDE}\n"
PATCH = Patch((Edit(4, 5, "", ("canon.space-run",)), Edit(9, 18, "", ("blogger.get-link", "canon.edges"))))
ANSI = re.compile(r"\x1b\[[\d;]*m")


def painted(source: str, patch: Patch, *, colour: bool, rules: bool) -> str:
    return "".join(unified_diff(source, patch, "a", "b", Painted(colour, rules)))


def test_rules_stand_beside_removed_lines() -> None:
    assert painted("one  two\nGet link\n", PATCH, colour=False, rules=True) == (
        "--- a\n+++ b\n@@ -1,2 +1,1 @@\n"
        "-one  two  # canon.space-run\n+one two\n-Get link  # blogger.get-link\n"
    )


def test_what_changes_within_a_line_is_marked_and_a_whole_line_is_not() -> None:
    lines = painted("one  two\nGet link\n", PATCH, colour=True, rules=False).splitlines()
    assert "\x1b[31mone \x1b[0m\x1b[31;7m \x1b[0m\x1b[31mtwo\x1b[0m" in lines[3]
    assert lines[5] == "\x1b[31m-\x1b[0m\x1b[31mGet link\x1b[0m"


def test_what_is_added_is_marked() -> None:
    patch = Patch((Edit(0, 1, "", ("a.b",)), Edit(4, 7, "’", ("repair.mojibake",))))
    lines = painted("xDonâ€™t\n", patch, colour=True, rules=False).splitlines()
    assert lines[-1] == "\x1b[32m+\x1b[0m\x1b[32mDon\x1b[0m\x1b[32;7m’\x1b[0m\x1b[32mt\x1b[0m"


def test_without_its_colours_it_is_the_plain_diff() -> None:
    source = SOURCE.replace("\x1b[2J", "").replace("\N{RIGHT-TO-LEFT OVERRIDE}", "")
    coloured = painted(source, PATCH, colour=True, rules=False)
    assert ANSI.sub("", coloured) == "".join(unified_diff(source, PATCH, "a", "b"))


def test_a_document_cannot_paint_the_terminal_itself() -> None:
    shown = ANSI.sub("", painted(SOURCE, PATCH, colour=True, rules=True))
    assert " \\x1b[2Jthree\\x202e\n" in shown
