"""The batch callable: what it does to columns, and that it travels as the same bytes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, ConfigError, Document
from cleaner.batch import BatchCleaner
from cleaner.report.audit import read_log
from cleaner.report.restore import restored

PACK = "pack: mine\nrules:\n  - {id: teaser, why: A teaser., category: promo, line: {exact: Buy it now!}}\n"
BATCH: dict[str, list[Any]] = {
    "text": ["It was  late.\n\nGet link", None, "It is here.", "Bad \x00 byte"],
    "id": ["a", "b", "", 4],
    "n": [1, 2, 3, 4],
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(PACK)
    return path


def test_only_the_texts_change() -> None:
    assert BatchCleaner()(BATCH) == BATCH | {"text": ["It was late.", None, "It is here.", "Bad byte"]}
    assert BatchCleaner()({"text": []}) == {"text": []}


def test_columns_that_were_asked_for() -> None:
    done = BatchCleaner(add=["changed", "edits", "error"])(BATCH)
    assert list(done) == ["text", "id", "n", "cleaner_changed", "cleaner_edits", "cleaner_error"]
    assert done["cleaner_changed"] == [True, False, False, True]
    edits = [
        len(Cleaner().clean_document(Document(text or "", is_field=True)).edits) for text in BATCH["text"]
    ]
    assert done["cleaner_edits"] == edits
    assert edits[0] > edits[1] == 0
    assert done["cleaner_error"] == [None] * 4


def test_a_rule_for_a_site_fires_there_alone(pack: Path) -> None:
    pack.write_text(PACK.replace("category: promo", "category: promo, sites: [a.example]"))
    batch = {
        "text": ["So it was, late that evening.\nBuy it now!"] * 2,
        "url": ["https://www.a.example/x", "https://b.example"],
    }
    done = BatchCleaner(rules=[str(pack)])(batch)
    assert done["text"] == ["So it was, late that evening.", "So it was, late that evening.\nBuy it now!"]


def test_the_audit_column_is_a_log(tmp_path: Path) -> None:
    batch = BatchCleaner(add=["audit"])
    done = batch(BATCH)
    log = tmp_path / "log.jsonl"
    log.write_text(batch.header + "".join(line for line in done["cleaner_audit"] if line), "utf-8")
    entries = list(read_log(log))
    assert [entry.id for entry in entries] == ["a", "", "4"]
    cleaned = [text for text in done["text"] if text is not None]
    before = [restored(entry, text.encode(), "x") for entry, text in zip(entries, cleaned, strict=True)]
    assert before == [text.encode() for text in BATCH["text"] if text is not None]


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(ConfigError, match='it has no field "text" but body: say text='):
        BatchCleaner()({"body": ["x"]})
    with pytest.raises(ConfigError, match='the column "text" holds int, no text'):
        BatchCleaner()({"text": [1]})
    with pytest.raises(ConfigError, match='add cannot be "edit"; did you mean "edits"'):
        BatchCleaner(add=["edit"])  # type: ignore[list-item]
    with pytest.raises(ConfigError, match='there is no option "profil"'):
        BatchCleaner(profil="light")


def test_a_document_that_breaks_passes_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        message = "no"
        raise ValueError(message)

    monkeypatch.setattr("cleaner.pipeline.settle", broken)
    done = BatchCleaner(add=["error", "changed"])({"text": ["It was  late."]})
    assert done["text"] == ["It was  late."]
    assert done["cleaner_changed"] == [False]
    assert "cleaning broke on it (ValueError: no)" in str(done["cleaner_error"][0])


def test_pickles_to_the_same_bytes(pack: Path) -> None:
    batch = BatchCleaner(add=["edits"], lang="lang", rules=[str(pack)], disable=["canon.space"])
    before = pickle.dumps(batch)
    batch(BATCH)
    again = pickle.loads(before)
    assert again == batch
    assert pickle.dumps(batch) == pickle.dumps(again) == before
    assert again(BATCH) == batch(BATCH)
    assert pickle.dumps(again) == before
    pack.write_text(PACK.replace("Buy it now!", "Buy it later!"))
    assert again == batch  # it has its rules with it
    changed = BatchCleaner(add=["edits"], lang="lang", rules=[str(pack)], disable=["canon.space"])
    assert pickle.dumps(changed) != before


def test_pickles_to_the_same_bytes_in_every_process() -> None:
    code = (
        "import pickle, sys; from cleaner.batch import BatchCleaner;"
        "sys.stdout.buffer.write(pickle.dumps(BatchCleaner(add=['edits'], disable=['canon.space'])))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert made == {pickle.dumps(BatchCleaner(add=["edits"], disable=["canon.space"]))}


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("cleaner.batch.__version__", "0.0.9")
        pickled = pickle.dumps(BatchCleaner())
    with pytest.raises(ConfigError, match=r"pickled by cleaner 0\.0\.9, here is"):
        pickle.loads(pickled)
