"""The report as one HTML file that needs nothing else and asks no network.

What documents hold is hostile: it enters as JSON in which no tag can begin, the script puts it
on the page as text, and a policy that knows our script and style by their hashes stands behind.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from cleaner import __version__
from cleaner.config import Config
from cleaner.model import rule_id
from cleaner.report.audit import Entry, Header
from cleaner.report.excerpt import Room, excerpt, masked_piece
from cleaner.report.layers import LAYERS, layer_of
from cleaner.report.likeness import grouped
from cleaner.report.samples import Sample, Samples, key_of
from cleaner.report.sources import original_texts
from cleaner.report.stats import ranked
from cleaner.report.summary import Count, Summary, place_of

SAMPLE_BYTES = 2600
"""Bytes of the page that a sample may take on average, so that 300 make less than 1 MB."""

MOST_SAMPLE_BYTES = 16_000
MOST_LINES = 100
MOST_PLACES = 20
SLOT = re.compile(r"@(CSP|STYLE|DATA|SCRIPT)@")
SURROGATE = re.compile("[\ud800-\udfff]")


def page(
    summary: Summary,
    samples: Samples,
    reasons: Mapping[str, str],
    *,
    redact: bool = False,
) -> bytes:
    """Return the report.

    ``reasons`` say why rules are there; ``redact`` leaves out all text of documents.
    """
    data = report_data(summary, samples, reasons, redact=redact)
    style, script = _asset("report.css"), _asset("report.js")
    slots = {
        "CSP": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
        "STYLE": style,
        "SCRIPT": script,
        "DATA": json_for_html(data),
    }
    return SLOT.sub(lambda match: slots[match[1]], _asset("report.html")).encode()


def json_for_html(data: object) -> str:
    """Return JSON that can stand in a script element: no tag, comment or lone surrogate is in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _asset(name: str) -> str:
    return (files("cleaner.report") / "page" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def report_data(
    summary: Summary,
    samples: Samples,
    reasons: Mapping[str, str],
    *,
    redact: bool = False,
) -> dict[str, Any]:
    """Return what the page shows; pieces of documents cite ``causes`` by number, and these ``rules``."""
    rules = ranked(summary.rules)
    numbers = {id_: number for number, (id_, _) in enumerate(rules)}
    causes: dict[str, int] = {}
    chosen = samples.chosen()
    texts = original_texts({key: sample.entry for key, sample in chosen.items()})
    return {
        "version": __version__,
        "redacted": redact,
        "runs": [_run(header, redact=redact) for header in summary.headers],
        "totals": dataclasses.asdict(summary.totals),
        "layers": {layer: _counts(summary.layers[layer]) for layer in LAYERS if layer in summary.layers},
        "categories": [[name, *_counts(count)] for name, count in ranked(summary.categories)],
        "rules": [
            [
                id_,
                layer_of(id_),
                summary.category_of[id_],
                *_counts(count),
                reasons.get(id_, ""),
                summary.positions.get(id_, []),
            ]
            for id_, count in rules
        ],
        "lines": [] if redact else grouped(summary.lines.values, numbers, MOST_LINES),
        "missed": [summary.lines.missed, summary.places.missed],
        "places": _places(summary, redact=redact),
        "shares": summary.shares,
        "troubles": [_trouble(entry, redact=redact) for entry in samples.troubles().values()],
        "documents": _documents(chosen, texts, causes, redact=redact),
        "causes": [[numbers[rule_id(cause)], cause.partition(":")[2]] for cause in causes],
    }


def _counts(count: Count) -> list[int]:
    return [count.hits, count.documents, count.removed]


def _run(header: Header, *, redact: bool) -> list[Any]:
    """Return with what documents were cleaned: version, rules, profile, and unusual options."""
    usual = json.loads(json.dumps(dataclasses.asdict(Config()))) | {"profile": None, "text_field": "text"}
    options = {key: value for key, value in header.options.items() if value != usual.get(key)}
    if redact:
        options = {key: value for key, value in options.items() if not isinstance(value, list)}
    return [header.version, header.digest, header.level, options]


def _places(summary: Summary, *, redact: bool) -> dict[str, Any]:
    ordered = sorted(summary.places.values.items(), key=lambda item: (-item[1].documents, item[0]))
    rows = [
        [_hidden("place", name) if redact else name, p.documents, p.changed, p.chars_in, p.chars_out]
        for name, p in ordered[:MOST_PLACES]
    ]
    return {"count": len(ordered), "rows": rows}


def _hidden(kind: str, name: str) -> str:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{kind} {digest}"


def _name(entry: Entry) -> str:
    row = "" if entry.row is None else f" #{entry.row}"
    return f"{entry.path}{row}{f' ({entry.id})' if entry.id else ''}"


def _trouble(entry: Entry, *, redact: bool) -> list[str]:
    reasons = [reason for rule, _, reason in entry.findings if rule == "strip.budget"]
    name = f"document {key_of(entry)}" if redact else _name(entry)
    return [name, entry.error or "; ".join(reasons)]


def _documents(
    chosen: Mapping[str, Sample], texts: Mapping[str, str], causes: dict[str, int], *, redact: bool
) -> list[dict[str, Any]]:
    """Return the samples, cut so that together they keep to their size."""
    budget = SAMPLE_BYTES * max(len(chosen), 100)
    size = min(MOST_SAMPLE_BYTES, budget // max(1, len(chosen)))
    while True:
        numbered: dict[str, int] = {}
        found = [_document(key, sample, texts.get(key), size, numbered) for key, sample in chosen.items()]
        if size < 200 or sum(len(json_for_html(entry).encode()) for entry in found) <= budget:
            causes.update(numbered)
            return [_redacted(entry) for entry in found] if redact else found
        size = size * 4 // 5


def _document(
    key: str, sample: Sample, text: str | None, size: int, causes: dict[str, int]
) -> dict[str, Any]:
    entry = sample.entry
    pieces, shown = excerpt(
        text, entry.edits, Room(size, sample.rules), lambda cause: causes.setdefault(cause, len(causes))
    )
    return {
        "key": key,
        "name": _name(entry),
        "place": place_of(entry),
        "chars": entry.chars,
        "edits": [len(entry.edits), shown],
        "found": text is not None,
        "pieces": pieces,
    }


def _redacted(document: dict[str, Any]) -> dict[str, Any]:
    """Return a sample without its words, and without what it is called."""
    return document | {
        "name": f"document {document['key']}",
        "place": _hidden("place", document["place"]),
        "pieces": [masked_piece(piece) for piece in document["pieces"]],
    }
