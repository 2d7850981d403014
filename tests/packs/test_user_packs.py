"""Packs of users: they extend, disable, patch and keep, and their word counts more than ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cleaner.errors import CleanerError
from cleaner.packs.load import load_rules
from cleaner.pipeline import Cleaner

ENDING = "A post that is long enough for what is stripped of it.\n\nGet link\n"
SHORT = "A post that is long enough for what is stripped of it.\n"


def pack(folder: Path, text: str, name: str = "mine.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def cleaned(path: str, text: str, **options: Any) -> str:
    return Cleaner(rules=(path,), **options).clean(text).text


def refused(path: str, **options: Any) -> str:
    with pytest.raises(CleanerError) as raised:
        Cleaner(rules=(path,), **options)
    return str(raised.value)


LINE = "rules:\n  - {{id: {0}, why: It is., category: promo, line: {{exact: '{1}'}}}}\n"


def test_shipped_packs_stay_unless_they_are_left_out(tmp_path: Path) -> None:
    path = pack(tmp_path, "pack: mine\n" + LINE.format("one", "Buy now"))
    assert cleaned(path, f"{ENDING}Buy now\n") == SHORT
    assert cleaned(path, f"{ENDING}Buy now\n", default_rules=False) == ENDING


def test_disable_in_a_pack(tmp_path: Path) -> None:
    assert cleaned(pack(tmp_path, "pack: mine\ndisable: ['blogger.*']\n"), ENDING) == ENDING


def test_patch_lays_fields_over_a_shipped_rule(tmp_path: Path) -> None:
    path = pack(tmp_path, "pack: mine\npatch: {blogger.get-link: {line: {exact: Copy link}}}\n")
    assert cleaned(path, ENDING) == ENDING
    assert cleaned(path, ENDING.replace("Get", "Copy")) == SHORT


def test_extends_takes_a_shipped_pack_by_name_and_others_by_path(tmp_path: Path) -> None:
    pack(tmp_path, "pack: other\n" + LINE.format("two", "Buy now"), "other.yaml")
    path = pack(tmp_path, "pack: mine\nextends: [blogger, other.yaml]\n")
    ids = [rule.id for rule in load_rules((path,), default_rules=False).rules]
    assert ids == ["blogger.get-link", "other.two"]
    assert cleaned(path, f"{ENDING}Buy now\n", default_rules=False) == SHORT


def test_a_users_keep_beats_a_shipped_strip(tmp_path: Path) -> None:
    path = pack(tmp_path, "pack: mine\nkeep:\n  - {id: k, why: We want it., line: {exact: Get link}}\n")
    assert cleaned(path, ENDING) == ENDING


def test_a_users_keep_beats_the_users_own_strip_and_protects_whole_matches(tmp_path: Path) -> None:
    path = pack(
        tmp_path,
        "pack: mine\n"
        + LINE.format("one", "Buy now, friend")
        + "keep:\n  - {id: k, why: We want it., span: {regex: 'friend'}}\n",
    )
    assert cleaned(path, f"{SHORT}Buy now, friend\n") == f"{SHORT}Buy now, friend\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pack: mine\nextends: [bloger]\n", 'did you mean "blogger"?'),
        ("pack: mine\ndisable: [blogger.get-lnk]\n", 'did you mean "blogger.get-link"?'),
        ("pack: mine\npatch: {blogger.get-lnk: {why: x}}\n", 'did you mean "blogger.get-link"?'),
        ("pack: mine\npatch: {blogger.get-link: {categry: promo}}\n", 'did you mean "category"?'),
        ("pack: mine\nrulez: []\n", 'did you mean "rules"?'),
        ("pack: mine\nextends: [nowhere.yaml]\n", "no such rule pack"),
        ("pack: blogger\n", 'the pack "blogger" is already'),
        ("pack: mine\n" + LINE.format("one", "x") + LINE.format("one", "y").split("\n")[1], "has this id"),
    ],
)
def test_mistakes_are_said_with_place_and_hint(tmp_path: Path, text: str, said: str) -> None:
    path = pack(tmp_path, text)
    message = refused(path)
    assert said in message
    assert message.startswith(f"{Path(path).as_posix()}:")


def test_every_mistake_is_said_at_once(tmp_path: Path) -> None:
    path = pack(tmp_path, "pack: mine\nrulez: []\nextends: [bloger]\ndisable: [nothing.here]\n")
    assert [line.count("mine.yaml:") for line in refused(path).split("\n")].count(1) == 3


def test_an_unknown_glob_of_disable_is_an_error(tmp_path: Path) -> None:
    path = pack(tmp_path, "pack: mine\n" + LINE.format("one", "Buy now"))
    assert 'did you mean "mine.one"?' in refused(path, disable=("mine.on",))
    assert cleaned(path, f"{SHORT}Buy now\n", disable=("mine.*",)) == f"{SHORT}Buy now\n"
