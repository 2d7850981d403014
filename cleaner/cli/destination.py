"""Where ``clean`` writes: every output is known, and refused if it must be, before anything is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path

from cleaner.cli.inputs import Inputs
from cleaner.errors import ConfigError, FileError
from cleaner.formats.opening import is_stream
from cleaner.formats.record import Shard
from cleaner.run.discover import Input


def destinations(
    given: Sequence[str], output: str | None, inputs: Inputs, *, overwrite: bool
) -> list[Path | None]:
    """Return the path that each shard is written to, None for stdout.

    Raises ConfigError where the inputs have no place to go, and FileError for an output that
    exists or overlaps an input.
    """
    shards = inputs.shards
    if output in {None, "-"}:
        if len(shards) > 1 or any(Path(path).is_dir() for path in given):
            message = "several files cannot go to stdout; say where to write them: -o FOLDER"
            raise ConfigError(message)
        return [None] * len(shards)
    if not output:
        message = "-o has no name; say where to write, or leave it out for stdout"
        raise ConfigError(message)
    target = Path(output)
    if is_stream(target):
        message = f"{target}: this is no file that could be replaced; leave -o out, and write: > {target}"
        raise FileError(message)
    into_folder = (
        len(given) > 1 or Path(given[0]).is_dir() or target.is_dir() or output.endswith(("/", os.sep))
    )
    if not into_folder:
        outputs = [target for _ in shards]
    else:
        if target.exists() and not target.is_dir():
            message = f"{target}: several files cannot go into one; give -o a folder"
            raise FileError(message)
        outputs = [target / _name(shard, entry) for shard, entry in zip(shards, inputs.entries, strict=True)]
    if inputs.stream is None:
        _refuse_overlap(given, target, shards, outputs)
    if not overwrite:
        _refuse_existing(outputs)
    return list(outputs)


def refuse_shared(
    named: Mapping[str, str | None], read: Iterable[Path] = (), written: Iterable[Path] = ()
) -> None:
    """Refuse options that name what is read or written besides, or the same file twice.

    ``named`` are options with the file that each names, if any. Raises ConfigError.
    """
    places: dict[str, str] = {}
    for option, path in named.items():
        if path == "":
            message = f"{option} has no name; say which file, or leave it out"
            raise ConfigError(message)
        if path is not None and path != "-" and not is_stream(Path(path)):
            twin = places.setdefault(os.path.realpath(path), option)
            if twin != option:
                message = f"{path}: both {twin} and {option} name it; choose another name for one of them"
                raise ConfigError(message)
    names = {os.path.basename(place) for place in places}  # noqa: PTH119 -- of what is text already
    uses = chain(zip(read, repeat("is read")), zip(written, repeat("is written besides")))
    for used, how in uses:
        if not used.is_symlink() and used.name not in names:
            continue  # to look at each file would take long
        named_by = places.get(os.path.realpath(used))
        if named_by is not None:
            message = f"{used}: {named_by} names it, and it {how}; choose another name"
            raise ConfigError(message)


def name_in(output: str, target: Path) -> str:
    """Return how ``restore`` finds a cleaned file: its name below the output folder."""
    folder = Path(output)
    return target.relative_to(folder).as_posix() if target != folder else target.name


def journal_place(output: str) -> Path:
    """Return where the journal of a run stands: beside the output."""
    target = Path(output)
    return target.with_name(f".{target.name[:100]}.cleaner-run")


def _name(shard: Shard, entry: Input) -> str:
    """What was extracted is no HTML and no archive, so it does not keep the name."""
    suffix = {"html": ".txt", "warc": ".jsonl"}.get(shard.shape.format, "")
    packed = shard.shape.compression
    stem = entry.name[: len(entry.name) - len(packed)] if suffix else entry.name
    return stem + suffix + packed if suffix else stem


def _refuse_overlap(
    given: Sequence[str], target: Path, shards: Sequence[Shard], outputs: Sequence[Path]
) -> None:
    real = Path(os.path.realpath(target))
    for path in given:
        source = Path(os.path.realpath(path))
        if source.is_dir() and (real.is_relative_to(source) or source.is_relative_to(real)):
            message = f"{target}: the output and the input {path} lie one in the other; choose another folder"
            raise FileError(message)
    sources = {os.path.realpath(shard.path) for shard in shards}
    seen: dict[str, Shard] = {}
    for shard, place in zip(shards, outputs, strict=True):
        key = os.path.realpath(place)
        if key in sources:
            message = f"{place}: this is an input; to clean a file in its place: cleaner fix"
            raise FileError(message)
        twin = seen.setdefault(key, shard)
        if twin is not shard:
            message = f"{place}: both {twin.path} and {shard.path} would go here; clean them separately"
            raise FileError(message)


def _refuse_existing(outputs: Sequence[Path]) -> None:
    there = [path for path in outputs if os.path.lexists(path)]
    if there:
        more = f" (and {len(there) - 1} more)" if len(there) > 1 else ""
        message = f"{there[0]}{more}: it exists already; choose another place, or --overwrite"
        raise FileError(message)
