"""Runs that are cut off, at any moment and in any way, leave whole files or none, and can be continued."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

WORDS = "The harbour was quiet, and the boats lay in a row along the quay.\n" * 400  # about 27 kB
TAIL = "\n\n\nGet link"
OUTPUTS = ("out/a.jsonl.gz", "out/b.txt", "out/c.parquet", "out/d.csv", "out/e.jsonl", "log.jsonl")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Return a folder with a corpus of several kinds of files, each of several chunks."""
    folder = tmp_path / "in"
    folder.mkdir()
    lines = [json.dumps({"id": n, "text": f"{n} {WORDS}{TAIL}"}) + "\n" for n in range(40)]
    (folder / "a.jsonl.gz").write_bytes(gzip.compress("".join(lines).encode()))
    (folder / "b.txt").write_text(WORDS + TAIL)
    texts = [f"{n} {WORDS}{TAIL}" for n in range(30)]
    pq.write_table(pa.table({"text": texts, "n": range(30)}), folder / "c.parquet", row_group_size=15)
    (folder / "d.csv").write_text("n,text\n" + "".join(f'{n},"{text}"\n' for n, text in enumerate(texts)))
    (folder / "e.jsonl").write_text("".join(lines) + "broken\n")
    return tmp_path


def small_corpus(folder: Path) -> None:
    """Write a corpus like the other one, whose texts are short."""
    (folder / "in").mkdir()
    lines = [json.dumps({"id": n, "text": f"\n\n{n} {'the quay  ' * 20}"}) + "\n" for n in range(12)]
    (folder / "in" / "a.jsonl.gz").write_bytes(gzip.compress("".join(lines).encode()))
    (folder / "in" / "b.txt").write_text("\n\nThe quay was  quiet.\n")
    texts = [f"{n} {'the quay  ' * 20}" for n in range(12)]
    pq.write_table(pa.table({"text": texts}), folder / "in" / "c.parquet", row_group_size=6)
    (folder / "in" / "d.csv").write_text(
        "n,text\n" + "".join(f'{n},"{text}"\n' for n, text in enumerate(texts))
    )
    (folder / "in" / "e.jsonl").write_text("".join(lines) + "broken\n")


QUICK = "--no-default-rules"  # what is on disk is the matter, and loading rules most of a run


def start(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cleaner", "clean", "in", "-o", "out", "--audit", "log.jsonl"]
    command += ["--summary-json", "sums.json", "--jobs", "2", *more]
    with (folder / "words").open("wb") as words:
        return subprocess.Popen(command, cwd=folder, stderr=words)


def whole(folder: Path) -> dict[str, bytes]:
    names = (*OUTPUTS, "sums.json")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork; the twenty moments run there")
def test_killed_at_each_step_on_disk(tmp_path: Path) -> None:
    small_corpus(tmp_path)
    script = Path(__file__).with_name("kill_each_step.py")
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=True
    )
    assert done.stdout.splitlines()[:-1] == []
    assert int(done.stdout.split()[0]) > 50


def test_killed_at_twenty_moments(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    began = time.monotonic()
    assert start(corpus, QUICK).wait() == 2  # there is a broken record
    whole_run = time.monotonic() - began
    expected = whole(corpus)
    assert len(expected) == len(OUTPUTS) + 1
    again = tmp_path_factory.mktemp("again")
    (corpus / "in").rename(again / "in")
    moment, kills = random.Random(7), 0
    resume: tuple[str, ...] = ()
    while kills < 20:
        process = start(again, QUICK, *resume)
        time.sleep(moment.uniform(0.2, 0.8) * whole_run)
        if process.poll() is not None:
            assert process.returncode == 2
            (again / "log.jsonl").unlink()
            for path in (again / "out").iterdir():
                path.unlink()
            resume = ()
            continue
        process.kill()
        process.wait()
        kills += 1
        for name, data in whole(again).items():
            if name.startswith("out"):
                assert data == expected[name]
        resume = ("--resume",) if (again / ".out.cleaner-run").exists() else ("--overwrite",)
    assert start(again, QUICK, *resume).wait() == 2
    assert whole(again) == expected
    left = {path.name for path in again.iterdir() if path.name.startswith(".")}
    assert not {name for name in left if "sums.json" not in name}  # written when the run is over


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no Ctrl-C to one process")
def test_processes_end_with_the_run(corpus: Path) -> None:
    process = start(corpus)
    children: list[psutil.Process] = []
    while len(children) < 3 and process.poll() is None:
        children = psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    words = (corpus / "words").read_bytes()
    assert b"the same command with --resume goes on from here" in words
    assert b"Traceback" not in words
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    process = start(corpus, "--resume")
    children = []
    while len(children) < 3 and process.poll() is None:
        children = psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.05)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_what_was_changed_meanwhile_is_noticed(cleaner: Run, corpus: Path) -> None:
    process = start(corpus)
    while not (corpus / "out" / "a.jsonl.gz").exists():
        time.sleep(0.02)
    process.kill()
    process.wait()
    done = cleaner("clean", "in", "-o", "out", "--audit", "log.jsonl")
    assert (done.returncode, b"exists already" in done.stderr) == (2, True)
    done = cleaner("clean", "in", "-o", "out", "--audit", "log.jsonl", "--resume", "--profile", "strict")
    assert (done.returncode, b"resume it as it was begun" in done.stderr) == (2, True)
    os.utime(corpus / "in" / "a.jsonl.gz", (1, 1))
    done = cleaner("clean", "in", "-o", "out", "--audit", "log.jsonl", "--resume")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("cleaner: in/a.jsonl.gz: it was changed since the run began")


def test_a_journal_that_is_none_is_refused(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x\n")
    (tmp_path / ".b.txt.cleaner-run").write_bytes(b"\0" * 40 + b"\n")
    done = cleaner("clean", "a.txt", "-o", "b.txt", "--resume")
    assert (done.returncode, b"cannot be read as a journal" in done.stderr) == (2, True)
    assert cleaner("clean", "a.txt", "-o", "b.txt", "--overwrite").returncode == 0


def test_there_is_nothing_to_resume(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x\n")
    done = cleaner("clean", "a.txt", "-o", "b.txt", "--resume")
    assert (done.returncode, b"no run was cut off here" in done.stderr) == (2, True)
    done = cleaner("clean", "-", "-o", "b.txt", "--resume", stdin=b"x")
    assert (done.returncode, b"stdin cannot be resumed" in done.stderr) == (2, True)
