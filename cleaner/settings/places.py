"""Finds the line on which a TOML file sets a key, for messages: tomllib does not tell."""

from __future__ import annotations

import re

HEADER = re.compile(r"\s*\[{1,2}\s*([\w\s.\"'-]+?)\s*\]{1,2}\s*(?:#.*)?$")
KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")

Place = tuple[str, int, str]
"""A table's name, how many tables of that name came before it, and a key in it; the header has none."""


def key_lines(text: str) -> dict[Place, int]:
    r"""Return the line (from 1) of each key, the first if there are several.

    It reads line by line and knows nothing of dotted keys or of strings over several lines: a
    key that is written in such a way is missing.

    >>> key_lines('profile = "light"\n[[override]]\npaths = ["a"]\n')
    {('', 0, 'profile'): 1, ('override', 0, ''): 2, ('override', 0, 'paths'): 3}
    """
    found: dict[Place, int] = {}
    seen: dict[str, int] = {}
    table, count = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if header := HEADER.match(line):
            table = re.sub(r"[\s\"']", "", header[1])
            count = seen.get(table, -1) + 1
            seen[table] = count
            found[table, count, ""] = number
        elif key := KEY.match(line):
            found.setdefault((table, count, key[1]), number)
    return found
