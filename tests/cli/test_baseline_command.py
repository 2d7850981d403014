"""A baseline: what it knows passes, what is new fails, and it is the same on every machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.cli import run

OLD = "It was late,  and the harbour had frozen over.\n\nGet link\n"
NEW = "A ship  came in.\n"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two old pages with a baseline beside their folder."""
    (tmp_path / "corpus").mkdir()
    for name in ("a.txt", "ü b.txt"):
        (tmp_path / "corpus" / name).write_text(OLD)
    monkeypatch.chdir(tmp_path)
    assert run(["baseline", "write", "corpus", "-o", "baseline.jsonl", "-q"]) == 0
    return tmp_path / "corpus"


def test_what_is_known_passes_from_any_folder(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["check", "--baseline", "baseline.jsonl", "corpus"]) == 0
    monkeypatch.chdir(corpus)
    assert (
        run(["baseline", "check", "--baseline", "../baseline.jsonl", "a.txt", str(corpus / "ü b.txt")]) == 0
    )


def test_only_what_is_new_is_told(corpus: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (corpus / "a.txt").write_text(NEW + OLD)
    (corpus / "c.txt").write_text(OLD)
    assert run(["check", "--baseline", "baseline.jsonl", "corpus"]) == 1
    assert (
        capfd.readouterr().out
        == "corpus/a.txt: canon.space-run\ncorpus/c.txt: blogger.get-link, canon.space-run\n"
    )
    assert run(["check", "--baseline", "baseline.jsonl", "--exit-zero", "corpus"]) == 0


def test_what_is_gone_is_no_failure(corpus: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (corpus / "a.txt").write_text("It was late,  and the harbour had frozen over.\n")
    assert run(["check", "--baseline", "baseline.jsonl", "corpus"]) == 0
    assert "1 change of it is gone" in capfd.readouterr().err


def test_it_is_sorted_and_written_anew_the_same(corpus: Path) -> None:
    before = (corpus.parent / "baseline.jsonl").read_bytes()
    rows = [json.loads(line) for line in before.splitlines()]
    assert [(row["path"], row["rule"], row["count"]) for row in rows] == [
        ("corpus/a.txt", "blogger.get-link", 1),
        ("corpus/a.txt", "canon.space-run", 1),
        ("corpus/ü b.txt", "blogger.get-link", 1),
        ("corpus/ü b.txt", "canon.space-run", 1),
    ]
    assert run(["baseline", "write", "corpus/ü b.txt", "corpus/a.txt", "-o", "baseline.jsonl"]) == 0
    assert (corpus.parent / "baseline.jsonl").read_bytes() == before


def test_rows_of_a_container_count_together(corpus: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (corpus.parent / "rows.jsonl").write_text(json.dumps({"text": OLD}) + "\n")
    args = ["--text-field", "text", "rows.jsonl"]
    assert run(["baseline", "write", *args, "-o", "rows.baseline"]) == 0
    other = json.dumps({"text": "Nothing here."})
    (corpus.parent / "rows.jsonl").write_text(f"{other}\n{json.dumps({'text': OLD})}\n")
    assert run(["check", "--baseline", "rows.baseline", *args]) == 0
    (corpus.parent / "rows.jsonl").write_text(f"{json.dumps({'text': OLD})}\n" * 2)
    capfd.readouterr()
    assert run(["check", "--baseline", "rows.baseline", *args]) == 1
    assert capfd.readouterr().out == "rows.jsonl:2: blogger.get-link, canon.space-run\n"


def test_findings_are_known_too(corpus: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (corpus / "a.txt").write_text("Get link\n")
    assert run(["baseline", "write", "corpus", "--max-removed", "0.1", "-o", "baseline.jsonl"]) == 0
    assert run(["check", "--baseline", "baseline.jsonl", "--max-removed", "0.1", "corpus"]) == 0
    (corpus / "c.txt").write_text("Get link\n")
    capfd.readouterr()
    assert run(["check", "--baseline", "baseline.jsonl", "--max-removed", "0.1", "corpus"]) == 1
    assert capfd.readouterr().out.startswith("corpus/c.txt:1: strip.budget: ")


@pytest.mark.parametrize("content", [b"hello\n", b'{"path": "a"}\n', b"\xff\n"])
def test_what_is_no_baseline_is_neither_read_nor_written_over(
    corpus: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = corpus.parent / "baseline.jsonl"
    path.write_bytes(content)
    assert run(["check", "--baseline", "baseline.jsonl", "corpus"]) == 2
    assert run(["baseline", "write", "corpus", "-o", "baseline.jsonl"]) == 2
    assert capfd.readouterr().err.count("baseline.jsonl:1: this is no line of a baseline") == 2
    assert path.read_bytes() == content


def test_a_missing_baseline_says_how_to_make_one(corpus: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--baseline", "no.jsonl", str(corpus)]) == 2
    assert "cleaner baseline write FOLDER -o no.jsonl" in capfd.readouterr().err


def test_neighbours_of_known_chrome_may_change(corpus: Path) -> None:
    (corpus / "a.txt").write_text(
        "It was late,  and the harbour\nhad frozen over.\n\n\n\nGet link\nThe end.\n"
    )
    assert run(["check", "--baseline", "baseline.jsonl", "corpus"]) == 0
