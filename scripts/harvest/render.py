"""Writes the packs as YAML that a speaker of the language can read: a phrase a line, its source beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from harvest.compose import Language, Phrase

LABEL = 30
"""Code points up to which a phrase is taken for a button or a label."""

HEAD = """\
# Written by scripts/harvest_phrases.py; change scripts/harvest/*.yaml and run it again.
"""


def pack(
    language: Language,
    wanted: list[dict[str, Any]],
    phrases: Mapping[str, tuple[Phrase, ...]],
    sources: Mapping[str, str],
) -> str:
    """Return the pack of one language; rules without phrases are not there."""
    tags = sorted({tag.lower().replace("_", "-").partition("@")[0].split("-")[0] for tag in language.tags})
    own = [tag for tag in tags if tag != "cn"]
    lines = [
        HEAD + f"pack: lang-{language.code}",
        f"about: What publishing software prints around texts in {language.name}.",
        f"defaults: {{lang: [{', '.join(map(scalar, own))}]}}",
        "rules:",
    ]
    present = {rule["id"] for rule in wanted if phrases.get(rule["id"])}
    for rule in wanted:
        if rule["id"] in present:
            lines += _rule(language, rule, phrases, sources, present)
    return "\n".join(lines) + "\n"


def _rule(
    language: Language,
    rule: Mapping[str, Any],
    phrases: Mapping[str, tuple[Phrase, ...]],
    sources: Mapping[str, str],
    present: set[str],
) -> Iterator[str]:
    own = phrases[rule["id"]]
    zones = [zone for zone in _zones(rule) if zone.get("near") is None or zone["near"] in present]
    if _zones(rule) and not zones:
        return
    yield f"  - id: {rule['id']}"
    yield f"    why: {rule['why']}"
    yield f"    category: {rule['category']}"
    used = sorted({phrase.source for phrase in own})
    named = [f"{name} ({sources[name]})" if name in sources else name for name in used]
    yield f"    source: {', '.join(named)}"
    if zones:
        flow = [yaml.safe_dump(zone, default_flow_style=True, width=200).strip() for zone in zones]
        yield f"    zone: {flow[0] if len(flow) == 1 else '[' + ', '.join(flow) + ']'}"
    yield "    line:"
    yield f"      {rule.get('form', 'exact')}:"
    last = ""
    for phrase in own:
        note = "" if phrase.id == last else f"  # {phrase.id}"
        yield f"        - {scalar(phrase.text)}{note}"
        last = phrase.id
    yield "    strips:"
    yield f"      - {double(_example(language, rule, phrases, zones))}"


def _zones(rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    zone = rule.get("zone", [])
    return zone if isinstance(zone, list) else [zone]


def _example(
    language: Language,
    rule: Mapping[str, Any],
    phrases: Mapping[str, tuple[Phrase, ...]],
    zones: list[dict[str, Any]],
) -> str:
    """A text in the language with the phrase where the rule looks for it."""
    marked = f"«{escape(phrases[rule['id']][0].text)}»"
    if any("head" in zone for zone in zones):
        return f"{marked}\n\n{language.sentence}"
    if zones and all("near" in zone for zone in zones):
        # the longest button or label is the one that no other rule has
        texts = [phrase.text for phrase in phrases[rule["id"]]]
        longest = max((text for text in texts if len(text) <= LABEL), key=len, default=texts[0])
        marked = f"«{escape(longest)}»"
        anchor = phrases[zones[0]["near"]][0].text
        return f"{language.sentence}\n\n«{escape(anchor)}»\n{marked}"
    return f"{language.sentence}\n\n{marked}"


def escape(text: str) -> str:
    r"""Return ``text`` with its own guillemets escaped, as examples want it."""
    return text.replace("«", r"\«").replace("»", r"\»")


def scalar(text: str) -> str:
    """Return the plainest YAML scalar that reads back as ``text`` in a list, with a comment behind it."""
    for form in (text, "'" + text.replace("'", "''") + "'"):
        try:
            if yaml.safe_load(f"[x]\n---\n- {form}  # x".partition("---\n")[2]) == [text]:
                return form
        except yaml.YAMLError:
            continue
    return double(text)


def double(text: str) -> str:
    """Return ``text`` as a double-quoted YAML scalar on one line."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
