"""The whole pipeline with its audit log beside other cleaners, on the same texts in the same run.

    python benchmarks/pipeline.py [DATA] [--corpus pages] [--sample N]

DATA is the folder of labelled pages, default ../shared/bench. Each system works in a process of
its own, on one core; processor time counts, so that what else the machine does matters little.
Needs datatrove and clean-text beside ftfy. Read the figures as ratios.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpora import CORPORA, megabytes

System = Callable[[], Callable[[str], Any]]


def _pipeline() -> Callable[[str], Any]:
    from cleaner import Cleaner  # noqa: PLC0415 -- each process imports what it measures, and no more
    from cleaner.report.audit import document_line  # noqa: PLC0415

    cleaner = Cleaner()

    def clean(text: str) -> str:
        result = cleaner.clean(text)
        before = text.encode("utf-8", "surrogatepass")
        return document_line(result, "page.txt", "page.txt", before, result.to_bytes())

    return clean


def _ftfy() -> Callable[[str], Any]:
    import ftfy  # noqa: PLC0415

    return ftfy.fix_text


def _formatter() -> Callable[[str], Any]:
    from datatrove.pipeline.formatters import FTFYFormatter  # noqa: PLC0415

    return FTFYFormatter().format  # type: ignore[no-any-return]


def _c4() -> Callable[[str], Any]:
    from datatrove.data import Document  # noqa: PLC0415
    from datatrove.pipeline.filters import C4QualityFilter  # noqa: PLC0415

    lines = C4QualityFilter(min_num_sentences=-1)  # its line rules; sentences would need a tokenizer
    return lambda text: lines.filter(Document(text, "page"))


def _cleantext() -> Callable[[str], Any]:
    from cleantext import clean  # noqa: PLC0415

    return clean  # type: ignore[no-any-return]


def _nothing() -> Callable[[str], Any]:
    return len


SYSTEMS: dict[str, System] = {
    "cleaner, whole, with log": _pipeline,
    "ftfy.fix_text": _ftfy,
    "datatrove FTFYFormatter": _formatter,
    "datatrove C4 line filter": _c4,
    "clean-text": _cleantext,
    "(the texts alone)": _nothing,
}
PACKAGES = ("cleaner-text", "ftfy", "datatrove", "clean-text")


def measure(system: str, texts: list[str]) -> dict[str, float]:
    """Return the processor seconds that a system takes on all texts, and its peak memory in MB."""
    work = SYSTEMS[system]()
    for text in texts[::40]:
        work(text)  # what is read or compiled once is not the matter here
    start = time.process_time()
    for text in texts:
        work(text)
    seconds = time.process_time() - start
    return {"seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    """Measure each system in its process, and print the table."""
    options = _options()
    texts = CORPORA[options.corpus](options.data)[:: options.sample]
    if options.system:
        print(json.dumps(measure(options.system, texts)))
        return
    size = megabytes(texts)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    print(f"{options.corpus}: {len(texts)} documents, {size:.1f} MB; {datetime.now(UTC):%Y-%m-%d}; ", end="")
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; {versions}\n", flush=True)
    command = [sys.executable, __file__, str(options.data), "--corpus", options.corpus]
    command += ["--sample", str(options.sample)]
    ours = 0.0
    print("| system | MB/s | peak MB | the pipeline is faster by |\n|---|---|---|---|")
    for system, begin in SYSTEMS.items():
        done = subprocess.run([*command, "--system", system], check=True, stdout=subprocess.PIPE)
        seconds, peak = json.loads(done.stdout).values()
        ours = ours or seconds
        rest = [f"{size / seconds:.2f}", f"{peak:.0f}", f"{seconds / ours:.2f}"]
        if begin is _nothing:
            rest = ["", f"{peak:.0f}", ""]
        print("|", " | ".join([system, *rest]), "|", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The whole pipeline beside other cleaners.")
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/bench"))
    parser.add_argument("--corpus", choices=CORPORA, default="pages")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="only every Nth document")
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
