"""The cache gives what the packs give, or nothing, and never stands in the way."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleaner.packs import cache
from cleaner.packs.cache import cache_folder, load_plan
from cleaner.packs.load import rules_from
from cleaner.packs.match import Engine, Facts
from cleaner.packs.naive import Naive
from cleaner.packs.plan import Plan, make_plan
from cleaner.packs.sources import Source

PACK = """
pack: mine
rules:
  - {id: gone, why: It is chrome., category: promo, line: {exact: [Go away, "Straße"]}}
  - id: near
    why: It stands beside it.
    category: promo
    zone: {near: gone, lines: 2}
    span: {regex: '\\[ad \\d{1,3}\\]', line: true}
"""
SOURCE = Source("mine.yaml", PACK, "user")
TEXT = "Text.\nGO AWAY\n[ad 12]\nMore."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("CLEANER_NO_CACHE", raising=False)
    return tmp_path / "cache"


def plan() -> Plan:
    return load_plan((SOURCE,), (), "standard", default_rules=True)


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.plan"))


def assert_right(found: Plan) -> None:
    rules = rules_from((SOURCE,))
    fresh = make_plan(rules, "standard")
    assert tuple(found.rules) == fresh.rules
    assert [rule.place for rule in found.rules] == [rule.place for rule in fresh.rules]
    assert [list(map(tuple, part.values())) for part in found.literals] == [
        list(map(tuple, part.values())) for part in fresh.literals
    ]
    assert list(map(list, found.literals)) == list(map(list, fresh.literals))
    assert (found.digest, found.ids, found.signatures) == (fresh.digest, fresh.ids, fresh.signatures)
    assert Engine(found).strip(TEXT, Facts()) == Naive(Engine(fresh)).strip(TEXT, Facts())
    assert Engine(found).strip(TEXT, Facts()).apply(TEXT) == "Text.\nMore."


def test_what_is_read_is_what_was_written(folder: Path) -> None:
    assert_right(plan())
    (entry,) = entries(folder)
    before = entry.read_bytes()
    assert_right(plan())
    assert entry.read_bytes() == before


def test_other_text_is_another_entry(folder: Path) -> None:
    plan()
    changed = Source("mine.yaml", PACK.replace("Go away", "Go on"), "user")
    found = load_plan((changed,), (), "standard", default_rules=True)
    assert Engine(found).strip("A.\nGo on", Facts()).edits
    assert len(entries(folder)) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"rules": 3}', b"\xff\xfe", b"[" * 100_000])
def test_a_corrupt_entry_is_ignored_and_mended(folder: Path, content: bytes) -> None:
    plan()
    (entry,) = entries(folder)
    entry.write_bytes(content)
    assert_right(plan())
    assert entry.read_bytes() != content


def test_a_folder_that_cannot_be_made_is_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert_right(plan())


def test_it_can_be_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_NO_CACHE", "1")
    assert_right(plan())
    assert entries(folder) == []


def test_many_may_write_at_once(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: plan(), range(16)):
            assert_right(found)
    assert len(entries(folder)) == 1
    assert list(folder.glob("*.tmp")) == []


def test_old_entries_are_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_ENTRIES", 2)
    for number in range(4):
        load_plan((SOURCE,), (f"x{number}",), "standard", default_rules=False)
    assert len(entries(folder)) == 2


def test_the_folder_follows_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CLEANER_CACHE_DIR", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "cleaner"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert cache_folder() == Path.home() / ".cache" / "cleaner"


def test_a_warm_cache_needs_no_yaml_and_no_pattern(folder: Path) -> None:
    code = (
        "import sys, regex; compiled = regex.compile\n"
        "from cleaner.pipeline import Cleaner; import cleaner.packs.kinds\n"
        "regex.compile = lambda *a: sys.exit('a pattern was compiled')\n"
        "Cleaner().clean('Hello there.')\n"
        "sys.exit('yaml' in sys.modules or 'cleaner.packs.literals' in sys.modules)"
    )
    warm = "from cleaner.pipeline import Cleaner; Cleaner()"
    assert subprocess.run([sys.executable, "-c", warm], check=False).returncode == 0
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert entries(folder)
