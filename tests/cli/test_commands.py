"""The commands as a user types them: streams, exit codes, and that files stay whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]

DIRTY = "It was late, and the harbour had frozen over.\n\nGet link\n"
CLEAN = "It was late, and the harbour had frozen over.\n"


def git(folder: Path, *args: str) -> None:
    subprocess.run(["git", "-C", str(folder), *args], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "page.txt").write_text(DIRTY)
    git(tmp_path, "add", "page.txt")
    return tmp_path


def test_one_file_goes_to_stdout(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DIRTY)
    done = cleaner("clean", "page.txt")
    assert (done.returncode, done.stdout, done.stderr) == (0, CLEAN.encode(), b"")


def test_stdin_goes_to_stdout(cleaner: Run) -> None:
    done = cleaner("clean", "-", stdin=DIRTY.encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, CLEAN.encode(), b"")


@pytest.mark.skipif(sys.platform == "win32", reason="this bash is none of Windows's paths")
def test_a_closed_stdout_is_no_error(cleaner: Run, tmp_path: Path) -> None:
    del cleaner
    (tmp_path / "page.txt").write_text("A line of text.\n" * 100_000)

    command = f"{sys.executable} -m cleaner clean page.txt | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert done.stdout.decode().split("\n")[1] == "0"
    assert done.stderr == b""


def test_a_folder_becomes_the_same_tree(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "in" / "sub folder").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(DIRTY)
    (tmp_path / "in" / "sub folder" / "ü.md").write_text(DIRTY)
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    done = cleaner("clean", "in", "-o", "out")
    assert done.returncode == 0
    assert done.stdout == b""
    assert b"2 documents, 2 changed" in done.stderr
    assert sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.*")) == [
        "a.txt",
        "sub folder/ü.md",
    ]
    assert (tmp_path / "out" / "a.txt").read_text() == CLEAN
    assert (tmp_path / "in" / "a.txt").read_text() == DIRTY


def test_verbose_says_why_a_file_is_left_out(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(DIRTY)
    (tmp_path / "in" / "b.doc").write_text(DIRTY)
    done = cleaner("clean", "in", "-o", "out", "-v")
    assert b'in/b.doc: skipped: the suffix ".doc" is none of' in done.stderr


def test_html_is_extracted_under_another_name(cleaner: Run, tmp_path: Path) -> None:
    paragraph = "<p>It was so cold that the harbour froze over, and nobody had ever seen that before.</p>"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.html").write_text(
        f"<html><body><article>{paragraph * 4}</article></body></html>"
    )
    done = cleaner("clean", "in", "-o", "out", "--audit", "log.jsonl")
    assert done.returncode == 0
    assert "harbour froze over" in (tmp_path / "out" / "page.html.txt").read_text()
    refused = cleaner("restore", "out", "--audit", "log.jsonl", "-o", "back")
    assert refused.returncode == 2
    assert b"extracted from HTML" in refused.stderr


@pytest.mark.parametrize("command", ["fix", "check"])
def test_html_is_refused_where_nothing_leads_back(cleaner: Run, tmp_path: Path, command: str) -> None:
    page = b"<html><body><p>Text</p></body></html>"
    (tmp_path / "page.html").write_bytes(page)
    done = cleaner(command, "page.html")
    assert done.returncode == 2
    assert b"page.html: HTML is extracted, not edited; use: cleaner clean" in done.stderr
    assert (tmp_path / "page.html").read_bytes() == page


def test_check_lists_what_would_change(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "dirty.txt").write_text(DIRTY)
    (tmp_path / "clean.txt").write_text(CLEAN)
    done = cleaner("check", "dirty.txt", "clean.txt")
    assert done.returncode == 1
    assert done.stdout == b"dirty.txt: blogger.get-link, canon.edges\n"
    assert cleaner("check", "clean.txt").returncode == 0
    assert cleaner("check", "--exit-zero", "dirty.txt").returncode == 0
    assert (tmp_path / "dirty.txt").read_text() == DIRTY


def test_check_counts_a_document_over_the_budget(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Leave a Reply\n")
    done = cleaner("check", "page.txt")
    assert done.returncode == 1
    assert b"page.txt:1: strip.budget: rules would strip 100%" in done.stdout


def test_diff_shows_the_change_and_exits_0(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(DIRTY)
    done = cleaner("diff", "page.txt")
    assert done.returncode == 0
    assert done.stdout.decode() == (
        "--- a/page.txt\n+++ b/page.txt\n@@ -1,3 +1,1 @@\n"
        " It was late, and the harbour had frozen over.\n-\n-Get link\n"
    )
    assert cleaner("check", "--diff", "page.txt").returncode == 1


def test_fix_changes_a_tracked_file_in_its_place(cleaner: Run, repository: Path) -> None:
    page = repository / "page.txt"
    page.chmod(0o640)
    mode = page.stat().st_mode
    done = cleaner("fix", "page.txt")
    assert done.returncode == 1
    assert done.stdout == b"page.txt: blogger.get-link, canon.edges\n"
    assert page.read_text() == CLEAN
    assert page.stat().st_mode == mode
    assert cleaner("fix", "page.txt").returncode == 0
    assert [p.name for p in repository.iterdir() if p.name != ".git"] == ["page.txt"]


def test_fix_burns_no_bridge(cleaner: Run, repository: Path) -> None:
    new = repository / "new.txt"
    new.write_text(DIRTY)
    done = cleaner("fix", "new.txt", "page.txt")
    assert done.returncode == 2
    assert b"new.txt: git does not track it" in done.stderr
    assert new.read_text() == DIRTY
    assert (repository / "page.txt").read_text() == CLEAN
    assert cleaner("fix", "new.txt", "--audit", "log.jsonl").returncode == 1
    assert new.read_text() == CLEAN
    assert cleaner("restore", "new.txt", "--audit", "log.jsonl", "-o", "back.txt").returncode == 0
    assert (repository / "back.txt").read_text() == DIRTY
    again = repository / "again.txt"
    again.write_text(DIRTY)
    assert cleaner("fix", "again.txt", "--force").returncode == 1


def test_fix_never_transcodes_on_a_guess(cleaner: Run, tmp_path: Path) -> None:
    data = "Der Käufer zahlte für die Möbel, über die er später fluchte; schöne Grüße aus Köln.\n".encode(
        "cp1252"
    )
    (tmp_path / "page.txt").write_bytes(data)
    done = cleaner("fix", "--force", "page.txt")
    assert done.returncode == 2
    assert b"--encoding windows-1252" in done.stderr
    assert (tmp_path / "page.txt").read_bytes() == data
    assert cleaner("fix", "--force", "--encoding", "windows-1252", "page.txt").returncode == 1
    assert (tmp_path / "page.txt").read_bytes() == data.decode("cp1252").encode()


def test_fix_keeps_links(cleaner: Run, repository: Path) -> None:
    (repository / "link.txt").symlink_to("page.txt")
    os.link(repository / "page.txt", repository / "twin.txt")
    assert cleaner("fix", "link.txt", "--force").returncode == 1
    assert (repository / "link.txt").is_symlink()
    assert (repository / "page.txt").read_text() == CLEAN
    assert (repository / "twin.txt").read_text() == CLEAN


def test_restore_brings_back_every_byte(cleaner: Run, tmp_path: Path, seeds: list[Path]) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    originals = {seed.name: seed.read_bytes() for seed in seeds}
    originals |= {
        "deep/bom.txt": b"\xef\xbb\xbfA text  with a BOM.\r\n",
        "deep/utf16.txt": "\N{BYTE ORDER MARK}Ein  Text.\r\nGet link".encode("utf-16-be"),
        "deep/stray.txt": b"caf\xc3\xa9 \xe2\xe2\x80\x8b\x80\x9c and  more caf\xc3\xa9\n",
        "deep/empty.txt": b"",
        "deep/crlf.txt": b"one\r\ntwo\r\n\r\n\r\n",
    }
    for name, data in originals.items():
        (tmp_path / "in" / name).write_bytes(data)
    assert cleaner("clean", "in", "-o", "out", "--audit", "log.jsonl").returncode == 0
    assert cleaner("check", "out").returncode == 0
    assert cleaner("restore", "out", "--audit", "log.jsonl", "-o", "back").returncode == 0
    for name, data in originals.items():
        assert (tmp_path / "back" / name).read_bytes() == data


def test_restore_refuses_what_does_not_fit(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(DIRTY)
    cleaner("clean", "in", "-o", "out", "--audit", "log.jsonl")
    (tmp_path / "out" / "b.txt").write_text(CLEAN + "Somebody wrote on.\n")
    done = cleaner("restore", "out", "--audit", "log.jsonl", "-o", "back")
    assert done.returncode == 2
    assert b"out/b.txt: it is not what log.jsonl:3 tells of (sha256 differs)" in done.stderr
    assert not (tmp_path / "back").exists()


def test_restore_does_not_write_outside_its_folder(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    cleaner("clean", "a.txt", "-o", "out/", "--audit", "log.jsonl")
    log = (tmp_path / "log.jsonl").read_text().replace('"path":"a.txt"', '"path":"a.txt","name":"../a.txt"')
    (tmp_path / "log.jsonl").write_text(log)
    (tmp_path / "a.txt").write_text(CLEAN)
    done = cleaner("restore", "out", "--audit", "log.jsonl", "-o", "back")
    assert done.returncode == 2
    assert b"leads out of back" in done.stderr
    assert (tmp_path / "a.txt").read_text() == CLEAN


def test_the_log_is_json_lines_and_merges_by_concatenation(cleaner: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(DIRTY + name)
        cleaner("clean", name, "-o", f"out-{name}", "--audit", f"{name}.jsonl")
    logs = [(tmp_path / f"{name}.jsonl").read_text() for name in ("a", "b")]
    for line in "".join(logs).splitlines():
        assert isinstance(json.loads(line), dict)
    (tmp_path / "both.jsonl").write_text("".join(logs))
    (tmp_path / "out").mkdir()
    for name in ("a", "b"):
        shutil.copy(tmp_path / f"out-{name}" / f"{name}.txt", tmp_path / "out")
    assert cleaner("restore", "out", "--audit", "both.jsonl", "-o", "back").returncode == 0
    assert (tmp_path / "back" / "b.txt").read_text() == DIRTY + "b"


def test_dry_run_writes_nothing(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(DIRTY)
    done = cleaner("clean", "in", "-o", "out", "--audit", "log.jsonl", "--dry-run")
    assert done.returncode == 0
    assert done.stdout == b"in/a.txt: blogger.get-link, canon.edges\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_excludes_hold_for_named_files_too(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "b.txt").write_text(DIRTY)
    done = cleaner("check", "--exclude", "a.*", "a.txt", "b.txt")
    assert done.stdout.startswith(b"b.txt:")
    assert b"a.txt" not in done.stdout
    assert cleaner("check", "--exclude", "a.*", "a.txt").returncode == 0
    assert cleaner("check", "--exclude", "a.*", "--no-exclude", "a.txt").returncode == 1
    (tmp_path / ".cleanerignore").write_text("b.txt\n")
    assert cleaner("check", "b.txt").returncode == 0
    assert b"a.txt" in cleaner("check", ".").stdout


def test_gitignore_counts_for_check_and_fix_alone(cleaner: Run, repository: Path) -> None:
    (repository / "corpus").mkdir()
    (repository / "corpus" / "a.txt").write_text(DIRTY)
    (repository / ".gitignore").write_text("corpus/\n")
    done = cleaner("check", ".")
    assert b"page.txt" in done.stdout
    assert b"a.txt" not in done.stdout
    assert cleaner("clean", ".", "-o", "../out-of-here").returncode == 0
    assert b"corpus/a.txt" in cleaner("check", "corpus").stdout, "a folder that is named is not hidden"


def test_the_rules_are_listed_shown_and_tested(cleaner: Run, tmp_path: Path) -> None:
    listed = cleaner("rules", "list", "blogger.*")
    assert listed.returncode == 0
    assert listed.stdout.startswith(b"blogger.get-link  standard  social ")
    shown = cleaner("rules", "show", "blogger.get-link").stdout.decode()
    assert "why: The labels of Blogger" in shown
    assert "in the last 12 lines" in shown
    assert "rules/cms/blogger.yaml" in shown
    assert cleaner("rules", "test", "blogger.*").returncode == 0
    unknown = cleaner("rules", "show", "blogger.getlink")
    assert unknown.returncode == 2
    assert b'did you mean "blogger.get-link"?' in unknown.stderr
    (tmp_path / "bad.yaml").write_text(
        "pack: bad\nrules:\n  - id: x\n    why: w\n    category: promo\n    line: {exact: Hello}\n"
        "    strips: ['«Hello» you']\n"
    )
    failed = cleaner("rules", "test", "--rules", "bad.yaml", "bad.*")
    assert failed.returncode == 1
    assert b"bad.yaml:7:" in failed.stderr


def test_user_rules_extend_the_shipped_ones(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "pack: mine\nrules:\n  - id: ad\n    why: An advertiser.\n    category: promo\n"
        "    line: {exact: BUY NOW}\n"
    )
    (tmp_path / "page.txt").write_text(DIRTY + "BUY NOW\n")
    assert cleaner("clean", "--rules", "mine.yaml", "page.txt").stdout == CLEAN.encode()
    assert b"Get link" in cleaner("clean", "--rules", "mine.yaml", "--no-default-rules", "page.txt").stdout


def test_version_and_help(cleaner: Run) -> None:
    assert cleaner("--version").stdout.startswith(b"cleaner 0.")
    done = cleaner("--help")
    assert done.returncode == 0
    for command in (b"clean", b"check", b"fix", b"diff", b"restore", b"rules"):
        assert command in done.stdout
    assert cleaner("chekc", "x").returncode == 2
    assert cleaner("check").returncode == 2
    assert cleaner("check", "--no-such-option", "x").returncode == 2


@pytest.mark.parametrize("name", ["log.jsonl.gz", "log.jsonl.zst"])
def test_a_compressed_log_leads_back_too(cleaner: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_bytes(b"A text,  and\r\nmore of it.\n\nGet link\n")
    cleaner("clean", "in", "-o", "out", "--audit", name)
    assert cleaner("restore", "out", "--audit", name, "-o", "back").returncode == 0
    assert (tmp_path / "back/a.txt").read_bytes() == (tmp_path / "in/a.txt").read_bytes()
    cleaner("fix", "in", "--audit", f"fixed-{name}")
    assert cleaner("restore", "in", "--audit", f"fixed-{name}", "-o", "again").returncode == 0
    assert (tmp_path / "again/in/a.txt").read_bytes() == (tmp_path / "back/a.txt").read_bytes()


def test_a_log_of_spans_does_not_count_as_a_way_back(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"A text,  and more.\n")
    done = cleaner("fix", "a.txt", "--audit", "log.jsonl", "--audit-level", "spans")
    assert done.returncode == 2
    assert (tmp_path / "a.txt").read_bytes() == b"A text,  and more.\n"


@pytest.mark.parametrize("command", [("clean", "in", "-o", "out"), ("check", "in"), ("fix", "in", "--force")])
def test_a_run_tells_of_rules_that_fire_on_most_documents(
    cleaner: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "in").mkdir()
    for number in range(30):
        (tmp_path / "in" / f"{number}.txt").write_text(DIRTY)
    assert b"blogger.get-link (100%)" in cleaner(*command).stderr
