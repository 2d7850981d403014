"""A signature on the very first line counts as well."""

from __future__ import annotations

from cleaner.packs.load import load_rules
from cleaner.packs.match import Engine


def test_the_first_line_can_be_the_signature() -> None:
    engine = Engine(load_rules(), "standard")
    assert engine.recognise("Official websites use .gov\nText.\n")
    assert not engine.recognise("Text.\n")
