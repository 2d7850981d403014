"""``rules diff``: every difference between two versions of packs is found, and nothing else."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from cleaner.packs.changes import changes, rules_at
from cleaner.packs.load import load_rules
from cleaner.packs.sources import shipped_sources

Run = Callable[..., CompletedProcess[bytes]]

PACK = "pack: a\nrules:\n"
RULE = '  - {id: %s, why: "Because %s.", category: promo, line: {exact: "%s"}%s}\n'


def write(path: Path, *rules: tuple[str, str, str, str]) -> str:
    path.write_text(PACK + "".join(RULE % rule for rule in rules), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("after", "fields", "version"),
    [
        (("x", "of it", "Buy", ""), (), "none"),
        (("x", "of that", "Buy", ""), ("why",), "patch"),
        (("x", "of it", "Buy", ', strips: ["«Buy»"]'), ("strips",), "patch"),
        (("x", "of it", "Buy now", ""), ("kind",), "minor"),
        (("x", "of it", "Buy", ", profiles: strict"), ("profile",), "minor"),
        (("x", "of it", "Buy", ", profiles: light"), ("profile",), "major"),
    ],
)
def test_a_changed_rule_names_its_fields(
    tmp_path: Path, after: tuple[str, str, str, str], fields: tuple[str, ...], version: str
) -> None:
    old = write(tmp_path / "old.yaml", ("x", "of it", "Buy", ""))
    found = changes(rules_at(old), rules_at(write(tmp_path / "new.yaml", after)))
    assert tuple(name for change in found.changed for name in change.fields) == fields
    assert found.version == version


def test_rules_come_and_go(cleaner: Run, tmp_path: Path) -> None:
    old = write(tmp_path / "old.yaml", ("x", "x", "Buy", ""), ("y", "y", "Sell", ""))
    new = write(tmp_path / "new.yaml", ("z", "z", "Rent", ""), ("y", "y", "Sell", ", profiles: strict"))
    done = cleaner("rules", "diff", old, new)
    assert (done.returncode, done.stdout.decode().splitlines()) == (
        0,
        [
            "+ a.z (standard): Because z.",
            "- a.x (standard): Because x.",
            "~ a.y: profile standard → strict",
            "1 added, 1 removed, 1 changed; version: major",
        ],
    )
    record = json.loads(cleaner("rules", "diff", old, new, "--output-format", "json").stdout)
    assert record["moved"] == {"a.y": ["standard", "strict"]}


def test_where_rules_lie_makes_no_difference(tmp_path: Path) -> None:
    wheel = tmp_path / "cleaner_text-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for source in shipped_sources():
            archive.writestr(f"cleaner/{source.path}", source.text)
    assert not changes(rules_at("shipped"), rules_at(str(wheel)))
    assert rules_at(load_rules().digest) == rules_at("shipped")


def test_what_is_no_pack_is_refused(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "other.whl").write_bytes(b"no archive")
    zipfile.ZipFile(tmp_path / "empty.whl", "w").close()
    for name, told in (("gone", "give a path"), ("other.whl", "cannot be read"), ("empty.whl", "no packs")):
        done = cleaner("rules", "diff", "shipped", name)
        assert done.returncode == 2
        assert told in done.stderr.decode()
