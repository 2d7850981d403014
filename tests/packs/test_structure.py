"""What structural rules take for a tail, a run, a foot, a table of contents."""

from pathlib import Path

import pytest

from cleaner.packs.ending import _ending
from cleaner.packs.lines import Lines
from cleaner.packs.load import load_rules
from cleaner.packs.match import Engine, Facts
from cleaner.packs.naive import Naive
from cleaner.packs.phrases import fold_label
from cleaner.packs.schema import Tail
from cleaner.packs.words import is_label, sentence_words, word_count

PACK = """
pack: t
about: Rules to test the kinds with.
rules:
  - id: more
    why: Test.
    category: related
    line: {label: [Read more, Sign up]}
  - id: tail
    why: Test.
    category: related
    tail: {from: {label: Related}, part: 80, row: 1, words: 5, long: 12, body: 5}
  - id: near
    why: Test.
    category: related
    zone: {beside: 1}
    line: {label: Contact}
  - id: run
    why: Test.
    category: related
    run: {of: [t.more], words: 3, lines: 2}
  - id: foot
    why: Test.
    category: related
    foot: {of: [t.tail], share: 50, least: 2, words: 5, body: 5}
  - id: contents
    why: Test.
    category: related
    contents: {head: {label: Contents}, least: 2}
"""
PROSE = "The harbour froze over in the second week of that January.\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path: Path = tmp_path_factory.mktemp("packs") / "t.yaml"
    path.write_bytes(PACK.encode())
    return Engine(load_rules((str(path),), default_rules=False), "standard")


def left(engine: Engine, text: str) -> str:
    patch = engine.strip(text, Facts())
    assert patch == Naive(engine).strip(text, Facts())
    return patch.apply(text)


@pytest.mark.parametrize("line", ["Read more", "• Read more", "READ MORE »", "→ Read more", "Read more:"])
def test_a_label_may_have_a_mark_on_one_side(engine: Engine, line: str) -> None:
    assert left(engine, f"{PROSE}{line}") == PROSE


@pytest.mark.parametrize("line", ["Read more.", "Read more books", "“Read more”", "• Read more »"])
def test_a_label_is_the_whole_line(engine: Engine, line: str) -> None:
    assert left(engine, f"{PROSE}{line}") == f"{PROSE}{line}"


def test_a_tail_goes_to_the_end(engine: Engine) -> None:
    assert left(engine, f"{PROSE * 2}Related\nOne ship\nAnother ship\n") == PROSE * 2


@pytest.mark.parametrize(
    "text",
    [
        f"Related\nOne ship\n{PROSE}",
        f"{PROSE * 2}Related\n{PROSE}",
        f"{PROSE * 9}Related\nIt was cold in the harbour.\nIt was cold on the quay.\n",
        f"{PROSE * 9}Related\nIt was cold in the harbour and on the quay and it was cold on the mole.\n",
        f"{PROSE * 9}Related\n```\ncode\n```\n",
    ],
    ids=["nothing above", "as much below", "two in a row", "a long one", "a fence"],
)
def test_what_is_no_tail(engine: Engine, text: str) -> None:
    assert left(engine, text) == text


def test_beside_asks_for_another_rule(engine: Engine) -> None:
    assert left(engine, f"{PROSE}Contact\nContact\n{PROSE}") == f"{PROSE}Contact\nContact\n{PROSE}"
    assert left(engine, f"{PROSE}Contact\nRead more\n{PROSE}") == PROSE * 2


def test_a_run_stands_between_stripped_lines(engine: Engine) -> None:
    assert left(engine, f"{PROSE}Read more\nOne ship\nSign up\n{PROSE}") == PROSE * 2
    assert left(engine, f"{PROSE}Read more\nOne ship\n") == PROSE
    assert left(engine, f"{PROSE}One ship\nRead more\n{PROSE}") == f"{PROSE}One ship\n{PROSE}"


def test_a_long_row_of_labels_stays(engine: Engine) -> None:
    rows = "One\nTwo\nThree\n"
    assert left(engine, f"{PROSE}Read more\n{rows}Sign up\n{PROSE}") == f"{PROSE}{rows}{PROSE}"


def test_contents_reappear_with_text_between(engine: Engine) -> None:
    page = f"Salt\n{PROSE}Coal\n{PROSE}"
    assert left(engine, f"Contents\n1. Salt\n2. Coal\n\n{page}") == page
    refrain = f"Contents\nSalt\nCoal\n\n{PROSE}Salt\nCoal\n"
    assert left(engine, refrain) == refrain


def test_words_are_counted_where_none_are_spaced() -> None:
    assert word_count("Leave a reply") == 3
    assert word_count("コメントを残す") == 4
    assert sentence_words("It was cold, and it stayed cold for days.") == 9
    assert sentence_words("How cold it was in the harbour that winter") == 0
    assert is_label("One ship", 3)
    assert not is_label("One ship:", 3)


@pytest.mark.parametrize("text", ["•", "→ ←", "#", "…"])
def test_a_label_of_marks_alone_folds_to_something(text: str) -> None:
    assert fold_label(text)


@pytest.mark.parametrize("line", ["Share this", "Read more", "Sign up"])
def test_no_shipped_rule_tears_a_sentence_that_runs_over_lines(line: str) -> None:
    engine = Engine(load_rules(), "standard")
    above = "The clerk of the harbour asks everyone who comes to\n"
    below = "\nwith the others, and to shut the door behind them.\n"
    wrapped = f"{PROSE}\n{above}{line.lower()}{below}"
    assert left(engine, wrapped) == wrapped
    assert left(engine, f"{PROSE}\n{line}\n") == f"{PROSE}\n"


@pytest.mark.parametrize("line", ["Share", "Share this", "Read more", "Print this page"])
def test_no_shipped_rule_takes_the_heading_of_a_sentence_right_below_it(line: str) -> None:
    engine = Engine(load_rules(), "standard")
    sentence = "Sends what you see to the clerk of the harbour.\n"
    wrapped = "Sends what you see to the clerk of the harbour\nand to all of his cousins.\n"
    for said in (sentence, wrapped):
        entry = f"{PROSE}\n{line}\n{said}"
        assert left(engine, entry) == entry
        assert left(engine, f"{PROSE}\n{line}\n\n{said}") == f"{PROSE}\n{said}"


def test_a_heading_goes_when_its_sentence_does() -> None:
    engine = Engine(load_rules(), "standard")
    sentence = "Your email address will not be published. Required fields are marked *"
    assert left(engine, f"{PROSE}\nShare this\n{sentence}\n") == f"{PROSE}\n"


def test_prose_that_comes_back_counts_again() -> None:
    lines = Lines(f"{PROSE * 3}\nRelated\n\n{PROSE}")
    kind = next(rule.kind for rule in load_rules().rules if rule.id == "tails.related")
    assert isinstance(kind, Tail)
    prose = _ending(lines, kind).places
    lines.take(6, 6)
    assert _ending(lines, kind).places == prose[:-1]
    lines.restore()
    assert _ending(lines, kind).places == prose


def test_wrapped_paragraphs_are_prose(engine: Engine) -> None:
    tail = "Related\n"
    wrapped = (
        "All of it was written down by a clerk of the\n"
        "harbour, who lived there for years and years\n"
        "and never saw it freeze again"
    )
    assert left(engine, f"{PROSE * 2}\n{tail}\nThe ferry\n") == f"{PROSE * 2}\n"
    assert wrapped in left(engine, f"{PROSE * 2}\n{tail}\n{wrapped}\n")


@pytest.mark.parametrize(
    "note",
    [
        "Correction: the ferry lay at the south quay, and her name was never painted over.",
        "An earlier version of this story said that the harbour froze over in February.",
        "Editor's note: the harbour master has since been found, and the ferry with him.",
    ],
)
def test_what_a_correction_says_below_a_stamp_stays(note: str) -> None:
    engine = Engine(load_rules(), "standard")
    stamp = "Updated: March 3, 2026"
    assert left(engine, f"{PROSE * 20}\n{stamp}\n\n{note}\n") == f"{PROSE * 20}\n{note}\n"


def test_what_stands_below_a_stamp_at_the_end_goes() -> None:
    engine = Engine(load_rules(), "standard")
    below = "Updated: March 3, 2026\n\nThe harbour in pictures\n"
    body = f"{PROSE * 20}It went on for weeks, and nobody who lived on the quay sailed.\n\n"
    assert left(engine, body + below) == body
