"""A page to read learned rules on: one file, no script, nothing that a corpus says is more than text."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape

from cleaner.learn.review import is_open
from cleaner.learn.rules import Rule
from cleaner.learn.signature import places

_STYLE = """:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:56rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid #8888;padding:1rem 0}
h2{font-size:1.05rem;margin:0;font-family:ui-monospace,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#8881;padding:.6rem;margin:.5rem 0}
mark{background:#e66a;color:inherit}p{margin:.3rem 0}small{opacity:.8}"""


def page(about: str, rules: Sequence[Rule]) -> str:
    """Return the page as HTML."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    parts = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        '<meta name="viewport" content="width=device-width"><title>Learned rules</title>',
        f"<style>{_STYLE}</style></head><body><h1>Learned rules</h1>",
        f"<p>{_text(about)}</p><p>{len(rules)} rules, those that strip most first.</p>",
        *(part for rule in rules for part in _article(rule)),
        "</body></html>\n",
    )
    return "\n".join(parts)


def _article(rule: Rule) -> Iterator[str]:
    notes = [str(rule["category"]), *(["strict profile"] if "profiles" in rule else [])]
    notes += [] if is_open(rule) else ["reviewed"]
    yield f"<article><h2>{_text(rule['id'])}</h2><p><small>{_text(', '.join(notes))}</small></p>"
    yield f"<p>{_text(rule['why'])}</p>"
    yield f"<p><small>{_text(', '.join(places(rule)) or 'all sites')}</small></p>"
    for example in rule["strips"]:
        yield f"<pre>{_marked(str(example))}</pre>"
    for example in rule.get("keeps", ()):
        yield f"<pre><small>stays</small>\n{_text(example)}</pre>"
    yield "</article>"


def _marked(example: str) -> str:
    r"""Return an example with what goes in marks; ``\«`` and ``\»`` are text."""
    held = example.replace("\\«", "\ue000").replace("\\»", "\ue001")
    shown = _text(held).replace("«", "<mark>").replace("»", "</mark>")
    return shown.replace("\ue000", "«").replace("\ue001", "»")


def _text(value: object) -> str:
    return escape(str(value))
