"""Containers on the command line: what goes in comes out, with nothing changed but the texts."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from fastwarc.warc import WarcRecord, WarcRecordType

Run = Callable[..., subprocess.CompletedProcess[bytes]]

DIRTY = "It was late, and the harbour had frozen over.\n\nGet link"
CLEAN = "It was late, and the harbour had frozen over."
LINE = json.dumps({"id": "a1", "n": 1, "text": DIRTY}).replace("1,", "1.10,").encode() + b"\n"
CLEANED = LINE.replace(json.dumps(DIRTY).encode(), json.dumps(CLEAN).encode())


def test_json_lines_from_stdin_are_known_by_what_they_hold(cleaner: Run) -> None:
    assert cleaner("clean", "-", stdin=LINE).stdout == CLEANED
    assert cleaner("clean", "-", stdin=gzip.compress(LINE)).stdout == CLEANED
    assert cleaner("clean", "-", stdin=zstandard.compress(LINE)).stdout == CLEANED


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
@pytest.mark.parametrize("log", ["log.jsonl", "log.jsonl.gz"])
def test_there_and_back(cleaner: Run, tmp_path: Path, name: str, log: str) -> None:
    (tmp_path / name).write_bytes(packed(LINE * 3, name))
    done = cleaner("clean", name, "-o", f"out/{name}", "--audit", log)
    assert (done.returncode, unpacked(tmp_path / "out" / name)) == (0, CLEANED * 3)
    assert cleaner("restore", "out", "--audit", log, "-o", "back").returncode == 0
    assert unpacked(tmp_path / "back" / name) == LINE * 3


def test_records_whose_lines_in_the_log_changed_places_are_not_mixed_up(cleaner: Run, tmp_path: Path) -> None:
    twin = LINE.replace(b"Get link", b"Leave a Reply")
    (tmp_path / "a.jsonl").write_bytes(LINE + twin)
    cleaner("clean", "a.jsonl", "-o", "out.jsonl", "--audit", "log.jsonl")
    log = tmp_path / "log.jsonl"
    head, first, second = log.read_bytes().splitlines()
    log.write_bytes(b"\n".join([head, second, first, b""]))
    done = cleaner("restore", "out.jsonl", "--audit", "log.jsonl", "-o", "back.jsonl")
    assert done.returncode == 2
    assert b"log.jsonl:3: record 1 stands behind record 2; was the log changed?" in done.stderr
    assert not (tmp_path / "back.jsonl").exists()


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl"])
def test_an_empty_file_holds_no_records(cleaner: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    done = cleaner("clean", name, "-o", f"out/{name}")
    assert (done.returncode, done.stderr, (tmp_path / "out" / name).read_bytes()) == (0, b"", b"")


def packed(data: bytes, name: str) -> bytes:
    if name.endswith(".gz"):
        return gzip.compress(data)
    return zstandard.compress(data) if name.endswith(".zst") else data


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix != ".zst":
        return data
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
        return reader.read()


def test_a_folder_of_all_kinds_becomes_the_same_tree(cleaner: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "in"
    (corpus / "deep").mkdir(parents=True)
    (corpus / "a.txt").write_text(DIRTY + "\n")
    (corpus / "a.txt.gz").write_bytes(gzip.compress(DIRTY.encode()))
    (corpus / "deep" / "b.jsonl").write_bytes(LINE)
    (corpus / "c.csv").write_text(f'id,text\n7,"{DIRTY}"\n')
    (corpus / "d.warc.gz").write_bytes(gzip.compress(_page("<p>x</p>")))
    done = cleaner("clean", "in", "-o", "out", "--jobs", 2)
    assert done.returncode == 0
    files = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    assert files == ["a.txt", "a.txt.gz", "c.csv", "d.warc.jsonl.gz", "deep/b.jsonl"]
    assert gzip.decompress((tmp_path / "out" / "a.txt.gz").read_bytes()).decode() == CLEAN + "\n"
    assert (tmp_path / "out" / "c.csv").read_text() == f'id,text\n7,"{CLEAN}"\n'


def _page(html: str) -> bytes:
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Target-URI"] = "https://example.org/page"
    record.headers["WARC-Date"] = "2024-05-01T00:00:00Z"
    record.headers["Content-Type"] = "application/http; msgtype=response"
    body = f"<html><head><title>The harbour</title></head><body><article>{html}</article></body></html>"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
    record.set_bytes_content(head + body.encode("latin-1"))
    out = io.BytesIO()
    record.write(out)
    return out.getvalue()


def test_pages_of_a_warc_come_out_as_json_lines(cleaner: Run, tmp_path: Path) -> None:
    text = "The caf\xe9 at the harbour was closed for the whole winter, and nobody minded. " * 6
    (tmp_path / "a.warc").write_bytes(_page(f"<p>{text}</p><p>{text}</p>") * 2)
    done = cleaner("clean", "a.warc")
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == second
    assert (first["url"], first["date"]) == ("https://example.org/page", "2024-05-01T00:00:00Z")
    assert first["title"] == "The harbour"
    assert text.strip() in first["text"]


@pytest.mark.parametrize("lost", [20, 300])
def test_a_warc_that_is_cut_off_is_no_shorter_warc(cleaner: Run, tmp_path: Path, lost: int) -> None:
    (tmp_path / "a.warc").write_bytes((_page("<p>It was late.</p>" * 30) * 2)[:-lost])
    done = cleaner("clean", "a.warc", "-o", "a.jsonl")
    assert done.returncode == 2
    assert done.stderr.decode() == "a.warc: the archive is cut off in its page 2; fetch it again\n"
    assert not (tmp_path / "a.jsonl").exists()


def parquet(path: Path, **columns: Any) -> None:
    table = pa.table(columns).replace_schema_metadata({b"corpus": b"harbour"})
    pq.write_table(table, path, row_group_size=2, compression="zstd")


def test_parquet_keeps_all_but_the_texts(cleaner: Run, tmp_path: Path) -> None:
    texts = pa.array([DIRTY, None, CLEAN, DIRTY, ""], pa.large_string())
    parquet(
        tmp_path / "a.parquet", n=[1.5, None, 3.0, 4.0, 5.0], text=texts, tags=[["x"], [], None, ["y"], []]
    )
    assert cleaner("clean", "a.parquet", "-o", "b.parquet", "--audit", "log").returncode == 0
    old, new = pq.ParquetFile(tmp_path / "a.parquet"), pq.ParquetFile(tmp_path / "b.parquet")
    assert new.schema_arrow.equals(old.schema_arrow, check_metadata=True)
    assert new.num_row_groups == old.num_row_groups == 3
    assert new.metadata.row_group(0).column(0).compression == "ZSTD"
    assert new.read().drop(["text"]).equals(old.read().drop(["text"]))
    assert new.read()["text"].to_pylist() == [CLEAN, None, CLEAN, CLEAN, ""]
    assert cleaner("restore", "b.parquet", "--audit", "log", "-o", "c.parquet").returncode == 0
    assert pq.read_table(tmp_path / "c.parquet").equals(old.read())


def test_parquet_without_a_text_column(cleaner: Run, tmp_path: Path) -> None:
    parquet(tmp_path / "a.parquet", body=[DIRTY], n=[1])
    done = cleaner("clean", "a.parquet", "-o", "b.parquet")
    assert done.returncode == 2
    assert done.stderr.decode() == 'a.parquet: it has no field "text" but body, n: say --text-field\n'
    done = cleaner("clean", "a.parquet", "-o", "b.parquet", "--text-field", "n")
    assert done.stderr.decode() == 'a.parquet: the column "n" holds int64, no text\n'
    assert not (tmp_path / "b.parquet").exists()


def test_check_and_fix_want_to_be_told_the_field(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINE)
    done = cleaner("check", "a.jsonl")
    assert (done.returncode, b"--text-field" in done.stderr) == (2, True)
    done = cleaner("check", "a.jsonl", "--text-field", "text")
    assert (done.returncode, done.stdout.decode()) == (
        1,
        "a.jsonl:1: blogger.get-link, canon.edges, canon.final-newline\n",
    )
    parquet(tmp_path / "b.parquet", text=[DIRTY, CLEAN])
    done = cleaner("fix", ".", "--text-field", "text", "--audit", "log")
    assert (done.returncode, (tmp_path / "a.jsonl").read_bytes()) == (1, CLEANED)
    assert pq.read_table(tmp_path / "b.parquet")["text"].to_pylist() == [CLEAN, CLEAN]
    assert cleaner("fix", ".", "--text-field", "text", "--audit", "log2").returncode == 0
    assert cleaner("restore", "a.jsonl", "--audit", "log", "-o", "back.jsonl").returncode == 0
    assert (tmp_path / "back.jsonl").read_bytes() == LINE


def test_records_that_fail_pass_or_go_or_end_the_run(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINE + b"broken\n" + LINE)
    done = cleaner("clean", "a.jsonl", "-o", "b.jsonl", "--errors-to", "errors.jsonl")
    assert (done.returncode, (tmp_path / "b.jsonl").read_bytes()) == (2, CLEANED + b"broken\n" + CLEANED)
    assert done.stderr.decode().startswith("a.jsonl:2: it is not a JSON object: ")
    (failure,) = (json.loads(line) for line in (tmp_path / "errors.jsonl").read_text().splitlines())
    assert (failure["place"], failure["row"], failure["record"]) == ("a.jsonl:2", 2, "broken\n")
    done = cleaner("clean", "a.jsonl", "-o", "c.jsonl", "--on-error", "skip", "--audit", "log")
    assert (done.returncode, (tmp_path / "c.jsonl").read_bytes()) == (2, CLEANED * 2)
    assert cleaner("restore", "c.jsonl", "--audit", "log", "-o", "d.jsonl").returncode == 0
    assert (tmp_path / "d.jsonl").read_bytes() == LINE * 2
    done = cleaner("clean", "a.jsonl", "-o", "e.jsonl", "--on-error", "stop")
    assert (done.returncode, (tmp_path / "e.jsonl").exists()) == (2, False)


def test_too_large_documents_pass_untouched(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(LINE)
    done = cleaner("clean", "a.jsonl", "--max-chars", 10)
    assert (done.returncode, done.stdout) == (2, LINE)
    assert b"more than --max-chars 10; left as it was" in done.stderr


def test_a_cut_off_archive_leaves_no_output(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(LINE * 500)[:-20])
    (tmp_path / "b.jsonl").write_bytes(LINE)
    done = cleaner("clean", ".", "-o", tmp_path.parent / (tmp_path.name + "-out"))
    assert done.returncode == 2
    assert done.stderr.decode().startswith("a.jsonl.gz: the compressed data ends too early")
    out = tmp_path.parent / (tmp_path.name + "-out")
    assert sorted(path.name for path in out.iterdir()) == ["b.jsonl"]


def test_one_job_and_three_give_the_same_bytes(cleaner: Run, tmp_path: Path) -> None:
    words = "The harbour was quiet, and the boats lay in a row.\n" * 20_000
    lines = [json.dumps({"id": n, "text": f"{n} {words[: 60_000 + n]}\n\nGet link"}) for n in range(60)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    for jobs in (1, 3):
        (tmp_path / str(jobs)).mkdir()
        logs = ("--audit", "log", "--summary-json", "sums")
        done = cleaner("clean", "../a.jsonl", "-o", "b.jsonl", *logs, "-j", jobs, cwd=tmp_path / str(jobs))
        assert done.returncode == 0
    for name in ("b.jsonl", "log", "sums"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "3" / name).read_bytes()
    assert json.loads((tmp_path / "1" / "sums").read_text())["documents"] == 60
