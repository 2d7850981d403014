"""Writes rules/languages/*.yaml from the catalogues of the software that prints the phrases.

    python scripts/harvest_phrases.py PACKAGES [--report FILE]

PACKAGES is a folder with unpacked packages, each in a folder of its own name as listed in
scripts/harvest/catalogues.py; `scripts/harvest/fetch.sh PACKAGES` makes one. Nothing in them is run.
It needs PyYAML and regex. Packages that are missing leave their phrases out, so have them all before
committing what this writes; the same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from harvest import patterns
from harvest.catalogues import SOURCES, read, version
from harvest.compose import Chosen, Language, choose
from harvest.render import pack

HERE = Path(__file__).parent


def main() -> None:
    """Read the catalogues, choose, write packs and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", type=Path, help="folder of unpacked packages")
    parser.add_argument("--out", type=Path, default=HERE.parent / "rules" / "languages")
    parser.add_argument("--report", type=Path, help="write here what was left out, and why")
    options = parser.parse_args()
    languages = {
        code: Language(code, found["name"], tuple(found["tags"]), tuple(found["scripts"]), found["sentence"])
        for code, found in load("languages").items()
    }
    wanted = load("wanted")
    present = [source for source in SOURCES if (options.packages / source.folder).is_dir()]
    for source in SOURCES:
        if source not in present:
            print(
                f"{options.packages / source.folder} is missing: no phrases of {source.title}",
                file=sys.stderr,
            )
    review = load("review") | {"by_hand": load("by_hand")}
    catalogues = {s.title: tuple(read(options.packages, s)) for s in present}
    chosen = choose(wanted, review, languages, catalogues)
    versions = {s.title: f"{s.folder} {version(options.packages / s.folder)}" for s in present}
    options.out.mkdir(parents=True, exist_ok=True)
    for code, language in languages.items():
        text = pack(language, wanted, chosen.phrases[code], versions | review["sources"])
        (options.out / f"{code}.yaml").write_bytes(text.encode())
    words = {"reserved": load("reserved"), "also": load("read_also")}
    text = patterns.pack(load("patterns"), words, languages, catalogues, versions)
    (options.out / "patterns.yaml").write_bytes(text.encode())
    if options.report:
        options.report.write_bytes("".join(report(chosen)).encode())
    print(summary(chosen))


def load(name: str) -> Any:
    """Return one of the tables beside the script."""
    return yaml.safe_load((HERE / "harvest" / f"{name}.yaml").read_text("utf-8"))


def report(chosen: Chosen) -> list[str]:
    """What was left out, a line each: language, rule, why, phrase, where it stands."""
    rows = {
        (f"{out.language}\t{out.rule}\t{out.why}\t{out.text}\t{out.origin}" + "\n") for out in chosen.left_out
    }
    return sorted(rows)


def summary(chosen: Chosen) -> str:
    """How many phrases went where, and how many stayed out for which reason."""
    taken = sum(len(phrases) for rules in chosen.phrases.values() for phrases in rules.values())
    reasons = Counter(out.why for out in chosen.left_out)
    lines = [f"{taken} phrases in {len(chosen.phrases)} languages; left out or moved:"]
    lines += [f"  {count:6} {why}" for why, count in sorted(reasons.items())]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
