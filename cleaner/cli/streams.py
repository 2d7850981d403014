"""What goes to which stream: data to stdout, words to stderr; a closed stdout ends the run quietly."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from cleaner.errors import CleanerError
from cleaner.run.discover import Skipped

MOST_FINDINGS = 20
"""Findings that are told one by one: a corpus has millions."""


class OutputClosedError(Exception):
    """Nobody reads stdout any more (``| head``): no error, and nothing is left to do."""


def write_data(data: bytes) -> None:
    """Write data to stdout. Raises OutputClosedError when its reader has gone."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # or the interpreter complains when it flushes stdout at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputClosedError from None


def write_line(text: str) -> None:
    """Write a line of text to stdout as UTF-8."""
    write_data((text + "\n").encode("utf-8", "backslashreplace"))


def coloured() -> bool:
    """Whether stdout shall be coloured: a terminal, unless NO_COLOR; anything, if FORCE_COLOR.

    See https://no-color.org and https://force-color.org: an empty value counts as none.
    """
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def say(text: str) -> None:
    """Say something to the user, on stderr."""
    print(text.encode("utf-8", "backslashreplace").decode(), file=sys.stderr, flush=True)  # noqa: T201


@dataclass(slots=True)
class Reporter:
    """Tells trouble on stderr as it comes, and remembers that there was some."""

    quiet: bool = False
    verbose: bool = False
    failed: bool = False
    excluded: bool = False
    findings: int = 0

    def __call__(self, event: CleanerError | Skipped) -> None:
        """Tell of one thing: an error always, a file that was left out only if asked."""
        if isinstance(event, Skipped):
            self.excluded = self.excluded or event.reason.startswith("excluded")
            if self.verbose:
                say(f"{event.path}: skipped: {event.reason}")
            return
        self.failed = True
        say(str(event))

    def note(self, text: str) -> None:
        """Say what is good to know but no error; nothing, if there is nothing to say."""
        if text and not self.quiet:
            say(text)

    def finding(self, text: str) -> None:
        """Say what was found in a document, for the first few; logs and reports have all of them."""
        self.findings += 1
        if self.findings <= MOST_FINDINGS:
            self.note(text)
        elif self.findings == MOST_FINDINGS + 1:
            self.note("there is more like this, which is not told here; --audit has it all")
