"""Where the pipeline's time goes: each stage, the log, and first looks at a document beside later ones.

    python benchmarks/stages.py [DATA] [--corpus english …] [--sample N]
    py-spy record --output flame.svg -- python benchmarks/stages.py DATA --corpus damaged

The second line draws a flame graph of one corpus (pip install py-spy). Shares are of processor
time on one core.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from corpora import CORPORA, megabytes

from cleaner import Cleaner, pipeline
from cleaner.report.audit import document_line

COLUMNS = list(dict.fromkeys(name for name, _ in pipeline.STAGES))


class Clock:
    """Counts the time of the stages, and how much of it is their first look at a document."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.stages: dict[str, float] = dict.fromkeys(COLUMNS, 0.0)
        self.first = 0.0
        self._seen: set[Any] = set()

    def document(self) -> None:
        """Note that a document begins."""
        self._seen = set()

    def timed(self, name: str, part: Any) -> Any:
        """Return a stage, or a part of it, that tells how long it takes."""

        def run(*given: Any) -> Any:
            start = time.process_time()
            found = part(*given)
            spent = time.process_time() - start
            self.stages[name] += spent
            if part not in self._seen:
                self._seen.add(part)
                self.first += spent
            return found

        return run


def measure(name: str, texts: list[str]) -> str:
    """Return a row of the table: speed, shares of the stages, cost of looks after the first."""
    cleaner, clock = Cleaner(), Clock()
    for text in texts[::40]:
        cleaner.clean(text)
    kept = pipeline.STAGES
    wrapped = {stage: clock.timed(name, stage) for name, stage in kept}  # one stage stays one stage
    recognise = pipeline._recognised  # noqa: SLF001 -- whoever asks first has the text scanned
    pipeline._recognised = clock.timed("strip", recognise)  # noqa: SLF001
    pipeline.STAGES = tuple((name, wrapped[stage]) for name, stage in kept)
    log, start = 0.0, time.process_time()
    for text in texts:
        clock.document()
        result = cleaner.clean(text)
        began = time.process_time()
        document_line(result, "x", "x", text.encode("utf-8", "surrogatepass"), result.to_bytes())
        log += time.process_time() - began
    total = time.process_time() - start
    pipeline.STAGES, pipeline._recognised = kept, recognise  # noqa: SLF001
    spent = sum(clock.stages.values())
    shares = [clock.stages[stage] / total for stage in COLUMNS]
    shares += [log / total, (total - log - spent) / total]
    later = spent / clock.first - 1
    cells = [name, f"{megabytes(texts) / total:.2f}", *(f"{share:.0%}" for share in shares), f"{later:.0%}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Where the pipeline's time goes.")
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/bench"))
    parser.add_argument("--corpus", choices=CORPORA, nargs="+", default=list(CORPORA))
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="only every Nth document")
    options = parser.parse_args()
    heads = ["corpus", "MB/s", *COLUMNS, "log", "between", "later looks, of the first"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for name in options.corpus:
        print(measure(name, CORPORA[name](options.data)[:: options.sample]), flush=True)


if __name__ == "__main__":
    main()
