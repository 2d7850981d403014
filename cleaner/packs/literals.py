"""Derives from phrases and patterns the literals that a line must hold to be looked at at all.

A *cover* is a set of folded literals of which every line that matches holds at least one. An LF
at a literal's end stands for that end of the line. Literals come from the patterns themselves:
keywords written beside a pattern drift away from it, and then matches are lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from cleaner.packs.frequency import bits
from cleaner.packs.haystack import fold_character, folded
from cleaner.packs.phrases import fold_label, fold_typography
from cleaner.packs.plan import Opening
from cleaner.packs.syntax import Character, Choice, Loop, Node, Nothing, Sequence, UnknownSyntaxError, parse

MOST_LITERALS = 64
"""A cover has at most so many literals."""

MOST_COPIES = 4
"""A loop is written out up to so many times."""

LONGEST = 24
"""Characters of a literal; what follows seldom tells more."""

WEAK_BITS = 11.0
"""A cover that is met more often than once in 2 to the power of so many characters is weak."""

RARE_BITS = 26.0
"""A cover this rare is met so seldom that it hardly matters how seldom."""

_CUTS = re.compile("['\"-]")
"""What several characters fold to in exact phrases, but not in the haystack."""

Cover = frozenset[str]


@lru_cache(maxsize=50_000)
def cover(opening: Opening) -> Cover | None:
    """Return the rarest cover of the opening, or None if it has none that is of use."""
    if opening.phrase.kind == "exact":
        return _rarest(_exact(opening.phrase.text))
    if opening.phrase.kind == "label":
        return _rarest(_label(opening.phrase.text))
    try:
        tree = parse(opening.phrase.text)
    except (UnknownSyntaxError, RecursionError):
        return None
    return _branch(tree, "\n" if opening.whole else "").cover


def weight(found: Cover) -> float:
    """Return how rare a cover is, in bits: it is met about once in 2 to that power characters."""
    return min(map(bits, found)) - len(found).bit_length() + 1


def _exact(text: str) -> Iterator[list[str]]:
    """The parts of an exact phrase between quotes and dashes, which the haystack has in many forms."""
    parts = _CUTS.split(fold_typography(text))
    parts[0] = f"\n{parts[0]}"
    parts[-1] = f"{parts[-1]}\n"
    for part in parts:
        yield [part]


def _label(text: str) -> Iterator[list[str]]:
    """The parts of a label, which begins its line or ends it: marks stand on one side only."""
    parts = _CUTS.split(fold_label(text))
    yield [f"\n{parts[0]}", f"{parts[-1]}\n"]
    for part in parts:
        yield [part]


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a piece of a pattern: all texts it can be, or a cover, or nothing."""

    texts: tuple[str, ...] | None
    cover: Cover | None = None


_UNKNOWN = _Part(None)
_EMPTY = _Part(("",))


def _part(node: Node) -> _Part:
    match node:
        case Nothing():
            return _EMPTY
        case Character(options):
            return _Part(tuple(dict.fromkeys(map(fold_character, options))) if options else None)
        case Sequence():
            return _branch(node, "")
        case Choice(options):
            return _choice([_part(option) for option in options])
        case Loop(body, least, most):
            return _loop(_part(body), least, most)


def _branch(node: Node, anchor: str) -> _Part:
    """A pattern from one end of the line to the other (or from anywhere, without ``anchor``)."""
    if anchor and isinstance(node, Choice):
        return _choice([_branch(option, anchor) for option in node.options])
    parts = node.parts if isinstance(node, Sequence) else (node,)
    runs: list[Iterable[str]] = []
    covers: list[Cover] = []
    run: tuple[str, ...] = (anchor,)
    for part in map(_part, parts):
        if part.texts is not None and len(run) * len(part.texts) <= MOST_LITERALS:
            run = tuple(dict.fromkeys(left + right for left in run for right in part.texts))
            continue
        runs.append(run)
        run = part.texts or ("",)
        if part.cover:
            covers.append(part.cover)
    run = tuple(text + anchor for text in run)
    found = _rarest([*runs, run], covers)
    return _Part(run if not runs and not anchor else None, found)


def _choice(options: list[_Part]) -> _Part:
    texts = [text for option in options for text in option.texts or ()]
    if all(option.texts is not None for option in options) and len(texts) <= MOST_LITERALS:
        return _Part(tuple(dict.fromkeys(texts)))
    covers = [option.cover or _rarest([option.texts or ("",)]) for option in options]
    if any(found is None for found in covers):
        return _UNKNOWN
    joined = frozenset(literal for found in covers if found for literal in found)
    return _Part(None, joined if len(joined) <= 4 * MOST_LITERALS else None)


def _loop(body: _Part, least: int, most: int | None) -> _Part:
    if body.texts is not None and most is not None and most <= MOST_COPIES:
        texts: tuple[str, ...] = ()
        grown: tuple[str, ...] = ("",)
        for count in range(most + 1):
            texts += grown if count >= least else ()
            grown = tuple(left + right for left in grown for right in body.texts)
            if len(texts) + len(grown) > MOST_LITERALS:
                break
        else:
            return _Part(tuple(dict.fromkeys(texts)))
    if least == 0:
        return _Part(("", " ")) if _blank(body) else _UNKNOWN
    if _blank(body):
        return _Part((" ",))
    return _Part(None, body.cover or _rarest([body.texts or ("",)]))


def _blank(body: _Part) -> bool:
    """Whether it is a space: runs of spaces are one space in the haystack."""
    return bool(body.texts) and all(text.isspace() for text in body.texts or ())


def _rarest(runs: Iterable[Iterable[str]], covers: Iterable[Cover] = ()) -> Cover | None:
    """Return the rarest of several covers, those that ``runs`` of raw texts make among them."""
    found = [*covers, *filter(None, map(_cover_of, runs))]
    return max(found, key=_worth, default=None)


def _worth(found: Cover) -> tuple[float, float, list[str]]:
    """Beyond some rarity it counts more that all literals begin a line: their scan is the fast one."""
    anchored = all(literal.startswith("\n") for literal in found)
    rare = weight(found)
    return min(rare, RARE_BITS) + 6 * anchored, rare, sorted(found)


def _cover_of(texts: Iterable[str]) -> Cover | None:
    """Fold raw texts into literals; None if one of them says nothing."""
    literals = [_literal(text) for text in texts]
    return frozenset(literals) if all(entry.strip("\n") and len(entry) > 1 for entry in literals) else None


def _literal(text: str) -> str:
    body = folded(text.strip("\n"))
    before = "\n" if text.startswith("\n") else ""
    after = "\n" if text.endswith("\n") and len(text) > 1 else ""
    return (before + body + after)[:LONGEST]
