"""Goes through the rules of a learned pack with somebody: what becomes of each after an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from cleaner.errors import ConfigError
from cleaner.learn.pack import read, written
from cleaner.learn.rules import Rule
from cleaner.learn.signature import places

Answer = Literal["accept", "reject", "strict", "edit", "later", "quit"]

ANSWERS: dict[str, Answer] = {
    "a": "accept",
    "r": "reject",
    "s": "strict",
    "e": "edit",
    "l": "later",
    "q": "quit",
}

SEEN = "; reviewed"
"""What ends the source of a rule that somebody has decided on."""


def opened(text: str, path: str) -> tuple[str, list[Rule]]:
    """Return what a learned pack is about, and its rules. Raises ConfigError for any other pack."""
    about, rules = read(text)
    if written(rules, about) != text:
        message = (
            f"{path}: it is not as rules suggest wrote it; edit it by hand, and test it: cleaner rules test"
        )
        raise ConfigError(message)
    return about, rules


def is_open(rule: Rule) -> bool:
    """Whether nobody has decided on the rule yet."""
    return not str(rule.get("source", "")).endswith(SEEN)


def reviewed(
    rules: Iterable[Rule], ask: Callable[[Rule], Answer], edit: Callable[[Rule], Rule | None]
) -> Iterator[Rule]:
    """Yield what is left of the rules: ``ask`` decides, ``edit`` returns a rule that holds, or None.

    An edited rule is asked about again; after ``quit`` the rest stays as it is.
    """
    going = True
    for rule in rules:
        kept: Rule | None = rule
        while going and kept is not None and is_open(kept):
            answer = ask(kept)
            if answer == "later":
                break
            going = answer != "quit"
            if answer == "edit":
                kept = edit(kept) or kept
            elif going:
                kept = decided(kept, answer)
        if kept is not None:
            yield kept


def decided(rule: Rule, answer: Answer) -> Rule | None:
    """Return a rule after the answer ``accept``, ``strict`` or ``reject``, which leaves none."""
    if answer == "reject":
        return None
    profiles = {"profiles": ["strict"]} if answer == "strict" else {}
    kept = {name: value for name, value in rule.items() if name != "profiles"}
    return kept | profiles | {"source": f"{rule.get('source', '')}{SEEN}"}


def shown(rule: Rule) -> Iterator[str]:
    """Yield the lines in which a rule is shown: its evidence, what it strips, an example."""
    yield f"{rule['id']} ({rule['category']}{', strict' if 'profiles' in rule else ''})"
    yield f"  {rule['why']}"
    sites = places(rule)
    yield f"  sites: {', '.join(sites[:5]) or 'all'}{' …' if len(sites) > 5 else ''}"
    for name in ("line", "block", "list"):
        if name in rule:
            yield f"  {name}: {json.dumps(rule[name], ensure_ascii=False)}"
    for example in rule["strips"][:1]:
        yield from (f"  | {line}" for line in str(example).split("\n") if line)
