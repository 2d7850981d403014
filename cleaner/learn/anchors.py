"""Which lines of a site's pages are repeated: as they are, or but for a name, a date, a number, a title."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from cleaner.learn.guess import speaks_of_chrome
from cleaner.learn.witness import LEAST
from cleaner.packs.phrases import fold
from cleaner.packs.words import sentence_words, word_count

PROSE_WORDS = 10
"""Words from which a line that ends as a sentence does is prose."""

EDGE = 12
"""Lines at either end of a page among which slots are looked for."""

TOP = 6
"""Lines above the text among which its title stands."""

MOST_WORDS = 8
"""Words at the beginning or end of a line that may be its fixed part."""

LONGEST = 200
"""Characters of a line that may have a slot."""

DIFFERENT = 4
"""Different things that must have stood in a slot, or it is a line in a few forms."""

COMMON = 0.3
"""Share of the pages on which a template must stand: slots fit more than was meant."""

_NUMBER = re.compile(r"[\d.,:/%()\-–]+(?: [\d.,:/%()\-–]+){0,3}")
_DATE = re.compile(r"(?=.*\d)[\w.]{1,12},?(?: [\w.:|,–-]{1,12}){0,8}")
_PARTICLES = frozenset(
    ("of", "de", "von", "van", "der", "den", "la", "le", "du", "da", "di", "and", "e", "y")
)


@dataclass(frozen=True, eq=False)
class Anchor:
    """A repeated line of one site; each is made once, and none equals another.

    ``fixed`` is the line, or what stands before and behind the slot of ``slot`` kind; ``longest``
    is the most code points that stood in the slot.
    """

    fixed: tuple[str, str]
    slot: str = ""
    longest: int = 0

    @cached_property
    def words(self) -> str:
        """What never changes of it."""
        return " ".join(part for part in self.fixed if part)

    @cached_property
    def speaks(self) -> bool:
        """Whether its words are those of chrome."""
        return speaks_of_chrome(self.words)

    @cached_property
    def is_prose(self) -> bool:
        """Whether it is a sentence of some length."""
        return is_prose(self.words)


@lru_cache(maxsize=10_000)
def is_prose(line: str) -> bool:
    """Whether a line is a sentence of some length, or very long."""
    return len(line) > 400 or (len(line) >= 20 and sentence_words(line) >= PROSE_WORDS)


def anchored(
    pages: Sequence[Sequence[str]], classes: Mapping[int, int], least: int = LEAST
) -> list[list[Anchor | None]]:
    """Return for each page which of its lines is what anchor; ``classes`` are its witnesses.

    An anchor stands on ``least`` of them, near copies counted as one.
    """
    raw = Counter(chain.from_iterable(set(pages[number]) for number in classes))
    names = {line: fold(line) for line, count in raw.items() if count > 1}
    holders: dict[str, set[int]] = defaultdict(set)
    for number, like in classes.items():
        for line in names.keys() & pages[number]:
            holders[names[line]].add(like)
    spelled: dict[str, Anchor] = {}
    exact: dict[str, Anchor] = {}
    titles = _titles(pages, classes, names)
    for line, key in sorted(names.items(), key=lambda entry: (-raw[entry[0]], entry[0])):
        if key and len(holders[key]) >= least and key not in titles:
            exact[line] = spelled.setdefault(key, Anchor((line, "")))
    found = [list(map(exact.get, page)) for page in pages]
    usual = COMMON * len(set(classes.values()))
    rare = {anchor for key, anchor in spelled.items() if len(holders[key]) < usual}
    _add_templates(pages, classes, found, rare)
    return found


def _titles(pages: Sequence[Sequence[str]], classes: Mapping[int, int], names: Mapping[str, str]) -> set[str]:
    """Return the lines, folded, that head one page or two and stand elsewhere on others: teased titles."""
    on_top: Counter[str] = Counter()
    for number in classes:
        page = pages[number]
        body = next((i for i, line in enumerate(page[: TOP + 1]) if is_prose(line)), 0)
        on_top.update({names[line] for line in page[:body] if line in names})
    return {key for key, count in on_top.items() if count < LEAST}


def _add_templates(
    pages: Sequence[Sequence[str]],
    classes: Mapping[int, int],
    found: list[list[Anchor | None]],
    rare: AbstractSet[Anchor],
) -> None:
    """Find the lines at the edges that share their beginning or end, and mark them wherever they stand.

    Lines on few of the pages may be of a template though they are repeated: some authors write often.
    """
    least = max(LEAST, COMMON * len(set(classes.values())))
    lines = dict(_at_the_edges(pages, classes, found, rare))
    starts, ends = _templates(lines, least, at_end=False), _templates(lines, least, at_end=True)
    first, last = {words[0] for words in starts}, {words[-1] for words in ends}
    lengths = [sorted({len(words) for words in templates}, reverse=True) for templates in (starts, ends)]
    for page, anchors in zip(pages, found, strict=True) if starts or ends else ():
        for i, line in enumerate(page):
            open_ = i and len(line) <= LONGEST and (anchors[i] is None or anchors[i] in rare)
            if open_ and (line.split(None, 1)[0] in first or line.rsplit(None, 1)[-1] in last):
                words = line.split()
                template = _fitting(starts, lengths[0], words, at_end=False)
                template = template or _fitting(ends, lengths[1], words, at_end=True)
                anchors[i] = template or anchors[i]


def _at_the_edges(
    pages: Sequence[Sequence[str]],
    classes: Mapping[int, int],
    found: Sequence[Sequence[Anchor | None]],
    rare: AbstractSet[Anchor],
) -> Iterator[tuple[str, int]]:
    """Yield the lines near either end that may have a slot; never the first, which is the title."""
    for number, like in classes.items():
        page, anchors = pages[number], found[number]
        size = len(page)
        for i in chain(range(1, min(EDGE, size)), range(max(EDGE, size - EDGE), size)):
            line = page[i]
            open_ = len(line) <= LONGEST and (anchors[i] is None or anchors[i] in rare)
            if open_ and (len(line) <= 60 or not is_prose(line)):
                yield line, like


def _fitting(
    templates: Mapping[tuple[str, ...], Anchor], sizes: Sequence[int], words: Sequence[str], *, at_end: bool
) -> Anchor | None:
    """Return the template of a line of ``words``; ``sizes`` are those of the fixed parts, long ones first."""
    for size in sizes:
        anchor = templates.get(tuple(words[-size:] if at_end else words[:size]))
        if anchor is not None and size < len(words):
            slot = " ".join(words[:-size] if at_end else words[size:])
            far = anchor.fixed[0] if at_end else anchor.fixed[1]
            fits = slot.startswith(far) if at_end else slot.endswith(far)
            if fits and _kind([slot.removesuffix(far).strip()]) in _narrower(anchor.slot):
                return anchor
    return None


def _templates(lines: Mapping[str, int], least: float, *, at_end: bool) -> dict[tuple[str, ...], Anchor]:
    """Return the fixed parts that at least so many pages share, each as long as no page is lost."""
    split = {line: tuple(line.split()) for line in lines}
    usual = Counter(words[-1 if at_end else 0] for words in split.values())
    groups: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for line, words in split.items():
        if usual[words[-1 if at_end else 0]] >= LEAST:
            for size in range(1, min(MOST_WORDS, len(words) - 1) + 1):
                groups[words[-size:] if at_end else words[:size]][line] = lines[line]
    large = {
        words: lines
        for words, lines in groups.items()
        if len(lines) >= LEAST and len(set(lines.values())) >= least
    }
    longer: Counter[tuple[str, ...]] = Counter()
    for words, found in large.items():
        shorter = words[1:] if at_end else words[:-1]
        longer[shorter] = max(longer[shorter], len(found))
    kept: dict[tuple[str, ...], Anchor] = {}
    for words, found in sorted(large.items(), key=lambda entry: (len(entry[0]), entry[0])):
        inside = any((words[-size:] if at_end else words[:size]) in kept for size in range(1, len(words)))
        dated = any(map(str.isdigit, "".join(words)))
        if not (inside or dated) and longer[words] < 0.9 * len(found):
            anchor = _template(words, found, at_end=at_end)
            if anchor is not None:
                kept[words] = anchor
    return kept


def _template(words: tuple[str, ...], lines: Mapping[str, int], *, at_end: bool) -> Anchor | None:
    """Return the template of lines that share ``words``, if their slot is worth one."""
    size = len(words)
    rests = [line.split()[: -size or None] if at_end else line.split()[size:] for line in lines]
    far = _shared_end(rests) if not at_end else []
    slots = [" ".join(rest[: len(rest) - len(far)]) for rest in rests]
    if len(set(slots)) < DIFFERENT or not all(slots):
        return None
    fixed = " ".join(words)
    kind = _kind(slots)
    ends = (" ".join(far), fixed) if at_end else (fixed, " ".join(far))
    anchor = Anchor(("", fixed) if at_end else ends, kind, max(map(len, slots)))
    letters = sum(char.isalpha() for char in anchor.words)
    label = fixed.endswith((":", "|", "»", "–", "—")) and not at_end
    worth = {
        "number": letters >= 3,
        "date": letters >= 3 or anchor.speaks,
        "name": anchor.speaks or label or (word_count(anchor.words) >= 3 and letters >= 12),
        "title": anchor.speaks or label,
    }
    return anchor if worth[kind] else None


def _shared_end(rests: Sequence[Sequence[str]]) -> list[str]:
    """Return the last words that all of ``rests`` share, of which each has one more at least."""
    shared: list[str] = []
    while all(len(rest) > len(shared) + 1 for rest in rests):
        last = {rest[-1 - len(shared)] for rest in rests}
        if len(last) > 1 or any(map(str.isdigit, next(iter(last)))):  # a year is no fixed part
            break
        shared.insert(0, last.pop())
    return shared


def _kind(slots: Sequence[str]) -> str:
    for kind, pattern in (("number", _NUMBER), ("date", _DATE)):
        if all(pattern.fullmatch(slot) for slot in slots):
            return kind
    return "name" if all(map(_is_name, slots)) else "title"


def _is_name(slot: str) -> bool:
    """Whether a few words all begin with a capital, where the script has any, particles aside."""
    words = slot.split()
    return 0 < len(words) <= 5 and all(
        word in _PARTICLES or (word[0].isalpha() and word[0] == word[0].upper()) for word in words
    )


def _narrower(kind: str) -> tuple[str, ...]:
    return {
        "number": ("number",),
        "date": ("number", "date"),
        "name": ("name",),
        "title": ("number", "date", "name", "title"),
    }[kind]
