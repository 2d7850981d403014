"""The site of a text that comes without an address: whoever holds the rights, by the line in its foot.

Texts of one site end in the same copyright notice, but for the year. Its owner stands for the
site, and rules that were learned from such texts apply where a line signs with that name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cleaner.packs.phrases import fold_typography

SIGN = "\N{COPYRIGHT SIGN}"

FOOT = 12
"""Lines that are not blank, from the end, among which the notice is looked for."""

SLACK = 3
"""Lines by which the notice may stand further from the end than where it is looked for."""

LONGEST = 200
"""Code points of a notice."""

MOST_WORDS = 10
"""Words of a name; what is longer is a sentence about rights."""

FOOT_CHARS = 3_000
"""Code points at the end of a text in which its foot is looked for."""

_HINT = re.compile("[©ⓒⒸ]|copyright|\\(c\\)", re.IGNORECASE)
_MARK = re.compile(
    r"(?<!\w)(?:(?:content |website |site )?copyright(?!\w)|[©ⓒⒸ]|\(c\)|&copy;)"
    r"(?: ?(?:copyright(?!\w)|[©ⓒⒸ]|\(c\)|&copy;))?[:,]? ?",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?: ?[-–—,/&] ?(?:(?:19|20)?\d\d|present|now|today))*(?!\w)", re.IGNORECASE
)
_RESERVED = re.compile(
    r"(?:all|some)? ?rights (?:are )?reserved|tous droits|alle rechte|todos los derechos|todos os direitos"
    r"|tutti i diritti|alle rechten|все права|無断転載|版权所有|무단",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\b(?:photo\w*|images?|pictures?|illustrations?|courtesy|credits?|foto\w*|getty|licen[cs]ed?)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\. |\.$| [|·•–—] | - |[|·•;\n]")
_NOBODY = re.compile(r"\b(?:terms|privacy|polic(?:y|ies)|cookies?|contents|conditions)\b", re.IGNORECASE)
_EDGES = " \t,.:;|·•-–—()[]"
_PATTERN_MARK = r"(?:[©ⓒⒸ]|\(c\)|&copy;|copyright)"


def signature_of(text: str) -> str | None:
    r"""Return who signs ``text`` in its foot, as what a site is called that has no host.

    >>> signature_of("It was cold.\n\n© 2019-2024 The Harbour Post. All rights reserved.")
    '© The Harbour Post'
    >>> signature_of("It was cold.\n\nThe Harbour Post © 2024")
    'The Harbour Post ©'
    >>> signature_of("It was cold.\n\nPhoto © 2024 A. Hill") is None
    True
    """
    foot = text[-FOOT_CHARS:]
    if not _HINT.search(foot):
        return None
    lines = [bare for line in foot.split("\n") if (bare := line.strip())]
    return next(filter(None, map(_signed, reversed(lines[-FOOT:]))), None)


def is_notice(line: str) -> bool:
    """Whether a line says who holds the rights."""
    return _signed(line.strip()) is not None


def _signed(line: str) -> str | None:
    """Return the name in a copyright notice, with the sign on the side on which it stands."""
    mark = _MARK.search(line) if len(line) <= LONGEST else None
    if mark is None or _CREDIT.search(line) or not (_YEARS.search(line) or _RESERVED.search(line)):
        return None
    after = _name(line[mark.end() :])
    is_word = mark[0].strip().isalpha()  # as in "The copyright in these letters, 1976"
    if after and not (is_word and after[0].islower()):
        return f"{SIGN} {after}"
    before = "" if is_word else _name(line[: mark.start()])
    return f"{before} {SIGN}" if before else None


def _name(text: str) -> str:
    """Return the name with which ``text`` begins, years before it aside, or nothing."""
    rest = next(filter(_has_letters, _YEARS.split(_RESERVED.split(text, maxsplit=1)[0])), "")
    if rest.startswith((". ", "! ", "? ")):  # what begins there is another sentence
        return ""
    name = fold_typography(_BREAK.split(rest.strip(_EDGES), maxsplit=1)[0]).removeprefix("by ").strip(_EDGES)
    fits = _has_letters(name) and len(name.split()) <= MOST_WORDS and not _NOBODY.search(name)
    return name if fits else ""


def _has_letters(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 1


def is_signature(site: str) -> bool:
    """Whether ``site`` is a name and no host."""
    return SIGN in site


def scope(sites: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields of a rule that say on which sites it applies: hosts, or whoever signs."""
    hosts = [site for site in sites if not is_signature(site)]
    signed = [site for site in sites if is_signature(site)]
    fields: dict[str, Any] = {"sites": hosts} if hosts else {}
    if signed:
        phrases = [{"regex": _pattern(site)} for site in signed]
        fields["signature"] = {"any": phrases, "zone": {"tail": FOOT + SLACK}}
    return fields


def _pattern(site: str) -> str:
    """Return a pattern for the lines in which a site's name stands beside the sign of its rights."""
    name = re.escape(site.strip(f"{SIGN} ")).replace("\\ ", " ").replace("'", "['’]").replace('"', '["“”]')
    name = name.replace("\\-", "[-–—]")
    if site.startswith(SIGN):
        return rf"[^\n]{{0,160}}{_PATTERN_MARK}[^\n]{{0,40}}{name}(?!\w)[^\n]{{0,190}}"
    return rf"[^\n]{{0,80}}{name}[^\n\w]{{1,10}}(?:(?:19|20)[^\n]{{2,10}})?{_PATTERN_MARK}[^\n]{{0,80}}"


def places(rule: Mapping[str, Any]) -> list[str]:
    """Return where a rule applies, in words: its hosts, and the notices that show its other sites."""
    phrases = rule.get("signature", {}).get("any", ())
    return [*rule.get("sites", ()), *(f"texts with a line like {phrase['regex']}" for phrase in phrases)]


def notices(site: str) -> tuple[str, ...]:
    """Return lines that show whose site it is, for examples: without a year they are nobody's chrome."""
    name = site.strip(f"{SIGN} ")
    marks = (SIGN, "Copyright", "(c)")
    return tuple(f"{mark} {name}" if site.startswith(SIGN) else f"{name} {mark}" for mark in marks)
