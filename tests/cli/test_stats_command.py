"""``cleaner stats`` as people call it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[bytes]]


@pytest.fixture
def log(make_log: Callable[..., Path]) -> Path:
    return make_log({"a.txt": "A text,  and more of it.\n\nGet link\n", "b.txt": "Short.\n"})


def test_stats_are_tables_json_or_csv(cleaner: Run, log: Path) -> None:
    assert b"blogger.get-link     1          1           9" in cleaner("stats", log).stdout
    data = json.loads(cleaner("stats", log, "--output-format", "json").stdout)
    assert data["totals"]["documents"] == 2
    assert (
        b"\nrule,blogger.get-link,strip,social,1,1,9\n"
        in cleaner("stats", log, "--output-format", "csv").stdout
    )


def test_a_log_compared_with_itself_shows_nothing(cleaner: Run, log: Path) -> None:
    done = cleaner("stats", log, "--compare", log)
    assert done.stdout == b"2 documents in both logs, 2 treated alike\n"


def test_what_is_no_log_is_refused(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.\n")
    assert b"a.txt:1: this is no line of an audit log" in cleaner("stats", "a.txt").stderr
    assert b"none.jsonl: cannot read it: No such file" in cleaner("stats", "none.jsonl").stderr
    assert cleaner("stats", "none.jsonl").returncode == 2


def test_a_log_that_was_cut_off_is_told_and_counted_as_far_as_it_goes(cleaner: Run, log: Path) -> None:
    log.write_bytes(log.read_bytes()[:-20])
    done = cleaner("stats", log)
    assert done.stdout.startswith(b"1 document: ")
    assert b"log.jsonl:3: the log ends within a line" in done.stderr
