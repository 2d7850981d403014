"""What stands in two places says the same in both."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import yaml

import cleaner as package

TOP = Path(__file__).parents[2]


def loaded(path: str) -> Any:
    return yaml.safe_load((TOP / path).read_text("utf-8"))


def test_the_citation_is_of_this_version() -> None:
    assert loaded("CITATION.cff")["version"] == package.__version__


def test_ci_runs_what_a_clone_runs_on_every_python_we_promise() -> None:
    classifiers = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    promised = [entry.rpartition(" ")[2] for entry in classifiers if "Python :: 3." in entry]
    job = loaded(".github/workflows/ci.yml")["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == promised
    assert {"ubuntu-latest", "macos-latest", "windows-latest"} == set(job["strategy"]["matrix"]["os"])
    assert [step["run"] for step in job["steps"] if "run" in step] == ["PYTHON=python .ci/run"]


def test_both_issue_forms_about_texts_need_the_text() -> None:
    for name in ("chrome-left", "content-lost"):
        fields = {field.get("id"): field for field in loaded(f".github/ISSUE_TEMPLATE/{name}.yml")["body"]}
        assert fields["text"]["validations"]["required"]
        assert fields["explain"]["validations"]["required"]


def test_the_hooks_of_the_documentation_exist() -> None:
    ids = {hook["id"] for hook in loaded(".pre-commit-hooks.yaml")}
    for path in [TOP / "README.md", *(TOP / "docs").rglob("*.md")]:
        text = path.read_text("utf-8")
        told = {
            line.split("id:")[1].split("#")[0].strip()
            for line in text.splitlines()
            if "- id: cleaner" in line
        }
        assert told <= ids, path


def test_the_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"`make (\w+)", (TOP / "README.md").read_text("utf-8")))
    assert {"demo", "test", "docs"} <= targets
    subprocess.run(["make", "--dry-run", *sorted(targets)], cwd=TOP, check=True, capture_output=True)
