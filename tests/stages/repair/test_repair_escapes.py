"""Entities, escapes on request, and findings."""

from __future__ import annotations

import pytest

from cleaner.stages.repair import RULES, findings, repair


def fixed(text: str, *, unescape: bool = False) -> str:
    return repair(text, unescape=unescape).apply(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fish &amp; chips&rsquo; price&#58; &#8364;5", "Fish & chips’ price: €5"),
        ("no semicolon &amp stays", "no semicolon &amp stays"),
        ("a < b &amp; c", "a < b &amp; c"),
        ("write &amp;lt; for &lt;", "write &amp;lt; for &lt;"),
        ("&#0; &#xD800; &#xFFFF; &#x110000; &nonsense;", "&#0; &#xD800; &#xFFFF; &#x110000; &nonsense;"),
    ],
)
def test_entities(text: str, expected: str) -> None:
    assert fixed(text) == expected


def test_entities_can_be_off() -> None:
    assert repair("a &amp; b", off=frozenset({"repair.entities"})).edits == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l=E2=80=99=C3=A9t=C3=A9", "l’été"),
        ("l%E2%80%99%C3%A9t%C3%A9", "l’été"),
        ("l\\u2019\\u00e9t\\u00e9 \\ud83d\\ude00", "l’été 😀"),
        ("l\\xe2\\x80\\x99\\xc3\\xa9t\\xc3\\xa9", "l’été"),
        ("l&amp;rsquo;&amp;#233;t&amp;#233;", "l’été"),
        ("see https://example.org/caf%C3%A9 there", "see https://example.org/caf%C3%A9 there"),
        ("100%A0 =3D \\u0041 \\xe2", "100%A0 =3D \\u0041 \\xe2"),
    ],
)
def test_escapes_on_request(text: str, expected: str) -> None:
    assert fixed(text, unescape=True) == expected
    if "amp" not in text:
        assert fixed(text) == text


def test_what_is_lost_is_reported_and_left() -> None:
    text = "fine\n锟斤拷锟斤拷\nf�r �ber"
    assert fixed(text) == text
    assert [(finding.rule, finding.line) for finding in findings(text)] == [
        ("repair.unrecoverable", 2),
        ("repair.unrecoverable", 3),
    ]


def test_every_cause_is_a_rule() -> None:
    text = "cafÃ© &amp; l\\u2019heure"
    assert {
        cause.partition(":")[0] for edit in repair(text, unescape=True).edits for cause in edit.causes
    } <= set(RULES)
