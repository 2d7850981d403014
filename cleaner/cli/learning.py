"""``clean --learn``: what a run learns of its corpus first, and the cleaners that know it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from cleaner.cli.inputs import Inputs
from cleaner.cli.options import Reading, Working
from cleaner.cli.streams import Reporter
from cleaner.errors import ConfigError, FileError
from cleaner.pipeline import Cleaner
from cleaner.run.write import make_folder, write_whole


def pack_place(audit: str | None, output: str | None) -> Path:
    """Return where the learned pack goes: beside the log, or else beside the output.

    Raises ConfigError if there is neither.
    """
    beside = audit or (output if output != "-" else None)
    if beside is None:
        message = "--learn writes the pack that it learned beside the log; say where that goes: --audit LOG"
        raise ConfigError(message)
    path = Path(beside)
    return path.with_name(f"{path.name.partition('.')[0] or path.name}.learned.yaml")


def learn_first(  # noqa: PLR0913 -- what is read, how, by whom, and where the pack goes
    cleaners: Mapping[int, Cleaner],
    inputs: Inputs,
    reading: Reading,
    working: Working,
    report: Reporter,
    *,
    place: Path,
    overwrite: bool,
    resume: bool,
) -> dict[int, Cleaner]:
    """Return the cleaners with the rules that the corpus teaches beside their own; only sure ones.

    A run that is resumed takes the pack that it learned before.
    """
    from cleaner.learn.suggest import Corpus, counted, suggest  # noqa: PLC0415 -- must not weigh on start-up

    if inputs.stream is not None:
        message = "--learn reads the corpus twice, which stdin cannot be; name files"
        raise ConfigError(message)
    if not (resume and place.exists()):
        if place.exists() and not overwrite:
            message = f"{place}: a learned pack exists already; use it with --rules, or --overwrite"
            raise FileError(message)
        corpus = Corpus(tuple(inputs.shards), reading.fields, cleaners[0].config.encoding)
        found = suggest(corpus, working.limits, report, only_sure=True)
        make_folder(place.parent)
        write_whole(place, found.pack.encode())
        report.note(f"{place}: {counted(len(found.rules), 'rule')} to clean with")
        for line in found.told():
            report.note(line)
    return {number: _with_pack(cleaner, place) for number, cleaner in cleaners.items()}


def _with_pack(cleaner: Cleaner, pack: Path) -> Cleaner:
    return Cleaner(dataclasses.replace(cleaner.config, rules=(*cleaner.config.rules, str(pack))))
