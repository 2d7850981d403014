"""Builds rules from the fields of a pack, checking each field where it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import regex

from cleaner.config import PROFILES
from cleaner.errors import did_you_mean
from cleaner.packs.examples import parse_marks
from cleaner.packs.reader import Value
from cleaner.packs.schema import (
    Block,
    Category,
    Contents,
    Example,
    Foot,
    Gap,
    Head,
    Kind,
    Line,
    List,
    Origin,
    Phrase,
    Repeat,
    Rule,
    Run,
    Signature,
    Span,
    Step,
    Tail,
    Where,
    Zone,
)

KINDS = ("line", "span", "block", "list", "repeat", "tail", "head", "run", "foot", "contents")
PHRASES = ("exact", "label", "regex")
KEEP_KINDS = ("line", "span", "block", "list")
SCOPE = ("sites", "signature", "lang", "zone", "profiles", "case", "unless")
ABOUT = ("id", "why", "category", "source", "strips", "keeps", "slow")
RULE_FIELDS = (*ABOUT, *SCOPE, *KINDS)

RULE_ID = regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VARIABLE = regex.compile(r"\{([a-z_][a-z0-9_]*)\}")
_BACKREFERENCE = regex.compile(r"(?<!\\)(?:\\\\)*(?:\\[1-9]|\\g<|\(\?P=|\(\?R\)|\(\?&|\(\?\d+\))")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a rule inherits from its pack: name, variables, the pack's sites, and whose pack it is."""

    pack: str
    variables: Mapping[str, str]
    where: tuple[Where, ...]
    origin: Origin


def build_rule(
    fields: Mapping[str, Value], head: Value, action: Literal["strip", "keep"], around: Surroundings
) -> Rule | None:
    """Return the rule that ``fields`` describe; None where it has no id or kind to go by.

    ``fields`` holds the pack's defaults too. ``head`` is where problems of the whole rule point.
    """
    builder = _Builder(around)
    kinds = [name for name in KINDS if name in fields]
    allowed = KINDS if action == "strip" else KEEP_KINDS
    if len(kinds) != 1 or kinds[0] not in allowed:
        found = f"found {' and '.join(kinds)}" if kinds else "found none"
        head.fail(f"a rule has exactly one kind, {found}", f"one of {', '.join(allowed)}")
        return None
    for name in ("why", "category") if action == "strip" else ("why",):
        if name not in fields:
            head.fail(f'the field "{name}" is missing', "every rule says what it strips and how one knows")
    zones = builder.zones(fields["zone"]) if "zone" in fields else ()
    if action == "keep" and any(zone.leans_on for zone in zones):
        fields["zone"].fail("a keep cannot lean on a match of another rule", "use head, tail or alone")
    local = builder.where(fields)
    return Rule(
        id=f"{around.pack}.{fields['id'].string()}" if "id" in fields else f"{around.pack}.",
        kind=builder.kind(kinds[0], fields[kinds[0]]),
        why=_string(fields, "why"),
        category=fields["category"].choice(get_args(Category)) if "category" in fields else "",
        action=action,
        origin=around.origin,
        where=(*around.where, *((local,) if local else ())),
        lang=tuple(tag.lower() for tag in fields["lang"].strings()) if "lang" in fields else (),
        zones=zones,
        profile=_narrowest(fields["profiles"]) if "profiles" in fields else "standard",
        case="exact"
        if "case" in fields and fields["case"].choice(("ignore", "exact")) == "exact"
        else "ignore",
        unless=tuple(builder.pattern(value) for value in fields["unless"].one_or_more())
        if "unless" in fields
        else (),
        source=_string(fields, "source"),
        slow=_string(fields, "slow"),
        strips=tuple(_example(value) for value in fields["strips"].items()) if "strips" in fields else (),
        keeps=tuple(_example(value) for value in fields["keeps"].items()) if "keeps" in fields else (),
        place=head.place,
    )


def pack_where(fields: Mapping[str, Value], variables: Mapping[str, str]) -> tuple[Where, ...]:
    """Return the sites and the signature of a pack's header, as none or one condition."""
    found = _Builder(Surroundings("", variables, (), "user")).where(fields)
    return (found,) if found else ()


def _string(fields: Mapping[str, Value], name: str) -> str:
    return fields[name].string() if name in fields else ""


def _narrowest(value: Value) -> Any:
    """The narrowest profile that is named: naming one means it and the wider ones."""
    named = [item.choice(PROFILES) for item in value.one_or_more()]
    return min(named, key=PROFILES.index) if set(named) <= set(PROFILES) and named else "standard"


def _example(value: Value) -> Example:
    options: dict[str, Value] = {}
    holder = value
    if not isinstance(value.node.value, str):
        fields = value.fields(("text", "with"))
        if "text" not in fields:
            value.fail('the example has no "text"')
            return Example("")
        holder = fields["text"]
        options = fields["with"].fields(("site", "lang", "profile", "title")) if "with" in fields else {}
    try:
        text, marks = parse_marks(str(holder.node.value))
    except ValueError as error:
        holder.fail(str(error), r"every « has its »; write \« and \» for quotes that are text")
        return Example("")
    profile: Any = options["profile"].choice(PROFILES) if "profile" in options else None
    return Example(
        text,
        marks,
        options["site"].string() if "site" in options else None,
        options["lang"].string() if "lang" in options else None,
        profile,
        options["title"].string() if "title" in options else None,
        value.place,
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    """Turns the values of one rule into its parts."""

    around: Surroundings

    def where(self, fields: Mapping[str, Value]) -> Where | None:
        sites = fields["sites"].strings() if "sites" in fields else ()
        signature = self.signature(fields["signature"]) if "signature" in fields else None
        hosts = tuple(site.lower().removeprefix("*.").removeprefix("www.") for site in sites)
        return Where(hosts, signature) if hosts or signature else None

    def signature(self, value: Value) -> Signature:
        fields = value.fields(("any", "zone"))
        if "any" not in fields:
            value.fail('a signature needs "any"', 'any: [{exact: "a line that only this site prints"}]')
            return Signature(())
        zones = self.zones(fields["zone"]) if "zone" in fields else ()
        if any(zone.leans_on for zone in zones):
            fields["zone"].fail("a signature cannot lean on a match of a rule", "use head, tail or alone")
        return Signature(
            tuple(phrase for entry in fields["any"].items() for phrase in self.phrases(entry)), zones
        )

    def zones(self, value: Value) -> tuple[Zone, ...]:
        return tuple(self.zone(entry) for entry in value.one_or_more())

    def zone(self, value: Value) -> Zone:
        fields = value.fields(("head", "tail", "alone", "after", "near", "lines", "beside"))
        if "after" in fields and "near" in fields:
            value.fail("a zone is after a rule or near one, not both", "list two zones for either")
        if "lines" in fields and not {"after", "near"} & fields.keys():
            fields["lines"].fail('"lines" belongs to after or near', "use head or tail to count lines")
        return Zone(
            head=fields["head"].integer() if "head" in fields else None,
            tail=fields["tail"].integer() if "tail" in fields else None,
            alone=fields["alone"].boolean() if "alone" in fields else False,
            after=self.full_id(fields["after"]) if "after" in fields else None,
            near=self.full_id(fields["near"]) if "near" in fields else None,
            lines=fields["lines"].integer(most=50) if "lines" in fields else 1,
            beside=fields["beside"].integer(most=20) if "beside" in fields else None,
        )

    def full_id(self, value: Value) -> str:
        name = value.string()
        return name if "." in name else f"{self.around.pack}.{name}"

    def kind(self, name: str, value: Value) -> Kind:
        makers: dict[str, Callable[[Value], Kind]] = {
            "line": lambda value: Line(self.phrases(value)),
            "span": self.span,
            "block": self.block,
            "list": self.list,
            "repeat": self.repeat,
            "tail": self.tail,
            "head": self.head,
            "run": self.run,
            "foot": self.foot,
            "contents": self.contents,
        }
        return makers[name](value)

    def phrases(self, value: Value) -> tuple[Phrase, ...]:
        """Phrases under ``exact`` or ``regex``; a list of such mappings is any of them."""
        found: list[Phrase] = []
        for entry in value.one_or_more():
            fields = entry.fields(PHRASES)
            if not fields:
                entry.fail("a phrase is exact, label or regex", 'exact: "the whole line"')
            found += self.phrases_in(fields)
        return tuple(found)

    def phrases_in(self, fields: Mapping[str, Value]) -> list[Phrase]:
        found: list[Phrase] = []
        kinds: tuple[Literal["exact", "label"], ...] = ("exact", "label")
        for kind in kinds:
            for value in fields[kind].one_or_more() if kind in fields else []:
                text = value.string()
                if text and not text.strip():
                    value.fail("the phrase is only white space")
                if "\n" in text:
                    value.fail("a phrase is one line", "list the lines, or use a block")
                found.append(Phrase(kind, text))
        if "regex" in fields:
            found += (Phrase("regex", self.pattern(value)) for value in fields["regex"].one_or_more())
        return found

    def pattern(self, value: Value) -> str:
        """A checked pattern with its variables filled in."""
        text = value.string()
        unknown = [name for name in _VARIABLE.findall(text) if name not in self.around.variables]
        for name in unknown:
            near = did_you_mean(name, self.around.variables)
            value.fail(
                f"the variable {{{name}}} is not in vars", near or "add it to vars, at the top of the pack"
            )
        if unknown or not text:
            return ""
        text = _VARIABLE.sub(lambda match: f"(?:{self.around.variables[match[1]]})", text)
        if _BACKREFERENCE.search(text):
            value.fail("patterns cannot refer back to a group or recurse", "spell the alternatives out")
            return ""
        try:
            compiled = regex.compile(text, regex.IGNORECASE)
        except regex.error as error:
            value.fail(f"the pattern does not compile: {error}", "write patterns in single quotes")
            return ""
        if compiled.fullmatch(""):
            value.fail("the pattern can match nothing at all", "end it with + instead of *")
        return text

    def span(self, value: Value) -> Span:
        fields = value.fields(("regex", "line"))
        if "regex" not in fields:
            value.fail('a span needs "regex"')
            return Span(())
        patterns = tuple(self.pattern(entry) for entry in fields["regex"].one_or_more())
        return Span(patterns, fields["line"].boolean() if "line" in fields else False)

    def gap(self, value: Value) -> Gap:
        fields = value.fields(("blank", "other"))
        return Gap(
            fields["blank"].integer(0, 10) if "blank" in fields else 1,
            fields["other"].integer(0, 10) if "other" in fields else 0,
        )

    def block(self, value: Value) -> Block:
        fields = value.fields(("start", "then", "at_least", "gap", "max_lines"))
        for name in ("start", "then"):
            if name not in fields:
                value.fail(f'a block needs "{name}"')
        steps = tuple(self.step(entry) for entry in fields["then"].items()) if "then" in fields else ()
        block = Block(self.phrases(fields["start"]) if "start" in fields else (), steps)
        return dataclasses.replace(
            block,
            at_least=fields["at_least"].integer(1, max(1, len(steps))) if "at_least" in fields else 1,
            gap=self.gap(fields["gap"]) if "gap" in fields else Gap(),
            max_lines=fields["max_lines"].integer(2, 500) if "max_lines" in fields else block.max_lines,
        )

    def step(self, value: Value) -> Step:
        fields = value.fields((*PHRASES, "optional", "max"))
        phrases = tuple(self.phrases_in(fields))
        if not phrases:
            value.fail("a step is exact or regex", 'exact: "the whole line"')
        return Step(
            phrases,
            fields["optional"].boolean() if "optional" in fields else False,
            fields["max"].integer(1, 100) if "max" in fields else 1,
        )

    def list(self, value: Value) -> List:
        fields = value.fields(("head", "item", "items", "gap"))
        for name in ("head", "item"):
            if name not in fields:
                value.fail(f'a list needs "{name}"')
        counts = fields["items"].fields(("min", "max")) if "items" in fields else {}
        least = counts["min"].integer(1, 100) if "min" in counts else 1
        most = counts["max"].integer(1, 200) if "max" in counts else max(12, least)
        if most < least:
            value.fail(f"items: at least {least}, but at most {most}")
        return List(
            self.phrases(fields["head"]) if "head" in fields else (),
            self.phrases(fields["item"]) if "item" in fields else (),
            least,
            most,
            self.gap(fields["gap"]) if "gap" in fields else Gap(),
        )

    def repeat(self, value: Value) -> Repeat:
        fields = value.fields(("of", "min_chars"))
        if "of" not in fields:
            value.fail('a repeat needs "of"', "of: title, or of: first_line")
            return Repeat("title")
        of: Any = fields["of"].choice(("title", "first_line"))
        return Repeat(of, fields["min_chars"].integer(1, 500) if "min_chars" in fields else 15)

    def tail(self, value: Value) -> Tail:
        fields = value.fields(("from", "marks", "least", "part", "row", "words", "long", "body", "most"))
        if "from" not in fields:
            value.fail('a tail needs "from"', "from: {exact: the line where the end of the page begins}")
        return Tail(
            self.phrases(fields["from"]) if "from" in fields else (),
            self.phrases(fields["marks"]) if "marks" in fields else (),
            least=fields["least"].integer(0, 50) if "least" in fields else 0,
            part=fields["part"].integer(0, 100) if "part" in fields else 80,
            row=fields["row"].integer(0, 99) if "row" in fields else 2,
            words=fields["words"].integer(3, 100) if "words" in fields else 10,
            long=fields["long"].integer(5, 1000) if "long" in fields else 60,
            body=fields["body"].integer(0, 1000) if "body" in fields else 10,
            most=fields["most"].integer(1, 100) if "most" in fields else 60,
        )

    def head(self, value: Value) -> Head:
        fields = value.fields(("to", "words"))
        if "to" not in fields:
            value.fail('a head needs "to"', "to: {exact: the line where the top of the page ends}")
        return Head(
            self.phrases(fields["to"]) if "to" in fields else (),
            fields["words"].integer(1, 12) if "words" in fields else 3,
        )

    def run(self, value: Value) -> Run:
        fields = value.fields(("of", "words", "lines", "top"))
        return Run(
            fields["of"].strings() if "of" in fields else (),
            fields["words"].integer(1, 20) if "words" in fields else 6,
            fields["lines"].integer(1, 40) if "lines" in fields else 3,
            top=fields["top"].boolean() if "top" in fields else False,
        )

    def contents(self, value: Value) -> Contents:
        fields = value.fields(("head", "least", "miss"))
        if "head" not in fields:
            value.fail('contents need "head"', "head: {exact: Table of contents}")
        return Contents(
            self.phrases(fields["head"]) if "head" in fields else (),
            fields["least"].integer(2, 50) if "least" in fields else 3,
            fields["miss"].integer(0, 10) if "miss" in fields else 1,
        )

    def foot(self, value: Value) -> Foot:
        fields = value.fields(("share", "least", "part", "row", "words", "long", "body", "most", "of"))
        return Foot(
            of=fields["of"].strings() if "of" in fields else (),
            share=fields["share"].integer(1, 100) if "share" in fields else 25,
            least=fields["least"].integer(1, 100) if "least" in fields else 2,
            part=fields["part"].integer(0, 100) if "part" in fields else 95,
            row=fields["row"].integer(0, 99) if "row" in fields else 4,
            words=fields["words"].integer(3, 100) if "words" in fields else 10,
            long=fields["long"].integer(5, 1000) if "long" in fields else 1000,
            body=fields["body"].integer(0, 1000) if "body" in fields else 60,
            most=fields["most"].integer(1, 100) if "most" in fields else 60,
        )
