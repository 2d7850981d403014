"""What the tests share: where the fixtures are, and a way to run the command."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import cleaner as package
from cleaner.batch import BatchCleaner
from cleaner.cli import run as run_command
from cleaner.cli.project import _settings
from cleaner.report.audit import document_line, header
from cleaner.run.tracked import _tracked_in

FIXTURES = Path(__file__).parents[1] / "fixtures"

CHROMIUM = (
    "--headless",
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MakeLog = Callable[..., Path]

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests leave the cache of whoever runs them alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLEANER_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def seeds() -> list[Path]:
    """The five sample documents, in order."""
    return sorted((FIXTURES / "seeds").glob("*.txt"))


@pytest.fixture
def cleaner(tmp_path: Path) -> Run:
    """Run the command in an empty folder, in this process; no traceback may ever come out of it."""

    def run(*args: object, stdin: bytes = b"", cwd: Path = tmp_path) -> subprocess.CompletedProcess[bytes]:
        _settings.cache_clear()
        _tracked_in.cache_clear()
        given = list(map(str, args))
        streams = {name: io.TextIOWrapper(io.BytesIO(), "utf-8") for name in ("stdout", "stderr")}
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(cwd)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            code = run_command(given)
            out, err = (_written(stream) for stream in streams.values())
        return _sane(subprocess.CompletedProcess(given, code, out, err))

    return run


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """Run the command as ``cleaner`` does, in a process of its own."""

    def run(*args: object, stdin: bytes = b"", cwd: Path = tmp_path) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "cleaner", *map(str, args)]
        env = os.environ | {"PYTHONUTF8": "1"}
        return _sane(subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, check=False, env=env))

    return run


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


def _sane(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[bytes]:
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert b"internal error" not in done.stderr, done.stderr.decode()
    return done


@pytest.fixture
def make_log(tmp_path: Path) -> MakeLog:
    """Clean texts and write their log; further options are the cleaner's."""

    def make(texts: Mapping[str, str], name: str = "log.jsonl", **options: Any) -> Path:
        lines = [header(package.__version__, "digest", {"profile": "standard"})]
        for path, text in texts.items():
            result = package.clean(text, **options)
            lines.append(document_line(result, path, path, text.encode(), result.to_bytes()))
        log = tmp_path / name
        log.write_text("".join(lines), encoding="utf-8")
        return log

    return make


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    """A new Chromium that tells of its console and of every request."""
    from selenium import webdriver  # noqa: PLC0415 -- only make test-full has it
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert binary, "chromium is missing; make test-full installs it"
    assert driver, "chromedriver is missing; make test-full installs it"
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*CHROMIUM, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with webdriver.Chrome(options, Service(driver)) as opened:
        opened.set_window_size(1280, 900)
        yield opened


@pytest.fixture
def rows() -> dict[str, list[Any]]:
    """Columns of records: texts that change, one that does not, and one that is missing."""
    return {
        "n": [1, 2, 3, 4],
        "text": [
            "It was  late that evening.\n\nBuy it now!",
            None,
            "It is here.",
            "Ça â€œmarcheâ€\x9d, enfin",
        ],
        "url": ["https://a.example/x", None, "", "https://b.example"],
    }


@pytest.fixture
def batch(tmp_path: Path) -> BatchCleaner:
    """A cleaner that is asked for all columns; the pack of its rule is gone, so it has to travel along."""
    pack = tmp_path / "mine.yaml"
    pack.write_text(
        "pack: mine\nrules:\n  - {id: link, why: A link., category: promo, sites: [a.example], "
        'line: {exact: Buy it now!}, strips: ["Text.\\n«Buy it now!»"]}\n'
    )
    made = BatchCleaner(add=["changed", "edits", "error", "audit"], rules=[str(pack)])
    pack.unlink()
    return made


@pytest.fixture(autouse=True, scope="session")
def one_python() -> Iterator[None]:
    """Spark's workers run in this Python; left alone they take the first one in the path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        yield
