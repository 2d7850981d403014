"""The settling loop: order, composition, erosion, budget, and rules that fight."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner import Cleaner, pipeline
from cleaner.patch import Edit, Patch

TAIL = """\
pack: erosion
rules:
  - id: share
    why: Share links at the end.
    category: social
    zone: {tail: 6}
    line: {regex: 'Share on [A-Z]\\w{0,20}'}
"""


@pytest.fixture(scope="module")
def eroding(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    pack = tmp_path_factory.mktemp("packs") / "erosion.yaml"
    pack.write_text(TAIL)
    return Cleaner(rules=[str(pack)], default_rules=False, max_removed=1)


def test_the_stages_stand_in_one_tuple() -> None:
    assert [name for name, _ in pipeline.STAGES] == ["repair", "canon", "strip", "canon"]


def test_a_tail_erodes_to_the_prose(eroding: Cleaner) -> None:
    shares = "\n".join("Share on " + chr(65 + i % 26) * (1 + i // 26) for i in range(60))
    result = eroding.clean(f"The prose.\n{shares}\n")
    assert result.text == "The prose.\n"
    assert sum("erosion.share" in edit.causes for edit in result.edits) == 60


@given(st.lists(st.sampled_from(["Share on Xyz", "Prose that stays.", ""]), max_size=80))
def test_erosion_settles_whatever_stands_there(eroding: Cleaner, lines: list[str]) -> None:
    result = eroding.clean("\n".join(lines))
    assert result.error is None
    assert not eroding.clean(result.text).changed
    assert result.text.count("Prose that stays.") == lines.count("Prose that stays.")


def test_a_repair_can_make_a_line_chrome() -> None:
    prose = "The post ends here, and nobody has read as far as this.\n"
    result = cleaner.clean(
        f"{prose}\nA lock ( ) or https:// means youâ€™ve safely connected to the .gov website. "
        "Share sensitive information only on official, secure websites.\n",
        max_removed=1,
    )
    assert result.text == prose
    causes = result.edits[-1].causes
    assert causes[0].startswith("repair.mojibake")
    assert causes[-1] == "us-gov.banner"


def test_what_canon_mends_is_stripped_then() -> None:
    prose = "The post ends here, and nobody has read as far as this.\n"
    result = cleaner.clean(f"{prose}\nGet\N{ZERO WIDTH SPACE} link\n")
    assert result.text == prose
    assert result.edits[-1].before == "Get\N{ZERO WIDTH SPACE} link\n"
    assert result.edits[-1].causes == ("canon.invisible", "blogger.get-link")


def test_a_document_over_the_budget_passes_unstripped() -> None:
    text = "Short.\n\nYour email address will not be published. Required fields are marked *\n"
    result = cleaner.clean(text)
    assert result.text == text
    assert [finding.rule for finding in result.findings] == ["strip.budget"]
    assert "wordpress.email-not-published" in result.findings[0].reason
    assert cleaner.clean(text, max_removed=1).text == "Short.\n"
    assert cleaner.clean(text, max_removed=1).findings == ()


def test_over_the_budget_the_rest_is_still_done() -> None:
    text = "Short,  yes.\n\nYour email address will not be published. Required fields are marked *\n"
    assert cleaner.clean(text).text.startswith("Short, yes.\n")


def test_a_document_of_chrome_alone_is_over_the_budget() -> None:
    assert cleaner.clean("Leave a Reply\n").text == "Leave a Reply\n"


def test_rules_that_undo_each_other_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def swap(text: str, _: pipeline.Setting) -> Patch:
        return Patch((Edit(0, 1, "b" if text[0] == "a" else "a", (f"demo.{text[0]}",)),))

    monkeypatch.setattr(pipeline, "STAGES", (("canon", swap),))
    result = Cleaner().clean("a text")
    assert result.text == "a text"
    assert result.error == "does not settle after 6 rounds; these rules undo each other: demo.a, demo.b"
    assert not result.changed


def test_deletions_alone_may_take_many_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    def nibble(text: str, _: pipeline.Setting) -> Patch:
        return Patch((Edit(0, 1, "", ("demo.nibble",)),)) if text.startswith("x") else Patch()

    monkeypatch.setattr(pipeline, "STAGES", (("canon", nibble),))
    assert Cleaner().clean("x" * 40 + "end").text == "end"


def test_a_signature_holds_when_it_is_stripped_itself() -> None:
    prose = "The briefing was long, and when it was over it was late, and nobody had learnt much.\n"
    text = f"Official websites use .gov\n\n{prose}\nU.S. Department of State\n\nA Headline\n"
    assert cleaner.clean(text).text == prose


def test_markdown_keeps_its_hard_breaks(tmp_path: Path) -> None:
    del tmp_path
    assert cleaner.clean("one  \ntwo\n", format="markdown").text == "one  \ntwo\n"
    assert cleaner.clean("one  \ntwo\n").text == "one\ntwo\n"


def test_fenced_code_is_nobodys_chrome() -> None:
    text = "How to quote it:\n\n```\nLeave a Reply\nGet link\n```\n"
    assert cleaner.clean(text, format="markdown").text == text


def test_lone_surrogates_pass() -> None:
    text = "a \ud800 b\nGet link \udcff\n"
    assert cleaner.clean(text).text == text
