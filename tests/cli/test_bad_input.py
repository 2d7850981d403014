"""Bad input: a right result, or one line on stderr that names the file; never a changed input."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner as library
from cleaner.cli import run as run_command

Run = Callable[..., subprocess.CompletedProcess[bytes]]

DIRTY = "It was late, and the harbour had frozen over.\n\nGet link\n"
CLEAN = "It was late, and the harbour had frozen over.\n"


def only_line(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


@pytest.mark.parametrize("command", ["clean", "check", "fix", "diff"])
def test_a_missing_file(cleaner: Run, command: str) -> None:
    done = cleaner(command, "nowhere.txt")
    assert done.returncode == 2
    assert only_line(done) == "nowhere.txt: there is no such file or folder"


def test_the_others_still_run(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DIRTY)
    done = cleaner("check", "nowhere.txt", "page.txt")
    assert done.returncode == 2
    assert done.stdout.startswith(b"page.txt:")


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_folder_without_permission(cleaner: Run, tmp_path: Path, mode: int) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    (tmp_path / "in.txt").write_text(DIRTY)
    locked.chmod(mode)
    try:
        if os.access(locked, os.W_OK):
            # root may write anywhere: a file where a folder must be stands for it
            locked.chmod(0o755)
            locked.rmdir()
            locked.write_text("not a folder")
            done = cleaner("clean", "in.txt", "-o", "locked/out.txt")
        else:
            done = cleaner("clean", "in.txt", "-o", "locked/")
        assert done.returncode == 2
        assert "locked" in only_line(done)
    finally:
        locked.chmod(0o755)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Der Käufer zahlte für die Möbel, über die er fluchte; Grüße.\n".encode("cp1252"), None),
        ("\N{BYTE ORDER MARK}Zwölf  Boxkämpfer\r\n".encode("utf-16-le"), "Zwölf Boxkämpfer\n"),
        ("\N{BYTE ORDER MARK}Zwölf  Boxkämpfer\r\n".encode("utf-16-be"), "Zwölf Boxkämpfer\n"),
        ("\N{BYTE ORDER MARK}Zwölf  Boxkämpfer\n".encode("utf-32-le"), "Zwölf Boxkämpfer\n"),
        (b"\xef\xbb\xbfA  text\n", "A text\n"),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        (b"A\0 text\0 with NULs in\0 it\n", "A text with NULs in it\n"),
        (b"", ""),
        (b"\n\n \n", ""),
        (b"no newline at the end", "no newline at the end\n"),
    ],
)
def test_odd_bytes_are_read_and_restored(cleaner: Run, tmp_path: Path, data: bytes, text: str | None) -> None:
    (tmp_path / "page.txt").write_bytes(data)
    done = cleaner("clean", "page.txt", "-o", "out.txt", "--audit", "log.jsonl")
    assert done.returncode == 0
    wanted = data.decode("cp1252") if text is None else text
    assert (tmp_path / "out.txt").read_bytes() == wanted.encode()
    assert cleaner("restore", "out.txt", "--audit", "log.jsonl", "-o", "back.txt").returncode == 0
    assert (tmp_path / "back.txt").read_bytes() == data
    assert (tmp_path / "page.txt").read_bytes() == data


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfea\0b\0c",
        b"\xff\xfea\0\x00\xd8b\0",
        b"\xfe\xff\0a\xdc\x00\0b",
    ],
    ids=["odd length", "lone surrogate", "lone low surrogate"],
)
@pytest.mark.parametrize("command", ["clean", "fix"])
def test_utf16_that_cannot_be_passes_untouched(
    cleaner: Run, tmp_path: Path, data: bytes, command: str
) -> None:
    (tmp_path / "page.txt").write_bytes(data)
    extra = ["-o", "out.txt", "--audit", "log.jsonl"] if command == "clean" else ["--force"]
    done = cleaner(command, "page.txt", *extra, "-q")
    assert done.returncode == 2
    assert only_line(done).startswith("page.txt: ")
    assert (tmp_path / "page.txt").read_bytes() == data
    if command == "clean":
        assert (tmp_path / "out.txt").read_bytes() == data


def test_ambiguous_cp932_passes_untouched() -> None:
    ambiguous = bytes.fromhex("8790") + "これは日本語の文章です。".encode("cp932")
    result = library.clean(ambiguous, encoding="cp932")
    assert result.restore() == ambiguous
    assert result.to_bytes() in {ambiguous, ambiguous.decode("cp932").encode() + b"\n"}
    if result.error:
        assert not result.changed


@pytest.mark.parametrize(
    "data",
    [
        b"caf\xc3\xa9 \xe2\xe2\x80\x8b\x80\x9c and more caf\xc3\xa9\n",
        b"caf\xc3\xa9 \xe2\xc2\xad\x80\x9c caf\xc3\xa9\n",
        b"caf\xc3\xa9 \xe2\x00\x80\x9c caf\xc3\xa9\n",
        b"caf\xc3\xa9 caf\xc3\xa9 caf\xc3\xa9\nGet link \xff\n",
    ],
)
def test_stray_bytes_are_never_joined(data: bytes) -> None:
    result = library.clean(data)
    assert result.restore() == data
    assert result.error is None
    out = result.to_bytes()
    assert out.decode("utf-8", "surrogateescape") == result.text
    for stray in (b"\xe2\x80\x9c", b"\xff"):
        assert out.count(stray) == data.count(stray)


def test_an_output_inside_the_input(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(DIRTY)
    for out in ("in/out", "in", "."):
        done = cleaner("clean", "in", "-o", out)
        assert done.returncode == 2
        assert "choose another folder" in only_line(done)
    assert sorted(p.name for p in (tmp_path / "in").iterdir()) == ["a.txt"]


def test_an_output_that_exists(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "out.txt").write_text("precious")
    done = cleaner("clean", "a.txt", "-o", "out.txt")
    assert done.returncode == 2
    assert only_line(done) == "cleaner: out.txt: it exists already; choose another place, or --overwrite"
    assert (tmp_path / "out.txt").read_text() == "precious"
    assert cleaner("clean", "a.txt", "-o", "out.txt", "--overwrite").returncode == 0
    assert (tmp_path / "out.txt").read_text() == CLEAN


def test_an_output_that_is_an_input(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    done = cleaner("clean", "a.txt", "-o", "a.txt", "--overwrite")
    assert done.returncode == 2
    assert "this is an input" in only_line(done)
    assert (tmp_path / "a.txt").read_text() == DIRTY


def test_two_inputs_for_one_output(cleaner: Run, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(DIRTY)
    done = cleaner("clean", "a/x.txt", "b/x.txt", "-o", "out")
    assert done.returncode == 2
    assert "would go here" in only_line(done)
    assert not (tmp_path / "out").exists()


def test_several_files_do_not_go_to_stdout(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "b.txt").write_text(DIRTY)
    done = cleaner("clean", "a.txt", "b.txt")
    assert done.returncode == 2
    assert done.stdout == b""
    assert "-o FOLDER" in only_line(done)


def test_an_audit_log_is_never_written_over(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "log.jsonl").write_text("precious")
    for command in (["clean", "a.txt", "-o", "out.txt"], ["fix", "a.txt"]):
        done = cleaner(*command, "--audit", "log.jsonl")
        assert done.returncode == 2
        assert "exists already" in only_line(done)
        assert (tmp_path / "a.txt").read_text() == DIRTY
        assert (tmp_path / "log.jsonl").read_text() == "precious"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(64), os.urandom(4096) + bytes(64), b"\x1f\x8b\x08" + bytes(64)]
)
@pytest.mark.parametrize("command", ["clean", "check", "fix"])
def test_a_file_that_is_not_text(cleaner: Run, tmp_path: Path, command: str, data: bytes) -> None:
    (tmp_path / "blob.txt").write_bytes(data)
    done = cleaner(command, "blob.txt")
    assert done.returncode == 2
    assert "blob.txt: this is not text" in only_line(done)
    assert (tmp_path / "blob.txt").read_bytes() == data


def test_a_folder_without_text(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.bin").write_bytes(b"\0")
    for command in ("clean", "check", "fix"):
        done = cleaner(command, "in")
        assert done.returncode == 2
        assert "in: there is no file to clean here" in only_line(done)


def test_a_very_long_line(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"word and word " * 3_700_000)
    done = cleaner("clean", "long.txt", "-o", "out.txt")
    assert done.returncode == 0
    assert (tmp_path / "out.txt").stat().st_size == 14 * 3_700_000


def test_a_log_that_is_none(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CLEAN)
    for content in ("not json\n", '{"path": 1}\n', "[]\n", '{"log": 99}\n', ""):
        (tmp_path / "log.jsonl").write_text(content)
        done = cleaner("restore", "a.txt", "--audit", "log.jsonl", "-o", "back.txt")
        assert done.returncode == 2
        assert "log.jsonl" in only_line(done)
        assert not (tmp_path / "back.txt").exists()


def test_a_broken_pack_tells_all_at_once(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "bad.yaml").write_text(
        "pack: bad\nrules:\n"
        "  - id: one\n    why: w\n    category: promoo\n    line: {exact: Hello}\n"
        "  - id: two\n    why: w\n    category: promo\n    line: {regex: 'a*'}\n"
        "  - id: two\n    why: w\n    category: promo\n    line: {regex: '(unclosed'}\n"
    )
    done = cleaner("clean", "--rules", "bad.yaml", "a.txt")
    assert done.returncode == 2
    assert done.stdout == b""
    told = done.stderr.decode()
    assert 'bad.yaml:5:15: bad.one: "promoo" cannot stand here\n  try: did you mean "promo"?' in told
    assert (
        "bad.yaml:10:19: bad.two: the pattern can match nothing at all\n  try: end it with + instead of *"
        in told
    )
    assert "bad.yaml:11:5: bad.two: another rule on line 7 has this id" in told
    assert "bad.yaml:14:19: bad.two: the pattern does not compile" in told


def test_surrogates_through_the_api() -> None:
    for text in ("\ud800", "a\udcffb", "\udce2\N{ZERO WIDTH SPACE}\udc80\udc9c", "Get link\n\ud83d"):
        result = library.clean(text)
        assert result.error is None
        assert [c for c in result.text if "\ud800" <= c <= "\udfff"] == [
            c for c in text if "\ud800" <= c <= "\udfff"
        ]
        assert ascii(result.restore()) == ascii(text)


def test_stdin_mixed_with_files(cleaner: Run) -> None:
    for command in ("clean", "check", "diff"):
        assert cleaner(command, "-", "a.txt").returncode == 2
    done = cleaner("fix", "-")
    assert done.returncode == 2
    assert "use: cleaner clean -" in only_line(done)


@pytest.mark.parametrize(
    "command",
    [
        ["clean", "page.txt", "-o", "out.txt", "--overwrite", "--audit", "page.txt"],
        ["clean", "page.txt", "-o", "out.txt", "--overwrite", "--errors-to", "link.txt"],
        ["clean", "page.txt", "-o", "out.txt", "--summary-json", "page.txt"],
        ["clean", "page.txt", "link.txt", "-o", "out", "--audit", "out/page.txt"],
        ["clean", "page.txt", "-o", "out.txt", "--audit", "out.txt"],
        ["clean", "page.txt", "--audit", "log.jsonl", "--errors-to", "log.jsonl"],
        ["check", "page.txt", "--output-file", "./page.txt"],
        ["rules", "suggest", "page.txt", "--overwrite", "-o", "page.txt"],
        ["report", "page.txt", "--overwrite", "-o", "page.txt"],
        ["clean", "page.txt", "-o", "out.txt", "--audit", ""],
    ],
)
def test_no_option_writes_over_what_is_read_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(DIRTY)
    Path("link.txt").symlink_to("page.txt")
    assert run_command(command) == 2
    assert re.search("name it|names it|has no name", capsys.readouterr().err)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.txt", "page.txt"]
    assert Path("page.txt").read_text() == DIRTY


def test_failures_are_listed_also_where_stdout_takes_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.jsonl").write_bytes(b'{"text": "fine"}\n{"text": 7}\n')
    assert run_command(["clean", "page.jsonl", "--errors-to", "errors.jsonl"]) == 2
    assert capfdbinary.readouterr().out == b'{"text": "fine"}\n{"text": 7}\n'
    assert [json.loads(line)["row"] for line in Path("errors.jsonl").read_text().splitlines()] == [2]


@pytest.mark.parametrize("command", [["clean"], ["fix", "--force"], ["explain"], ["clean", "page.txt", "-o"]])
def test_a_name_that_is_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(DIRTY)
    assert run_command([*command, "a" * 5000]) == 2
    assert "File name too long" in capsys.readouterr().err


def test_what_cannot_be_decoded_is_not_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(b"caf\xe9\n")
    assert run_command(["explain", str(page), "--encoding", "utf-16"]) == 2
    assert "utf-16 does not decode it" in capsys.readouterr().err
