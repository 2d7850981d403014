"""Makes the pack of patterns: entries of catalogues with a number, a name or an address in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import regex
import yaml
from harvest.catalogues import Entry, plain
from harvest.compose import PLACEHOLDER, Language, tag_owners
from harvest.render import HEAD, double

RESERVED = "copyright phrases"
_SPECIAL = regex.compile(r"([\\.^$*+?{}\[\]|()])")


def pack(
    rules: list[dict[str, Any]],
    reserved: Mapping[str, list[str]],
    languages: Mapping[str, Language],
    catalogues: Mapping[str, Iterable[Entry]],
    sources: Mapping[str, str],
) -> str:
    """Return the pack ``lang-patterns``."""
    phrases = dict.fromkeys(_escape(phrase) for own in reserved.values() for phrase in own)
    lines = [
        HEAD + "pack: lang-patterns",
        "about: What publishing software prints with a number, a name or an address in it.",
        f"vars: {{reserved: {_quoted('|'.join(phrases))}}}",
        "rules:",
    ]
    for rule in rules:
        lines += _rule(rule, languages, catalogues, sources)
    return "\n".join(lines) + "\n"


def _rule(
    rule: Mapping[str, Any],
    languages: Mapping[str, Language],
    catalogues: Mapping[str, Iterable[Entry]],
    sources: Mapping[str, str],
) -> Iterator[str]:
    yield f"  - id: {rule['id']}"
    yield f"    why: {rule['why']}"
    yield f"    category: {rule['category']}"
    origin = ", ".join(f"{title} ({sources[title]})" for title in rule.get("from", {}))
    yield f"    source: {origin or 'written by hand from pages that print it'}"
    if "zone" in rule:
        yield f"    zone: {yaml.safe_dump(rule['zone'], default_flow_style=True).strip()}"
    if "unless" in rule:
        yield f"    unless: [{', '.join(map(_quoted, rule['unless']))}]"
    yield "    line:"
    yield "      regex:"
    seen: set[str] = set()
    for pattern, note in (
        *_harvested(rule, languages, catalogues),
        *((p, "") for p in rule.get("regex", ())),
    ):
        if pattern not in seen:
            seen.add(pattern)
            yield f"        - {_quoted(pattern)}{note}"
    for field in ("strips", "keeps"):
        yield f"    {field}:"
        yield from (f"      - {double(example)}" for example in rule[field])


def _harvested(
    rule: Mapping[str, Any], languages: Mapping[str, Language], catalogues: Mapping[str, Iterable[Entry]]
) -> Iterator[tuple[str, str]]:
    """Patterns of the entries in ``from``, with their language and entry; at least six letters are fixed."""
    owners = tag_owners(languages)
    for title, ids in rule.get("from", {}).items():
        for entry in catalogues.get(title, ()):
            if entry.id not in ids or owners.get(entry.tag, "en") == "en" or "PLURAL" in entry.text:
                continue
            text = plain(entry.text)
            fixed = PLACEHOLDER.split(text)
            if len(fixed) > 1 and len(regex.findall(r"[\p{L}\p{M}]", "".join(fixed))) >= 4:
                yield rule["slots"].join(map(_escape, fixed)), f"  # {owners[entry.tag]}: {entry.id}"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
