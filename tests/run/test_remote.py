"""Folders of file systems that fsspec knows: here that of the machine, and one in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from cleaner import ConfigError, FileError
from cleaner.run.remote import beside, folder


@pytest.fixture(params=["local", "memory"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield str(tmp_path / "data") if request.param == "local" else "memory://bucket/data"
    MemoryFileSystem.store.clear()


def test_files_come_and_go(url: str, tmp_path: Path) -> None:
    place = folder(url)
    assert not place.exists()
    (tmp_path / "x").write_bytes(b"content")
    place.put(tmp_path / "x", "sub/a.jsonl")
    assert (place.exists("sub/a.jsonl"), place.names()) == (True, ["sub/a.jsonl"])
    with place.reading("sub/a.jsonl") as file:
        assert file.read() == b"content"
    before = place.identity("sub/a.jsonl")
    assert place.identity("sub/a.jsonl") == before
    with place.writing("sub/a.jsonl") as file:
        file.write(b"other content")
    assert place.identity("sub/a.jsonl") != before
    place.remove()
    place.remove()
    assert not place.exists()


def test_what_is_not_whole_does_not_appear(tmp_path: Path) -> None:
    place = folder(str(tmp_path / "data"))

    def broken() -> None:
        with place.writing("a.jsonl") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert place.names() == []


def test_messages_name_what_was_given(url: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=f"{url}/no.jsonl: cannot read it: "), folder(url).reading("no.jsonl"):
        pass
    with pytest.raises(ConfigError, match="nothing://x: this cannot be opened"):
        folder("nothing://x")
    assert str(folder("memory://bucket/data").shown("a.jsonl")) == "/bucket/data/a.jsonl"
    assert folder("data/").shown("a.jsonl") == Path("data/a.jsonl")
    assert beside(folder(str(tmp_path / "out"))).root == str(tmp_path / ".out.cleaner-run")
