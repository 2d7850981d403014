"""Pipes, devices and paths that change under one's hands: nothing is lost, nothing replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.cli import fix
from cleaner.cli import run as run_command
from cleaner.run.write import Pending, write_whole

Run = Callable[..., subprocess.CompletedProcess[bytes]]

DIRTY = b"It was late, and the harbour had frozen over.\n\nGet link\n"
CLEAN = b"It was late, and the harbour had frozen over.\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other pipes and devices")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize(
    ("command", "code", "told"),
    [("clean", 0, CLEAN), ("check", 1, b"blogger.get-link"), ("diff", 0, b"-Get")],
)
def test_a_pipe_is_read_once(
    pipe: Path, capfdbinary: pytest.CaptureFixture[bytes], command: str, code: int, told: bytes
) -> None:
    writer = threading.Thread(target=pipe.write_bytes, args=(DIRTY,))
    writer.start()
    assert run_command([command, str(pipe)]) == code
    writer.join()
    assert told in capfdbinary.readouterr().out


def test_a_pipe_has_no_place_to_be_fixed_in(pipe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["fix", "--force", str(pipe)]) == 2
    assert "has no place to be fixed in" in capsys.readouterr().err


def test_a_pipe_in_a_folder_is_left_out(pipe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pipe.parent / "page.txt").write_bytes(CLEAN)
    assert run_command(["check", "-v", str(pipe.parent)]) == 0
    assert "pipe.txt: skipped: no file" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["explain"], ["restore", "--audit", "log.jsonl", "-o", "back"]])
def test_what_reads_twice_refuses_pipes(
    pipe: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert run_command([*command, str(pipe)]) == 2
    assert "write it to a file first" in capsys.readouterr().err


def test_stdin_by_its_path(process: Run) -> None:
    assert process("clean", "/dev/stdin", stdin=DIRTY).stdout == CLEAN


def test_an_output_is_no_device(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = tmp_path / "nowhere"
    link.symlink_to(os.devnull)
    (tmp_path / "page.txt").write_bytes(DIRTY)
    assert run_command(["clean", str(tmp_path / "page.txt"), "-o", str(link), "--overwrite"]) == 2
    assert "this is no file that could be replaced" in capsys.readouterr().err
    assert link.is_char_device()


def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    link = tmp_path / "nowhere"
    link.symlink_to(os.devnull)
    write_whole(link, b"anything")
    pending = Pending(link)
    pending.write(b"more")
    pending.discard()
    assert link.is_char_device()
    assert list(tmp_path.iterdir()) == [link]


def test_a_log_goes_into_a_pipe(tmp_path: Path, pipe: Path) -> None:
    page, read = tmp_path / "page.txt", []
    page.write_bytes(DIRTY)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert run_command(["clean", str(page), "-o", str(tmp_path / "out.txt"), "--audit", str(pipe)]) == 0
    reader.join()
    assert read[0].count(b"\n") == 2


STALLED = """
import signal, sys, time
from cleaner.cli import main
from cleaner.run.write import Pending
write = Pending.write
def stalled(self, data):
    write(self, data)
    print("written", flush=True)
    time.sleep(60)
Pending.write = stalled
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)  # whoever runs the tests may ignore one
main(sys.argv[1:])
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_ended_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    records = b'{"text": "\\n\\nThe quay was quiet."}\n' * 1_000
    page = tmp_path / "page.jsonl"
    page.write_bytes(records)
    command = ["fix", "page.jsonl", "--force", "--text-field", "text", "--jobs", "2", "--no-default-rules"]
    process = subprocess.Popen(
        [sys.executable, "-c", STALLED, *command],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"written\n"
    assert len(list(tmp_path.iterdir())) > 1
    process.send_signal(number)
    assert process.communicate()[1] == b""
    assert process.returncode == 128 + number
    assert list(tmp_path.iterdir()) == [page]
    assert page.read_bytes() == records


@pytest.mark.parametrize("command", ["clean", "check", "fix"])
def test_an_empty_path_is_not_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_bytes(DIRTY)
    assert run_command([command, ""]) == 2
    assert "one of the paths is empty" in capsys.readouterr().err
    assert Path("page.txt").read_bytes() == DIRTY


def test_links_are_copied_but_fixed_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, out = tmp_path / "in", tmp_path / "out"
    corpus.mkdir()
    (corpus / "page.txt").write_bytes(DIRTY)
    (corpus / "link.txt").symlink_to("page.txt")
    assert run_command(["clean", str(corpus), "-o", str(out)]) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"page.txt": CLEAN, "link.txt": CLEAN}
    assert run_command(["fix", "--force", str(corpus)]) == 1
    assert capsys.readouterr().out.count("blogger.get-link") == 1
    assert (corpus / "link.txt").is_symlink()


def test_what_somebody_writes_while_a_file_is_fixed_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(DIRTY)

    class Slow(Pending):
        def write(self, data: bytes) -> None:
            page.write_bytes(b"My own words.\n")
            super().write(data)

    monkeypatch.setattr(fix, "Pending", Slow)
    assert run_command(["fix", "--force", "--jobs", "1", str(page)]) == 2
    assert "it was changed while it was being cleaned" in capsys.readouterr().err
    assert page.read_bytes() == b"My own words.\n"
    assert list(tmp_path.iterdir()) == [page]
