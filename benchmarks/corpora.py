"""The texts that speed is measured on: whole pages, many languages, damaged lines."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

LINES = 20
"""Damaged lines that make one document; alone they are shorter than anything that is crawled."""


def _rows(path: Path) -> list[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def pages(folder: Path) -> list[str]:
    """Return whole pages, nearly all English, with all that is around the main text."""
    rows = [row for name in ("aeb", "wcxb") for row in _rows(folder / f"{name}.jsonl.xz")]
    return [row["views"]["full"]["text"] for row in rows if "full" in row["views"]]


def english(folder: Path) -> list[str]:
    """Return the main texts of the English pages."""
    rows = [row for name in ("aeb", "wcxb") for row in _rows(folder / f"{name}.jsonl.xz")]
    return [row["gold"] for row in rows if row["lang"] == "en"]


def languages(folder: Path) -> list[str]:
    """Return undamaged lines, one document a language."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / "mojibake" / "clean-dev.jsonl.xz"):
        found[row["lang"]].append(row["text"])
    return ["\n".join(lines) for lines in found.values()]


def damaged(folder: Path) -> list[str]:
    """Return damaged lines, ``LINES`` of one kind to a document."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / "mojibake" / "dev.jsonl.xz"):
        found[row["model"]].append(row["dirty"])
    return ["\n".join(texts[i : i + LINES]) for texts in found.values() for i in range(0, len(texts), LINES)]


CORPORA: dict[str, Callable[[Path], list[str]]] = {
    "pages": pages,
    "english": english,
    "languages": languages,
    "damaged": damaged,
}


def megabytes(texts: list[str]) -> float:
    """Return the size of texts in UTF-8."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
