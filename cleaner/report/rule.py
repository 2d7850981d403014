"""Tells all of a rule in words."""

from __future__ import annotations

from cleaner.packs.schema import Block, Example, Kind, Line, List, Phrase, Repeat, Rule, Span, Zone


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
    if zone.leans_on:
        side = "after" if zone.after else "near"
        parts.append(f"at most {zone.lines} lines {side} {zone.leans_on}")
    return " and ".join(parts)


def _kind(kind: Kind) -> str:
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


def _marked(example: Example) -> str:
    text, done, pieces = example.text, 0, []
    for start, end in example.marks:
        pieces += [text[done:start], "«", text[start:end], "»"]
        done = end
    pieces.append(text[done:])
    return "".join(pieces).rstrip("\n").replace("\n", "\n    ")
