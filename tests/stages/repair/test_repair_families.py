"""Own sentences, damaged here through every single-byte code page that Python knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.stages.repair import repair
from cleaner.stages.repair.families import Family, families

SENTENCES = (
    "Die Bäckerei öffnet früh, und süße Brötchen müssen vor dem Frühstück abgeholt werden.",
    "L’été dernier, nous avons déjeuné près du château ; la forêt était déjà dorée.",
    "Můj dědeček žil u řeky a každé ráno krmil šedé kočky čerstvým mlékem.",
    "Zażółć gęślą jaźń, powiedział mój sąsiad i wyszedł na próbę chóru.",
    "Старый маяк стоял на скале, и каждую ночь его свет обходил тёмное море.",
    "Η γιαγιά μου έφτιαχνε ψωμί κάθε Σάββατο και το μοίραζε στη γειτονιά.",
    "“Nobody told us,” she said — “we’ve been waiting since noon…”",
    "הספר הישן שכב על המדף ואיש לא קרא בו שנים רבות.",
    "كان البيت القديم قريبا من النهر وكانت الحديقة مليئة بالورود.",
)
PURE = tuple(family for family in families() if all(len(codes) == 1 for codes in family.bytes_of.values()))


def misread(text: str, family: Family) -> str | None:
    """Read the text's UTF-8 through a code page; None if the code page loses a byte to ASCII."""
    chars = [chr(b) if b < 128 else family.own[b - 128] or chr(b) for b in text.encode("utf-8")]
    lossy = any(ord(c) < 128 and b >= 128 for c, b in zip(chars, text.encode("utf-8"), strict=True))
    return None if lossy else "".join(chars)


def settled(text: str) -> str:
    for _ in range(4):
        patch = repair(text)
        if not patch:
            break
        text = patch.apply(text)
    return text


def test_every_single_byte_code_page_is_a_family() -> None:
    names = {family.name for family in families()}
    assert len(names) > 55
    assert {
        "cp1252",
        "iso-8859-7",
        "koi8-r",
        "mac-roman",
        "cp866",
        "hp-roman8",
        "ptcp154",
        "tis-620",
    } <= names


def test_most_sentences_come_back_from_most_code_pages() -> None:
    tried = exact = 0
    for family in PURE:
        for sentence in SENTENCES:
            damaged = misread(sentence, family)
            if damaged is None:
                continue
            tried += 1
            exact += settled(damaged) == sentence
    assert tried > 300
    assert exact / tried > 0.9


@pytest.mark.parametrize("name", ["cp1252", "cp1250", "cp1251", "cp437", "mac-roman", "koi8-r"])
def test_a_repair_names_its_code_page(name: str) -> None:
    family = next(family for family in PURE if family.name == name)
    damaged = misread(SENTENCES[4], family)
    assert damaged is not None
    patch = repair(damaged)
    assert patch.apply(damaged) == SENTENCES[4]
    assert {cause for edit in patch.edits for cause in edit.causes} == {f"repair.mojibake:{name}"}


def test_two_layers() -> None:
    family = next(family for family in PURE if family.name == "cp1252")
    once = misread(SENTENCES[1], family)
    assert once is not None
    twice = misread(once, family)
    assert twice is not None
    assert settled(twice) == SENTENCES[1]


def test_edits_are_tight() -> None:
    damaged = "Das CafÃ© am Platz und das CafÃ© am Bach, zwei CafÃ©s für alle."
    patch = repair(damaged)
    assert [damaged[edit.start : edit.end] for edit in patch.edits] == ["Ã©", "Ã©", "Ã©"]


def test_residue_of_a_greek_code_page() -> None:
    damaged = "β€œWe stay,β€\x9d he wrote. β€œWe like it here.β€\x9d"
    assert settled(damaged) == "“We stay,” he wrote. “We like it here.”"


def test_a_lost_no_break_space() -> None:
    damaged = "Elle habite Ã  la campagne, prÃ¨s du marchÃ©, et va Ã  la mer en Ã©tÃ©."
    assert settled(damaged) == "Elle habite à la campagne, près du marché, et va à la mer en été."


def test_gbk_with_swallowed_bytes() -> None:
    sentence = "Så går det når små björnar äter blåbär året om i skogen."
    damaged = sentence.encode("utf-8").decode("gb18030", "replace")
    assert settled(damaged) == sentence


def test_one_cyrillic_code_page_read_as_another() -> None:
    sentence = SENTENCES[4]
    damaged = sentence.encode("cp1251").decode("cp1252")
    patch = repair(damaged)
    assert patch.apply(damaged) == sentence
    assert patch.edits[0].causes == ("repair.legacy:cp1251-as-cp1252",)


@pytest.mark.parametrize(
    ("codec", "read_as", "sound"),
    [
        ("cp1252", "cp1253", "Die Bäckerei öffnet früh."),  # Greek letters inside Latin words
        ("cp1252", "cp1251", "A água é límpida, não há nuvens."),
        ("cp932", "cp1252", "この町の図書館は朝から晩まで開いている。"),
        ("gbk", "cp1252", "这座城市的图书馆每天都开到很晚。"),
    ],
)
def test_a_code_page_read_as_another(codec: str, read_as: str, sound: str) -> None:
    damaged = "".join(bytes((b,)).decode(read_as, "ignore") or chr(b) for b in sound.encode(codec))
    assert repair(damaged).apply(damaged) == sound


def test_a_character_of_two_bytes_is_told_by_the_language() -> None:
    sound = "“Građani su izašli na ulice”; vođa je govorio o sređivanju grada i o mladeži."
    page, windows = "iso8859-7", "cp1252"
    damaged = "".join(
        chr(b) if b < 128 else bytes((b,)).decode(windows if b < 160 else page, "ignore") or chr(b)
        for b in sound.encode()
    )
    assert settled(damaged) == sound


@pytest.mark.parametrize(
    "text",
    [
        "\ufffd\u3147\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\u314f",
        "\ufffd\ufffd繕痧\ufffd\ufffd\ufffd\ufffd\ufffd簫",
    ],
)
def test_lines_dense_in_lost_characters_are_left_alone(text: str) -> None:
    result = cleaner.clean(text, stages=("repair",))
    assert result.text.rstrip("\n") == text
    assert result.error is None
    assert [finding.rule for finding in result.findings] == ["repair.unrecoverable"]


@given(
    st.lists(st.sampled_from(["Ã©", "â€", "Ã ", "Γ€", "Π?", "é", "�", "?", " ", "a", "Ж", "\xad", "ð"])).map(
        "".join
    ),
    st.sampled_from([family for family in families() if family.name in ("cp1252", "iso-8859-7", "cp1251")]),
)
def test_broken_sequences_are_those_between_runs(line: str, family: Family) -> None:
    read = family.spans(line)
    ends = [0, *(place for span in read for place in span), len(line)]
    apart = [
        (first + start, first + end)
        for first, last in zip(ends[::2], ends[1::2], strict=True)
        for start, end in family.broken(line[first:last])
    ]
    assert family.broken(line, read) == apart
