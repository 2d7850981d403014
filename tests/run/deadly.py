"""A view that does to the process what bad pages do: it is imported by the processes of a pool."""

from __future__ import annotations

import time

import psutil

from cleaner.run.work import Cleaned


def view(done: Cleaned) -> str:
    """Die, hang or break, if the text says so."""
    text = done.result.source
    if done.result.error:
        return text  # it is known to be deadly, and is only told of
    if "DIE" in text:
        psutil.Process().kill()
    if "HANG" in text:
        time.sleep(600)
    return done.result.text
