"""The wheel carries the packs: built, installed into an empty environment, and used there."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

TOP = Path(__file__).parents[1]


def run(*command: object, cwd: Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_wheel_from_the_sdist_cleans_a_file(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--outdir", tmp_path / "dist", TOP, cwd=tmp_path)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    packs = {str(p.relative_to(TOP)) for p in (TOP / "rules").rglob("*.yaml")}
    assert packs <= {name.removeprefix("cleaner/") for name in names}
    assert "cleaner/py.typed" in names
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    seed = TOP / "fixtures" / "seeds" / "003_be4a3ab5c71395ba.txt"
    run(python, "-m", "cleaner", "clean", seed, "-o", "out.txt", cwd=tmp_path)
    expected = TOP / "fixtures" / "expected" / "standard" / seed.name
    assert (tmp_path / "out.txt").read_bytes() == expected.read_bytes()
    shown = run(python, "-m", "cleaner", "--version", cwd=tmp_path)
    here = run(sys.executable, "-m", "cleaner", "--version", cwd=tmp_path)
    assert shown == here
