"""The nearest settings file holds, alone; the command line lies over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.cli import run
from cleaner.cli.options import Cleaning, Reading, Working
from cleaner.cli.project import cleaners
from cleaner.errors import ConfigError
from cleaner.report.audit import read_log
from cleaner.settings.find import find_settings

DIRTY = "It was late, and the harbour had frozen over.\n\nGet link\n"
"""The last line goes under the profile standard, and stays under light."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with two dirty pages."""
    for name in ("forums/a.txt", "news/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(DIRTY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
        ("jobs = 0", "jobs must be a whole number from 1"),
        ("jobs = 1\ntext_feild = 'body'", ':2: there is no option "text_feild"; did you mean "text-field"?'),
        ("max-removed = 0.1\nmax_removed = 0.2", "max_removed is set twice"),
        ("[override]\npaths = ['a']", "write [[override]]"),
        ("[[override]]\nprofile = 'light'", "an override needs paths"),
        ("[[override]]\npaths = 'a'", ":2: an override needs paths"),
        ("[[override]]\npath = ['a']", ':2: there is no option "path"; did you mean "paths"?'),
        ("[tool.cleaner]\nprofile = 'light'", ":1: [tool.cleaner] is for pyproject.toml"),
        ("[[override]]\npaths = ['a']\njobs = 2", ':3: there is no option "jobs" in an override'),
        ("[[override]]\npaths = ['a']\n[[override]]\npath = ['b']", "an override needs paths"),
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


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[tool.cleaner]\nprofil = 1\n\n[[tool.cleaner.override]]\npaths = ['a']\nquotes = 'bent'\n"
    )
    with pytest.raises(ConfigError) as raised:
        find_settings(tmp_path)
    path = tmp_path.resolve() / "pyproject.toml"
    assert str(raised.value).split("\n") == [
        f'{path}:2: there is no option "profil"; did you mean "profile"?',
        f'{path}:6: quotes cannot be "bent"; it is one of keep, straight',
    ]


def test_the_command_line_lies_over_an_override_over_the_file(project: Path) -> None:
    (project / "cleaner.toml").write_text(
        "profile = 'light'\nmax_removed = 0.2\nunescape = true\n"
        "[[override]]\npaths = ['*']\nprofile = 'strict'\n"
    )
    cleaning = Cleaning(max_removed=0.3, unescape=False)
    found = {
        number: (cleaner.config.profile, cleaner.config.max_removed, cleaner.config.unescape)
        for number, cleaner in cleaners(cleaning.given, {1}).items()
    }
    assert found == {0: ("light", 0.3, False), 1: ("strict", 0.3, False)}


def test_fields_and_jobs_may_be_set(project: Path) -> None:
    (project / "cleaner.toml").write_text("text-field = 'body'\nlang-field = 'lg'\njobs = 3\n")
    assert Reading(id_field="key").fields == ("body", "key", "url", "lg")
    assert Reading().names_text
    assert (Working().limits.jobs, Working(jobs=2).limits.jobs) == (3, 2)


def test_exclude_counts_from_the_folder_of_the_file(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "cleaner.toml").write_text("exclude = ['/forums/']\n")
    monkeypatch.chdir(project / "news")
    assert run(["check", "../forums/a.txt", "."]) == 1
    assert capfd.readouterr().out == "b.txt: blogger.get-link, canon.edges\n"
    assert run(["check", "../forums"]) == 2
    assert "-v says what was left out" in capfd.readouterr().err
    assert run(["check", "--no-exclude", "../forums/a.txt", "."]) == 1
    assert capfd.readouterr().out.count("blogger.get-link") == 2


def test_a_file_inside_what_is_cleaned_does_not_count(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "forums" / "cleaner.toml").write_text("profile = 'light'\n")
    assert run(["check", "forums"]) == 1
    assert capfd.readouterr().out == "forums/a.txt: blogger.get-link, canon.edges\n"


OVERRIDES = """
profile = "light"
[[override]]
paths = ["*.txt"]
profile = "standard"
[[override]]
paths = ["forums/**"]
quotes = "straight"
"""


def test_the_last_override_that_matches_holds_alone(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "cleaner.toml").write_text(OVERRIDES)
    assert run(["check", "."]) == 1
    assert capfd.readouterr().out == "news/b.txt: blogger.get-link, canon.edges\n"
    assert run(["check", "--profile", "standard", "."]) == 1
    assert capfd.readouterr().out.count("blogger.get-link") == 2


def test_an_override_holds_for_stdin_by_its_name_and_for_folders_elsewhere(
    project: Path, tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "cleaner.toml").write_text(OVERRIDES)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "forums").mkdir()
    (elsewhere / "forums" / "page.txt").write_text(DIRTY)
    assert run(["check", str(elsewhere)]) == 0
    assert run(["explain", "news/b.txt:3"]) == 0
    assert "removed by blogger.get-link" in capfd.readouterr().out


def test_the_log_tells_of_each_document_how_it_was_cleaned(project: Path) -> None:
    (project / "cleaner.toml").write_text(OVERRIDES)
    assert run(["clean", "forums", "news", "-o", "out", "--audit", "log.jsonl", "-q"]) == 0
    told = {entry.name: entry.header.options for entry in read_log(Path("log.jsonl"))}
    assert {name: (options["profile"], options["quotes"]) for name, options in told.items()} == {
        "a.txt": ("light", "straight"),
        "b.txt": ("standard", "keep"),
    }
    assert run(["restore", "out", "--audit", "log.jsonl", "-o", "back"]) == 0
    assert Path("back/b.txt").read_text() == DIRTY


def test_overrides_do_the_same_in_any_number_of_processes(project: Path) -> None:
    (project / "cleaner.toml").write_text(OVERRIDES)
    for name in ("forums/a.txt", "news/b.txt"):
        (project / name).write_text("“A line of text”.\n" * 80_000 + "\nGet link\n")
    found = []
    for jobs in ("1", "2"):
        clean = ["clean", "forums", "news", "-q", "--jobs", jobs]
        assert run([*clean, "-o", f"out{jobs}", "--audit", f"{jobs}.jsonl"]) == 0
        outputs = [(f"out{jobs}/{name}") for name in ("a.txt", "b.txt")]
        found.append([Path(path).read_bytes() for path in (*outputs, f"{jobs}.jsonl")])
    assert found[0] == found[1]
    assert [b"Get link" in text for text in found[0][:2]] == [True, False]


MINE = """\
pack: mine
rules:
  - {id: teaser, why: It stands there., category: promo, line: {exact: Buy the calendar now!}}
"""


def test_the_rules_that_are_shown_are_those_of_the_file(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "mine.yaml").write_text(MINE)
    (project / "cleaner.toml").write_text("rules = ['mine.yaml']\ndefault-rules = false\n")
    assert run(["rules", "list", "mine.*"]) == 0
    assert capfd.readouterr().out.startswith("mine.teaser ")
    assert run(["rules", "explain", "mine.teaser"]) == 0
    assert run(["rules", "explain", "blogger.get-link"]) == 2


def test_machines_are_told_why_the_rules_of_the_file_are_there(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "mine.yaml").write_text(MINE)
    (project / "cleaner.toml").write_text("rules = ['mine.yaml']\n")
    (project / "news" / "b.txt").write_text(DIRTY.replace("Get link", "Buy the calendar now!"))
    assert run(["check", "--output-format", "sarif", "news"]) == 1
    assert "It stands there." in capfd.readouterr().out
