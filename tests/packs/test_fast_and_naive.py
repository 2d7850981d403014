"""The fast matcher and the naive loop agree, edit for edit."""

from __future__ import annotations

import importlib.util
import random
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pytest
import regex

from cleaner.packs import excepting
from cleaner.packs.excepting import Unless
from cleaner.packs.haystack import fold_character, folded, haystack, needle
from cleaner.packs.literals import cover
from cleaner.packs.load import load_rules
from cleaner.packs.match import Engine, Facts
from cleaner.packs.naive import Naive
from cleaner.packs.phrases import fold
from cleaner.packs.plan import Opening, openings
from cleaner.packs.schema import Line, Phrase, Rule, RuleSet, Span, Zone

ROOT = Path(__file__).parents[2]

WORDS = (  # noqa: SIM905 -- more readable than fifty strings
    "share follow us on Twitter cookies Accept all read more related posts comments (0) 12 2024 don’t won't "
    "Kelvin straße STRASSE Straße ſtop İstanbul ıslak Iğdır ΣΊΣΥΦΟΣ σίσυφος Читать далее ЧИТАТЬ подробнее "
    "قراءة المزيد المزيد हिन्दी और पढ़ें 続きを読む 阅读更多 더 보기 ﬁne ŉ ǆ Ǆ ẞ K Å • - – — × ©2024 é É e\u0301 "
    "\u200bzero so\u00adft Get\u00a0link \ufeffmark 👍🏽 ٣٤ १२ i\u0307 \u0345 "
    "[poll id=3] https://x.example/?a=b #tag @me"
).split(" ")


@pytest.fixture(scope="session")
def synthetic() -> ModuleType:
    spec = importlib.util.spec_from_file_location("synthetic", ROOT / "benchmarks" / "synthetic.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["synthetic"] = module
    spec.loader.exec_module(module)
    return module


def some_lines(chance: random.Random, count: int) -> list[str]:
    return [" ".join(chance.choices(WORDS, k=chance.randint(1, 6))) for _ in range(count)]


def varied(line: str, chance: random.Random) -> str:
    """The line as another site might print it: case, spaces, quotes, invisible characters."""
    draw = chance.random()
    if draw < 0.5:
        return line
    changes = (
        str.upper,
        str.lower,
        str.title,
        str.swapcase,
        lambda text: f"  {text}\t",
        lambda text: text.replace(" ", "\N{NO-BREAK SPACE} "),
        lambda text: text.replace("’", "'").replace("-", "—"),
        lambda text: text.replace("k", "\N{KELVIN SIGN}").replace("s", "ſ").replace("ss", "ß"),
        lambda text: text.replace("i", "İ").replace("I", "ı"),
        "\u200b".join,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"{text} and more of it",
    )
    return chance.choice(changes)(line)


def a_text(chance: random.Random, lines: list[str]) -> str:
    out: list[str] = []
    for _ in range(chance.randint(1, 30)):
        draw = chance.random()
        if draw < 0.25:
            out.append("")
        elif draw < 0.3:
            out.append(chance.choice(("```", "~~~", "\udcff", "\x1c", "- a line that goes on", "•  b", "\r")))
        elif draw < 0.75:
            out.append(varied(chance.choice(lines), chance))
        else:
            out.append(" ".join(chance.choices(WORDS, k=chance.randint(1, 9))))
    return "\n".join(out)


def both(engine: Engine, text: str, **facts: str) -> None:
    known, naive = engine.recognise(text), slowly(engine)
    assert known == naive.recognise(text)
    about = Facts(facts.get("host"), facts.get("lang"), facts.get("title"), known)
    assert engine.strip(text, about) == naive.strip(text, about)


@lru_cache(maxsize=30)
def slowly(engine: Engine) -> Naive:
    return Naive(engine)


def test_shipped_packs_on_seeds_and_fixtures() -> None:
    engine = Engine(load_rules(), "strict")
    for path in sorted((ROOT / "fixtures").rglob("*.txt")):
        both(engine, path.read_bytes().decode("utf-8", "surrogateescape"))


def test_shipped_packs_on_their_examples_in_other_typography() -> None:
    chance, rules = random.Random(1), load_rules()
    engine = Engine(rules, "strict")
    for rule in rules.rules:
        for example in (*rule.strips, *rule.keeps):
            both(engine, example.text, lang=example.lang or "en")
            both(engine, "\n".join(varied(line, chance) for line in example.text.split("\n")))


@pytest.mark.parametrize("seed", range(4))
def test_synthetic_rules_on_texts_in_many_scripts(synthetic: ModuleType, seed: int) -> None:
    chance = random.Random(seed)
    lines = some_lines(chance, 600)
    rules = synthetic.synthetic_rules(lines, 500, seed, traps=True)
    by_profile = Engine(rules, "strict")
    for _ in range(25):
        both(by_profile, a_text(chance, lines), title=chance.choice(lines))


def test_two_thousand_texts(synthetic: ModuleType) -> None:
    chance = random.Random(99)
    lines = some_lines(chance, 120)
    engines = [Engine(synthetic.synthetic_rules(lines, 40, seed, traps=True), "strict") for seed in range(20)]
    for number in range(2_000):
        both(engines[number % 20], a_text(chance, lines), host=chance.choice(("example.org", "other.net")))


def test_two_thousand_rules(synthetic: ModuleType) -> None:
    chance = random.Random(7)
    lines = some_lines(chance, 3_000)
    engine = Engine(synthetic.synthetic_rules(lines, 2_000, 7), "strict")
    for _ in range(12):
        both(engine, a_text(chance, lines))


def test_the_fold_is_coarser_than_what_patterns_take_for_equal() -> None:
    characters = [chr(code) for code in range(0x1E944) if not 0xD800 <= code < 0xE000]
    cased = [char for char in characters if char.lower() != char or char.upper() != char]
    everything = "".join(characters)
    unequal = [
        (char, variant)
        for char in cased
        for variant in regex.findall(regex.escape(char), everything, regex.IGNORECASE)
        if fold_character(variant) != fold_character(char)
    ]
    assert unequal == []


def test_the_fold_is_coarser_than_what_phrases_take_for_equal() -> None:
    characters = [chr(code) for code in range(0x1E944) if not 0xD800 <= code < 0xE000 and code != 0x0A]
    unequal = [char for char in characters if haystack(f"x{char}y") != haystack(fold(f"x{char}y"))]
    assert unequal == []


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("Kelvin", "\N{KELVIN SIGN}elvin"),
        ("stop", "ſtop"),
        ("İstanbul", "i\u0307stanbul"),
        ("straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("Get link", "Get\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE} link"),
        ("Here's how", "Here’s how"),
        ("-", "—"),
        ("١٢", "١٢"),
    ],
)
def test_case_traps_of_phrases(phrase: str, line: str) -> None:
    assert fold(phrase) == fold(line)
    assert_stripped(Line((Phrase("exact", phrase),)), line)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("kelvin", "\N{KELVIN SIGN}ELVIN"),
        ("stop", "ſtop"),
        ("istanbul", "İSTANBUL"),
        ("ırmak", "Irmak"),
        ("ẞeta", "ßETA"),
        ("σίσυφοσ", "ΣΊΣΥΦΟΣ"),
        (r"page \d+ of \d+", "Page ٣ of ٤"),
        (r"page\s+[0-9]{1,3}", "Page \N{NO-BREAK SPACE}\t12"),
        (r"(?:foo|bar)?baz{2}", "FOObazz"),
        (r"(?=\w)l[i1]ke(?!s)", "LIKE"),
    ],
)
def test_case_traps_of_patterns(pattern: str, line: str) -> None:
    assert cover(Opening(Phrase("regex", pattern), whole=True)) is not None
    assert_stripped(Line((Phrase("regex", pattern),)), line)
    assert_stripped(Span((pattern,), whole_line=True), f"{line}")


def assert_stripped(kind: Line | Span, line: str) -> None:
    engine = Engine(RuleSet((Rule("made.one", kind, "why", "promo"),), "x"), "standard")
    text = f"Text.\n{line}\nText."
    assert Naive(engine).strip(text, Facts()).apply(text) == "Text.\nText."
    both(engine, text)


def test_a_rule_may_have_phrases_of_every_sort() -> None:
    kind = Line((Phrase("exact", "One day"), Phrase("label", "Read more"), Phrase("regex", r"\d{1,3} likes")))
    for line in ("ONE DAY", "• Read more", "Read more »", "12 Likes"):
        assert_stripped(kind, line)


def test_a_line_of_the_haystack_is_the_folded_line() -> None:
    chance = random.Random(3)
    for _ in range(300):
        text = a_text(chance, ["one two"])
        lines = haystack(text).split(b"\n")
        assert lines == [b"", *(needle(folded(line)) for line in text.split("\n")), b""]


def test_a_document_without_hits_is_not_cut_into_lines() -> None:
    rules = RuleSet(tuple(rule for rule in load_rules().rules if openings(rule.kind)), "x")
    engine = Engine(rules, "strict")
    text = "Nothing is here to be found.\nNor is there."
    assert engine.recognise(text) == frozenset()
    assert not engine.strip(text, Facts())
    assert engine.peel(text, Facts()) is None
    assert "lines" not in vars(engine.found(text))


@pytest.mark.parametrize(
    "zone",
    [
        Zone(tail=6),
        Zone(head=6),
        Zone(alone=True),
        Zone(near="made.share", lines=2),
        Zone(after="made.first", lines=1),
        Zone(near="made.first", lines=50),
    ],
)
def test_peeling_many_lines_is_the_same(zone: Zone) -> None:
    first = Rule("made.first", Line((Phrase("exact", "First"),)), "why", "promo")
    share = Rule("made.share", Line((Phrase("exact", "Share"),)), "why", "social", zones=(zone,))
    more = Rule("made.more", Line((Phrase("exact", "More"),)), "why", "social", zones=(Zone(tail=1),))
    engine = Engine(RuleSet((first, more, share), "x"), "standard")
    for text in (
        "Text.\n" + "Share\n" * 60 + "First\n" + "Share\n" * 40,
        "Text.\n" + "Share\n\n" * 60 + "First\nMore",
        "Text.\n" + "Share\nFirst\n" * 30 + "More\n" * 9,
        "Share\n" * 9 + "Text.\n" + "Share\nMore\n" * 30,
    ):
        both(engine, text)


@pytest.mark.parametrize(
    "zone",
    [Zone(tail=6), Zone(alone=True), Zone(near="made.share", lines=3), Zone(head=3), Zone(near="made.first")],
)
def test_peeling_many_thousand_lines_ends(zone: Zone) -> None:
    first = Rule("made.first", Line((Phrase("exact", "First"),)), "why", "promo")
    share = Rule("made.share", Line((Phrase("exact", "Share"),)), "why", "social", zones=(zone, Zone(tail=1)))
    engine = Engine(RuleSet((first, share), "x"), "standard")
    text = "Text.\n" + "Share\n" * 20_000
    left = engine.strip(text, Facts()).apply(text)
    assert left == "Text.\n"


def test_a_later_look_finds_what_a_first_look_finds(synthetic: ModuleType) -> None:
    chance = random.Random(21)
    lines = some_lines(chance, 300)
    rules = synthetic.synthetic_rules(lines, 200, 21, traps=True)
    engine = Engine(rules, "strict")
    for _ in range(60):
        text = a_text(chance, lines)
        for _ in range(4):  # as the pipeline does: what is left, with some lines changed
            patch = engine.strip(text, Facts(recognised=engine.recognise(text)))
            left = patch.apply(text).split("\n")
            left[chance.randrange(len(left))] = varied(chance.choice(lines), chance)
            text = "\n".join(left)
            assert sorted(engine.found(text).confirmed) == sorted(Engine(engine.plan).found(text).confirmed)
            both(engine, text)


def test_a_cover_has_no_literal_that_holds_another() -> None:
    assert cover(
        Opening(Phrase("regex", r"(?:privacy|privacy policy|terms)[^\n]{0,9}"), whole=True)
    ) == frozenset({"\nprivacy", "\nterms"})


def test_exceptions_are_found_however_much_was_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excepting, "SIEVE_AFTER", 0)
    unless = (r"(?mi)^see\s+also$", r"\bnot\b", "[^x]{200}")
    rule = Rule("made.one", Line((Phrase("exact", "x"),)), "why", "promo", unless=unless)
    fast, plain = Unless(rule, plain=False), Unless(rule, plain=True)
    filler = "Words that stand for nothing at all, x, and for as long as it takes, x."
    for text in ("See\nAlso", "see also", "Not", "knot", "\udcff not", "y" * 200, ""):
        whole = f"{filler}\n{text}\n{filler}"
        assert fast.found(whole) == plain.found(whole), text
