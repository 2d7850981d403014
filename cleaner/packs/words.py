"""Counts words, and tells sentences from labels, in any script."""

from __future__ import annotations

import re
from functools import cache

_SENTENCE_ENDS = frozenset(".!?…。！？।؟")
_LABEL_ENDS = _SENTENCE_ENDS | frozenset(":;,：；，،")
_STOPS = _LABEL_ENDS - frozenset(",，")
_CLOSERS = "\"'”’»)]*"
MAY_END = _SENTENCE_ENDS | frozenset(_CLOSERS)
"""What the last character of a sentence may be."""

WRAPPED = 40
"""A line of so many characters may have been broken because it was full."""

MANY_WORDS, SHORT_WORDS = 5, 8
"""A line of so many words, of fewer characters than this on average, is in a script that spaces them."""


def word_count(line: str) -> int:
    """Return the number of words; where none are spaced, two characters count for one.

    >>> word_count("Leave a reply"), word_count("返信を残す")
    (3, 3)
    """
    spaced = _spaced(line)
    if line.isascii() or (spaced >= MANY_WORDS and len(line) < SHORT_WORDS * spaced):
        return spaced
    return spaced + len(_unspaced().findall(line)) // 2


@cache  # it takes milliseconds to compile, and most texts have no such line
def _unspaced() -> re.Pattern[str]:
    """Return a pattern for scripts that do not space their words: Thai, Lao, Myanmar, Khmer, kana, Han."""
    return re.compile(
        "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    )


def _spaced(line: str) -> int:
    """Return ``len(line.split())``; counting spaces is much faster, where they stand alone.

    What is printable is no other white space.
    """
    if line.isprintable() and line and line[0] != " " != line[-1] and "  " not in line:
        return line.count(" ") + 1
    return len(line.split())


def sentence_words(line: str) -> int:
    """Return the number of words of a line that ends as a sentence does, else 0."""
    return word_count(line) if _closes(line, _SENTENCE_ENDS) else 0


def _closes(line: str, ends: frozenset[str]) -> bool:
    """Whether ``line`` ends in one of ``ends``, up to three closing marks aside."""
    bare = line.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in ends and len(line) - len(bare) <= 3


def runs_on(line: str, following: str) -> bool:
    """Whether a sentence goes on from a full line to the following one: its text is wrapped.

    >>> runs_on("Permission is hereby granted, free of charge,", "to any person who wants a copy.")
    True
    >>> runs_on("Ten things that you never knew about harbours", "Where the ferries go in winter")
    False
    """
    if len(line) < WRAPPED or not following or line[-1] in _STOPS:
        return False
    return following[0].islower() or (line.isupper() and following.isupper())


def is_label(line: str, words: int) -> bool:
    """Whether ``line`` has at most ``words`` words and ends as no sentence does."""
    return len(line) <= 20 * words and word_count(line) <= words and not _closes(line, _LABEL_ENDS)
