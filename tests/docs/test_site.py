"""The documentation builds without a warning, and its reference leaves nothing out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cleaner as package
from cleaner.packs.load import load_rules
from cleaner.packs.sources import shipped_sources

TOP = Path(__file__).parents[2]


def test_it_builds_strictly_and_tells_of_everything(tmp_path: Path) -> None:
    site = tmp_path / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", site],
        cwd=TOP,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    api = (site / "reference" / "api.html").read_text("utf-8")
    missing = [
        name for name in package.__all__ if name != "__version__" and f'id="{name.lower()}"' not in api
    ]
    assert missing == []
    rules = site / "reference" / "rules"
    index = (rules / "index.html").read_text("utf-8")
    for source in shipped_sources():
        name = source.path.removeprefix("rules/").removesuffix(".yaml") + ".html"
        assert f'href="{name}"' in index
        page = (rules / name).read_text("utf-8")
        for rule in load_rules().rules:
            if rule.place.path == source.path:
                assert f">{rule.id}<" in page
    commands = (site / "reference" / "cli.html").read_text("utf-8")
    for command in ("clean", "rules explain", "restore"):
        assert f">cleaner {command}<" in commands
