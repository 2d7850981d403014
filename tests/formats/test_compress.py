"""Compressed files: what goes in comes out, joined files read whole, and broken ones say so."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from cleaner.errors import FileError
from cleaner.formats.compress import open_read, open_write

TEXT = b"".join(b"line %d of some text\n" % number for number in range(20_000))


def packed(suffix: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with open_write(file, suffix) as out:
        for at in range(0, len(data), 1000):
            out.write(data[at : at + 1000])
    return file.getvalue()


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_what_goes_in_comes_out(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    with open_write(path) as out:
        out.write(TEXT)
    with open_read(path) as file:
        assert file.read() == TEXT
    with open_read(path) as file:
        assert list(file) == TEXT.splitlines(keepends=True)


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_joined_files_read_as_one(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(packed(suffix, b"one\n") + packed(suffix, b"") + packed(suffix, TEXT))
    with open_read(path) as file:
        assert file.read() == b"one\n" + TEXT


def test_the_same_bytes_make_the_same_file_which_others_read() -> None:
    assert packed(".gz", TEXT) == packed(".gz", TEXT)
    assert gzip.decompress(packed(".gz", TEXT)) == TEXT


def test_padding_behind_gzip_is_passed_over() -> None:
    assert open_read(io.BytesIO(packed(".gz", b"a") + bytes(512)), ".gz").read() == b"a"


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
@pytest.mark.parametrize("cut", [1, 12, 700])
def test_data_that_ends_too_early_is_told_behind_what_is_there(tmp_path: Path, suffix: str, cut: int) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(packed(suffix, b"whole\n") + packed(suffix, TEXT)[:-cut])
    with open_read(path) as file:
        assert file.readline() == b"whole\n"
        with pytest.raises(FileError, match=rf"a{suffix}: the compressed data ends too early"):
            file.read()


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_broken_data_is_told(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    whole = packed(suffix, TEXT)
    for data in (b"this was never compressed", whole[:-1] + bytes([whole[-1] ^ 1])):
        path.write_bytes(data)
        with open_read(path) as file, pytest.raises(FileError, match=rf"a{suffix}: .* data is broken"):
            file.read()


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_what_was_flushed_can_be_read_although_the_end_is_missing(suffix: str) -> None:
    file = io.BytesIO()
    out = open_write(file, suffix)
    out.write(b"first line\n")
    out.flush()
    assert open_read(io.BytesIO(file.getvalue()), suffix).readline() == b"first line\n"
    out.close()
    assert not file.closed


def test_a_file_that_exists_or_is_missing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gz").touch()
    with pytest.raises(FileError, match=r"a\.gz: cannot write it: File exists"):
        open_write(tmp_path / "a.gz")
    with pytest.raises(FileError, match=r"b\.gz: cannot read it: No such file"):
        open_read(tmp_path / "b.gz")


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(FileError, match=r"a\.zst: .* pip install 'cleaner-text\[zst\]'"):
        open_write(tmp_path / "a.zst")
