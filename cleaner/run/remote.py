"""Folders of any file system that fsspec knows, and files there that appear whole or not at all."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cleaner.errors import ConfigError, FileError


class Folder(NamedTuple):
    """A folder of a file system: ``url`` as it was given, ``root`` as the file system calls it."""

    system: Any
    root: str
    url: str

    def place(self, name: str) -> str:
        """Return where a file of this name stands."""
        return f"{self.root}/{name}" if name else self.root

    def shown(self, name: str) -> Path:
        """Return how messages and logs call a file: below what was given, without a protocol."""
        return Path(self.root if "://" in self.url else self.url) / name

    def exists(self, name: str = "") -> bool:
        """Whether there is such a file, or the folder itself. Raises FileError."""
        with self.trouble(name, "look at"):
            return bool(self.system.exists(self.place(name)))

    def names(self) -> list[str]:
        """Return the names of all files below, in order. Raises FileError."""
        with self.trouble("", "list"):
            found = self.system.find(self.root)
        return sorted(path[len(self.root) :].lstrip("/") for path in found)

    def identity(self, name: str) -> str:
        """Return what tells that a file is still the one it was. Raises FileError."""
        with self.trouble(name, "look at"):
            return f"{self.system.size(self.place(name))} {self.system.ukey(self.place(name))}"

    @contextlib.contextmanager
    def reading(self, name: str) -> Iterator[BinaryIO]:
        """Open a file. Raises FileError."""
        with self.trouble(name, "read"), self.system.open(self.place(name), "rb") as file:
            yield file

    def put(self, local: Path, name: str) -> None:
        """Copy a file of this machine there: it appears whole, or not at all. Raises FileError."""
        with local.open("rb") as source, self.writing(name) as target:
            shutil.copyfileobj(source, target, 1 << 20)

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Write a file under another name, and give it its own when it is whole. Raises FileError.

        A store of objects shows none before it is whole, but has no cheap renaming.
        """
        place = self.place(name)
        folder, _, last = place.rpartition("/")
        local = "file" in self.system.protocol
        pending = f"{folder}/.{last[:100]}.{secrets.token_hex(4)}.tmp" if local else place
        with self.trouble(name, "write"):
            self.system.makedirs(folder, exist_ok=True)
            try:
                with self.system.open(pending, "wb") as file:
                    yield file
                if local:
                    Path(pending).replace(place)
            except BaseException:
                with contextlib.suppress(OSError):
                    self.system.rm_file(pending)
                raise

    def remove(self) -> None:
        """Remove the folder with all that it holds. Raises FileError."""
        with self.trouble("", "remove"):
            if self.system.exists(self.root):
                self.system.rm(self.root, recursive=True)

    @contextlib.contextmanager
    def trouble(self, name: str, verb: str) -> Iterator[None]:
        """Name the file in what a file system raises. Raises FileError."""
        try:
            yield
        except OSError as error:
            shown = f"{self.url.rstrip('/')}/{name}" if name else self.url
            message = f"{shown}: cannot {verb} it: {error.strerror or error}"
            raise FileError(message) from None


def folder(url: str) -> Folder:
    """Return the folder at a path or URL. Raises ConfigError for one that no file system is there for."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 -- an extra
    except ImportError:
        message = "for runs on a cluster more packages are needed: pip install 'cleaner-text[ray]'"
        raise ConfigError(message) from None
    try:
        system, root = url_to_fs(url)
    except (ImportError, ValueError) as error:
        message = f"{url}: this cannot be opened: {error}"
        raise ConfigError(message) from None
    return Folder(system, root.rstrip("/"), url.rstrip("/") or url)


def beside(place: Folder) -> Folder:
    """Return the hidden folder beside ``place`` in which a run keeps how far it has come."""

    def hidden(path: str) -> str:
        above, slash, last = path.rpartition("/")
        return f"{above}{slash}.{last[:100]}.cleaner-run"

    return Folder(place.system, hidden(place.root), hidden(place.url))
