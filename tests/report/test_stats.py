"""Statistics of logs: the same sums in whatever parts they come, and what another log changes."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from cleaner.report.audit import Entry, read_log
from cleaner.report.compare import compared
from cleaner.report.comparison import comparison_csv, comparison_json, comparison_text
from cleaner.report.frequent import Frequent
from cleaner.report.stats import stats_csv, stats_data, stats_json, stats_text
from cleaner.report.summary import Alike, Summary

MakeLog = Callable[..., Path]

BODY = "It was  late, and the harbour had frozen over when they came home.\n\n"
TEXTS = {
    "a/1.txt": BODY + "Get link\n",
    "a/2.txt": BODY + "12 Comments\n\nGet link\n",
    "b/3.txt": BODY + "3 comments\n\nLeave a Reply\n",
    "b/4.txt": "Nothing to do here.\n",
    "b/5.txt": "The call was â€œprofessionalâ€\x9d, an official said on the phone that day.\n",
}


def summed(entries: Iterable[Entry]) -> Summary:
    summary = Summary()
    for entry in entries:
        summary.add(entry)
    return summary


def test_sums_of_documents_rules_and_places(make_log: MakeLog) -> None:
    data = stats_data(summed(read_log(make_log(TEXTS))))
    totals = data["totals"]
    assert (totals["documents"], totals["changed"], totals["untouched"]) == (5, 4, 1)
    assert (totals["stripped"], totals["repaired"], totals["failed"]) == (3, 1, 0)
    assert totals["chars_in"] == sum(map(len, TEXTS.values()))
    assert totals["bytes_in"] == sum(len(text.encode()) for text in TEXTS.values())
    rules = {row["rule"]: row for row in data["rules"]}
    assert rules["blogger.get-link"] == {
        "rule": "blogger.get-link",
        "stage": "strip",
        "category": "social",
        "hits": 2,
        "documents": 2,
        "removed": 2 * len("Get link\n"),
    }
    assert [(row["site"], row["documents"]) for row in data["sites"]] == [("b", 3), ("a", 2)]


def test_lines_that_are_nearly_equal_count_as_one(make_log: MakeLog) -> None:
    summary = summed(read_log(make_log(TEXTS)))
    counted = {key.words: line.documents for key, line in summary.lines.values.items()}
    assert counted["0 comments"] == 2
    assert summary.lines.values[Alike("blogger.get-link", "get link")].text == "Get link"


def test_shards_add_up_to_the_whole(make_log: MakeLog, tmp_path: Path) -> None:
    whole = make_log(TEXTS)
    shards = [make_log({name: text}, f"{i}.jsonl") for i, (name, text) in enumerate(TEXTS.items())]
    joined = tmp_path / "joined.jsonl"
    joined.write_bytes(b"".join(shard.read_bytes() for shard in shards))
    for render in (stats_text, stats_json, stats_csv):
        assert render(summed(read_log(joined))) == render(summed(read_log(whole)))


def test_csv_and_json_say_the_same(make_log: MakeLog) -> None:
    summary = summed(read_log(make_log(TEXTS)))
    rows = list(csv.DictReader(stats_csv(summary).splitlines()))
    assert {row["name"]: int(row["hits"]) for row in rows if row["table"] == "rule"} == {
        row["rule"]: row["hits"] for row in json.loads(stats_json(summary))["rules"]
    }


def test_what_is_frequent_stays_when_memory_is_short() -> None:
    stream = ["often"] * 400 + [f"rare {i}" for i in range(2000)]
    random.Random(1).shuffle(stream)
    counts: Frequent[str, list[int]] = Frequent(100, lambda: [0], lambda value: value[0])
    for word in stream:
        counts[word][0] += 1
    assert len(counts.values) <= 200
    assert 400 - counts.missed <= counts.values["often"][0] <= 400


def test_a_rule_that_is_new_shows_what_it_takes(make_log: MakeLog) -> None:
    old = make_log(TEXTS, "old.jsonl", disable=["blogger.*", "leftovers.*"])
    new = make_log(TEXTS, "new.jsonl", disable=["repair.*"])
    found = compared(read_log(old), read_log(new))
    assert (found.documents, found.differing, found.only_old, found.only_new) == (5, 3, 0, 0)
    assert {rule: change.documents for rule, change in found.newly.items()} == {
        "blogger.get-link": 2,
        "canon.control": 1,
    }
    assert {rule: change.documents for rule, change in found.no_longer.items()} == {"repair.mojibake": 1}
    assert {sample.before for sample in found.newly["blogger.get-link"].samples} == {"Get link\n"}
    assert "a/1.txt@68: Get link\n" in comparison_text(found)
    assert json.loads(comparison_json(found))["newly"][0]["documents"] == 2
    assert comparison_csv(found).splitlines()[1].startswith("newly,blogger.get-link,2,2,")


def test_the_same_text_taken_by_another_rule_is_no_change(make_log: MakeLog, tmp_path: Path) -> None:
    log = make_log(TEXTS)
    other = tmp_path / "other.jsonl"
    other.write_text(log.read_text().replace("blogger.get-link", "elsewhere.get-link"))
    found = compared(read_log(log), read_log(other))
    assert (found.documents, found.differing, found.newly, found.no_longer) == (5, 0, {}, {})


def test_logs_in_another_order_or_with_other_documents_are_matched(make_log: MakeLog) -> None:
    names = list(TEXTS)
    old = make_log({name: TEXTS[name] for name in names[1:]}, "old.jsonl")
    new = make_log({name: TEXTS[name] for name in reversed(names)}, "new.jsonl")
    found = compared(read_log(old), read_log(new))
    assert (found.documents, found.differing, found.only_old, found.only_new) == (4, 0, 0, 1)
    changed = make_log(TEXTS | {"a/1.txt": "Another text.\n"}, "changed.jsonl")
    assert compared(read_log(old), read_log(changed)).other_source == 0
    assert compared(read_log(new), read_log(changed)).other_source == 1
