"""Speed of the repair stage as ratios to ftfy in the same run, and its time on nasty inputs.

    python benchmarks/repair.py [FOLDER]      # the evaluation data, default ../shared/bench

A ratio of 18 means: eighteen times as fast as ``ftfy.fix_text`` on its defaults. Times on nasty
inputs are given for 40,000 and for 400,000 code points; linear is about ten.
"""

from __future__ import annotations

import json
import lzma
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import ftfy

import cleaner.stages.repair.mojibake  # noqa: F401  # loaded before anything is timed, as ftfy is
from cleaner.stages.repair import repair

_ROUNDS = 2
_PAGES = ("aeb.jsonl.xz", "wcxb.jsonl.xz")
_CODE_PAGES = ("cp1252", "cp1251", "iso-8859-1", "cp1250", "iso-8859-7", "mac-roman")
_SMALL, _LARGE = 40_000, 400_000  # code points of the nasty inputs


def rows(path: Path) -> list[dict[str, object]]:
    """Return the objects of a compressed file of JSON lines."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def news(folder: Path) -> list[str]:
    """Return the main texts of the English pages."""
    return [str(row["gold"]) for row in _english(folder)]


def pages(folder: Path) -> list[str]:
    """Return the English pages with all that is around the main text."""
    views = [row["views"] for row in _english(folder)]
    return [str(view["full"]) for view in views if isinstance(view, dict) and view.get("full")]


def _english(folder: Path) -> list[dict[str, object]]:
    return [row for name in _PAGES for row in rows(folder / name) if row["lang"] == "en"]


def languages(folder: Path) -> list[str]:
    """Return the undamaged lines, joined to one document a language."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows(folder / "mojibake" / "clean-dev.jsonl.xz"):
        found[str(row["lang"])].append(str(row["text"]))
    return ["\n".join(lines) for lines in found.values()]


def damaged(folder: Path) -> list[str]:
    """Return the damaged texts, twenty of a kind to a document."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _dirty(folder):
        found[str(row["model"])].append(str(row["dirty"]))
    return ["\n".join(texts[i : i + 20]) for texts in found.values() for i in range(0, len(texts), 20)]


def damaged_pages(folder: Path) -> list[str]:
    """Return the main texts of pages as UTF-8 that was read through a code page, one page each in turn."""
    texts = [str(row["gold"]) for name in _PAGES for row in rows(folder / name)]
    misread = (
        _misread(text, _CODE_PAGES[place % len(_CODE_PAGES)])
        for place, text in enumerate(filter(None, texts))
    )
    return [text for text in misread if not text.isascii()]


def _misread(text: str, page: str) -> str:
    """Return what UTF-8 becomes in a code page; bytes that it lacks become controls."""
    data = text.encode("utf-8", "surrogatepass")
    return "".join([bytes((byte,)).decode(page, "ignore") or chr(byte) for byte in data])


def alone(folder: Path) -> list[str]:
    """Return every sixth damaged text as a document of its own."""
    return [str(row["dirty"]) for row in _dirty(folder)[::6]]


def _dirty(folder: Path) -> list[dict[str, object]]:
    return [row for row in rows(folder / "mojibake" / "dev.jsonl.xz") if row["family"] != "escape"]


def seconds(work: Callable[[str], object], text: str) -> float:
    """Return the processor time that the work takes on a text."""
    start = time.process_time()
    work(text)
    return time.process_time() - start


def compare(name: str, texts: list[str]) -> None:
    """Print how many times as fast as ftfy the stage is, on first sight and once its tables are filled.

    Both take turns at each text, so that a machine that is slow for a while is so for both; of the
    rounds behind the first one the best time of each text counts.
    """
    first = [[seconds(work, text) for work in (repair, ftfy.fix_text)] for text in texts]
    rounds = [
        [[seconds(work, text) for work in (repair, ftfy.fix_text)] for text in texts] for _ in range(_ROUNDS)
    ]
    best = [[min(times) for times in zip(*both, strict=True)] for both in zip(*rounds, strict=True)]
    (sight, theirs_then), (ours, theirs) = (map(sum, zip(*times, strict=True)) for times in (first, best))
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    print(
        f"{name:24} {size / 1e6:6.1f} MB {size / ours / 1e6:8.2f} MB/s"
        f"  {theirs / ours:6.2f} x ftfy  (first time {theirs_then / sight:.2f})",
        flush=True,
    )


def nasty(size: int) -> dict[str, str]:
    """Return inputs of so many code points that tempt a repairer to spend more than linear time."""
    lines = ["Р—Р°С‰Рѕ С‚РѕР·Рё", "Ð—Ð°Ñ‰Ð¾ Ñ‚Ð¾Ð·Ð¸", "╨Ч╨░╤Й╨╛ ╤В╨╛╨╖╨╕", "cafÃ© ‚Äî noir"]
    turns = [f"{line} {i}" for i in range(size // 70) for line in lines]
    return {
        "one damaged character": "Ã©" * (size // 2),
        "no newline": "cafÃ© du coin, " * (size // 15),
        "code pages in turn": "\n".join(turns),
        "leads only": "Ã" * size,
        "ampersands": "&" * size,
        "lost": "\N{REPLACEMENT CHARACTER}Ã" * (size // 2),
        "deep layers": "ÃƒÂƒÃ‚Â" * (size // 8),
        "East Asian": "鈥檚" * (size // 2),
        "look-alikes": "sесurе раypаl ассount\n" * (size // 22),
    }


def main(folder: Path) -> None:
    """Print all figures; both libraries are loaded by now, and their tables are made on first sight."""
    compare("clean English news", news(folder))
    compare("English pages", pages(folder))
    compare("clean, 75 languages", languages(folder))
    compare("damaged", damaged(folder))
    compare("damaged pages", damaged_pages(folder))
    compare("damaged, alone", alone(folder))
    small, large = nasty(_SMALL), nasty(_LARGE)
    for name, text in small.items():
        times = []
        for piece in (text, large[name]):
            start = time.process_time()
            repair(piece)
            times.append(time.process_time() - start)
        growth = times[1] / max(times[0], 1e-4)
        print(f"{name:24} 40 k {times[0]:6.2f} s   400 k {times[1]:6.2f} s   {growth:5.1f}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/bench"))
