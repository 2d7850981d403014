"""The removal budget counts what is not blank, as Python sees it."""

from __future__ import annotations

import sys

from cleaner.budget import BLANKS, solid_length


def test_every_blank_of_python_is_blank() -> None:
    assert [char for char in map(chr, range(sys.maxunicode + 1)) if char.isspace()] == sorted(BLANKS)


def test_the_solid_length_leaves_blanks_out() -> None:
    assert solid_length(" a\u3000bc\n\n") == 3
    assert solid_length("") == 0
