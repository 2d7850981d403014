"""A site that is known by its copyright notice only."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.learn.signature import notices, scope, signature_of


@pytest.mark.parametrize(
    ("line", "site"),
    [
        ("© 2024 The Harbour Post", "© The Harbour Post"),
        ("© The Harbour Post 2024", "© The Harbour Post"),
        ("Copyright © 1999-2024 The Harbour Post. All rights reserved.", "© The Harbour Post"),
        ("Terms | Privacy | (c) 2024 The Harbour Post Ltd.", "© The Harbour Post Ltd"),
        ("2024 © O'Neil & Sons | Terms", "© O'Neil & Sons"),
        ("The Harbour Post © 2024", "The Harbour Post ©"),
        ("Copyright ⓒ Harbour.example. 무단전재 및 재배포 금지", "© Harbour.example"),
        ("© The Harbour Post", None),
        ("© 2024 All rights reserved", None),
        ("© 2024 Privacy Policy", None),
        ("Photo: © 2024 A. Hill", None),
        ("Copyright law of 1976 says that nothing is sure.", None),
        ("The copyright in these letters was his until 1976.", None),
        ("By T. Miller, Copyright 2013. It is printed with permission.", None),
    ],
)
def test_who_signs(line: str, site: str | None) -> None:
    text = f"It was cold.\n\n{line}\n\nBack to top\n"
    assert signature_of(text) == site
    if site:
        (phrase,) = scope((site,))["signature"]["any"]
        for shown in (line, *notices(site)):
            assert re.fullmatch(phrase["regex"], shown, re.IGNORECASE)


def test_a_notice_in_the_midst_of_a_text_signs_nothing() -> None:
    assert signature_of("© 2024 The Harbour Post\n" + "It was cold.\n" * 20) is None


def test_examples_hold_beside_rules_that_strip_the_notice(
    cleaner: Callable[..., object], tmp_path: Path
) -> None:
    path = Path(__file__).parents[2] / "fixtures" / "learn" / "harbour.jsonl"
    rows = [json.loads(line)["text"].rstrip() for line in path.read_text(encoding="utf-8").splitlines()]
    signed = [{"text": f"{text}\n\n© 2023 The Harbour Post. All rights reserved.\n"} for text in rows]
    (tmp_path / "signed.jsonl").write_text("".join(json.dumps(row) + "\n" for row in signed))
    for command in (
        ("rules", "suggest", "signed.jsonl", "-o", "learned.yaml", "-j", 1),
        ("rules", "test", "--rules", "learned.yaml", "learned.*"),
        ("clean", "signed.jsonl", "--rules", "learned.yaml", "-o", "out.jsonl"),
    ):
        assert cleaner(*command).returncode == 0  # type: ignore[attr-defined]
    left = (tmp_path / "out.jsonl").read_text()
    assert ("Harbour Post" in left, "Printed on" in left, "By Ann Marsh" in left) == (False, False, True)
