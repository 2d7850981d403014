"""Counts what is frequent among more different things than fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Frequent(Generic[Key, Value]):
    """Values by key, of which the rarest are forgotten whenever there are twice ``most``.

    It works as lossy counting does (Manku and Motwani, 2002): what is frequent stays, and
    ``missed`` bounds by how much the weight of a key can be too small because it was forgotten
    once. As long as nothing was forgotten, the order in which things come does not matter.
    """

    def __init__(self, most: int, new: Callable[[], Value], weight: Callable[[Value], int]) -> None:
        """``new`` makes the value of a key that is not there, ``weight`` says how often it came."""
        self.values: dict[Key, Value] = {}
        self.missed = 0
        self._most, self._new, self._weight = most, new, weight

    def __getitem__(self, key: Key) -> Value:
        """Return the value of a key, to be changed in place."""
        value = self.values.get(key)
        if value is None:
            if len(self.values) >= 2 * self._most:
                self._forget()
            value = self.values[key] = self._new()
        return value

    def _forget(self) -> None:
        ranked = sorted(self.values.items(), key=lambda item: -self._weight(item[1]))
        self.missed += self._weight(ranked[self._most][1])
        self.values = dict(ranked[: self._most])
