"""Finds pack files, shipped ones and the user's, and reads them as text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cleaner.errors import ConfigError, FileError
from cleaner.packs.schema import Origin

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SUFFIXES = (".yaml", ".yml")


class Source(NamedTuple):
    """The text of a pack file, the path that messages name, and whose it is."""

    path: str
    text: str
    origin: Origin


def shipped_sources() -> tuple[Source, ...]:
    """Return the packs that come with the package, ordered by path."""
    root = _shipped_root()
    return tuple(Source(f"rules/{name}", _text(entry.read_bytes()), "shipped") for name, entry in _walk(root))


def user_sources(paths: Iterable[str]) -> tuple[Source, ...]:
    """Return the packs at ``paths``, files or folders, ordered by path, each once.

    Raises ConfigError for a path that does not exist or a folder without packs, and FileError
    for a file that cannot be read as UTF-8.
    """
    found: dict[str, Source] = {}
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(entry for suffix in SUFFIXES for entry in path.rglob(f"*{suffix}"))
            if not inside:
                message = f"{path}: there is no pack (*.yaml) in this folder"
                raise ConfigError(message)
        elif path.exists():
            inside = [path]
        else:
            message = f"{path}: there is no such rule pack; give a YAML file or a folder of them"
            raise ConfigError(message)
        for entry in inside:
            found.setdefault(str(entry.resolve()), Source(entry.as_posix(), _read(entry), "user"))
    return tuple(sorted(found.values()))


def digest(sources: Iterable[Source], extra: Iterable[str] = ()) -> str:
    """Return a hash of the packs' texts that does not depend on where or in which order they lie."""
    parts = sorted(
        hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).digest() for source in sources
    )
    whole = hashlib.sha256(b"".join(parts))
    for word in sorted(extra):
        whole.update(b"\0" + word.encode())
    return whole.hexdigest()[:16]


def _text(data: bytes) -> str:
    """Decode a shipped pack; a checkout on Windows may have other line ends than the wheel."""
    return data.decode("utf-8").replace("\r\n", "\n")


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"{path}: cannot read the rule pack: {error.strerror}"
        raise FileError(message) from None
    except UnicodeDecodeError as error:
        message = f"{path}: the rule pack is not UTF-8 (byte {error.start}); save it as UTF-8"
        raise FileError(message) from None


def _shipped_root() -> Traversable:
    """The packs in the wheel, or those beside the package in a checkout.

    A checkout is known by its pyproject.toml: in site-packages a sibling ``rules`` would be
    somebody else's package.
    """
    package = Path(__file__).parents[1]
    top = package.parent
    if (package / "rules").is_dir():
        return package / "rules"
    if (top / "pyproject.toml").is_file() and (top / "rules").is_dir():
        return top / "rules"
    from importlib.resources import files  # noqa: PLC0415 -- only a package inside a zip file needs it

    inside = files("cleaner") / "rules"
    if inside.is_dir():
        return inside
    message = "the shipped rule packs are missing from this installation; install cleaner-text again"
    raise ConfigError(message)


def _walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(SUFFIXES):
            yield prefix + entry.name, entry
        elif entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
