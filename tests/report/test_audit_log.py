"""The audit log: what it holds, and what happens to one that was cut off or changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleaner
from cleaner.errors import LogError
from cleaner.report.audit import Entry, document_line, header, read_log, restored

BEFORE = b"It was  late, and the harbour had frozen over.\n\nGet link\n"


def logged(tmp_path: Path, before: bytes) -> tuple[Entry, bytes]:
    result = cleaner.clean(before)
    after = result.to_bytes()
    log = tmp_path / "log.jsonl"
    line = document_line(result, "in/a.txt", "a.txt", before, after)
    log.write_text(header("0", "abc", {}) + line, encoding="utf-8")
    return next(read_log(log)), after


def test_a_line_tells_the_edits_with_their_causes(tmp_path: Path) -> None:
    logged(tmp_path, BEFORE)
    record = json.loads((tmp_path / "log.jsonl").read_text().splitlines()[1])
    assert record["path"] == "in/a.txt"
    assert record["causes"] == [
        ["canon.space-run", "canon"],
        ["canon.edges", "canon"],
        ["blogger.get-link", "social"],
    ]
    assert [(edit[2], edit[3], edit[4]) for edit in record["edits"]] == [
        (" ", "", [0]),
        ("\n", "", [1]),
        ("Get link\n", "", [2]),
    ]


@pytest.mark.parametrize(
    "before",
    [
        BEFORE,
        b"",
        b"\xef\xbb\xbfA  text",
        "A  text\r\nof two lines".encode("utf-16"),
        b"caf\xc3\xa9  caf\xc3\xa9 \xff\n",
        b"\xff\xfea\0b",
        "Der  Käufer zahlte für die Möbel, über die er fluchte; Grüße.\r\n".encode("cp1252"),
    ],
)
def test_the_original_comes_back(tmp_path: Path, before: bytes) -> None:
    entry, after = logged(tmp_path, before)
    assert restored(entry, after, "a.txt") == before
    assert restored(entry, before, "a.txt") == before


def test_what_was_changed_since_is_refused(tmp_path: Path) -> None:
    entry, after = logged(tmp_path, BEFORE)
    with pytest.raises(LogError, match=r"a\.txt: it is not what .*log\.jsonl:2 tells of"):
        restored(entry, after + b"more", "a.txt")


def test_a_log_that_was_changed_is_refused(tmp_path: Path) -> None:
    _, after = logged(tmp_path, BEFORE)
    log = tmp_path / "log.jsonl"
    log.write_text(log.read_text().replace("Get link", "Get lost"))
    with pytest.raises(LogError, match="do not lead back to the original"):
        restored(next(read_log(log)), after, "a.txt")


def test_a_line_that_was_cut_off_by_a_kill_is_passed_over(tmp_path: Path) -> None:
    logged(tmp_path, BEFORE)
    log = tmp_path / "log.jsonl"
    whole = log.read_text()
    log.write_text(whole + whole.splitlines()[1][:40])
    assert len(list(read_log(log))) == 1
    log.write_text(whole + whole.splitlines()[1][:40] + "\n")
    with pytest.raises(LogError, match=r"log\.jsonl:3: this is no line of an audit log"):
        list(read_log(log))
