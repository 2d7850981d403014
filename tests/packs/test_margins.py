"""What runs take over the first prose of a text and under its last."""

from pathlib import Path

import pytest

from cleaner.packs.load import load_rules
from cleaner.packs.match import Engine, Facts
from cleaner.packs.naive import Naive

PACK = """
pack: t
about: Rules to test the margins with.
rules:
  - id: more
    why: Test.
    category: related
    line: {label: [Skip, Read more]}
  - id: over
    why: Test.
    category: related
    run: {of: [t.more], words: 3, lines: 2, side: above}
  - id: under
    why: Test.
    category: related
    run: {of: [t.more], words: 3, lines: 3, side: below}
"""
TITLE = "The ferries of the white harbour\n"
PROSE = "The harbour froze over in the second week of that January.\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path: Path = tmp_path_factory.mktemp("packs") / "t.yaml"
    path.write_bytes(PACK.encode())
    return Engine(load_rules((str(path),), default_rules=False), "standard")


def left(engine: Engine, text: str, title: str | None = None) -> str:
    patch = engine.strip(text, Facts(title=title))
    assert patch == Naive(engine).strip(text, Facts(title=title))
    return patch.apply(text)


def test_labels_over_a_text_go_where_its_headline_stays(engine: Engine) -> None:
    assert left(engine, f"Skip\nNews\n{TITLE}Jane\nRead more\n{PROSE}") == TITLE + PROSE


@pytest.mark.parametrize(
    "top",
    [
        "News\n",
        "News\nPublished on Monday, 3 March 2025\n",
        "News\nSport\nWeather\n" + TITLE,
        "News\n" + TITLE + "It was cold.\n" * 20,
    ],
    ids=["no headline", "a date", "too many", "short sentences"],
)
def test_what_over_a_text_stays(engine: Engine, top: str) -> None:
    assert left(engine, f"Skip\n{top}Read more\n{PROSE}") == top + PROSE


def test_labels_below_the_last_stripped_line_stay(engine: Engine) -> None:
    assert left(engine, f"Skip\n{TITLE}Jane\n{PROSE}") == f"{TITLE}Jane\n{PROSE}"


def test_the_first_line_stays_for_as_long_as_no_title_is_known(engine: Engine) -> None:
    page = f"Ice\n{TITLE}Jane\nRead more\n{PROSE}"
    assert left(engine, page) == f"Ice\n{TITLE}{PROSE}"
    assert left(engine, page, "The ferries of the white harbour") == TITLE + PROSE
    assert left(engine, page, "Ice") == f"Ice\n{TITLE}{PROSE}"


def test_a_part_of_the_title_stays(engine: Engine) -> None:
    page = f"Skip\nWhite harbour\n{TITLE}Read more\n{PROSE}"
    assert left(engine, page, "White Harbour: a history") == f"White harbour\n{TITLE}{PROSE}"


def test_labels_under_a_text_go_in_rows(engine: Engine) -> None:
    assert left(engine, f"{PROSE}Jane\nHarbour desk\nRead more\n") == PROSE


@pytest.mark.parametrize(
    "end",
    ["Jane\n", "A\nB\nC\nD\n", "Jane\nIt was cold.\n", "Jane\nHarbour desk\n```\ncode\n```\n"],
    ids=["one", "too many", "a sentence", "a fence"],
)
def test_what_under_a_text_stays(engine: Engine, end: str) -> None:
    assert left(engine, f"{PROSE}{end}Read more\n") == PROSE + end
    assert left(engine, f"{PROSE}Jane\nDesk\nRead more\n{PROSE}") == f"{PROSE}Jane\nDesk\n{PROSE}"
