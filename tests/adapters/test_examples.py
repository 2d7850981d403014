"""The example of each adapter runs against the real library."""

from __future__ import annotations

import doctest
import importlib

import pytest

FULL = ("datasets", "datatrove", "ray", "spark")


@pytest.mark.filterwarnings("default")  # what other libraries warn of in their own code is theirs to mend
@pytest.mark.parametrize(
    "name", ["arrow", "pandas", "polars", *(pytest.param(name, marks=pytest.mark.full) for name in FULL)]
)
def test_the_example_runs(name: str) -> None:
    done = doctest.testmod(importlib.import_module(f"cleaner.adapters.{name}"))
    assert done.attempted >= 3
    assert done.failed == 0
