"""datatrove: the step in a pipeline of its own executor, and the statistics that it saves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch import BatchCleaner

Rows = dict[str, list[Any]]

pytestmark = [
    pytest.mark.full,
    pytest.mark.filterwarnings("default"),  # what other libraries warn of in their own code is theirs to mend
]


def test_a_pipeline_cleans_and_counts(rows: Rows, batch: BatchCleaner, tmp_path: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor  # noqa: PLC0415 -- an extra that only these tests have
    from datatrove.pipeline.readers import JsonlReader  # noqa: PLC0415
    from datatrove.pipeline.writers import JsonlWriter  # noqa: PLC0415

    from cleaner.adapters.datatrove import CleanText  # noqa: PLC0415

    records = [dict(zip(rows, values, strict=True)) for values in zip(*rows.values(), strict=True)]
    records = [record | {"id": str(record["n"])} for record in records if record["text"]]
    (tmp_path / "in").mkdir()
    for number, record in enumerate(records):
        (tmp_path / "in" / f"{number}.jsonl").write_text(json.dumps(record) + "\n")
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            CleanText(batch),
            JsonlWriter(str(tmp_path / "out"), compression=None),
        ],
        tasks=2,
        workers=2,
        logging_dir=str(tmp_path / "logs"),
    ).run()
    lines = [line for path in sorted((tmp_path / "out").iterdir()) for line in path.read_text().splitlines()]
    done = sorted(map(json.loads, lines), key=lambda record: str(record["id"]))
    cleaned = batch({name: [record[name] for record in records] for name in ("id", "text", "url")})
    assert [record["text"] for record in done] == cleaned["text"]
    for name in batch.columns:
        assert [record["metadata"][name] for record in done] == cleaned[name]
    assert [record["metadata"]["n"] for record in done] == [1, 3, 4]
    stats = json.loads((tmp_path / "logs" / "stats.json").read_text())[1]["stats"]
    counts = {name: stats[name] for name in ("documents", "changed", "rule.mine.link")}
    assert counts == {"documents": 3, "changed": 2, "rule.mine.link": 1}
