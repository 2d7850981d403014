"""Kill a run at each of its steps on disk, in turn, and go on with it: the bytes must be the same.

A script, since it forks: a process of its own holds no threads of other tests. It is called in an
empty folder with a corpus ``in``, and prints one line for each step behind which something differed,
and at the end how many steps there were.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cleaner.cli import main
from cleaner.formats import containers
from cleaner.run import journal, outputs, write

if sys.platform == "win32":
    sys.exit("this needs fork, which Windows lacks")

COMMAND = ["clean", "in", "-o", "out", "--audit", "log.jsonl", "--errors-to", "errors.jsonl"]
COMMAND += ["--summary-json", "sums.json", "--jobs", "1", "--quiet", "--no-default-rules"]
KILLED, SMALL_CHUNK = 137, 2 << 10


class Steps:
    """Counts what is done on disk, and dies at one of the steps."""

    def __init__(self) -> None:
        self.done, self.last = 0, 0

    def watch(self, owner: Any, name: str) -> None:
        function: Callable[..., Any] = getattr(owner, name)

        def counted(*args: Any, **named: Any) -> Any:
            self._step()
            result = function(*args, **named)
            self._step()
            return result

        setattr(owner, name, counted)

    def _step(self) -> None:
        self.done += 1
        if self.done == self.last:
            os._exit(KILLED)


def run(steps: Steps, last: int, *more: str) -> int:
    """Return the exit code of a run that dies at step ``last``, if it gets so far."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    steps.done, steps.last = 0, last
    code: int = 99
    try:
        code = called(*more)
    finally:
        os._exit(code)


def called(*more: str) -> int:
    """Return the exit code of a run in this process."""
    sys.argv = ["cleaner", *COMMAND, *more]
    try:
        main()
    except SystemExit as exit_:
        return int(exit_.code or 0)
    return 0


def written() -> dict[str, bytes]:
    places = [*Path("out").rglob("*"), *Path().glob("*.json*")]
    shown = (path for path in places if path.is_file() and not path.name.startswith("."))
    return {str(path): path.read_bytes() for path in shown}


def clear() -> None:
    shutil.rmtree("out", ignore_errors=True)
    for path in Path().iterdir():
        if path.is_file():
            path.unlink()


def each_step() -> None:
    containers.chunks_of.__defaults__ = (SMALL_CHUNK,)
    steps = Steps()
    for owner, name in (
        (write.Pending, "write"),
        (write.Pending, "discard"),
        (journal.Journal, "_write"),
        (journal.Journal, "remove"),
        (write, "put_in_place"),
        (outputs, "put_in_place"),
        (Path, "unlink"),
    ):
        steps.watch(owner, name)
    code = called()  # here, so that what a run imports is there for those that follow
    expected = written()
    count = 0
    while True:
        count += 1
        clear()
        if run(steps, count) != KILLED:
            break
        how = "--resume" if Path(".out.cleaner-run").exists() else "--overwrite"
        again = run(steps, 0, how)
        now = written()
        unlike = sorted(name for name in now | expected if now.get(name) != expected.get(name))
        left = [
            path.name for path in Path().iterdir() if path.name.startswith(".") and "sums" not in path.name
        ]
        if again != code or unlike or left:
            sys.stdout.write(f"step {count}, {how}: exit {again}, differs {unlike}, left over {left}\n")
    sys.stdout.write(f"{count - 1} steps\n")


if __name__ == "__main__":
    each_step()
