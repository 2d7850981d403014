"""Makes the pack of patterns: entries of catalogues with a number, a name or an address in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import regex
import yaml
from harvest.catalogues import Entry, plain
from harvest.compose import PLACEHOLDER, Language, tag_owners
from harvest.render import HEAD, double

RESERVED = "copyright phrases"
_PLURAL = regex.compile(r"\{\w+, plural,((?: ?(?:\w+|=\d+) \{[^{}]*\})+) ?\}")
_BRANCH = regex.compile(r"(?:\w+|=\d+) \{([^{}]*)\}")
_BETWEEN_FORMS = regex.compile(r" *\|+ *|\n")
_SPECIAL = regex.compile(r"([\\.^$*+?{}\[\]|()])")


def pack(
    rules: list[dict[str, Any]],
    words: Mapping[str, Mapping[str, list[str]]],
    languages: Mapping[str, Language],
    catalogues: Mapping[str, Iterable[Entry]],
    sources: Mapping[str, str],
) -> str:
    """Return the pack ``lang-patterns``; ``words`` are its variables, patterns by language."""
    lines = [
        HEAD + "pack: lang-patterns",
        "about: What publishing software prints with a number, a name or an address in it.",
        "vars:",
    ]
    for name, listed in words.items():
        forms_of_all = dict.fromkeys(form for own in listed.values() for form in own)
        lines.append(f"  {name}: {_quoted('|'.join(forms_of_all))}")
    lines.append("rules:")
    for rule in rules:
        lines += _rule(rule, languages, catalogues, sources)
    return "\n".join(lines) + "\n"


def _rule(
    rule: Mapping[str, Any],
    languages: Mapping[str, Language],
    catalogues: Mapping[str, Iterable[Entry]],
    sources: Mapping[str, str],
) -> Iterator[str]:
    found: dict[str, str] = {}
    for pattern, note in (
        *_harvested(rule, languages, catalogues),
        *((p, "") for p in rule.get("regex", ())),
    ):
        found.setdefault(pattern, note)
    if not found:
        return
    yield f"  - id: {rule['id']}"
    yield f"    why: {rule['why']}"
    yield f"    category: {rule['category']}"
    origins = [f"{title} ({sources[title]})" for title in rule.get("from", {}) if title in sources]
    origins += ["written by hand from pages that print it"] if "regex" in rule else []
    yield f"    source: {', '.join(origins)}"
    if "zone" in rule:
        yield f"    zone: {yaml.safe_dump(rule['zone'], default_flow_style=True).strip()}"
    if "unless" in rule:
        yield f"    unless: [{', '.join(map(_quoted, rule['unless']))}]"
    yield "    line:"
    yield "      regex:"
    yield from (f"        - {_quoted(pattern)}{note}" for pattern, note in found.items())
    for field in ("strips", "keeps"):
        yield f"    {field}:"
        yield from (f"      - {double(example)}" for example in rule[field])


def _harvested(
    rule: Mapping[str, Any], languages: Mapping[str, Language], catalogues: Mapping[str, Iterable[Entry]]
) -> Iterator[tuple[str, str]]:
    """Patterns of the entries in ``from``, with their language and entry; at least four letters are fixed."""
    owners = tag_owners(languages)
    for title, ids in rule.get("from", {}).items():
        for entry in catalogues.get(title, ()):
            if entry.id not in ids or owners.get(entry.tag, "en") == "en" or "PLURAL" in entry.text:
                continue
            for form in forms(entry.text):
                fixed = PLACEHOLDER.split(plain(form))
                if len(fixed) > 1 and len(regex.findall(r"[\p{L}\p{M}]", "".join(fixed))) >= 4:
                    yield rule["slots"].join(map(_escape, fixed)), f"  # {owners[entry.tag]}: {entry.id}"


def forms(text: str) -> Iterator[str]:
    """Yield the plural forms of an entry: branches of ICU, or forms with a bar or an LF between them.

    >>> list(forms("{n, plural, one {# day} other {# days}} left"))
    ['# day left', '# days left']
    """
    found = _PLURAL.search(text)
    if not found:
        yield from _BETWEEN_FORMS.split(text)
        return
    for branch in _BRANCH.findall(found[1]):
        yield from forms(text[: found.start()] + branch + text[found.end() :])


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", unicodedata.normalize("NFC", text))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
