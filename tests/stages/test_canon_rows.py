"""The rows of canon, one table each: what changes and what stays."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from cleaner.stages.canon import RULES, canon
from cleaner.stages.canon.compose import BEYOND

OTHERS = {rule: frozenset(RULES) - {rule} for rule in RULES}


def only(rule: str, text: str, *, markdown: bool = False) -> str:
    """Run one row alone."""
    return canon(text, off=OTHERS[rule], markdown=markdown, quotes="straight").apply(text)


TABLES: dict[str, list[tuple[str, str]]] = {
    "canon.newline": [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\x85b\u2028c\u2029d\ve", "a\nb\nc\nd\ne"),
        ("a\fb", "a\fb"),
        ("a\x1cb", "a\x1cb"),
        ("```\r\nx\r\n```\r\n", "```\nx\n```\n"),
    ],
    "canon.space": [
        ("a\N{NO-BREAK SPACE}b\N{THIN SPACE}c\N{MEDIUM MATHEMATICAL SPACE}d", "a b c d"),
        ("10\N{NO-BREAK SPACE}000", "10\N{NO-BREAK SPACE}000"),
        ("1\N{NARROW NO-BREAK SPACE}234", "1\N{NARROW NO-BREAK SPACE}234"),
        ("10\N{THIN SPACE}000", "10 000"),
        ("Quoi\N{NO-BREAK SPACE}?", "Quoi\N{NO-BREAK SPACE}?"),
        ("5\N{NARROW NO-BREAK SPACE}%", "5\N{NARROW NO-BREAK SPACE}%"),
        ("«\N{NO-BREAK SPACE}a\N{NO-BREAK SPACE}»", "«\N{NO-BREAK SPACE}a\N{NO-BREAK SPACE}»"),
        ("a\N{NO-BREAK SPACE}«", "a «"),
        ("5\N{NO-BREAK SPACE}kg", "5 kg"),
        ("中\u3000国", "中\u3000国"),
        ("a\u3000国", "a 国"),
        ("中\u3000b", "中 b"),
        ("\u3000\u3000中", "\u3000\u3000中"),
        ("x\n\u3000\u3000“中”", "x\n\u3000\u3000“中”"),
        ("。”\u3000カ", "。”\u3000カ"),
        ("\u3000a", " a"),
        ("가\u3000나", "가\u3000나"),
    ],
    "canon.space-run": [
        ("MODERATOR:  Thank you.  And I", "MODERATOR: Thank you. And I"),
        ("A.  B.\nC.  D.\nE.  F.", "A. B.\nC. D.\nE. F."),
        ("a     b", "a b"),
        ("  a  b", "  a b"),
        ("   a  b", "   a b"),
        ("    a  b", "    a  b"),
        ("\ta  b", "\ta  b"),
        ("a\tb  c", "a\tb  c"),
        ("| a  | b |", "| a  | b |"),
        ("a   b   c", "a   b   c"),
        ("Hwæt we   gardena\nin geardagum   þeodcyninga", "Hwæt we   gardena\nin geardagum   þeodcyninga"),
        ("Hwæt we   gardena\n\nin geardagum", "Hwæt we gardena\n\nin geardagum"),
        ("a   b\n" + "word " * 40 + "  end", "a b\n" + "word " * 40 + "end"),
        ("```\na  b\n```\nc  d", "```\na  b\n```\nc d"),
        ("```\na  b\n", "```\na b\n"),
        ("~~~\na  b\n```\nc  d\n~~~~", "~~~\na  b\n```\nc  d\n~~~~"),
        ("Quoi \N{NO-BREAK SPACE}?", "Quoi\N{NO-BREAK SPACE}?"),
        ("«\N{NO-BREAK SPACE} oui", "«\N{NO-BREAK SPACE}oui"),
        ("a  ", "a  "),
        ("\f  a", "\f  a"),
    ],
    "canon.trailing-space": [
        ("a \nb\t\n \nc ", "a\nb\n\nc"),
        ("a  \nb", "a\nb"),
        ("```\na \n```\n", "```\na \n```\n"),
        ("a\f \n", "a\f\n"),
    ],
    "canon.invisible": [
        ("\ufeffa\xadb\u200bc\u2060d\ufeff", "abcd"),
        ("ก\u200bข", "ก\u200bข"),
        ("ក\u200b\u200bខ", "ក\u200bខ"),
        ("က\xad\u200bခ", "က\u200bခ"),
        ("ก\xadข", "กข"),
        ("ກ\u200bຂ", "ກ\u200bຂ"),
        ("ก\u200b a", "ก a"),
        ("a\u200db\u200cc\u200ed\ufe0fe\U000e0067", "a\u200db\u200cc\u200ed\ufe0fe\U000e0067"),
        ("\udce2\u200b\udc80\udc9c", "\udce2\u200b\udc80\udc9c"),
    ],
    "canon.control": [
        ("a\x00b\x08c\x7fd\x80e\x9ff", "abcdef"),
        ("a\tb\nc\fd\re\x85f\vg", "a\tb\nc\fd\re\x85f\vg"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[?25ltext\x1b[K", "text"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://a.b\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b(Btext\x1b7", "text"),
        ("\x1bHello", "Hello"),
        ("\x9bHello", "Hello"),
        ("\x9b31mred", "red"),
        ("\x1b]no end\nbut text", "]no end\nbut text"),
    ],
    "canon.blank-lines": [
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\n\nb\nc", "a\n\nb\nc"),
        ("```\n\n\n\n```\n\n\nb", "```\n\n\n\n```\n\nb"),
        ("a\n\n\f\n\nb", "a\n\n\f\n\nb"),
    ],
    "canon.edges": [
        ("\n\na\n", "a\n"),
        ("a\n\n\n", "a\n"),
        (" \n a\n \n", " a\n"),
        ("  a", "  a"),
        (" \n\t\n", ""),
        ("\xa0\u3000\f", ""),
        ("", ""),
    ],
    "canon.final-newline": [("a", "a\n"), ("a\n", "a\n"), ("", ""), ("a\n\n", "a\n\n")],
    "canon.compose": [
        ("e\u0301", "é"),
        ("a\u0323\u0302", "ậ"),
        ("a\u0302\u0323", "ậ"),
        ("\u1112\u1161\u11ab", "한"),
        ("か\u3099", "が"),
        ("\u212b \u2126 \u1f71", "\u212b \u2126 \u1f71"),
        ("\u212be\u0301", "\u212bé"),
        ("\ufb2e \u0958 \u0344", "\ufb2e \u0958 \u0344"),
        ("\u0915\u093c", "\u0915\u093c"),
        ("\uf900 \U0002f800", "\uf900 \U0002f800"),
        ("ﬁ … Ａ ①", "ﬁ … Ａ ①"),
        ("```\ne\u0301\n```", "```\ne\u0301\n```"),
    ],
    "canon.quotes": [
        ("‘a’ “b” „c‟ ‚d‛", "'a' \"b\" \"c\" 'd'"),
        ("«a» ‹b› ′ ″ –…", "«a» ‹b› ′ ″ –…"),
    ],
}


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [(rule, *case) for rule, cases in TABLES.items() for case in cases],
    ids=lambda value: ascii(value)[:40],
)
def test_row(rule: str, before: str, after: str) -> None:
    assert only(rule, before) == after


def test_every_row_has_a_table() -> None:
    assert set(TABLES) == set(RULES)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a  \nb", "a  \nb"),
        ("a   \nb", "a   \nb"),
        ("a \nb", "a\nb"),
        ("a  \n\nb", "a\n\nb"),
        ("a  \n  \nb", "a\n\nb"),
        ("a  ", "a"),
        ("a\t\nb", "a\nb"),
    ],
)
def test_hard_breaks_of_markdown(before: str, after: str) -> None:
    assert only("canon.trailing-space", before, markdown=True) == after


def test_the_gap_behind_a_list_marker_is_indentation_in_markdown() -> None:
    assert only("canon.space-run", "-   a  b", markdown=True) == "-   a b"
    assert only("canon.space-run", "-   a  b") == "- a b"


def test_curly_quotes_stay_unless_asked() -> None:
    assert canon("“a”\n").edits == ()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_nfc_keeps_is_nfc(form: str) -> None:
    """Texts without protected characters get exactly NFC, code point by code point."""
    for code in (*range(0xA0, 0xD800), *range(0xF900, 0x11000), *range(0x1D100, 0x1D200)):
        char = chr(code)
        if unicodedata.normalize("NFC", char) == char:
            spelled = unicodedata.normalize(form, char)  # type: ignore[arg-type]
            assert only("canon.compose", spelled) == char


def test_marks_without_end_are_left_alone() -> None:
    text = "a" + "\u0301\u0323" * 50
    assert only("canon.compose", text) == text


def test_rows_that_meet_are_all_cited() -> None:
    text = "a \r\n\r\n\r\n\r\nb\n"
    patch = canon(text)
    assert patch.apply(text) == "a\n\nb\n"
    assert {cause for edit in patch.edits for cause in edit.causes} == {
        "canon.newline",
        "canon.trailing-space",
        "canon.blank-lines",
    }


def test_a_fence_that_appears_on_the_way_counts() -> None:
    text = "`\u200b``\na  b\n```\nc  d"
    assert canon(text).apply(text) == "```\na  b\n```\nc d\n"


def test_nothing_composes_beyond_the_planes_that_are_looked_at() -> None:
    beyond = [chr(code) for code in range(BEYOND, sys.maxunicode + 1)]
    assert not any(map(unicodedata.combining, beyond))
    assert all(unicodedata.is_normalized(form, char) for form in ("NFC", "NFD") for char in beyond)
