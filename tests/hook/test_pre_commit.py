"""Real pre-commit on real repositories: the hooks fix and tell, lose nothing, and pass the second time."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

TOP = Path(__file__).parents[2]
MANIFEST = {hook["id"]: hook for hook in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())}

Run = Callable[..., subprocess.CompletedProcess[str]]


PROSE = "".join(f"Line {n} tells of the harbour, and of the ice that held it.\n" for n in range(30))
DIRTY = PROSE + "\nGet link\n"
CLEAN = PROSE


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nobody's git settings, and one home of pre-commit for all tests: it locks what it makes there."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    who = {
        f"GIT_{role}_{key}": "t@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    return kept | who | {"GIT_CONFIG_GLOBAL": os.devnull, "PRE_COMMIT_HOME": str(base / "pre-commit")}


@pytest.fixture(scope="session")
def tool(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """This project as a repository of hooks: what is here now, committed or not."""
    folder = tmp_path_factory.mktemp("tool")
    for name in ("cleaner", "rules"):
        shutil.copytree(TOP / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", ".pre-commit-hooks.yaml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(TOP / name, folder / name)
    for command in (["init", "-q"], ["add", "--all"], ["commit", "-q", "-m", "all"]):
        subprocess.run(["git", *command], cwd=folder, env=environment, check=True)
    return folder


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Run a command in an empty repository; ``pre-commit`` is the module."""
    folder = tmp_path / "repository"
    folder.mkdir()

    def run(*command: object, cwd: Path = folder, **more: str) -> subprocess.CompletedProcess[str]:
        words = [*map(str, command)]
        words[:1] = [sys.executable, "-m", "pre_commit"] if words[0] == "pre-commit" else words[:1]
        return subprocess.run(
            words,
            cwd=cwd,
            env={name: value for name, value in (environment | more).items() if value},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            encoding="utf-8",
        )

    run("git", "init", "-q")
    return run


@pytest.fixture
def repository(tmp_path: Path, run: Run) -> Path:
    """The repository in which ``run`` works."""
    del run
    return tmp_path / "repository"


def configure(repository: Path, *repos: dict[str, Any]) -> None:
    """Write the configuration of pre-commit."""
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [*repos]}))


def here(id_: str, **more: Any) -> dict[str, Any]:
    """Return a hook of the manifest, run by the interpreter that runs the tests: nothing is installed."""
    entry = MANIFEST[id_]["entry"].replace("cleaner", f"{shlex.quote(sys.executable)} -m cleaner", 1)
    return {"repo": "local", "hooks": [MANIFEST[id_] | {"entry": entry, "language": "system"} | more]}


def add(run: Run, repository: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text(text, encoding="utf-8")
    run("git", "add", "--all")


def test_the_fixing_hook_tells_all_and_passes_the_second_time(run: Run, repository: Path) -> None:
    configure(repository, here("cleaner"))
    names = ["page.txt", "a folder/ünïcode näme.txt", "-dash.txt", "日本語.txt"]
    add(run, repository, dict.fromkeys(names, DIRTY) | {"clean.txt": CLEAN, "page.html": DIRTY})
    first = run("pre-commit", "run")
    assert first.returncode == 1, first.stdout
    for name in names:
        assert f"\n{name}: blogger.get-link, canon.edges\n" in first.stdout
        assert (repository / name).read_text(encoding="utf-8") == CLEAN
    assert "clean.txt" not in first.stdout
    run("git", "add", "--all")
    second = run("pre-commit", "run")
    assert second.returncode == 0, second.stdout


def test_the_checking_hook_changes_nothing(run: Run, repository: Path) -> None:
    configure(repository, here("cleaner-check"))
    add(run, repository, {"page.txt": DIRTY})
    done = run("pre-commit", "run", "--all-files")
    assert done.returncode == 1
    assert "\npage.txt: blogger.get-link, canon.edges\n" in done.stdout
    assert "modified by this hook" not in done.stdout
    assert (repository / "page.txt").read_text() == DIRTY


def test_an_old_corpus_with_a_baseline_passes(run: Run, repository: Path) -> None:
    configure(repository, here("cleaner-check", args=["--baseline", "baseline.jsonl"]))
    add(run, repository, {"old.txt": DIRTY})
    write = [sys.executable, "-m", "cleaner", "baseline", "write", ".", "-o", "baseline.jsonl"]
    assert run(*write).returncode == 0
    assert run("pre-commit", "run", "--all-files").returncode == 0
    add(run, repository, {"new.txt": DIRTY})
    done = run("pre-commit", "run", "--all-files")
    assert done.returncode == 1
    assert "new.txt: blogger.get-link" in done.stdout
    assert "old.txt" not in done.stdout


@pytest.mark.parametrize(
    ("unstaged", "left"),
    [
        (
            PROSE.replace("Line 0 tells", "Line 0 sings") + "\nGet link\n",
            PROSE.replace("Line 0 tells", "Line 0 sings"),
        ),
        (PROSE + "\nGet link now\n", PROSE + "\nGet link now\n"),
    ],
    ids=["far from the fix", "where the fix would be"],
)
def test_a_partly_staged_file_loses_nothing(run: Run, repository: Path, unstaged: str, left: str) -> None:
    configure(repository, here("cleaner"))
    add(run, repository, {"page.txt": DIRTY})
    (repository / "page.txt").write_text(unstaged)
    done = run("pre-commit", "run")
    assert done.returncode == 1
    assert "page.txt: blogger.get-link" in done.stdout
    assert (repository / "page.txt").read_text() == left
    assert run("git", "show", ":page.txt").stdout == DIRTY


@pytest.mark.parametrize("how", [(), ("--all",), ("--only", "page.txt")], ids=["staged", "all", "only"])
def test_it_works_when_git_calls_it(run: Run, repository: Path, how: tuple[str, ...]) -> None:
    configure(repository, here("cleaner"))
    add(run, repository, {"sub/page.txt": CLEAN})
    assert run("git", "commit", "-q", "-m", "before").returncode == 0
    assert run("pre-commit", "install").returncode == 0
    sub = repository / "sub"
    (sub / "page.txt").write_text(DIRTY)
    if not how:
        run("git", "add", "--all")
    commit = ("git", "commit", "-q", *how, "-m", "dirty")
    first = run(*commit, cwd=sub)
    assert first.returncode == 1
    assert "\nsub/page.txt: blogger.get-link, canon.edges\n" in first.stdout
    assert (sub / "page.txt").read_text() == CLEAN


def test_it_works_in_a_linked_worktree(run: Run, repository: Path, tmp_path: Path) -> None:
    configure(repository, here("cleaner"))
    add(run, repository, {"sub/page.txt": CLEAN})
    assert run("git", "commit", "-q", "-m", "before").returncode == 0
    assert run("pre-commit", "install").returncode == 0
    linked = tmp_path / "linked"
    assert run("git", "worktree", "add", "-q", linked).returncode == 0
    (linked / "sub" / "page.txt").write_text(DIRTY)
    done = run("git", "commit", "-q", "--all", "-m", "dirty", cwd=linked)
    assert "\nsub/page.txt: blogger.get-link, canon.edges\n" in done.stdout
    assert (linked / "sub" / "page.txt").read_text() == CLEAN


def test_a_broken_configuration_stops_the_hook_with_the_reason(run: Run, repository: Path) -> None:
    configure(repository, here("cleaner"))
    add(run, repository, {"page.txt": DIRTY, "cleaner.toml": "profil = 'strict'\n"})
    done = run("pre-commit", "run")
    assert done.returncode == 1
    assert "exit code: 2" in done.stdout
    assert 'cleaner.toml:1: there is no option "profil"; did you mean "profile"?' in done.stdout
    assert (repository / "page.txt").read_text() == DIRTY


@pytest.mark.full
def test_three_thousand_files_in_parallel_processes_that_share_a_new_cache(
    run: Run, repository: Path, tmp_path: Path
) -> None:
    configure(repository, here("cleaner"))
    add(run, repository, {f"{n % 40}/{n}.txt": DIRTY if n % 10 == 0 else CLEAN for n in range(3000)})
    cache = str(tmp_path / "cache")
    first = run("pre-commit", "run", "--all-files", CLEANER_CACHE_DIR=cache)
    assert first.returncode == 1
    assert first.stdout.count(".txt: blogger.get-link, canon.edges\n") == 300
    assert all(path.read_text() == CLEAN for path in repository.rglob("*.txt"))
    run("git", "add", "--all")
    assert run("pre-commit", "run", "--all-files", CLEANER_CACHE_DIR=cache).returncode == 0


@pytest.mark.full
@pytest.mark.parametrize("how", ["try-repo", "repo", "local"])
def test_it_installs_as_users_install_it(run: Run, repository: Path, tool: Path, how: str) -> None:
    rev = run("git", "rev-parse", "HEAD", cwd=tool).stdout.strip()
    add(run, repository, {"ä page.txt": DIRTY})
    command = ["pre-commit", "run", "--all-files"]
    if how == "try-repo":
        command = ["pre-commit", "try-repo", str(tool), "cleaner", "--all-files"]
    elif how == "repo":
        configure(repository, {"repo": str(tool), "rev": rev, "hooks": [{"id": "cleaner"}]})
    else:
        hook = MANIFEST["cleaner"] | {"additional_dependencies": [str(tool)]}
        configure(repository, {"repo": "local", "hooks": [hook]})
    run("git", "add", "--all")
    first = run(*command, PYTHONPATH="")
    assert first.returncode == 1, first.stdout
    assert "\nä page.txt: blogger.get-link, canon.edges\n" in first.stdout
    assert (repository / "ä page.txt").read_text() == CLEAN
    run("git", "add", "--all")
    second = run(*command, PYTHONPATH="")
    assert second.returncode == 0, second.stdout
