"""Memory and speed of `cleaner clean` on one large file, made for the occasion.

    python benchmarks/memory.py [MEGABYTES] [SUFFIX] [OPTIONS OF clean ...]

prints, for one worker and for two, seconds, MB/s and the peak of the resident memory of all processes
together, sampled four times a second. SUFFIX is .jsonl, .jsonl.gz, .jsonl.zst, .parquet or .txt (one
document of that size).
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from cleaner.formats.compress import open_write

SENTENCE = (
    "the harbour was quiet and boats lay in a row along quay while nobody came home that night because "
    "ice had closed river before anyone could think of leaving for winter"
)
WORDS = tuple(SENTENCE.split())
CHROME = "\n\nShare this:\nClick to share on Facebook (Opens in new window)\n\nLeave a Reply\n\n"
DOCUMENT = 4_000
TICK = 0.25


def documents(size: int) -> Iterator[str]:
    """Yield prose with chrome below it, until there are ``size`` bytes."""
    choose = random.Random(1)  # noqa: S311 -- the same text each time
    done = 0
    while done < size:
        sentences = (" ".join(choose.choices(WORDS, k=14)).capitalize() + "." for _ in range(40))
        paragraphs = "\n\n".join(" ".join(next(sentences) for _ in range(4)) for _ in range(10))
        yield paragraphs + CHROME
        done += len(paragraphs) + len(CHROME)


def make(path: Path, size: int) -> None:
    """Write a corpus of ``size`` bytes (before compression) to ``path``."""
    if path.suffix == ".parquet":
        _make_parquet(path, size)
        return
    with open_write(path) as file:
        for number, text in enumerate(documents(size)):
            one = path.suffix == ".txt"
            file.write((text + "\n" if one else json.dumps({"id": number, "text": text}) + "\n").encode())


def _make_parquet(path: Path, size: int) -> None:
    import pyarrow as pa  # noqa: PLC0415 -- for Parquet only
    import pyarrow.parquet as pq  # noqa: PLC0415

    with pq.ParquetWriter(path, pa.schema([("text", pa.string())])) as writer:
        group: list[str] = []
        for text in documents(size):
            group.append(text)
            if len(group) * DOCUMENT > 64 << 20:
                writer.write_table(pa.table({"text": group}))
                group = []
        writer.write_table(pa.table({"text": group}))


def measured(command: list[str]) -> tuple[float, int]:
    """Return the seconds that a command takes, and the most bytes that it and its children held at once."""
    began, peak = time.monotonic(), 0
    process = psutil.Popen(command, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        held = 0
        for one in [process, *_children(process)]:
            try:
                held += one.memory_info().rss
            except psutil.Error:
                continue
        peak = max(peak, held)
        time.sleep(TICK)
    return time.monotonic() - began, peak


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)  # type: ignore[no-any-return]
    except psutil.Error:
        return []


def main() -> None:
    """Make the file, and clean it with one worker and with two."""
    size = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 100_000_000
    suffix = sys.argv[2] if len(sys.argv) > 2 else ".jsonl"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"corpus{suffix}"
        make(path, size)
        print(f"{path.name}: {size / 1e6:,.0f} MB of text, {path.stat().st_size / 1e6:,.0f} MB on disk")
        first = 0.0
        for jobs in (1, 2):
            output = Path(folder) / f"cleaned-{jobs}{suffix}"
            command = [sys.executable, "-m", "cleaner", "clean", str(path), "-o", str(output)]
            command += ["--audit", f"{output}.log", "--jobs", str(jobs), "--timeout", "3600", *sys.argv[3:]]
            seconds, peak = measured(command)
            first = first or seconds
            speed = f"{size / 1e6 / seconds:6.2f} MB/s ({first / seconds:.2f} x)"
            print(
                f"{jobs} job(s): {seconds:7.1f} s, {speed}, peak {peak / 1e6:,.0f} MB ({peak / size:.2f} x)"
            )


if __name__ == "__main__":
    main()
