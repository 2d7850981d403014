"""Lines damaged throughout are read in one go, and only where it is clear what they were."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from cleaner.stages.repair import repair
from cleaner.stages.repair.families import families
from cleaner.stages.repair.language import tongue
from cleaner.stages.repair.letters import UNSEEN, letters
from cleaner.stages.repair.whole import bordered, guessed, readings, retold, whole

_FAMILIES = {(family.name, family.ambiguous): family for family in families()}


def test_read_in_one_go() -> None:
    line = "Été déjà".encode().decode("cp1252")
    assert whole(line, _FAMILIES["cp1252", False]) == "Été déjà"
    assert ("cp1252", "Été déjà") in [(family.name, text) for family, text in readings(line)[0]]


@pytest.mark.parametrize("line", ["Ã‰tÃ© déjà", "cafÃ", "Привет"])
def test_no_utf8_throughout(line: str) -> None:
    assert whole(line, _FAMILIES["cp1252", False]) == ""


def test_doubtful_characters_are_only_guessed() -> None:
    """``€`` is 0xA4 in ISO-8859-7, and 0x80 in text whose controls became windows-1252."""
    line = "Ja nΓ€in myΓΆs"
    hybrid = _FAMILIES["iso-8859-7", True]
    assert whole(line, hybrid) == ""
    assert guessed(line, hybrid) == "Ja näin myös"
    assert hybrid in readings(line)[1]
    assert repair(line).apply(line) == "Ja näin myös"


def test_edits_are_tight() -> None:
    line, text = "a Ã© b Ã¨Ã§ c", "a é b èç c"
    patch = retold(line, text, ["x", "x"])
    assert patch.apply(line) == text
    assert [(edit.start, edit.end, edit.causes) for edit in patch.edits] == [(2, 4, ("x",)), (7, 11, ("x",))]


def test_ascii_inside_does_not_count() -> None:
    assert bordered("café au lait, très chaud") == "fé rès"


def _spelled_out(text: str) -> dict[str, float]:
    """What each language of Latin script makes of a text, summed up one by one."""
    folded = "".join(char if char.isalpha() else " " for char in text.lower())
    counts = Counter(a + b for a, b in pairwise(folded) if a + b != "  ")
    return {
        name: sum(times * own.get(pair, UNSEEN) for pair, times in counts.items())
        for name, own in letters().languages.items()
        if any(letters().scripts[pair[0]] == "LATIN" for pair in own if pair[0] != " ")
    }


@pytest.mark.parametrize(
    "text", ["the cat sat on the mat", "der Hund läuft über die Straße", "gdzie jest książka?"]
)
def test_all_languages_are_added_up_at_once(text: str) -> None:
    costs = _spelled_out(text)
    assert tongue(text) == min(costs, key=lambda name: costs[name])


def test_layers_throughout() -> None:
    twice = "Ã©tÃ© Ã§a".encode().decode("cp1252")
    assert repair(twice).apply(twice) == "été ça"


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("Jag har inte fĂĄtt nĂĄgon lapp Ă¤n.", "Jag har inte fått någon lapp än."),
        ("Non puĂ˛ essere piĂą bello, perĂ˛ costa.", "Non può essere più bello, però costa."),
        ("MĂĄs informaciĂłn aquĂ\xad maĂ±ana.", "Más información aquí mañana."),
        ("CafÃ© au lait is what she asked for.", "Café au lait is what she asked for."),
        ("CafÃ©", "Café"),
    ],
)
def test_code_pages_that_all_explain_a_line_are_told_by_its_language(damaged: str, sound: str) -> None:
    assert repair(damaged).apply(damaged) == sound
