"""Writes the skeleton of a rule from lines that it shall strip, for a person to finish."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cleaner.errors import ConfigError
from cleaner.packs.build import RULE_ID


def skeleton(full_id: str, lines: Sequence[str]) -> str:
    """Return a pack with one rule that strips ``lines``, as YAML.

    One line becomes a rule for that line, several that stand together a block. Raises
    ConfigError for an id that is none, or if there is no line.
    """
    pack, _, name = full_id.partition(".")
    if not (RULE_ID.fullmatch(pack) and RULE_ID.fullmatch(name)):
        message = f'"{full_id}" is no id: write PACK.ID in small letters, digits and single dashes'
        raise ConfigError(message)
    solid = [line.strip() for line in lines if line.strip()]
    if not solid:
        message = "there is no text to make a rule of; give it with --from-text, or - and stdin"
        raise ConfigError(message)
    return "\n".join(
        (
            f"pack: {pack}",
            "about: TODO what prints this.",
            "rules:",
            f"  - id: {name}",
            "    why: TODO what prints this, and how one knows.",
            "    category: promo  # TODO or another; see: cleaner rules list",
            "    source: TODO where it was seen, and when",
            "    zone: {tail: 12}  # TODO or head, alone, near; leave it out only for what is never prose",
            *_kind(solid),
            "    strips:",
            f"      - {_quoted('The last paragraph of the text.' + chr(10) * 2 + _marked(solid))}",
            "    keeps:  # TODO prose that a reader could take for it",
            f"      - {_quoted(f'She read {solid[0]} on the last page and turned it.')}",
            f"      - {_quoted(f'{solid[0]} is what the sign said, and nobody knew why.')}",
            "",
        )
    )


def _kind(lines: list[str]) -> list[str]:
    if len(lines) == 1:
        return [f"    line: {{exact: {_quoted(lines[0])}}}"]
    steps = [f"        - {{exact: {_quoted(line)}}}" for line in lines[1:]]
    return ["    block:", f"      start: {{exact: {_quoted(lines[0])}}}", "      then:", *steps]


def _marked(lines: list[str]) -> str:
    return "«" + "\n".join(line.replace("«", r"\«").replace("»", r"\»") for line in lines) + "»"


def _quoted(text: str) -> str:
    """A JSON string is a YAML string, and no trap of YAML is left in it."""
    return json.dumps(text, ensure_ascii=False)
