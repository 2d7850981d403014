"""The gate changes the time, never the outcome; and what repair does comes to rest."""

from __future__ import annotations

from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.stages.repair import repair, search
from cleaner.stages.repair.asked import may_change
from cleaner.stages.repair.gate import _judged, _told, alarms, suspicious
from cleaner.stages.repair.lookalike import lookalike
from cleaner.stages.repair.plausibility import neighbours
from cleaner.stages.repair.reading import hopeless
from cleaner.stages.repair.search import read

_PIECES = st.sampled_from(
    [
        "Ã©",
        "â€™",
        "Ð¿Ñ€",
        "β€œ",
        "├й",
        "б─≥",
        "cafe",
        "l’été",
        " ",
        "\n",
        "Привет",
        "Ã ",
        "鈥檚",
        "\ud800",
        "�",
        "«",
        "»",
    ]
)
TEXTS = st.one_of(st.lists(_PIECES, max_size=12).map("".join), st.text(max_size=40))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_line_without_alarm_is_read_as_it_is(text: str) -> None:
    seen = set(suspicious(text)[0])
    start = 0
    for line in text.split("\n"):
        if (start, start + len(line)) not in seen:
            assert not alarms(line)
            assert read(line, {}).text == line
        start += len(line) + 1


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_repair_comes_to_rest(text: str) -> None:
    for _ in range(8):
        patch = repair(text)
        if not patch:
            return
        text = patch.apply(text)
    raise AssertionError(text)


def test_a_large_text_has_the_alarms_of_its_lines() -> None:
    text = "plain words here\n" * 600 + "cafÃ© and â€™\n" + "l’été\n" * 50
    assert set(alarms(text)) == {pair for line in text.split("\n") for pair in alarms(line)}


@given(st.lists(st.one_of(_PIECES, st.text(max_size=6)), min_size=40, max_size=60), st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_document_is_told_as_its_lines_are(pieces: list[str], mostly: bool) -> None:
    text = " ".join(["plain words, nothing else" if mostly else "слова и ничего"] * 60 + pieces)
    lines = text.split("\n")
    assert set(alarms(text)) == {pair for line in lines for pair in _alarms(line)}
    alarmed, looking = suspicious(text)
    start = 0
    for line in lines:
        place = (start, start + len(line))
        assert place in alarmed or not _alarms(line)
        if not lookalike().search(line):
            assert place not in looking
        elif len(line) > 1:  # a control alone in a line has no neighbour
            assert place in looking or not (place in alarmed or may_change(line))
        start += len(line) + 1


def test_only_lines_that_ftfy_can_change_are_asked_about() -> None:
    clean = "Нашому саду личать лілії, і вони білі."
    damaged = "Слова Ð¿Ñ€Ð¸ ніхто не чує."
    text = "\n".join([clean] * 200 + [damaged] + [clean] * 200)
    assert lookalike().search(clean)
    assert [text[slice(*place)] for place in suspicious(text)[1]] == [damaged]


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_nothing_is_read_in_a_hopeless_line(text: str) -> None:
    for line in text.split("\n"):
        with mock.patch.object(search, "hopeless", return_value=False):
            found = read(line, {})
        assert not found.patch or not hopeless(line, alarms(line))


def _alarms(text: str) -> tuple[str, ...]:
    """Return the alarms of a text by looking at each pair of neighbours, with no table."""
    return _told(_judged(set(neighbours(text)))).alarms


def test_nasty_megabytes_end() -> None:
    for text in ("&" * 1_000_000, "\N{REPLACEMENT CHARACTER}" * 100_000, "Ã" * 100_000):
        repair(text)
