"""Reads values out of YAML nodes and collects every problem with its place, instead of stopping at one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from cleaner.errors import Problem, did_you_mean
from cleaner.packs.schema import Place

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROLS = {chr(code) for code in (*range(9), 11, 12, *range(14, 32), 127)}


class Value:
    """A YAML node with the file it stands in, the rule it belongs to, and where problems go.

    Every getter returns something of the promised type, so that reading goes on after a
    problem; what it returns then is never used, since problems refuse the whole pack.
    """

    __slots__ = ("node", "path", "problems", "rule")

    def __init__(self, node: yaml.Node, path: str, problems: list[Problem], rule: str = "") -> None:
        """Wrap ``node`` of the file ``path``."""
        self.node = node
        self.path = path
        self.problems = problems
        self.rule = rule

    def within(self, rule: str) -> Value:
        """Return the same value, its problems told as those of ``rule``."""
        return Value(self.node, self.path, self.problems, rule)

    @property
    def place(self) -> Place:
        """Where the value begins."""
        mark = self.node.start_mark
        return Place(self.path, mark.line + 1, mark.column + 1)

    def fail(self, what: str, hint: str = "") -> None:
        """Note a problem at this place."""
        place = self.place
        self.problems.append(Problem(place.path, place.line, place.column, self.rule, what, hint))

    def _child(self, node: yaml.Node) -> Value:
        return Value(node, self.path, self.problems, self.rule)

    def fields(self, known: Iterable[str] | None = None) -> dict[str, Value]:
        """Return the mapping's values by key; keys that are not ``known`` or stand twice are problems."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("expected fields (key: value), found something else", "indent the fields below the key")
            return {}
        names = None if known is None else list(known)
        found: dict[str, Value] = {}
        for key, node in self.node.value:
            name = str(key.value)
            if names is not None and name not in names:
                near = did_you_mean(name, names)
                self._child(key).fail(f'unknown field "{name}"', near or f"one of {', '.join(names)}")
            elif name in found:
                self._child(key).fail(f'the field "{name}" stands here twice', "join the two")
            else:
                found[name] = self._child(node)
        return found

    def items(self) -> list[Value]:
        """Return the values of a sequence."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fail("expected a list", "begin each entry with a dash")
            return []
        return [self._child(node) for node in self.node.value]

    def one_or_more(self) -> list[Value]:
        """Return the values of a sequence, or the one value that stands in its place."""
        return self.items() if isinstance(self.node, yaml.SequenceNode) else [self]

    def string(self) -> str:
        """Return a scalar as it is written (``Yes`` and ``404`` are strings here)."""
        if not isinstance(self.node, yaml.ScalarNode):
            self.fail("expected a string", "put the text in quotes")
            return ""
        text = str(self.node.value)
        if not text:
            self.fail("the string is empty", "put text with # or : in quotes")
        if not _CONTROLS.isdisjoint(text):
            self.fail("the string holds a control character", "write patterns in single quotes")
        return text

    def strings(self) -> tuple[str, ...]:
        """Return one string or a list of strings as a tuple."""
        values = [value.string() for value in self.one_or_more()]
        if not values:
            self.fail("the list is empty", "leave the field out, or fill it")
        return tuple(values)

    def choice(self, known: Iterable[str]) -> str:
        """Return a string that must be one of ``known``."""
        text, names = self.string(), list(known)
        if text not in names:
            near = did_you_mean(text, names)
            self.fail(f'"{text}" cannot stand here', near or f"one of {', '.join(names)}")
        return text

    def integer(self, least: int = 1, most: int = 10_000) -> int:
        """Return a whole number from ``least`` to ``most``."""
        text = self.node.value if isinstance(self.node, yaml.ScalarNode) else None
        if not (isinstance(text, str) and text.isascii() and text.isdigit() and least <= int(text) <= most):
            self.fail(f"expected a whole number from {least} to {most}")
            return least
        return int(text)

    def boolean(self) -> bool:
        """Return true or false."""
        text = self.node.value if isinstance(self.node, yaml.ScalarNode) else None
        if text not in {"true", "false"}:
            self.fail("expected true or false")
        return text == "true"


def read_yaml(text: str, path: str, problems: list[Problem]) -> Value | None:
    """Return the root of a YAML document, or None with the syntax error noted."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = f"this is not YAML: {error.problem or error.context}"
        hint = 'put texts with ": ", " #" or a leading [ { * & ! in single quotes'
        problems.append(Problem(path, line, column, "", what, hint))
        return None
    except yaml.YAMLError as error:
        problems.append(Problem(path, 1, 1, "", f"this is not YAML: {error}".replace("\n", " "), ""))
        return None
    if node is None:
        problems.append(Problem(path, 1, 1, "", "the file is empty", "begin it with pack: NAME"))
        return None
    return Value(node, path, problems)
