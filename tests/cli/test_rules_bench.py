"""``cleaner rules bench``: pages with labelled lines in, tables out."""

from __future__ import annotations

import json
import lzma
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

SCORER = '''
"""A scorer that counts lines."""
import json, pathlib

def documents(paths):
    for line in pathlib.Path(paths[0], "pages.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)

def score_one(view, gold, pred):
    gone = [label for i, label in enumerate(view["keep"]) if i not in pred["kept"]]
    return {"chrome": gone.count(0), "content": gone.count(1)}

def summarise(rows):
    keys = ("precision", "recall", "retention", "false_per_10k", "hurt_5pct")
    chrome, content = (sum(row[key] for row in rows) for key in ("chrome", "content"))
    return {"gone": f"{chrome} chrome, {content} content", **dict.fromkeys(keys, float(content))}

def table(results):
    return "\\n".join(f"{name}: {result['gone']}" for name, result in results.items())
'''
TEXT = "The harbour froze over.\n\nShare this:\n\nIt was cold.\n\nLeave us your boots"
VIEW = {"text": TEXT, "keep": [1, -1, 0, -1, 1, -1, 0], "cover": 1.0}
PAGE = {
    "doc": "one",
    "source": "own",
    "url": "https://example.org/ice",
    "domain": "example.org",
    "lang": "en",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "labelled"
    (folder / "mojibake").mkdir(parents=True)
    (folder / "score.py").write_text(SCORER, encoding="utf-8")
    page = PAGE | {"title": None, "views": {"traf": VIEW}}
    (folder / "pages.jsonl").write_text(json.dumps(page) + "\n", encoding="utf-8")
    sentence = {"lang": "en", "text": "Share this:"}
    (folder / "mojibake" / "clean-dev.jsonl.xz").write_bytes(lzma.compress(json.dumps(sentence).encode()))
    return folder


def test_it_counts_what_goes_and_shows_what_stays(cleaner: Run, data: Path) -> None:
    done = cleaner("rules", "bench", "--data", str(data))
    shown = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "all extractor views: 1 chrome, 0 content" in shown
    assert "     1       0        0       1  share.share-this" in shown
    assert "0 content lines removed" in shown
    assert "     1  Leave us your boots" in shown
    assert "CLEAN en share.share-this: Share this:" in shown


def test_two_runs_are_compared_line_by_line(cleaner: Run, data: Path, tmp_path: Path) -> None:
    pack = tmp_path / "own.yaml"
    pack.write_text(
        "pack: own\nabout: A pack.\nrules:\n  - id: cold\n    why: It is cold.\n    category: promo\n"
        "    source: a test\n    line: {exact: It was cold.}\n    strips: [A.\\n«It was cold.»]\n",
        encoding="utf-8",
    )
    saved = tmp_path / "saved.json"
    cleaner("rules", "bench", "--data", str(data), "--no-clean", "--save", str(saved))
    options = ("--no-clean", "--against", str(saved), "--rules", str(pack))
    done = cleaner("rules", "bench", "--data", str(data), *options)
    shown = done.stdout.decode().splitlines()
    assert "all extractor views: 1 chrome, 1 content" in shown
    assert "  one:traf own.cold: It was cold." in shown
    assert "  + CONTENT  one:traf: It was cold." in shown


def test_a_folder_without_a_scorer_is_an_error(cleaner: Run, tmp_path: Path) -> None:
    done = cleaner("rules", "bench", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"there is no score.py" in done.stderr
