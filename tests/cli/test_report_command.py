"""``cleaner report`` as people call it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[bytes]]


def test_a_run_becomes_a_page_that_is_not_overwritten(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("A text,  and more of it.\n\nGet link\n")
    cleaner("clean", "in", "-o", "out", "--audit", "log.jsonl.gz")
    assert cleaner("report", "log.jsonl.gz", "-o", "report.html").returncode == 0
    page = (tmp_path / "report.html").read_bytes()
    assert b"The labels of Blogger's share menu" in page
    again = cleaner("report", "log.jsonl.gz", "-o", "report.html")
    assert (again.returncode, b"it exists already" in again.stderr) == (2, True)
    assert cleaner("report", "log.jsonl.gz", "-o", "-").stdout == page


def test_records_are_shown_with_their_text(cleaner: Run, tmp_path: Path) -> None:
    texts = ["A text,  and more of it.\n\nGet link\n", "Another  text."]
    lines = [
        json.dumps({"id": f"n{i}", "url": "https://www.site.org/x", "body": text})
        for i, text in enumerate(texts)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    cleaner("clean", "in.jsonl", "-o", "out.jsonl", "--text-field", "body", "--audit", "log.jsonl")
    page = cleaner("report", "log.jsonl", "-o", "-").stdout.decode()
    assert '"name":"in.jsonl #1 (n0)","place":"www.site.org"' in page
    assert "and more of it." in page


def test_clean_makes_the_page_from_its_log(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text,  and more of it.\n\nGet link\n")
    done = cleaner("clean", "a.txt", "-o", "b.txt", "--audit", "log.jsonl", "--html", "out/report.html")
    assert done.returncode == 0
    assert (tmp_path / "out/report.html").read_bytes() == cleaner("report", "log.jsonl", "-o", "-").stdout
    refused = cleaner("clean", "a.txt", "-o", "c.txt", "--html", "report.html")
    assert (refused.returncode, b"--audit LOG" in refused.stderr) == (2, True)
    assert not (tmp_path / "c.txt").exists()
