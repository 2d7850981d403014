"""Reads a pattern into a small tree, for those who ask what it must hold or how it can explode.

It knows the syntax that packs need and gives up on everything else (``UnknownSyntaxError``):
a wrong tree would lose matches, no tree only costs speed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST_IN_CLASS = 12
"""A character class is listed one by one up to this many characters."""

_QUANTIFIER = re.compile(r"\{(\d+)(,(\d*))?\}|\{,(\d+)\}|[*+?]")
_FLAGS = re.compile(r"\(\?([aimsuf]*)(?:-([imsf]+))?([:)])")
_OPEN = re.compile(r"\((?:\?(?::|>|P?<[A-Za-z_]\w*>|(?P<look>=|!|<=|<!)))?")
_NUMBERED = {"x": 2, "u": 4, "U": 8}
_CONTROLS = {"t": "\t", "f": "\f", "v": "\v", "n": "\n", "r": "\r"}


class UnknownSyntaxError(Exception):
    """The pattern holds something that this reader does not know."""


@dataclass(frozen=True, slots=True)
class Character:
    """One character out of ``options``; None is any one of many."""

    options: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Nothing:
    """A place in the text: an anchor, a border, something looked at but not taken."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """``least`` to ``most`` times; ``most`` is None where there is no bound.

    ``firm`` loops (possessive ones) never give back what they took.
    """

    body: Node
    least: int
    most: int | None
    firm: bool = False


Node = Character | Nothing | Sequence | Choice | Loop

SPACE = Character((" ",))
DIGIT = Character(("0",))
"""``\\s`` and ``\\d``: the haystack has no spaces and one digit."""

ANY = Character(None)
_LF = Character(("\n",))


def parse(pattern: str) -> Node:
    """Return the tree of ``pattern``. Raises UnknownSyntaxError for what this reader does not know."""
    reader = _Reader(pattern)
    node = reader.choice()
    if reader.at < len(pattern):
        raise UnknownSyntaxError(pattern)
    return node


class _Reader:
    """Walks over the pattern once."""

    __slots__ = ("at", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def choice(self) -> Node:
        options = [self.sequence()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            options.append(self.sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts.append(self.quantified(self.atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def quantified(self, node: Node) -> Node:
        match = _QUANTIFIER.match(self.pattern, self.at)
        if match is None:
            if self.pattern.startswith("{", self.at):
                raise UnknownSyntaxError(self.pattern)
            return node
        self.at = match.end()
        firm = self.pattern.startswith("+", self.at)
        if self.pattern.startswith(("+", "?"), self.at):
            self.at += 1
        if _QUANTIFIER.match(self.pattern, self.at):
            raise UnknownSyntaxError(self.pattern)
        return Loop(node, *_bounds(match), firm)

    def atom(self) -> Node:
        char = self.pattern[self.at]
        if char == "(":
            return self.group()
        if char == "[":
            return self.characters()
        if char == "\\":
            node = self.escape()
            if node == _LF:  # no line holds one
                raise UnknownSyntaxError(self.pattern)
            return node
        self.at += 1
        if char in "^$":
            return Nothing()
        if char == ".":
            return ANY
        if char in "*+?{\n":
            raise UnknownSyntaxError(self.pattern)
        return Character((char,))

    def group(self) -> Node:
        flags = _FLAGS.match(self.pattern, self.at)
        if flags and flags[3] == ")":
            self.at = flags.end()
            return Nothing()
        opened = flags or _OPEN.match(self.pattern, self.at)
        if opened is None or self.pattern.startswith(("?", "*"), opened.end()):
            raise UnknownSyntaxError(self.pattern)
        self.at = opened.end()
        node = self.choice()
        if not self.pattern.startswith(")", self.at):
            raise UnknownSyntaxError(self.pattern)
        self.at += 1
        return Nothing() if opened.re is _OPEN and opened["look"] else node

    def escape(self, *, inside: bool = False) -> Node:  # noqa: PLR0911 -- a table in words
        char = self.pattern[self.at + 1 : self.at + 2]
        self.at += 2
        if char in _NUMBERED:
            digits = self.pattern[self.at : self.at + _NUMBERED[char]]
            self.at += len(digits)
            return Character((_character(digits, self.pattern),))
        if char in _CONTROLS:
            return Character((_CONTROLS[char],))
        if char in "pPN" and char:
            return self.property(char)
        if char == "s":
            return SPACE
        if char == "d":
            return DIGIT
        if char in "DwWS" and char:
            return ANY
        if char in "bBAZzmM" and char and not inside:
            return Nothing()
        if not char or (char.isalnum() and char.isascii()):
            raise UnknownSyntaxError(self.pattern)
        return Character((char,))

    def property(self, kind: str) -> Node:
        end = self.pattern.find("}", self.at)
        if not self.pattern.startswith("{", self.at) or end < 0:
            raise UnknownSyntaxError(self.pattern)
        name = self.pattern[self.at + 1 : end]
        self.at = end + 1
        if kind != "N":
            return ANY
        try:
            return Character((unicodedata.lookup(name),))
        except KeyError:
            raise UnknownSyntaxError(self.pattern) from None

    def characters(self) -> Node:
        self.at += 1
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        found: list[str] | None = []
        first = True
        while first or not self.pattern.startswith("]", self.at):
            first = False
            low = self.member()
            high = low
            if self.pattern.startswith("-", self.at) and not self.pattern.startswith("-]", self.at):
                self.at += 1
                high = self.member()
            if found is not None:
                found = _range(found, low, high)
        self.at += 1
        options = tuple(char for char in dict.fromkeys(found or ()) if char != "\n")
        return ANY if negated or not options else Character(options)

    def member(self) -> Node:
        """One entry of a class; nested and combined classes mean different things to different versions."""
        if self.at >= len(self.pattern) or self.pattern.startswith(("[", "--", "&&", "||", "~~"), self.at):
            raise UnknownSyntaxError(self.pattern)
        if self.pattern[self.at] == "\\":
            return self.escape(inside=True)
        self.at += 1
        return Character((self.pattern[self.at - 1],))


def _range(found: list[str], low: Node, high: Node) -> list[str] | None:
    """Add the characters from ``low`` to ``high``; None once there are too many."""
    if not (isinstance(low, Character) and isinstance(high, Character) and low.options and high.options):
        return None
    codes = range(ord(low.options[0]), ord(high.options[0]) + 1)
    if len(found) + len(codes) > MOST_IN_CLASS:
        return None
    return [*found, *map(chr, codes)]


def _bounds(match: re.Match[str]) -> tuple[int, int | None]:
    text = match[0]
    if text in "*+?":
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[text]
    if match[4] is not None:
        return 0, int(match[4])
    least = int(match[1])
    if match[2] is None:
        return least, least
    return least, int(match[3]) if match[3] else None


def _character(digits: str, pattern: str) -> str:
    try:
        return chr(int(digits, 16))
    except (ValueError, OverflowError):
        raise UnknownSyntaxError(pattern) from None
