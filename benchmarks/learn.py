"""What rules learned from some pages of a domain strip from its other pages, and how fast they are learned.

    python benchmarks/learn.py [DATA]
    python benchmarks/learn.py --speed MEGABYTES

DATA is a folder of labelled pages with its score.py. Each page of a domain that has at least three
is held out once, and rules are learned from the same view of the others. Lines that nobody judged
do not count. "in reach" is the share of the chrome lines that stand on so many of the other pages:
no rule that asks for so many can have a higher recall.

With --speed a corpus is made up, of 200 sites, and learned from in one process.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from cleaner.learn.pack import written
from cleaner.learn.rules import merged, name_of, rule_of
from cleaner.learn.site import learned
from cleaner.packs.bench import CHROME, CONTENT, EXTRACTORS, Case, Selection, cases, lines_gone, scorer
from cleaner.packs.load import rules_from
from cleaner.packs.match import Engine
from cleaner.packs.sources import Source

VIEWS = {"extractors": EXTRACTORS, "region": ("region",), "full": ("full",)}


def main() -> None:
    """Print a row for each view and threshold, or the speed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", default="../shared/bench", type=Path)
    parser.add_argument("--speed", metavar="MEGABYTES", type=int)
    options = parser.parse_args()
    if options.speed:
        speed(options.speed)
        return
    data = options.data
    score = scorer(data)
    print("views       least  profile   pages  precision  recall  in reach  chrome gone  content gone")
    for name, views in VIEWS.items():
        groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
        for case in cases(data, score, Selection(views)):
            groups[case.domain, case.id.rpartition(":")[2]].append(case)
        several = [group for group in groups.values() if len(group) > 2]
        for least in (2, 3):
            for profile in ("standard", "strict"):
                row(name, several, least, profile)


def row(name: str, groups: Iterable[list[Case]], least: int, profile: str) -> None:
    """Print what the rules learned at one threshold do."""
    lines: Counter[tuple[int, bool]] = Counter()
    pages = reach = 0
    for group in groups:
        for held in group:
            pages += 1
            others = [case.view["text"] for case in group if case is not held]
            standing = Counter(line for text in others for line in {*map(str.strip, text.split("\n"))})
            gone = stripped(held, others, least, profile)
            for i, (line, label) in enumerate(
                zip(held.view["text"].split("\n"), held.view["keep"], strict=True)
            ):
                if line.strip():
                    lines[label, i in gone] += 1
                    reach += label == CHROME and standing[line.strip()] >= least
    right, wrong = lines[CHROME, True], lines[CONTENT, True]
    precision = f"{right / (right + wrong):9.3f}" if right + wrong else "        -"
    chrome = max(1, right + lines[CHROME, False])
    share, most = right / chrome, reach / chrome
    print(
        f"{name:11} {least:5}  {profile:8} {pages:6}  {precision}  {share:6.3f}  {most:8.3f}"
        f"  {right:11,}  {wrong:12,}"
    )


def stripped(held: Case, others: list[str], least: int, profile: str) -> set[int]:
    """Return the lines of a page that rules learned from other pages of its domain strip."""
    host = held.facts.host or held.domain
    taken: set[str] = set()
    drafts = merged(learned(host, others, least).units, {})
    rules = [rule_of(draft, str.strip, (), name_of(draft, taken)) for draft in drafts]
    loaded = rules_from((Source("learned.yaml", written(rules, "Learned."), "user"),), default_rules=False)
    engine = Engine(loaded, "strict" if profile == "strict" else "standard")
    text = held.view["text"]
    return set(lines_gone(text, engine.strip(text, held.facts)))


def speed(megabytes: int) -> None:
    """Print how fast one process learns from a made-up corpus, and the memory that it took."""
    from cleaner.cli import main as cleaner  # noqa: PLC0415 -- this part runs it as people do

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corpus.jsonl")
        size = made(path, megabytes * 1_000_000)
        sys.argv = ["cleaner", "rules", "suggest", str(path), "-o", f"{folder}/learned.yaml", "-j", "1"]
        before, start = time.process_time(), time.perf_counter()
        try:
            cleaner()
        except SystemExit as end:
            if end.code:
                raise
        used = time.process_time() - before
        rules = Path(folder, "learned.yaml").read_text(encoding="utf-8").count("\n  - id: ")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{size / 1e6:.0f} MB of text, {rules} rules: {size / 1e6 / used:.1f} MB/s of processor time "
        f"({time.perf_counter() - start:.0f} s went by), {peak} MB at most"
    )


def made(path: Path, size: int) -> int:
    """Write a corpus of 200 sites with about ``size`` characters of text; return how many there are."""
    maker = _planted().Maker(7)
    most, written_ = size // 200, 0
    with path.open("w", encoding="utf-8") as file:
        for number in range(200):
            here = 0
            for page in maker.site(number, 100_000):
                file.write(json.dumps({"text": page.text, "url": f"https://{page.site}/"}) + "\n")
                here += len(page.text)
                if here >= most:
                    break
            written_ += here
    return written_


def _planted() -> ModuleType:
    """Load the maker of corpora that the tests use."""
    path = Path(__file__).parents[1] / "tests" / "learn" / "test_planted.py"
    spec = importlib.util.spec_from_file_location("planted", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
