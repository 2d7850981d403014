"""``cleaner run --engine ray`` makes what ``cleaner clean`` makes, and goes on where it was cut off."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

pytestmark = pytest.mark.full

TEXTS = [f"The harbour was  quiet on day {n}, and cafÃ© du coin was open.\n\nGet link" for n in range(50)]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with a data set of three files."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    lines = [json.dumps({"id": str(n), "text": text, "n": n}) + "\n" for n, text in enumerate(TEXTS)]
    (tmp_path / "in" / "a.jsonl").write_text("".join(lines) + "broken\n")
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(gzip.compress("".join(lines).encode()))
    table = pa.table({"text": [*TEXTS, None], "n": range(51)})
    pq.write_table(table, tmp_path / "in" / "sub" / "c.parquet", row_group_size=20)
    (tmp_path / "in" / "_SUCCESS").write_bytes(b"")
    return tmp_path


def entries(log: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    return [lines[0], *sorted(lines[1:], key=lambda line: (line["path"], line["row"]))]


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def test_the_result_is_that_of_the_local_engine(cleaner: Run, corpus: Path) -> None:
    there = ("--audit", "ray.jsonl", "--summary-json", "ray.json")
    here = ("--audit", "local.jsonl", "--summary-json", "local.json")
    assert cleaner("clean", "in", "-o", "local", *here).returncode == 2  # there is a broken record
    done = cleaner("run", "in", "out", "--engine", "ray", *there)
    assert (done.returncode, b"in/a.jsonl:51: " in done.stderr) == (2, True), done.stderr.decode()
    assert outputs(corpus / "out") == outputs(corpus / "local")
    assert entries(corpus / "ray.jsonl") == entries(corpus / "local.jsonl")
    assert (corpus / "ray.json").read_bytes() == (corpus / "local.json").read_bytes()
    assert not [path.name for path in corpus.iterdir() if path.name.startswith(".")]
    assert cleaner("restore", "out", "--audit", "ray.jsonl", "-o", "back").returncode == 0
    assert (corpus / "back" / "a.jsonl").read_bytes() == (corpus / "in" / "a.jsonl").read_bytes()


def test_a_run_that_was_cut_off_goes_on(cleaner: Run, corpus: Path) -> None:
    (corpus / "in" / "sub" / "c.parquet").rename(corpus / "c.parquet")
    (corpus / "in" / "sub" / "c.parquet").write_bytes(b"PAR1 no")
    done = cleaner("run", "in", "out", "--audit", "log.jsonl.gz")
    assert (done.returncode, b"c.parquet: this is no Parquet file" in done.stderr) == (2, True)
    first = (corpus / "out" / "a.jsonl").stat().st_ino
    (corpus / "c.parquet").rename(corpus / "in" / "sub" / "c.parquet")
    done = cleaner("run", "in", "out", "--audit", "log.jsonl.gz")
    assert (done.returncode, b"choose another" in done.stderr) == (2, True)
    done = cleaner("run", "in", "out", "--audit", "log.jsonl.gz", "--resume", "--profile", "strict")
    assert (done.returncode, b"had other options" in done.stderr) == (2, True)
    done = cleaner("run", "in", "out", "--audit", "log.jsonl.gz", "--resume")
    assert (done.returncode, b"151 documents" in done.stderr) == (2, True), done.stderr.decode()
    assert (corpus / "out" / "a.jsonl").stat().st_ino == first
    assert cleaner("restore", "out", "--audit", "log.jsonl.gz", "-o", "back").returncode == 0
    assert pq.read_table(corpus / "back" / "sub" / "c.parquet") == pq.read_table(corpus / "in/sub/c.parquet")


def test_what_is_wrong_is_said(cleaner: Run, corpus: Path) -> None:
    for command, words in {
        ("in", "in/out"): "lie one in the other",
        ("nowhere", "out"): "nowhere: there is no such folder",
        ("in", "out", "--resume"): "no run was cut off here",
        ("in", "no-such-protocol://out"): "no-such-protocol://out: this cannot be opened",
    }.items():
        done = cleaner("run", *command)
        assert (done.returncode, words in done.stderr.decode()) == (2, True), done.stderr.decode()
    (corpus / "out").mkdir()
    (corpus / "out" / "a.jsonl").write_bytes(b"")
    done = cleaner("run", "in", "out")
    assert (done.returncode, b"there are files already" in done.stderr) == (2, True)
