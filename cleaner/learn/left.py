"""What a log says is left of a document after cleaning: looked up by file and record, on disk."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import LogError
from cleaner.patch import Edit, Patch
from cleaner.report.audit import read_log

_TABLE = """CREATE TABLE edits (path TEXT, line INTEGER, chars INTEGER, edits TEXT,
PRIMARY KEY (path, line)) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Left:
    """An index of a log's edits, in a file: it travels to other processes by its path."""

    path: Path

    @classmethod
    def of_log(cls, log: Path, folder: Path) -> Left:
        """Index ``log`` in ``folder``. Raises LogError for a log that holds no text."""
        left = cls(folder / "left.sqlite")
        with sqlite3.connect(left.path) as index:
            index.execute(_TABLE)
            for entry in read_log(log):
                if entry.hindrance and entry.header.level != "full":
                    message = f"{entry.where}: {entry.hindrance}"
                    raise LogError(message)
                edits = json.dumps([(edit.start, edit.end, edit.after) for edit in entry.edits])
                row = (entry.path, entry.row or 0, entry.chars[0], edits)
                index.execute("INSERT OR REPLACE INTO edits VALUES (?, ?, ?, ?)", row)
        index.close()
        return left

    def of(self, path: str, row: int | None, text: str) -> str | None:
        """Return what is left of ``text``, or None for a document that the log does not have.

        Raises LogError if the log is about another text.
        """
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as index:
            query = "SELECT chars, edits FROM edits WHERE path = ? AND line = ?"
            found = index.execute(query, (path, row or 0)).fetchone()
        index.close()
        if found is None:
            return None
        chars, edits = found[0], json.loads(found[1])
        if chars != len(text):
            message = (
                f"the log is about a text of {chars:,} characters, this one has {len(text):,}; clean it again"
            )
            raise LogError(message)
        return Patch(tuple(Edit(start, end, after, ()) for start, end, after in edits)).apply(text)
