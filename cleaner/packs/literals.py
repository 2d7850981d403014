"""Derives from phrases and patterns the literals that a line must hold to be looked at at all.

A *cover* is a set of folded literals of which every line that matches holds at least one. An LF
at a literal's end stands for that end of the line. Literals come from the patterns themselves:
keywords written beside a pattern drift away from it, and then matches are lost in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from cleaner.packs.frequency import bits
from cleaner.packs.haystack import fold_character, folded
from cleaner.packs.plan import Opening
from cleaner.packs.syntax import Character, Choice, Loop, Node, Nothing, Sequence, UnknownSyntaxError, parse

MOST_LITERALS = 64
"""A cover has at most so many literals."""

MOST_OPTIONS = 4 * MOST_LITERALS
"""But a choice of words may have so many, for it is looked up as fast as one word."""

MOST_COPIES = 4
"""A loop is written out up to so many times."""

LONGEST = 24
"""Characters of a literal that is a part of a line; what follows seldom tells more."""

WEAK_BITS = 11.0
"""A cover that is met more often than once in 2 to the power of so many characters is weak."""

RARE_BITS = 26.0
"""A cover this rare is met so seldom that it hardly matters how seldom."""

Cover = frozenset[str]


@lru_cache(maxsize=50_000)
def cover(opening: Opening) -> Cover | None:
    """Return the rarest cover of the opening, or None if it has none that is of use."""
    if opening.phrase.kind != "regex":  # what is around a label folds to nothing
        return _cover_of([f"\n{opening.phrase.text}\n"])
    try:
        tree = parse(opening.phrase.text)
    except (UnknownSyntaxError, RecursionError):
        return None
    found = _branch(tree, "\n" if opening.whole else "").cover
    return _shortest(found) if found else None


def weight(found: Cover) -> float:
    """Return how rare a cover is, in bits: it is met about once in 2 to that power characters."""
    rare = [bits(literal) for literal in found]
    return min(rare) - log2(sum(2 ** (min(rare) - other) for other in rare))


def _shortest(found: Cover) -> Cover:
    """Leave out the literals that hold another one: what holds them holds that one too."""
    kept: list[str] = []
    for literal in sorted(found, key=len):
        if not any(short in literal for short in kept):
            kept.append(literal)
    return frozenset(kept)


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a piece of a pattern: all texts it can be, or how they begin and end, or a cover."""

    texts: tuple[str, ...] | None
    cover: Cover | None = None
    heads: tuple[str, ...] = ("",)
    tails: tuple[str, ...] = ("",)

    @property
    def begins(self) -> tuple[str, ...]:
        """What all that it can be begins with."""
        return self.heads if self.texts is None else self.texts

    @property
    def ends(self) -> tuple[str, ...]:
        """What all that it can be ends with."""
        return self.tails if self.texts is None else self.texts


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
    runs: list[tuple[str, ...]] = []
    covers: list[Cover] = []
    run: tuple[str, ...] = (anchor,)
    for part in map(_part, parts):
        longer = _joined(run, part.begins)
        if part.texts is not None and longer is not None:
            run = longer
            continue
        runs += [longer] if longer else [run, _appended(run, _begun(part.begins))]
        run = part.ends if part.texts is None else _appended(run, part.texts)
        if part.cover:
            covers.append(part.cover)
    run = tuple(text + anchor for text in run)
    found = _rarest([*runs, run], covers)
    return _Part(run if not runs and not anchor else None, found, runs[0] if runs else run, run)


def _joined(run: tuple[str, ...], texts: tuple[str, ...]) -> tuple[str, ...] | None:
    """Every text of ``run`` with every one of ``texts`` behind it; None if that were too many."""
    most = MOST_OPTIONS if 1 in {len(run), len(texts)} else MOST_LITERALS
    if len(run) * len(texts) > most:
        return None
    return tuple(dict.fromkeys(left + right for left in run for right in texts))


def _appended(run: tuple[str, ...], texts: tuple[str, ...]) -> tuple[str, ...]:
    """Every one of ``texts`` behind as much of the ends of ``run`` as makes no more than there may be."""
    for size in (8, 5, 4, 3, 2, 1):
        longer = _joined(tuple(dict.fromkeys(text[-size:] for text in run)), texts)
        if longer is not None:
            return longer
    return texts


def _begun(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the texts begin with, as much of it as makes no more than there may be."""
    for size in (LONGEST, 8, 5, 4, 3, 2):
        if len(texts) <= MOST_OPTIONS:
            return texts
        texts = tuple(dict.fromkeys(text[:size] for text in texts))
    return texts if len(texts) <= MOST_OPTIONS else ("",)


def _ended(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the texts end with, likewise."""
    return tuple(text[::-1] for text in _begun(tuple(text[::-1] for text in texts)))


def _choice(options: list[_Part]) -> _Part:
    texts = [text for option in options for text in option.texts or ()]
    if all(option.texts is not None for option in options) and len(texts) <= MOST_OPTIONS:
        return _Part(tuple(dict.fromkeys(texts)))
    heads = _begun(tuple(dict.fromkeys(text for option in options for text in option.begins)))
    tails = _ended(tuple(dict.fromkeys(text for option in options for text in option.ends)))
    covers = [option.cover or _rarest([option.texts or ("",)]) for option in options]
    joined = frozenset(literal for found in covers for literal in found or ())
    certain = all(covers) and len(joined) <= MOST_OPTIONS
    return _Part(None, joined if certain else None, heads, tails)


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
    if body.texts == ("",):  # spaces and marks fold to nothing, however many
        return _EMPTY
    if not least:
        return _UNKNOWN
    return _Part(None, body.cover or _rarest([body.texts or ("",)]), body.begins, body.ends)


def _rarest(runs: Iterable[Iterable[str]], covers: Iterable[Cover] = ()) -> Cover | None:
    """Return the rarest of several covers, those that ``runs`` of raw texts make among them."""
    found = [*covers, *filter(None, map(_cover_of, runs))]
    return max(found, key=_worth, default=None)


def _worth(found: Cover) -> tuple[bool, float, float, list[str]]:
    """Beyond some rarity it counts more that all literals begin a line: their scan is the fast one."""
    anchored = all(literal.startswith("\n") for literal in found)
    rare = weight(found)
    return rare >= WEAK_BITS, min(rare, RARE_BITS) + 6 * anchored, rare, sorted(found)


def _cover_of(texts: Iterable[str]) -> Cover | None:
    """Fold raw texts into literals; None if one of them says nothing."""
    literals = [_literal(text) for text in texts]
    return frozenset(literals) if all(entry.strip("\n") and len(entry) > 1 for entry in literals) else None


def _literal(text: str) -> str:
    body = folded(text.strip("\n"))
    before = "\n" if text.startswith("\n") else ""
    after = "\n" if text.endswith("\n") and len(text) > 1 else ""
    literal = before + body + after
    return literal if before and after else literal[:LONGEST]
