"""Tells all of a rule in words."""

from __future__ import annotations

from cleaner.packs.schema import (
    Block,
    Contents,
    Example,
    Foot,
    Head,
    Kind,
    Line,
    List,
    Phrase,
    Repeat,
    Rule,
    Run,
    Span,
    Tail,
    Zone,
)


def described(rule: Rule) -> list[str]:
    """Return the lines that tell all of a rule."""
    place = f"{rule.place.path}:{rule.place.line}"
    lines = [f"{rule.id} ({rule.action}, {rule.category or 'keep'}, from profile {rule.profile}), {place}"]
    lines.append(f"  why: {rule.why}")
    if rule.source:
        lines.append(f"  source: {rule.source}")
    for where in rule.where:
        parts = [*where.sites]
        if where.signature:
            parts.append(
                f"pages that show {_phrases(where.signature.phrases)}{zones_text(where.signature.zones)}"
            )
        lines.append(f"  sites: {', or '.join(parts)}")
    if rule.lang:
        lines.append(f"  languages: {', '.join(rule.lang)}")
    if rule.zones:
        lines.append(f"  zone:{zones_text(rule.zones)}")
    lines.append(f"  matches: {_kind(rule.kind)}")
    lines += [f"  unless: {pattern}" for pattern in rule.unless]
    lines += [f"  strips: {_marked(example)}" for example in rule.strips]
    lines += [f"  keeps: {_marked(example)}" for example in rule.keeps]
    return lines


def _phrases(phrases: tuple[Phrase, ...]) -> str:
    return " | ".join(
        f"/{phrase.text}/" if phrase.kind == "regex" else f'"{phrase.text}"' for phrase in phrases
    )


def zones_text(zones: tuple[Zone, ...]) -> str:
    """Return where zones are, beginning with a space."""
    return " or".join(f" {_zone(zone)}" for zone in zones)


def _zone(zone: Zone) -> str:
    parts = []
    if zone.head:
        parts.append(f"in the first {zone.head} lines")
    if zone.tail:
        parts.append(f"in the last {zone.tail} lines")
    if zone.alone:
        parts.append("as a paragraph of its own")
    if zone.beside:
        parts.append(f"at most {zone.beside} lines from one that another rule stripped")
    if zone.leans_on:
        side = "after" if zone.after else "near"
        parts.append(f"at most {zone.lines} lines {side} {zone.leans_on}")
    return " and ".join(parts)


def _kind(kind: Kind) -> str:  # noqa: C901, PLR0911 -- one for each kind
    match kind:
        case Line(phrases):
            return f"the line {_phrases(phrases)}"
        case Span(patterns, whole_line):
            spans = " | ".join(f"/{pattern}/" for pattern in patterns)
            return f"the span {spans}{' and its line, if nothing else is on it' if whole_line else ''}"
        case Block(start, steps):
            then = ", then ".join(_phrases(step.phrases) for step in steps)
            return f"the block from {_phrases(start)}, then {then}"
        case List(head, item, least, most):
            return f"the head {_phrases(head)} and {least} to {most} items {_phrases(item)}"
        case Repeat(of, min_chars):
            return f"the {of.replace('_', ' ')} once more, from {min_chars} characters on"
        case Tail() as tail:
            more = f", with {tail.least} more of {_phrases(tail.marks) or 'these'}" if tail.least else ""
            return (
                f"all from {_phrases(tail.start)} to the end{more}, if {tail.part} % of the prose stands "
                f"before, and after it at most {tail.row} lines of prose in a row, none of {tail.long} words"
            )
        case Head(end, words):
            return f"all from the top through {_phrases(end)}, if only labels of {words} words stand there"
        case Run() as run:
            where = {
                "between": "in a row between stripped lines",
                "above": "over the first prose, above a stripped line, where a headline stays",
                "below": "in a row under the last prose, where only stripped lines follow",
            }
            return f"up to {run.lines} labels of {run.words} words {where[run.side]}"
        case Foot() as foot:
            return (
                f"all below a line stripped by {' or '.join(foot.of) or 'any rule'}, if {foot.share} % of it"
                " and "
                f"{foot.least} lines are stripped, {foot.part} % of the prose stands before, and at most "
                f"{foot.row} lines of prose in a row follow"
            )
        case Contents(head, least):
            return f"{_phrases(head)} and {least} or more entries below that reappear as lines"


def _marked(example: Example) -> str:
    text, done, pieces = example.text, 0, []
    for start, end in example.marks:
        pieces += [text[done:start], "«", text[start:end], "»"]
        done = end
    pieces.append(text[done:])
    return "".join(pieces).rstrip("\n").replace("\n", "\n    ")
