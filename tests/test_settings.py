"""The nearest settings file holds, alone; the command line lies over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.cli.options import build_cleaner
from cleaner.errors import ConfigError
from cleaner.settings import find_settings


def test_without_a_file_there_are_no_options(tmp_path: Path) -> None:
    assert find_settings(tmp_path).options == {}


def test_the_nearest_wins_and_is_never_merged(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text('profile = "light"\nmax-removed = 0.2\n')
    inner = tmp_path / "inner"
    (inner / "deep").mkdir(parents=True)
    (inner / "pyproject.toml").write_text('[tool.cleaner]\nprofile = "strict"\n')
    found = find_settings(inner / "deep")
    assert (found.path, found.options) == (inner.resolve() / "pyproject.toml", {"profile": "strict"})


def test_a_pyproject_without_our_table_is_passed_by(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text("default_rules = false\n")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert find_settings(tmp_path / "inner").options == {"default_rules": False}


def test_paths_of_rules_count_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text('rules = ["packs/mine.yaml"]\n')
    (tmp_path / "inner").mkdir()
    assert find_settings(tmp_path / "inner").options == {
        "rules": [str(tmp_path.resolve() / "packs/mine.yaml")]
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('profil = "light"', 'there is no option "profil"; did you mean "profile"?'),
        ('profile = "lite"', 'profile cannot be "lite"; did you mean "light"?'),
        ('rules = "mine.yaml"', "rules must be a list of strings"),
        ("rules = [1]", "rules must be a list of strings"),
        ("max_removed = true", "max_removed must be a number"),
        ("max_removed = 3", "must be a share"),
        ("profile = ", "this is not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "cleaner.toml"
    path.write_text(text + "\n")
    with pytest.raises(ConfigError) as raised:
        find_settings(tmp_path)
    assert said in str(raised.value)
    assert str(path.resolve()) in str(raised.value)


def test_the_command_line_lies_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cleaner.toml").write_text('profile = "light"\nmax_removed = 0.2\n')
    monkeypatch.chdir(tmp_path)
    config = build_cleaner(profile="strict", max_removed=None).config
    assert (config.profile, config.max_removed) == ("strict", 0.2)
