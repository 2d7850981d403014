"""The removal budget of one document: how much rules have stripped, and what there was before."""

from __future__ import annotations

from cleaner.patch import Patch

BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""The code points that ``str.isspace`` knows."""

SHORT = 1_000
"""Of a text of fewer code points a list of its words is the fastest."""


class Budget:
    """How much of one document was stripped, and what it was before anything was."""

    def __init__(self, most: float) -> None:
        """Allow the share ``most``."""
        self._most = most
        self.before: tuple[str, Patch] | None = None
        self._solid = self._removed = 0
        self.strippers: set[str] = set()

    @property
    def share(self) -> float:
        """The share of the non-blank code points that was stripped."""
        return self._removed / self._solid if self._solid else 0.0

    def allows(self, text: str, whole: Patch, patch: Patch) -> bool:
        """Count a strip; return whether the document may still lose that much."""
        if self.before is None:
            self.before, self._solid = (text, whole), solid_length(text)
        self._removed += sum(solid_length(text[edit.start : edit.end]) for edit in patch.edits)
        self.strippers.update(cause for edit in patch.edits for cause in edit.causes)
        return self._removed <= self._most * self._solid


def solid_length(text: str) -> int:
    """Return the number of non-blank code points."""
    if len(text) < SHORT:
        return len("".join(text.split()))
    return len(text) - sum(map(text.count, BLANKS))  # a list of the words would be ten times the text
