"""The scanner finds the same in a short text, sought literal by literal, as with its automaton."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.packs.scan import AUTOMATON_AFTER, Literals, Scanner

LITERALS = Literals.of(
    {
        b"ab": [1],
        b"b": [2, 3],
        b"abab": [4],
        b"\nab": [5],
        b"\nabc": [6],
        b"\nab\n": [7],
        b"c\na": [8],
    }
)


@given(st.text("abc\n", max_size=60))
def test_literals_are_found_alike_with_and_without_an_automaton(text: str) -> None:
    folded = f"\n{text}\n".encode()
    warm = Scanner(LITERALS)
    warm.hits(b"\n" + b"-" * AUTOMATON_AFTER + b"\n")
    assert Scanner(LITERALS).hits(folded) == warm.hits(folded)
