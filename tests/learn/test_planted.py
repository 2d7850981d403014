"""On a corpus of which it is known what is chrome: nearly all of it is learned, and no trap is."""

from __future__ import annotations

import calendar
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.formats.opening import file_shape
from cleaner.formats.record import Fields, Shard
from cleaner.learn.suggest import Corpus, Suggested, suggest
from cleaner.packs.bench import lines_gone
from cleaner.packs.load import rules_from
from cleaner.packs.match import Engine, Facts
from cleaner.packs.sources import Source
from cleaner.run.pool import Limits

SYLLABLES = [consonant + vowel for consonant in "bdfklmnrstv" for vowel in "aeio"]
FUNCTION = ["the", "of", "and", "to", "in", "that", "it", "was", "for", "on", "with", "as", "had", "not"]
MONTHS = list(calendar.month_name)[1:]
SECTIONS = ["News", "Sport", "Culture", "Science", "Travel"]
QUOTE = "We shall remember the winter of the long ice, for it taught us all what a warm house is worth."
HEADINGS = ["Conclusion", "Pros", "Cons", "Background", "What comes next"]
REFRAIN = ["O carry me over the water, my dear,", "O carry me over the sea"]


@dataclass
class Page:
    """A document: its lines, and which of them are planted chrome."""

    site: str
    lines: list[str] = field(default_factory=list)
    chrome: list[bool] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n\n".join(self.lines) + "\n"

    def add(self, lines: list[str], *, chrome: bool = False) -> None:
        self.lines += lines
        self.chrome += [chrome] * len(lines)


class Maker:
    """Makes up sites and their pages."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = [
            "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 4))) for _ in range(3000)
        ]
        self.wire = [self.paragraph() for _ in range(8)]

    def pick(self, options: list[str]) -> str:
        return self.chance.choice(options)

    def sentence(self) -> str:
        size = self.chance.randint(9, 22)
        words = [self.pick(FUNCTION if self.chance.random() < 0.4 else self.words) for _ in range(size)]
        return " ".join(words).capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(1, 5)))

    def title(self) -> str:
        return " ".join(self.pick(self.words) for _ in range(self.chance.randint(4, 9))).capitalize()

    def name(self) -> str:
        return f"{self.pick(self.words).capitalize()} {self.pick(self.words).capitalize()}"

    def date(self) -> str:
        return f"{self.pick(MONTHS)} {self.chance.randint(1, 28)}, {self.chance.randint(2009, 2024)}"

    def slogan(self) -> str:
        return " ".join(self.pick(self.words) for _ in range(3)).capitalize()

    def trapped(self, trap: int, n: int, body: list[str]) -> list[str]:
        """Put what is repeated, but no chrome, into the text of the site's page ``n``."""
        if trap == 0 and n % 2 == 0:
            body.insert(self.chance.randint(0, len(body)), f"“{QUOTE}”")
        elif trap == 1 and n < 4:
            body = [line if self.chance.random() < 0.9 else self.paragraph() for line in self.wire]
        elif trap == 2 and n % 6 == 0:
            body = [part for _ in range(3) for part in ([self.title() for _ in range(4)] + REFRAIN)]
        elif trap == 3 and n % 2:
            body = [part for line in body for part in (self.pick(["INTERVIEWER:", "DR. KELO:"]), line)]
        elif trap == 4 and n % 2:
            body = [*body[:3], self.pick(HEADINGS), *body[3:], "Conclusion", self.paragraph()]
        return body

    def site(self, number: int, pages: int) -> Iterator[Page]:
        name = f"The {self.pick(self.words).capitalize()} {self.pick(['Times', 'Herald', 'Post'])}"
        host = f"{'-'.join(name.lower().split()[1:])}-{number}.example"
        top = [name, " | ".join(self.chance.sample(SECTIONS, 4))][: self.chance.randint(0, 2)]
        slotted: list[Callable[[], str]] = [
            lambda: f"Published on {self.date()}",
            lambda: f"{self.chance.randint(2, 900)} comments",
            lambda: f"Read next: {self.title()}",
            lambda: f"{self.name()} is a reporter at {name}.",
            lambda: f"Posted in {self.pick(SECTIONS)} by {self.name()}",
        ]
        used = self.chance.sample(slotted, 2)
        foot = [self.slogan() for _ in range(self.chance.randint(1, 3))]
        foot += [f"© {name}", f"Write to {self.pick(self.words)} at {name}"][: self.chance.randint(0, 2)]
        box = [f"Get {name} every morning", "Subscribe to our newsletter", self.slogan()]
        related = self.pick(["Related stories", "Most read", "More from " + name])
        aside = self.pick(["Advertisement", "Story continues below advertisement", "Share this"])
        has = {part: self.chance.random() < 0.6 for part in ("box", "boxed", "related", "aside")}
        trap = number % 5
        for n in range(pages):
            page = Page(host)
            page.add(top, chrome=True)
            page.add([self.title()])
            body = [self.paragraph() for _ in range(self.chance.randint(4, 14))]
            body = self.trapped(number % 5, n, body)
            middle = len(body) // 2
            page.add(body[:middle])
            if has["boxed"] and number % 2:
                page.add(box, chrome=True)
            elif has["aside"] and trap not in {2, 3}:
                page.add([aside], chrome=True)
            page.add(body[middle:])
            page.add([used[0]()], chrome=True)
            if has["related"]:
                page.add([related, *(self.title() for _ in range(3))], chrome=True)
            if has["box"] and not number % 2:
                page.add(box, chrome=True)
            page.add([used[1]()], chrome=True)
            page.add(foot, chrome=True)
            yield page


def planted(sites: int, pages: int, seed: int = 7) -> list[Page]:
    maker = Maker(seed)
    return [page for number in range(sites) for page in maker.site(number, pages)]


def corpus_of(pages: list[Page], folder: Path, *, url: bool = True) -> Corpus:
    path = folder / "corpus.jsonl"
    rows = [{"text": page.text} | ({"url": f"https://www.{page.site}/page"} if url else {}) for page in pages]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Corpus((Shard(path, path.name, file_shape(path, None)),), Fields())


def learned(corpus: Corpus, jobs: int = 1) -> Suggested:
    errors: list[Exception] = []
    found = suggest(corpus, Limits(jobs), errors.append)
    assert errors == []
    return found


def outcome(pages: list[Page], pack: str) -> tuple[float, list[str]]:
    """Return the share of planted lines that go, and what else the pack strips."""
    source = Source("learned.yaml", pack, "user")
    whole, alone = (
        Engine(rules_from((source,), default_rules=shipped), "strict") for shipped in (True, False)
    )
    planted = stripped = 0
    false: list[str] = []
    for page in pages:
        gone, by_pack = (
            lines_gone(page.text, engine.strip(page.text, Facts(page.site, recognised=shown)))
            for engine in (whole, alone)
            for shown in (engine.recognise(page.text),)
        )
        for number, (line, is_chrome) in enumerate(zip(page.lines, page.chrome, strict=True)):
            planted += is_chrome
            stripped += is_chrome and 2 * number in gone
            false += [line] if 2 * number in by_pack and not is_chrome else []
    return stripped / planted, false


def test_planted_chrome_of_two_hundred_sites_is_learned_and_no_trap(tmp_path: Path) -> None:
    pages = planted(200, 50)
    share, false = outcome(pages[::7], learned(corpus_of(pages, tmp_path)).pack)
    assert false == []
    assert share >= 0.95


def test_any_number_of_workers_learns_the_same(tmp_path: Path) -> None:
    corpus = corpus_of(planted(16, 60), tmp_path)
    assert corpus.shards[0].path.stat().st_size > 2 << 20, "or one process does it all"
    assert learned(corpus, 2).pack == learned(corpus, 1).pack


def test_the_order_of_the_documents_does_not_matter(tmp_path: Path) -> None:
    pages = planted(4, 12)
    one = learned(corpus_of(pages, tmp_path)).pack
    assert learned(corpus_of(pages[::-1], tmp_path)).pack == one
