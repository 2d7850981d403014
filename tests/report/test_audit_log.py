"""The audit log: what it holds, and what happens to one that was cut off or changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleaner
from cleaner.errors import LogError
from cleaner.formats.compress import open_write
from cleaner.model import Finding, Notice, Result
from cleaner.patch import Edit, Patch
from cleaner.report.audit import Entry, document_line, header, read_log
from cleaner.report.restore import restored

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
        "canon.space-run",
        "canon.edges",
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


def test_edits_that_do_the_same_are_one_item(tmp_path: Path) -> None:
    before = b"one\r\nthree four\r\nfive\r\n"
    entry, after = logged(tmp_path, before)
    record = json.loads((tmp_path / "log.jsonl").read_text().splitlines()[1])
    assert record["edits"] == [[3, 4, "\r", "", [0], [11, 5]]]
    assert [(edit.start, edit.end) for edit in entry.edits] == [(3, 4), (15, 16), (21, 22)]
    assert restored(entry, after, "a.txt") == before


def test_a_log_is_little_more_than_what_was_removed(seeds: list[Path]) -> None:
    documents = [seed.read_bytes() for seed in seeds]
    documents.append(b"".join(b"line %d  of a long text \r\n" % number for number in range(3000)))
    for before in documents:
        result = cleaner.clean(before, max_removed=1)
        line = document_line(result, "in/a.txt", "a.txt", before, result.to_bytes())
        removed = sum(len(edit.before.encode()) for edit in result.edits)
        assert len(line.encode()) <= 1.3 * removed + 32 * len(result.edits) + 500


def test_a_log_of_spans_holds_no_text_and_says_that_nothing_leads_back(tmp_path: Path) -> None:
    result = cleaner.clean(BEFORE)
    log = tmp_path / "log.jsonl"
    line = document_line(result, "in/a.txt", "a.txt", BEFORE, result.to_bytes(), level="spans")
    log.write_text(header("0", "abc", {}, "spans") + line)
    entry = next(read_log(log))
    assert "Get link" not in line
    assert [(edit.start, edit.end, edit.length) for edit in entry.edits] == [
        (7, 8, 0),
        (47, 48, 0),
        (48, 57, 0),
    ]
    with pytest.raises(LogError, match="--audit-level spans"):
        restored(entry, result.to_bytes(), "a.txt")


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_logs_are_unpacked_by_suffix_and_one_that_was_cut_off_says_so(tmp_path: Path, suffix: str) -> None:
    logged(tmp_path, BEFORE)
    log = tmp_path / f"log.jsonl{suffix}"
    with open_write(log) as file:
        file.write((tmp_path / "log.jsonl").read_bytes())
        file.flush()
        whole = log.read_bytes()
        file.write((tmp_path / "log.jsonl").read_bytes())
    assert len(list(read_log(log))) == 2
    log.write_bytes(whole)
    said: list[str] = []
    assert len(list(read_log(log, said.append))) == 1
    assert "ends too early" in said[0]


def test_a_finding_has_all_its_lines_and_a_notice_its_edit() -> None:
    findings = (Finding("a.b", 1, "look"), Finding("a.c", 2, "see"), Finding("a.b", 5, "look"))
    patch = Patch((Edit(0, 1, "", ("canon.space",)), Edit(2, 6, "", ("a.legal",))))
    notices = (Notice("a.legal", "legal", "(c)"),)
    result = Result("ab", "xa(c)\nb", patch, findings=findings, notices=notices)
    record = json.loads(document_line(result, "a", "a", b"", b""))
    assert record["findings"] == [["a.b", [1, 5], "look"], ["a.c", [2], "see"]]
    assert record["notices"] == [1]
