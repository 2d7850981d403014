"""The laws of cleaning, on texts that mix mojibake, chrome, odd spaces and odd newlines.

Cleaning settles, cleaning twice is cleaning once, the result restores what went in, and the
edits are about the text they are said to be about.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Result
from cleaner.packs.load import load_rules
from cleaner.packs.schema import Block, Line, List

PROSE = [
    "It was a cold morning, and the harbour had frozen over.",
    "Она сказала: «Не сегодня», и закрыла дверь.",
    "Η θάλασσα ήταν ήσυχη· κανείς δεν μίλησε.",
    "Das Café schloß um elf – wie jeden Abend.",
    "東京では雪が降っていた。 誰も来なかった。",
    "ทะเล\N{ZERO WIDTH SPACE}สงบ และไม่มีใครพูดอะไร",
    "قال لها: لا تنتظريني.",
    "- a list item\n- another  one",
    "    indented  code",
    "```\nfenced  code\nLeave a Reply\n```",
    "| a  |  b |\n| c  |  d |",
    "[Senior State Department Official] said “no”.",
    "A\N{COMBINING RING ABOVE}ngstro\N{COMBINING DIAERESIS}m was a physicist.",
    "Tom &amp; Jerry &rsquo;s",
]
TROUBLE = [
    "\r\n",
    "\r",
    "\n\n\n",
    "\N{NO-BREAK SPACE}",
    "  ",
    "\t",
    "\N{ZERO WIDTH SPACE}",
    "\N{SOFT HYPHEN}",
    "\N{LINE SEPARATOR}",
    "\x85",
    "\x1b[31m",
    "\x00",
    "\f",
    "\N{BYTE ORDER MARK}",
    "\udce2",
    "\udc80\udc9c",
    "\ud800",
    " \n",
]


def _phrases() -> list[str]:
    found: list[str] = []
    for rule in load_rules().rules:
        match rule.kind:
            case Line(phrases) | Block(phrases) | List(phrases):
                found += [phrase.text for phrase in phrases if phrase.kind == "exact"]
        found += [example.text for example in rule.strips]
    return sorted(found)


CHROME = _phrases()
PAGES = ["cp1252", "iso-8859-7", "cp1251", "koi8-r", "mac_roman", "cp437", "iso-8859-1"]


def damaged(text: str, page: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode(page, "replace")


def generated(rng: random.Random) -> str:
    pieces: list[str] = []
    for _ in range(rng.randint(1, 14)):
        kind = rng.random()
        if kind < 0.4:
            piece = rng.choice(PROSE)
        elif kind < 0.7:
            piece = rng.choice(CHROME)
        else:
            piece = damaged(rng.choice(PROSE), rng.choice(PAGES))
        if rng.random() < 0.3:
            at = rng.randint(0, len(piece))
            piece = piece[:at] + rng.choice(TROUBLE) + piece[at:]
        pieces += (piece, rng.choice(["\n", "\n\n", "\n", rng.choice(TROUBLE)]))
    return "".join(pieces)


CLEANERS = {profile: Cleaner(profile=profile) for profile in ("light", "standard", "strict")}


def hold(cleaner: Cleaner, before: str) -> Result:
    """Check all laws on one text. Texts are shown in ASCII: reports cannot carry lone surrogates."""
    result = cleaner.clean(before)
    assert result.error is None, ascii(before)
    assert ascii(result.restore()) == ascii(before)
    assert ascii(result.patch.apply(before)) == ascii(result.text)
    for edit in result.edits:
        assert ascii(before[edit.start : edit.end]) == ascii(edit.before)
        assert ascii(edit.before) != ascii(edit.after)
        assert edit.causes
    assert [edit.start for edit in result.edits] == sorted(edit.start for edit in result.edits)
    again = cleaner.clean(result.text)
    assert ascii(again.text) == ascii(result.text)
    assert not again.changed
    return result


@pytest.mark.parametrize("part", range(8))
def test_two_thousand_generated_texts(part: int) -> None:
    rng = random.Random(part)
    changed = 0
    for _ in range(250):
        profile = rng.choice(list(CLEANERS))
        changed += hold(CLEANERS[profile], generated(rng)).changed
    assert changed > 200


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PROSE + CHROME + TROUBLE), max_size=12).map("".join))
def test_the_laws_hold_for_any_mixture(text: str) -> None:
    hold(CLEANERS["standard"], text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_the_laws_hold_for_any_text(text: str) -> None:
    hold(CLEANERS["strict"], text)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda t: t.encode("utf-16", "ignore"))))
def test_bytes_come_back_whatever_they_are(data: bytes) -> None:
    result = CLEANERS["standard"].clean(data)
    assert result.restore() == data
    assert result.encoding is not None
    # bytes that are no UTF-8 go out as they came in, and what they are remains a guess, however short
    if result.error is None and result.encoding.how != "utf-8-escaped":
        assert ascii(CLEANERS["standard"].clean(result.to_bytes()).text) == ascii(result.text)


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1), st.lists(st.sampled_from(PROSE[:6] + CHROME), max_size=10))
def test_the_budget_keeps_cleaning_idempotent(share: float, parts: list[str]) -> None:
    hold(Cleaner(max_removed=share), "\n".join(parts))
