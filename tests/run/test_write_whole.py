"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.errors import FileError
from cleaner.run.write import write_whole


def test_a_new_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "new.txt", b"data")
    assert (tmp_path / "new.txt").read_bytes() == b"data"
    assert [path.name for path in tmp_path.iterdir()] == ["new.txt"]


def test_mode_and_link_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.txt"
    real.write_bytes(b"old")
    real.chmod(0o604)
    mode = real.stat().st_mode
    (tmp_path / "link.txt").symlink_to(real)
    write_whole(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode == mode


def test_hard_links_stay_together(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a longer text")
    os.link(tmp_path / "a", tmp_path / "b")
    write_whole(tmp_path / "a", b"short")
    assert (tmp_path / "b").read_bytes() == b"short"
    assert (tmp_path / "a").stat().st_nlink == 2


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.txt").write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"page\.txt: cannot write it: No space left on device"):
        write_whole(tmp_path / "page.txt", b"new")
    assert (tmp_path / "page.txt").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_a_name_of_full_length_can_be_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("n" * 255), b"data")
    assert (tmp_path / ("n" * 255)).read_bytes() == b"data"
