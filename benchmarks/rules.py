"""Speed of the rule engine by number of rules, and whether it agrees with the naive loop on a corpus.

    python benchmarks/rules.py [DATA] [--agree]

DATA is a folder of ``*.jsonl.xz`` files whose records have ``views`` with a ``text`` each, or
of text files. Read the speeds as ratios: they are of one core and of one run.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from synthetic import synthetic_rules

from cleaner.packs.load import load_rules
from cleaner.packs.match import Engine, Facts
from cleaner.packs.naive import Naive
from cleaner.packs.schema import RuleSet
from cleaner.patch import Patch

SIZES = (50, 300, 2_000)
NAIVE_SHARE = {50: 4, 300: 20, 2_000: 100}
"""The naive loop gets every so many-th document only, or nobody would wait for it."""


def main() -> None:
    """Print the table, or what ``--agree`` finds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", default="../shared/bench", type=Path)
    parser.add_argument("--agree", action="store_true", help="compare with the naive loop, edit for edit")
    parser.add_argument("--every", type=int, default=1, help="of the texts to compare take every so many-th")
    options = parser.parse_args()
    pages = [text for view, text in texts(options.data) if view in {"full", "text"}]
    lines = sorted(
        {bare for page in pages for line in page.split("\n") if 8 <= len(bare := line.strip()) <= 90}
    )
    if options.agree:
        every = list(dict.fromkeys(text for _, text in texts(options.data)))[:: options.every]
        agree("shipped, strict", load_rules(), every)
        agree("2,000 made", synthetic_rules(lines, 2_000), every)
        return
    megabytes = sum(len(page.encode("utf-8", "surrogatepass")) for page in pages) / 1e6
    print(f"{len(pages)} documents, {megabytes:.1f} MB")
    print("rules      fast, MB/s   naive, MB/s   times   edits")
    for count in SIZES:
        row(count, synthetic_rules(lines, count), pages)
    row(0, load_rules(), pages)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of a data folder, each with the name of its view."""
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            for line in stream:
                for name, view in json.loads(line)["views"].items():
                    yield name, view["text"]
    for path in sorted(folder.glob("*.txt")):
        yield "text", path.read_bytes().decode("utf-8", "surrogateescape")


def row(count: int, rules: RuleSet, pages: list[str]) -> None:
    """Measure one set of rules, fast and naive, and print both."""
    engine = Engine(rules, "standard")
    few = pages[:: NAIVE_SHARE.get(count, 10)]
    engine.strip(pages[0], Facts(recognised=engine.recognise(pages[0])))
    edits, fast = speed(lambda text: fast_strip(engine, text), pages, rounds=7)
    slow = Naive(engine)
    _, naive = speed(lambda text: naive_strip(slow, text), few)
    name = f"{count:,}" if count else f"shipped ({len(rules.rules)})"
    print(f"{name:12} {fast:8.1f} {naive:13.3f} {fast / naive:9.0f} {edits:9,}", flush=True)


def speed(strip: Callable[[str], Patch], pages: list[str], rounds: int = 1) -> tuple[int, float]:
    """Return the number of edits and megabytes of UTF-8 per second, the best of some rounds."""
    size = sum(len(page.encode("utf-8", "surrogatepass")) for page in pages) / 1e6
    best, edits = float("inf"), 0
    for _ in range(rounds):
        start = time.process_time()
        edits = sum(len(strip(page).edits) for page in pages)
        best = min(best, time.process_time() - start)
    return edits, size / best


def fast_strip(engine: Engine, text: str) -> Patch:
    """Strip as the pipeline does: signatures first, then the rules."""
    return engine.strip(text, Facts(recognised=engine.recognise(text)))


def naive_strip(naive: Naive, text: str) -> Patch:
    """Strip with every rule on every line."""
    return naive.strip(text, Facts(recognised=naive.recognise(text)))


def agree(name: str, rules: RuleSet, pages: list[str]) -> None:
    """Compare the two, and print how many texts and edits there were and how many texts differ."""
    engine = Engine(rules, "strict")
    slow = Naive(engine)
    edits = differ = 0
    start = time.process_time()
    for page in pages:
        fast, naive = fast_strip(engine, page), naive_strip(slow, page)
        edits += len(naive.edits)
        differ += fast != naive
    minutes = (time.process_time() - start) / 60
    print(
        f"{name}: {len(pages)} texts, {edits:,} edits, {differ} texts differ, {minutes:.0f} min", flush=True
    )


if __name__ == "__main__":
    main()
