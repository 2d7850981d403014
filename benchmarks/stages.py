"""Where the pipeline's time goes: each stage, the log, and the first round beside those after it.

    python benchmarks/stages.py [DATA] [--corpus english …] [--sample N]
    py-spy record --output flame.svg -- python benchmarks/stages.py DATA --corpus damaged

The second line draws a flame graph of one corpus (pip install py-spy). Shares are of processor
time on one core.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from typing import Any

from corpora import CORPORA, megabytes

from cleaner import Cleaner, pipeline
from cleaner.report.audit import document_line

ORDER = [name for name, _ in pipeline.STAGES]


COLUMNS = list(dict.fromkeys(ORDER))


class Clock:
    """Counts the time of the stages, and in which round it was spent."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.stages: Counter[str] = Counter()
        self.rounds: Counter[int] = Counter()
        self._round, self._at = 0, -1

    def document(self) -> None:
        """Note that a document begins."""
        self._round, self._at = 0, -1

    def timed(self, name: str, stage: Any) -> Any:
        """Return a stage that tells how long it takes."""

        def run(text: str, setting: Any) -> Any:
            later = [at for at in range(self._at + 1, len(ORDER)) if ORDER[at] == name]
            self._round += not later
            self._at = later[0] if later else ORDER.index(name)
            start = time.process_time()
            patch = stage(text, setting)
            spent = time.process_time() - start
            self.stages[name] += spent  # type: ignore[assignment]  # seconds, no counts
            self.rounds[self._round] += spent  # type: ignore[assignment]
            return patch

        return run

    def beside(self, name: str, part: Any) -> Any:
        """Return a part of the pipeline that tells how long it takes, in the round that goes on."""

        def run(*given: Any) -> Any:
            start = time.process_time()
            found = part(*given)
            spent = time.process_time() - start
            self.stages[name] += spent  # type: ignore[assignment]
            self.rounds[self._round] += spent  # type: ignore[assignment]
            return found

        return run


def measure(name: str, texts: list[str]) -> str:
    """Return a row of the table: speed, shares of the stages, cost of rounds after the first."""
    cleaner, clock = Cleaner(), Clock()
    for text in texts[::40]:
        cleaner.clean(text)
    kept = pipeline.STAGES
    wrapped = {stage: clock.timed(name, stage) for name, stage in kept}  # one stage stays one stage
    recognise = pipeline._recognised  # noqa: SLF001 -- whoever asks first has the text scanned
    pipeline._recognised = clock.beside("strip", recognise)  # noqa: SLF001
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
    later = (spent - clock.rounds[0]) / clock.rounds[0]
    cells = [name, f"{megabytes(texts) / total:.2f}", *(f"{share:.0%}" for share in shares), f"{later:.0%}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Where the pipeline's time goes.")
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/bench"))
    parser.add_argument("--corpus", choices=CORPORA, nargs="+", default=list(CORPORA))
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="only every Nth document")
    options = parser.parse_args()
    heads = ["corpus", "MB/s", *COLUMNS, "log", "between", "later rounds, of the first"]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for name in options.corpus:
        print(measure(name, CORPORA[name](options.data)[:: options.sample]), flush=True)


if __name__ == "__main__":
    main()
