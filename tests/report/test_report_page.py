"""The report: one file that shows the same for the same run, and holds what documents bring in check."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cleaner.report.audit import LoggedEdit, read_log
from cleaner.report.excerpt import LONG, Room, excerpt, masked
from cleaner.report.html import page
from cleaner.report.likeness import grouped
from cleaner.report.samples import PER_RULE, Samples
from cleaner.report.summary import Alike, Removed, Summary

MakeLog = Callable[..., Path]

BODY = "It was  late, and the harbour had frozen over when they came home.\n\n"
HOSTILE = (
    "</script><script>document.title='taken'</script>\n<img src=x onerror=\"document.title='taken'\">\n"
    "<!-- \N{NULL}\N{RIGHT-TO-LEFT OVERRIDE} javascript:alert(1) -->\n]]>\\u003cb\n"
)


@pytest.fixture(autouse=True)
def _in_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(texts: Mapping[str, str]) -> Mapping[str, str]:
    for name, text in texts.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(text.encode())
    return texts


def rendered(logs: Iterable[Path], samples: int = 300, **options: Any) -> bytes:
    summary, chosen = Summary(), Samples(samples)
    for log in logs:
        for entry in read_log(log):
            summary.add(entry)
            chosen.add(entry)
    return page(summary, chosen, {"blogger.get-link": "It stands alone."}, **options)


def data_of(html: bytes) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html.decode(), re.DOTALL)
    assert found
    return json.loads(found[1])


def corpus(count: int) -> dict[str, str]:
    ends = ("Get link\n", "12 Comments\n\nGet link\n", "Leave a Reply\n", "", "Share this:\n\nGet link\n")
    return {f"in/{i}.txt": f"Number {i}. " + BODY + ends[i % len(ends)] for i in range(count)}


def test_it_tells_sums_rules_lines_places_and_samples(make_log: MakeLog) -> None:
    data = data_of(rendered([make_log(written(corpus(10)))]))
    assert data["totals"]["documents"] == 10
    rule = next(row for row in data["rules"] if row[0] == "blogger.get-link")
    assert rule[1:7] == ["strip", "social", 6, 6, 6 * len("Get link\n"), "It stands alone."]
    assert data["lines"][0][0] == "Get link"
    assert data["places"]["rows"][0][:2] == ["in", 10]
    document = next(entry for entry in data["documents"] if entry["name"] == "in/0.txt")
    assert document["found"]
    cited = {
        data["rules"][data["causes"][number][0]][0]
        for piece in document["pieces"]
        if isinstance(piece, list)
        for number in piece[2]
    }
    assert cited == {"canon.space-run", "canon.edges", "blogger.get-link"}


def test_a_sample_shows_its_document(make_log: MakeLog) -> None:
    texts = written({"in/a.txt": BODY + "Get link\n"})
    document = data_of(rendered([make_log(texts)]))["documents"][0]
    before = "".join(piece if isinstance(piece, str) else piece[0] for piece in document["pieces"])
    after = "".join(piece if isinstance(piece, str) else piece[1] for piece in document["pieces"])
    assert before == texts["in/a.txt"]
    assert after == "It was late, and the harbour had frozen over when they came home.\n"


def test_the_same_run_makes_the_same_bytes_in_whatever_parts(make_log: MakeLog) -> None:
    texts = written(corpus(30))
    names = list(texts)
    whole = make_log(texts)
    shards = [make_log({name: texts[name] for name in names[i::3]}, f"shard{i}.jsonl") for i in range(3)]
    assert rendered([whole]) == rendered([whole]) == rendered(shards)


def test_every_rule_has_its_samples_and_the_page_its_size(make_log: MakeLog) -> None:
    chance = random.Random(1)
    texts = {
        name: "\n\n".join(["".join(chance.choices("abcdefgh ijk", k=400))] * 40) + "\n\n" + text
        for name, text in corpus(400).items()
    }
    html = rendered([make_log(written(texts))])
    data = data_of(html)
    assert len(data["documents"]) == 300
    assert len(html) < 1_000_000
    for number, rule in enumerate(data["rules"]):
        shown = sum(
            any(
                data["causes"][cause][0] == number
                for piece in entry["pieces"]
                if isinstance(piece, list)
                for cause in piece[2]
            )
            for entry in data["documents"]
        )
        assert shown >= min(PER_RULE, rule[4]), rule[0]


def test_what_documents_hold_cannot_leave_its_place(make_log: MakeLog) -> None:
    texts = written({"in/<b>'\".txt": BODY + HOSTILE + "Get link\n"})
    html = rendered([make_log(texts)]).decode()
    assert html.count("</script>") == 2
    assert "taken" in html
    assert not re.search(r"<(img|b>|!--)", html)
    assert "\\u003c/script>" in html
    document = data_of(html.encode())["documents"][0]
    assert HOSTILE[:40] in "".join(piece for piece in document["pieces"] if isinstance(piece, str))


def test_the_policy_knows_the_script_and_the_style(make_log: MakeLog) -> None:
    html = rendered([make_log(written(corpus(1)))]).decode()
    for tag in ("script", "style"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in html
    assert "default-src 'none'" in html
    assert not re.search(r"https?://", html.replace("http://www.w3.org/2000/svg", ""))


def test_a_redacted_page_holds_no_word(make_log: MakeLog) -> None:
    html = rendered([make_log(written(corpus(10)))], redact=True).decode()
    for word in ("harbour", "in/0.txt", "Get link", "Comments"):
        assert word not in html
    assert ", xxx xxx xxxxxxx xxx xxxxxx" in html


def test_documents_that_are_gone_or_changed_show_their_edits_alone(make_log: MakeLog) -> None:
    texts = written({"in/a.txt": BODY + "Get link\n", "in/b.txt": BODY + "Get link\n"})
    log = make_log(texts)
    Path("in/a.txt").unlink()
    Path("in/b.txt").write_text("Another text.\n")
    for document in data_of(rendered([log]))["documents"]:
        assert not document["found"]
        assert [piece[0] for piece in document["pieces"] if isinstance(piece, list)] == [
            " ",
            "\n",
            "Get link\n",
        ]


def test_documents_that_were_fixed_in_their_place_are_led_back(make_log: MakeLog) -> None:
    log = make_log({"in/a.txt": BODY + "Get link\n"})
    written({"in/a.txt": "It was late, and the harbour had frozen over when they came home.\n"})
    assert data_of(rendered([log]))["documents"][0]["found"]


def test_troubles_are_told(make_log: MakeLog) -> None:
    log = make_log({"in/a.txt": "Short.\n\nGet link\n\nShare this:\n\nLeave a Reply\n"})
    [[name, why]] = data_of(rendered([log]))["troubles"]
    assert name == "in/a.txt"
    assert "more than max_removed" in why


def test_long_removals_are_cut_and_unseen_text_is_counted() -> None:
    source = "x" * 5000 + "y" * 5000 + "z" * 5000
    edits = [LoggedEdit(5000, 10000, source[5000:10000], "", 0, ("a.b",))]
    pieces, shown = excerpt(source, edits, Room(10_000), lambda _: 0)
    assert shown == 1
    sizes = [
        piece
        if isinstance(piece, int)
        else len(piece)
        if isinstance(piece, str)
        else len(piece[0]) + piece[3] + len(piece[4])
        for piece in pieces
    ]
    assert sum(sizes) == len(source)
    assert max(len(piece[0]) for piece in pieces if isinstance(piece, list)) <= LONG
    assert excerpt(None, edits, Room(10_000), lambda _: 0)[0][0] == 5000


def test_masks_keep_the_shape_alone() -> None:
    assert masked("Tel. 0123, Ärzte 東京!\n") == "xxx. 0000, xxxxx xx!\n"


def test_lines_much_alike_stand_together() -> None:
    lines = {
        Alike("a.b", "posted by anna in the news"): Removed(9, 9, "Posted by Anna in the news"),
        Alike("a.b", "posted by otto in the news"): Removed(3, 4, "Posted by Otto in the news"),
        Alike("a.b", "something else"): Removed(5, 5, "Something else"),
        Alike("a.c", "posted by otto in the news"): Removed(1, 1, "Posted by Otto in the news"),
    }
    assert grouped(lines, {"a.b": 0, "a.c": 1}, 10) == [
        ("Posted by Anna in the news", 0, 9, 9, [("Posted by Otto in the news", 3)]),
        ("Something else", 0, 5, 5, []),
        ("Posted by Otto in the news", 1, 1, 1, []),
    ]
