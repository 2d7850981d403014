"""What a rule is, as frozen data: patterns are strings, so that everything pickles and hashes.

Most are named tuples, since every start of the command makes these classes: a frozen dataclass
takes five times as long. Parts of different kinds differ in what they hold, so they are never equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cleaner.config import PROFILES, Profile

Category = Literal[
    "navigation",
    "site-banner",
    "comment-form",
    "social",
    "promo",
    "related",
    "embed",
    "shortcode",
    "attribution",
    "notice",
    "legal",
    "byline",
    "consent",
    "duplicate",
    "paging",
]
PROVENANCE = frozenset({"legal", "attribution", "byline"})
"""Categories whose stripped text is listed in ``Result.notices``: provenance must not vanish."""

Origin = Literal["shipped", "user"]
Side = Literal["between", "above", "below"]


class Place(NamedTuple):
    """Where a rule is written: file, line and column, counted from 1."""

    path: str
    line: int
    column: int


class Phrase(NamedTuple):
    """One way to say what a line must be: ``exact`` after folding, or a ``regex`` for the whole of it.

    A ``label`` is exact but for what lists and buttons put around it: bullets, arrows, a colon. What
    a label itself has of these, the line must have too.
    """

    kind: Literal["exact", "label", "regex"]
    text: str


NOWHERE = Place("", 0, 0)


class Zone(NamedTuple):
    """Where in the document a rule looks, counted in non-blank lines that are still there.

    All that is set must hold. ``after`` and ``near`` name a rule, by its full id, of which a
    match must stand at most ``lines`` lines before the line, or on either side of it. ``beside``
    asks for a line that any other rule stripped, at most so many lines away.
    """

    head: int | None = None
    tail: int | None = None
    alone: bool = False
    after: str | None = None
    near: str | None = None
    lines: int = 1
    beside: int | None = None

    @property
    def leans_on(self) -> str | None:
        """The full id of the rule beside whose match the zone lies."""
        return self.after or self.near


class Signature(NamedTuple):
    """Lines by which a site is recognised in plain text: any of ``phrases`` in one of ``zones``."""

    phrases: tuple[Phrase, ...]
    zones: tuple[Zone, ...] = ()


class Where(NamedTuple):
    """The sites that a rule is for: by host, or by a signature in the text; either suffices."""

    sites: tuple[str, ...] = ()
    signature: Signature | None = None


class Line(NamedTuple):
    """Strips the line."""

    phrases: tuple[Phrase, ...]


class Span(NamedTuple):
    """Strips a part of a line; ``whole_line`` takes the line when nothing else is on it."""

    patterns: tuple[str, ...]
    whole_line: bool = False


class Gap(NamedTuple):
    """What may stand between two parts of a block or list: how many blank and how many other lines."""

    blank: int = 1
    other: int = 0


ONE_BLANK = Gap()


class Step(NamedTuple):
    """A part of a block: up to ``most`` lines in a row that are one of ``phrases``."""

    phrases: tuple[Phrase, ...]
    optional: bool = False
    most: int = 1


class Block(NamedTuple):
    """Strips ``start`` through the last step that follows it in order."""

    start: tuple[Phrase, ...]
    steps: tuple[Step, ...]
    at_least: int = 1
    gap: Gap = ONE_BLANK
    max_lines: int = 40


class List(NamedTuple):
    """Strips a head and the items that follow it."""

    head: tuple[Phrase, ...]
    item: tuple[Phrase, ...]
    least: int = 1
    most: int = 12
    gap: Gap = ONE_BLANK


class Repeat(NamedTuple):
    """Strips later lines that equal the title or the first line, where nothing unstripped follows."""

    of: Literal["title", "first_line"]
    min_chars: int = 15


class Tail(NamedTuple):
    """Strips from a phrase to the end of the text, if the phrase stands late and no prose follows it.

    Prose is a line of ``words`` words or more that ends as a sentence does. ``part`` percent of
    the words of all prose must stand before the phrase, and ``body`` of them; at most ``row``
    lines of prose in a row may follow, none of ``long`` words or more. What follows may be ``most``
    percent of the lines. ``least`` is how many further lines must be of
    ``start`` or ``marks``, or be stripped already.
    """

    start: tuple[Phrase, ...]
    marks: tuple[Phrase, ...] = ()
    least: int = 0
    part: int = 80
    row: int = 2
    words: int = 10
    long: int = 75
    body: int = 10
    most: int = 60


class Head(NamedTuple):
    """Strips from the top of the text through a phrase, if only labels stand before it.

    A label is a line of at most ``words`` words that does not end as a sentence does; the title,
    where it is known, is none.
    """

    end: tuple[Phrase, ...]
    words: int = 3


class Run(NamedTuple):
    """Strips a few labels in a row that stand between stripped lines, or between one and the end.

    A label is a line of at most ``words`` words that does not end as a sentence does; a longer row
    than ``lines`` stays whole. ``top`` lets the beginning of the text be the upper side. ``of`` names
    the rules whose lines count, by globs over full ids; any, if there are none.

    On the ``side`` "above", the labels are single lines over the first prose, and a stripped line stands
    below them; if there are more than ``lines`` all stay. On the side "below", they stand right under the
    last prose, two or more, and nothing but stripped lines follows.
    """

    of: tuple[str, ...] = ()
    words: int = 6
    lines: int = 3
    top: bool = False
    side: Side = "between"


class Foot(NamedTuple):
    """Strips to the end from a stripped line on, if enough of what follows it was stripped already.

    The line must have been stripped by a rule whose full id fits one of the globs ``of`` (any rule,
    if there are none). ``share`` percent of the lines from there on, and ``least`` of them, must be stripped;
    the other limits are those of ``Tail``.
    """

    of: tuple[str, ...] = ()
    share: int = 25
    least: int = 2
    part: int = 95
    row: int = 4
    words: int = 10
    long: int = 1000
    body: int = 60
    most: int = 60


class Contents(NamedTuple):
    """Strips a head and the entries below it that reappear as lines of their own, with text between."""

    head: tuple[Phrase, ...]
    least: int = 3
    miss: int = 1


Kind = Line | Span | Block | List | Repeat | Tail | Head | Run | Foot | Contents


@dataclass(frozen=True, slots=True)
class Example:
    """A small document, and which parts of it go (half-open code point ranges)."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    site: str | None = None
    lang: str | None = None
    profile: Profile | None = None
    title: str | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack. ``id`` is the full one, ``PACK.ID``; ``profile`` is the narrowest it is in.

    ``place`` is where it is written, ``places`` where each of its phrases and patterns is.
    """

    id: str
    kind: Kind
    why: str
    category: str
    action: Literal["strip", "keep"] = "strip"
    origin: Origin = "shipped"
    where: tuple[Where, ...] = ()
    lang: tuple[str, ...] = ()
    zones: tuple[Zone, ...] = ()
    profile: Profile = "standard"
    case: Literal["ignore", "exact"] = "ignore"
    unless: tuple[str, ...] = ()
    source: str = ""
    slow: str = ""
    strips: tuple[Example, ...] = field(default=(), compare=False)
    keeps: tuple[Example, ...] = field(default=(), compare=False)
    place: Place = field(default=NOWHERE, compare=False)
    places: tuple[tuple[str, Place], ...] = field(default=(), compare=False)

    @property
    def limited(self) -> bool:
        """Whether its patterns run under a time limit: nobody has linted a user's packs."""
        return self.origin == "user"

    def in_profile(self, profile: Profile) -> bool:
        """Whether the rule runs in ``profile``: its own or a wider one."""
        return PROFILES.index(self.profile) <= PROFILES.index(profile)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules that run together, ordered by id, and the digest of the packs they come from."""

    rules: tuple[Rule, ...]
    digest: str

    @property
    def categories(self) -> dict[str, str]:
        """The category of every rule, by full id."""
        return {rule.id: rule.category for rule in self.rules}
