"""The lines of a document speak for each other: how one was damaged says how the next was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.stages.repair import repair
from cleaner.stages.repair.families import families
from cleaner.stages.repair.gate import alarmed, alarms
from cleaner.stages.repair.legacy import is_shortened
from cleaner.stages.repair.lookalike import sloppy
from cleaner.stages.repair.relapse import relapses
from cleaner.stages.repair.runs import gaps, plain, replaced

GREEK = "iso8859-7"
WHOLE = (
    "Die Größe der Räume genügt für fünf Bücher.",
    "Am Samstag öffnet das Café früh die Türen.",
    "Im März fährt er mit ihr über die Brücke nach Köln.",
    "Später hören wir die Vögel über dem Fluss.",
)


def damaged(text: str, page: str = GREEK) -> str:
    """Return what a text looks like in UTF-8 read through a code page."""
    return sloppy(text.encode(), page)


def short(text: str, page: str = GREEK) -> str:
    """Return the same once somebody deleted the C1 controls."""
    return re.sub("[\x80-\x9f]", "", damaged(text, page))


def last(*lines: str) -> str:
    """Return what becomes of the last line of a document."""
    document = "\n".join(lines)
    return repair(document).apply(document).split("\n")[-1]


def test_lines_above_tell_how_one_was_damaged() -> None:
    line = short("Вчера мы ходили в лес, и там нашли грибы и ягоды для пирога.")
    assert not repair(line)
    assert "наΡли г" in last(*map(damaged, WHOLE), line)


@pytest.mark.parametrize(
    "text", ["Rundkurs statt. 🧧 🧧", "familii și cupluri. 🐲🐲", "De kleuren zijn rood. 🥧🥧"]
)
def test_a_line_short_of_bytes_is_no_misread_page(text: str) -> None:
    line = short(text)
    assert last(*map(damaged, WHOLE), line) == line


@pytest.mark.parametrize("page", ["latin-1", "iso8859-7", "iso8859-2"])
@pytest.mark.parametrize("text", ["Вчера мы ходили в лес за грибами.", "Στην πόλη δεν υπάρχει πια θέση."])
def test_missing_bytes_are_seen_through_usual_pages(text: str, page: str) -> None:
    assert is_shortened(short(text, page))


@pytest.mark.parametrize("page", ["cp1251", "koi8-r", "cp866", "mac-cyrillic"])
def test_a_misread_page_is_not_short_of_bytes(page: str) -> None:
    text = "Съешь же ещё этих мягких французских булок, да выпей чаю. Вчера мы ходили в лес."
    assert not is_shortened(text.encode(page).decode("latin-1"))


def test_misread_lines_follow_each_other() -> None:
    lines = ("Вчера мы ходили в лес.", "Сегодня идёт дождь.", "Завтра мы снова будем дома.")
    document = "\n".join(line.encode("cp1251").decode("latin-1") for line in lines)
    assert repair(document).apply(document) == "\n".join(lines)


def test_where_controls_are_left_ftfy_never_was() -> None:
    family = next(family for family in families() if family.name == "iso-8859-7")
    known, never = damaged("дал. ") + "С", damaged("дала. Он ") + "С"
    assert relapses(known, family, plain(known, family))
    assert not relapses(never, family, plain(never, family))


@given(
    st.lists(st.sampled_from(["Ã©", "β€œ", "cafe", "l’été", " ", "\n", "Привет", "鈥檚", "�", "«"])).map(
        "".join
    )
)
def test_whether_a_text_holds_an_alarm(text: str) -> None:
    assert alarmed(text) == bool(alarms(text))


def _beyond(text: str) -> list[str]:
    return [char for char in text if char > "\x7f"]


@given(st.lists(st.sampled_from([*map(damaged, ("é", "“", "д", "💥")), "a", " ", "Ж", "Γ"])).map("".join))
def test_runs_and_gaps_make_up_a_line(line: str) -> None:
    family = next(family for family in families() if family.name == "iso-8859-7")
    found = plain(line, family)
    left = "".join(line[start:end] for start, end in gaps(line, found))
    covered = "".join(line[run.start : run.end] for run in found)
    assert sorted(_beyond(left + covered)) == sorted(_beyond(line))
    assert replaced(line, [run._replace(text=line[run.start : run.end]) for run in found]) == line


def test_a_line_short_of_bytes_is_read_as_the_lines_above() -> None:
    gone = short("Kosten für den Aufwand: — „Kosten“")
    alone = repair(gone).apply(gone)
    assert "☎" in alone
    assert last(*map(damaged, WHOLE), gone) == "Kosten für den Aufwand: ■βKostenβ"


def test_lines_above_do_not_hide_another_layer() -> None:
    twice = damaged(damaged("Der König öffnet später die Tür.", "cp1252"), "cp1252")
    sound = last(*(damaged(line, "cp1252") for line in WHOLE), twice)
    assert sound == "Der König öffnet später die Tür."
