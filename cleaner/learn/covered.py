"""Which of the learned chrome the shipped packs strip already, so that it needs no rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cleaner.learn.rules import Draft
from cleaner.learn.signature import is_signature
from cleaner.packs.match import Engine, Facts
from cleaner.pipeline import Cleaner

FAR = 40
"""Lines from an end of a text that no zone of a shipped rule reaches across."""


def uncovered(drafts: Iterable[Draft], canonical: Callable[[str], str]) -> Iterator[Draft]:
    """Yield the drafts of which the shipped packs leave something.

    Each is looked at as far from the ends of a text as it was seen. What is sure would apply in
    the standard profile, and so it is left out only for rules of that one.
    """
    standard, strict = Cleaner().engine, Cleaner(profile="strict").engine
    for draft in drafts:
        if _leaves_some(draft, canonical, standard if draft.unit.sure else strict):
            yield draft


def _leaves_some(draft: Draft, canonical: Callable[[str], str], engine: Engine) -> bool:
    unit = draft.unit
    chrome = [canonical(line) for line in unit.excerpt[1]]
    above = unit.head - 1 if unit.head else FAR
    below = max(unit.tail - len(chrome), 0) if unit.tail else FAR
    before = [f"On day {number} the gulls walked on the ice." for number in range(above)]
    after = [f"On day {number} they were told to leave it." for number in range(below)]
    text = "\n\n".join((*before, *chrome, *after))
    host = next((site for site in draft.sites if not is_signature(site)), None)
    patch = engine.strip(text, Facts(host, recognised=engine.recognise(text)))
    left = patch.apply(text)
    return "".join(left.split()) != "".join("".join((*before, *after)).split())
