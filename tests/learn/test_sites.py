"""What a site's documents teach, one thing at a time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from cleaner.learn.covered import uncovered
from cleaner.learn.gather import packed
from cleaner.learn.guess import category_of
from cleaner.learn.rules import merged
from cleaner.learn.site import SiteChrome, learned
from cleaner.learn.store import Store
from cleaner.learn.units import Unit

WORDS = ["sea", "wall", "harbour", "people", "gulls", "boats", "evening", "fish", "church", "bell", "rain"]


@pytest.fixture
def prose() -> Callable[[], str]:
    chance = random.Random(3)
    return lambda: " ".join(chance.choices(WORDS, k=14)).capitalize() + "."


def site(count: int, page: Callable[[int], Iterable[str]]) -> SiteChrome:
    return learned("example.org", ["\n\n".join(page(n)) for n in range(count)])


def words(chrome: SiteChrome) -> set[str]:
    return {anchor.words for unit in chrome.units for anchor in unit.anchors}


def test_a_footer_is_learned_with_its_evidence(prose: Callable[[], str]) -> None:
    chrome = site(8, lambda _: [prose(), prose(), "The Daily Gull", "Printed by the sea"])
    (unit,) = chrome.units
    assert [anchor.words for anchor in unit.anchors] == ["The Daily Gull", "Printed by the sea"]
    assert (unit.sure, unit.pages, unit.of, unit.tail, unit.edge) == (True, 8, 8, 2, True)


def test_so_few_documents_are_not_sure(prose: Callable[[], str]) -> None:
    (unit,) = site(4, lambda _: [prose(), prose(), "The Daily Gull"]).units
    assert not unit.sure
    assert site(2, lambda _: [prose(), prose(), "The Daily Gull"]).units == []


def test_copies_of_a_text_teach_nothing(prose: Callable[[], str]) -> None:
    story = [prose() for _ in range(9)]
    assert site(12, lambda n: [f"Update {n}", *story]).units == []


def test_near_copies_count_once(prose: Callable[[], str]) -> None:
    stories = [[prose() for _ in range(6)] for _ in range(2)]
    chrome = site(4, lambda n: [*stories[n % 2], prose(), prose(), "The Daily Gull"])
    assert chrome.units == []


def test_a_quotation_stays_wherever_it_stands(prose: Callable[[], str]) -> None:
    quote = "“We shall remember the winter of the long ice, for it taught us what a house is worth.”"
    chance = random.Random(1)

    def page(_: int) -> list[str]:
        lines = [prose() for _ in range(5)]
        lines.insert(chance.randint(0, 5), quote)
        return lines

    assert site(30, page).units == []


@pytest.mark.parametrize("heading", ["Conclusion", "INTERVIEWER:", "Pros", "Ingredients"])
def test_headings_and_speakers_stay(prose: Callable[[], str], heading: str) -> None:
    chrome = site(20, lambda _: [prose(), prose(), heading, prose(), "The Daily Gull", "Home of gulls"])
    assert words(chrome) == {"The Daily Gull", "Home of gulls"}
    assert chrome.no_chrome == [heading.casefold()]


def test_a_recipes_headings_under_its_title_stay(prose: Callable[[], str]) -> None:
    chance = random.Random(2)

    def page(n: int) -> list[str]:
        head = [f"Fish soup number {n}", "Serves four", "Ingredients", "What you need"]
        return [*head, " ".join(chance.sample(WORDS, 4)), prose(), prose()]

    assert site(12, page).units == []


def test_a_label_between_prose_takes_words_of_chrome_and_is_not_sure(prose: Callable[[], str]) -> None:
    (unit,) = site(9, lambda _: [prose(), prose(), "Advertisement", prose(), prose()]).units
    assert (unit.sure, unit.edge) == (False, False)


@pytest.mark.parametrize(
    ("line", "fixed", "slot"),
    [
        ("Published on {m} {n}, 20{n}", "Published on", "date"),
        ("{n} readers like this", "readers like this", "number"),
        ("Read next: {b} and the {a} of {m}", "Read next:", "title"),
        ("{a} {b} is a reporter at the Daily Gull.", "is a reporter at the Daily Gull.", "name"),
    ],
)
def test_slots(prose: Callable[[], str], line: str, fixed: str, slot: str) -> None:
    def page(n: int) -> list[str]:
        names: dict[str, object] = {"n": n + 10, "m": ["March", "May", "June"][n % 3]}
        names |= {"a": WORDS[n % 11].capitalize(), "b": WORDS[(n * 5 + 1) % 11].capitalize()}
        return [prose(), prose(), prose(), line.format(**names), "The Daily Gull"]

    anchors = [anchor for unit in site(12, page).units for anchor in unit.anchors]
    assert [(anchor.words, anchor.slot) for anchor in anchors] == [(fixed, slot), ("The Daily Gull", "")]


def test_a_list_is_its_head_and_the_pages_own_titles(prose: Callable[[], str]) -> None:
    chance = random.Random(5)

    def page(_: int) -> list[str]:
        items = [" ".join(chance.choices(WORDS, k=6)) for _ in range(3)]
        return [prose(), prose(), "Related stories", *items, "The Daily Gull"]

    assert [(unit.items, unit.anchors[0].words) for unit in site(10, page).units] == [
        (3, "Related stories"),
        (0, "The Daily Gull"),
    ]


def test_titles_that_other_pages_tease_stay(prose: Callable[[], str]) -> None:
    def page(n: int) -> list[str]:
        teased = [f"Story of the {WORDS[(n + step) % 10]} in rain" for step in range(1, 6)]
        return [
            f"Story of the {WORDS[n]} in rain",
            prose(),
            prose(),
            "Related stories",
            *teased,
            "The Daily Gull",
        ]

    assert words(site(10, page)) == {"Related stories", "The Daily Gull"}


def test_a_licence_stays(prose: Callable[[], str]) -> None:
    notice = "This work is licensed under CC BY 4.0"
    assert site(9, lambda _: [prose(), prose(), notice]).units == []


def test_who_wrote_it_is_never_sure(prose: Callable[[], str]) -> None:
    (unit,) = site(9, lambda _: [prose(), prose(), "Written by the staff"]).units
    assert not unit.sure


def test_what_more_sites_use_as_a_heading_is_chrome_nowhere(prose: Callable[[], str]) -> None:
    units: list[Unit] = site(9, lambda _: [prose(), prose(), "The Daily Gull"]).units
    assert len(merged(units, {"the daily gull": 1})) == 1
    assert merged(units, {"the daily gull": 2}) == []


def test_words_in_other_languages_speak_too() -> None:
    assert category_of("À lire aussi") == "related"
    assert category_of("Читайте также") == "related"
    assert category_of("Don’t miss") == "related"


def test_a_masthead_that_the_small_print_names_too_is_sure(prose: Callable[[], str]) -> None:
    notice = "All that you read here belongs to The Daily Gull and to nobody else"
    chrome = site(9, lambda _: ["The Daily Gull", prose(), prose(), notice])
    assert [unit.sure for unit in chrome.units if unit.head] == [True]


def test_what_shipped_rules_strip_there_needs_no_rule(prose: Callable[[], str]) -> None:
    notice = "© 2024 The Daily Gull. All rights reserved."
    drafts = merged(site(9, lambda _: [prose(), prose(), "The Daily Gull", prose(), notice]).units, {})
    far = site(9, lambda n: [prose(), prose(), notice, *(f"Gull number {n} {m}" for m in range(20)), "Gulls"])
    assert list(uncovered(drafts, str.strip)) == []
    assert [draft.unit.anchors[0].words for draft in uncovered(merged(far.units, {}), str.strip)] != []


def test_a_large_site_is_looked_at_in_part_and_the_part_does_not_hang_on_the_order(tmp_path: Path) -> None:
    texts = [f"It was cold on day {number}." for number in range(40)]
    found = []
    for number, order in enumerate((texts, texts[::-1])):
        (tmp_path / str(number)).mkdir()
        store = Store(tmp_path / str(number))
        store.add(packed("a.example", text) for text in order)
        (pages,) = store.sites(3, most=10)
        found.append(list(pages.texts()))
        assert (pages.pages, len(found[-1])) == (40, 10)
        store.close()
    assert found[0] == found[1]


def test_a_page_that_holds_all_others_does_not_make_them_one(prose: Callable[[], str]) -> None:
    stories = [[prose() for _ in range(3)] for _ in range(9)]
    stories.append([line for story in stories for line in story])
    (unit,) = site(10, lambda n: [*stories[n], "The Daily Gull"]).units
    assert (unit.pages, unit.sure) == (10, True)


def test_see_also_heads_references_as_often_as_links(prose: Callable[[], str]) -> None:
    chance = random.Random(6)
    chrome = site(12, lambda _: [prose(), prose(), "See also", " ".join(chance.choices(WORDS, k=4))])
    assert chrome.units == []
