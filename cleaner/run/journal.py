"""The journal of a run: how far it has come, so that a run that was cut off can be continued.

It stands beside the output while a run goes on, one JSON line for each step that is finished,
written behind what it tells of. So whatever it says is there, is there.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

from cleaner.errors import ConfigError, FileError
from cleaner.formats.record import Position
from cleaner.report.tally import Tally
from cleaner.run.write import make_folder

VERSION = 1


class Identity(NamedTuple):
    """What tells that an input is still the one it was: bytes, and nanoseconds of its last change."""

    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Identity:
        """Return a file's identity. Raises OSError."""
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns)


class Step(NamedTuple):
    """How far a shard has come: its output so far, and the place in its input that follows.

    ``done`` says that the output is whole; it may wait under its temporary name still.
    """

    shard: str
    identity: Identity
    temporary: Path
    target: Path
    size: int
    position: Position
    done: bool


@dataclass(slots=True)
class State:
    """How far a run has come: finished shards, the one that is not, the logs' sizes, the counts."""

    finished: dict[str, Step] = field(default_factory=dict)
    unfinished: Step | None = None
    logs: dict[str, tuple[Path, int]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    failed: bool = False


class Journal:
    """A journal that is being written. ``terms`` are all that must be the same in both runs."""

    def __init__(self, path: Path, terms: dict[str, Any]) -> None:
        """Say where it stands; nothing is written before the first step."""
        self.path = path
        self._terms = terms
        self._file: BinaryIO | None = None

    def read(self) -> State:
        """Return how far the run before has come, and go on with its journal.

        Raises FileError if there is none, or it cannot be read, and ConfigError if that run was
        begun on other terms.
        """
        try:
            data = self.path.read_bytes()
            file = self.path.open("r+b")
        except FileNotFoundError:
            message = f"{self.path}: no run was cut off here, so there is none to resume; leave --resume out"
            raise FileError(message) from None
        except OSError as error:
            self._fail(error)
        whole = data[: data.rfind(b"\n") + 1]
        file.truncate(len(whole))
        file.seek(len(whole))
        self._file = file
        try:
            lines = [json.loads(line) for line in whole.splitlines()]
        except ValueError:
            message = f"{self.path}: this cannot be read as a journal; begin again with --overwrite"
            raise FileError(message) from None
        if not lines:
            self.close()
            self.path.unlink()
            return State()
        self._compare(lines[0])
        return _state(lines[1:])

    def _compare(self, header: dict[str, Any]) -> None:
        if header.get("journal") != VERSION:
            message = f"{self.path}: another version of cleaner began this run; begin again with --overwrite"
            raise ConfigError(message)
        terms = json.loads(json.dumps(self._terms))
        for name in terms.keys() | header["terms"].keys():
            old, new = header["terms"].get(name), terms.get(name)
            if old != new:
                message = (
                    f"the run that was cut off had {name} {old}, now it is {new}; "
                    "resume it as it was begun, or begin again with --overwrite"
                )
                raise ConfigError(message)

    def temporary(self, path: Path) -> Path:
        """Note a file that is about to be made, so that none is left behind. Raises FileError."""
        self._add({"temporary": str(path)})
        return path

    def log(self, name: str, temporary: Path, size: int) -> None:
        """Note that a log was begun, and how long its opening is. Raises FileError."""
        self._add({"log": name, "temporary": str(temporary), "size": size})

    def step(self, step: Step, sizes: dict[str, int], tally: Tally, *, failed: bool) -> None:
        """Note how far a shard has come, and what that added to logs and counts. Raises FileError."""
        told = {"temporary": str(step.temporary), "target": str(step.target)}
        rest = {"sizes": sizes, "tally": tally.as_record(), "failed": failed}
        self._add(step._asdict() | told | rest)

    def _add(self, what: dict[str, Any]) -> None:
        try:
            if self._file is None:
                make_folder(self.path.parent)
                self._file = self.path.open("xb")
                self._write({"journal": VERSION, "terms": self._terms})
            self._write(what)
        except OSError as error:
            self._fail(error)

    def _write(self, what: dict[str, Any]) -> None:
        if self._file is not None:
            self._file.write(json.dumps(what, separators=(",", ":")).encode() + b"\n")
            self._file.flush()

    def close(self) -> None:
        """Leave it for another run."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Remove it: the run is finished, or begins again. Files that it tells of go as well."""
        self.close()
        with contextlib.suppress(OSError):
            lines = self.path.read_bytes().splitlines()
            for line in lines[1:]:
                with contextlib.suppress(ValueError, KeyError, OSError):
                    Path(json.loads(line)["temporary"]).unlink()
            self.path.unlink()

    def _fail(self, error: OSError) -> NoReturn:
        message = f"{self.path}: cannot write the journal of the run: {error.strerror}"
        raise FileError(message) from None


def _state(steps: list[dict[str, Any]]) -> State:
    state = State()
    for entry in steps:
        if "log" in entry:
            state.logs[entry["log"]] = (Path(entry["temporary"]), entry["size"])
            continue
        if "shard" not in entry:
            continue
        for name, size in entry["sizes"].items():
            state.logs[name] = (state.logs[name][0], size)
        state.tally.merge([Tally.from_record(entry["tally"])])
        state.failed = state.failed or entry["failed"]
        step = Step(
            entry["shard"],
            Identity(*entry["identity"]),
            Path(entry["temporary"]),
            Path(entry["target"]),
            entry["size"],
            Position(*entry["position"]),
            entry["done"],
        )
        state.unfinished = None if step.done else step
        if step.done:
            state.finished[step.shard] = step
    return state
