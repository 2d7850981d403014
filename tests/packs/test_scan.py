"""The scanner finds the same in a short text, sought literal by literal, as with its automaton."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.packs.scan import AUTOMATA_AFTER, TABLES_AFTER, Literals, Scanner

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


def scanner(scanned: int) -> Scanner:
    """Return one that has already scanned so many bytes."""
    warm = Scanner(LITERALS)
    warm.hits(b"\n" + b"-" * scanned + b"\n")
    return warm


WARM, HOT = scanner(AUTOMATA_AFTER), scanner(TABLES_AFTER)


@given(st.text("abc\n", max_size=60))
def test_literals_are_found_alike_however_much_was_scanned_before(text: str) -> None:
    folded = f"\n{text}\n".encode()
    expected = owners(Scanner(LITERALS), folded)
    assert owners(WARM, folded) == expected
    assert owners(HOT, folded) == expected


def owners(scanner: Scanner, folded: bytes) -> dict[int, list[list[int]]]:
    return {line: sorted(map(list, found)) for line, found in scanner.hits(folded).items()}
