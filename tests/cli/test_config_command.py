"""``cleaner config`` prints what holds, where it comes from, and a schema that is up to date."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleaner
from cleaner.cli import run
from cleaner.settings.find import find_settings
from cleaner.settings.jsonschema import settings_schema, settings_schema_text
from cleaner.settings.table import CLEANING, OPTIONS, key_of

SETTINGS = """\
profile = "light"
disable = ["canon.*"]
jobs = 2

[[override]]
paths = ["forums/**"]
profile = "strict"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "cleaner.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(capfd: pytest.CaptureFixture[str], *args: str) -> dict[str, tuple[object, str]]:
    assert run(["config", "--output-format", "json", *args]) == 0
    told = json.loads(capfd.readouterr().out)
    return {key: (entry["value"], entry["source"]) for key, entry in told.items() if key != "override"}


def test_every_value_has_its_source(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = project.resolve() / "cleaner.toml"
    told = shown(capfd, "--max-removed", "0.2")
    assert list(told) == [key_of(name) for name in OPTIONS]
    assert told["profile"] == ("light", f"{path}:1")
    assert told["max-removed"] == (0.2, "command line")
    assert told["quotes"] == ("keep", "default")
    assert told["encoding"] == (None, "default")


def test_a_file_is_shown_with_its_override(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = project.resolve() / "cleaner.toml"
    assert shown(capfd, "forums/page.txt")["profile"] == ("strict", f"{path}:7")
    assert shown(capfd, "forums/page.txt", "--profile", "standard")["profile"] == ("standard", "command line")
    assert shown(capfd, "news/page.txt")["profile"] == ("light", f"{path}:1")


def test_what_is_printed_is_a_settings_file_that_says_the_same(
    project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["config"]) == 0
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "cleaner.toml").write_text(capfd.readouterr().out)
    before, after = find_settings(project), find_settings(copy)
    assert before.options.items() <= after.options.items()
    assert [(own.paths, own.options) for own in before.overrides] == [
        (own.paths, own.options) for own in after.overrides
    ]


def test_what_cannot_be_used_is_an_error(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "cleaner.toml").write_text("[[override]]\npaths = ['a']\nrules = ['nowhere.yaml']\n")
    assert run(["config"]) == 2
    assert "nowhere.yaml: there is no such rule pack" in capfd.readouterr().err


def test_the_schema_is_what_the_code_makes() -> None:
    path = Path(cleaner.__file__).parent / "settings" / "settings.schema.json"
    shipped = path.read_text(encoding="utf-8")
    assert shipped == settings_schema_text(), f"run: cleaner config --schema > {path.name}, and move it there"


def test_the_schema_knows_every_key_the_reader_knows() -> None:
    schema = settings_schema()
    override = schema["properties"]["override"]["items"]
    assert set(schema["properties"]) == {*OPTIONS, *map(key_of, OPTIONS), "override"}
    assert set(override["properties"]) == {*CLEANING, *map(key_of, CLEANING), "paths"}
    for option in OPTIONS.values():
        value = list(option.default) if isinstance(option.default, tuple) else option.default
        assert value is None or option.accepts(value)
