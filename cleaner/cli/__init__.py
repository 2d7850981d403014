"""The command line: every command is a function that returns its exit code."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

EXIT_TROUBLE = 2
EXIT_INTERRUPTED = 130

COLLECT_AFTER = 50_000
"""Objects after which garbage is sought, 700 by default: a start makes many objects and no garbage."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit with its code: 0 fine, 1 changes found or made, 2 could not do the job."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no hang-up
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # nohup ignores one
            signal.signal(number, _end)
    atexit.register(gc.freeze)  # or the interpreter looks through all that is about to end anyway
    sys.exit(run(args))


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """End as Ctrl-C does, so that what is begun is put away; what is raised may not come through as it is."""
    del frame
    _ended.append(number)
    raise KeyboardInterrupt


_ended: list[int] = []


def run(args: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; whatever is raised becomes a line on stderr.

    Set ``CLEANER_DEBUG`` to see where an internal error comes from.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *thresholds[1:])
    try:
        return _run(args)
    finally:
        gc.set_threshold(*thresholds)


def _run(args: Sequence[str] | None) -> int:
    from cleaner.cli.app import app_for  # noqa: PLC0415 -- or a broken installation is a traceback
    from cleaner.cli.streams import OutputClosedError, say  # noqa: PLC0415
    from cleaner.errors import CleanerError  # noqa: PLC0415

    try:
        given = sys.argv[1:] if args is None else args
        code = app_for(given)(given, prog_name="cleaner", standalone_mode=False)
    except OutputClosedError:
        return 0
    except CleanerError as error:
        say(f"cleaner: {error}" if "\n" not in str(error) else str(error))
        return error.exit_code
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- an uncaught exception would exit 1: changes found
        _tell(error)
        return EXIT_TROUBLE
    if code == EXIT_INTERRUPTED and _ended:
        return 128 + _ended[0]
    return code if isinstance(code, int) else 0


def _tell(error: Exception) -> None:
    """Tell of an error that no command expects: of usage, of the system, or our own."""
    from cleaner.cli.streams import say  # noqa: PLC0415 -- see above

    if hasattr(error, "show"):
        error.show()
        return
    if os.environ.get("CLEANER_DEBUG"):
        traceback.print_exc()
    if isinstance(error, OSError) and error.filename:  # a name that is too long, for one
        say(f"cleaner: {error.filename}: {error.strerror}")
        return
    say(f"cleaner: internal error ({type(error).__name__}: {error})")
    say("  please report it with what CLEANER_DEBUG=1 prints")
