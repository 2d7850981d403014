"""Reads the parts that rules are made of: where they look, their phrases, their kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

import regex

from cleaner.errors import did_you_mean
from cleaner.packs.reader import Value
from cleaner.packs.schema import (
    Block,
    Contents,
    Foot,
    Gap,
    Head,
    Kind,
    Line,
    List,
    Origin,
    Phrase,
    Place,
    Repeat,
    Run,
    Side,
    Signature,
    Span,
    Step,
    Tail,
    Where,
    Zone,
)

PHRASES = ("exact", "label", "regex")

_VARIABLE = regex.compile(r"\{([a-z_][a-z0-9_]*)\}")
_BACKREFERENCE = regex.compile(r"(?<!\\)(?:\\\\)*(?:\\[1-9]|\\g<|\(\?P=|\(\?R\)|\(\?&|\(\?\d+\))")


class _Fault(NamedTuple):
    """What is wrong with a pattern; ``fatal`` is one that nothing can be done with."""

    what: str
    hint: str
    fatal: bool


@lru_cache(maxsize=10_000)  # compiling is most of what reading the shipped packs once more takes
def _fault_of(pattern: str) -> _Fault | None:
    try:
        compiled = regex.compile(pattern, regex.IGNORECASE)
    except regex.error as error:
        return _Fault(f"the pattern does not compile: {error}", "write patterns in single quotes", fatal=True)
    if compiled.fullmatch(""):
        return _Fault("the pattern can match nothing at all", "end it with + instead of *", fatal=False)
    return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a rule inherits from its pack: name, variables, the pack's sites, and whose pack it is."""

    pack: str
    variables: Mapping[str, str]
    where: tuple[Where, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Parts:
    """Turns the values of one rule into its parts, and notes where its phrases stand."""

    around: Surroundings
    places: dict[str, Place] = field(default_factory=dict)

    def where(self, fields: Mapping[str, Value]) -> Where | None:
        """Return the sites and the signature, as one condition or none."""
        sites = fields["sites"].strings() if "sites" in fields else ()
        signature = self.signature(fields["signature"]) if "signature" in fields else None
        hosts = tuple(site.lower().removeprefix("*.").removeprefix("www.") for site in sites)
        return Where(hosts, signature) if hosts or signature else None

    def signature(self, value: Value) -> Signature:
        """Return the lines by which a site is recognised."""
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
        """Return a zone or a list of them."""
        return tuple(self.zone(entry) for entry in value.one_or_more())

    def zone(self, value: Value) -> Zone:
        """Return one zone."""
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
        """Return the full id of a rule that may be named without its pack."""
        name = value.string()
        return name if "." in name else f"{self.around.pack}.{name}"

    def kind(self, name: str, value: Value) -> Kind:
        """Return what the field ``name`` says that the rule strips."""
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
        """Return the phrases of one mapping."""
        found: list[Phrase] = []
        kinds: tuple[Literal["exact", "label"], ...] = ("exact", "label")
        for kind in kinds:
            for value in fields[kind].one_or_more() if kind in fields else []:
                text = value.string()
                if text and not text.strip():
                    value.fail("the phrase is only white space")
                if "\n" in text:
                    value.fail("a phrase is one line", "list the lines, or use a block")
                self.places[text] = value.place
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
        self.places[text] = value.place
        if _BACKREFERENCE.search(text):
            value.fail("patterns cannot refer back to a group or recurse", "spell the alternatives out")
            return ""
        fault = _fault_of(text)
        if fault:
            value.fail(fault.what, fault.hint)
        return "" if fault and fault.fatal else text

    def span(self, value: Value) -> Span:
        """Return a part of a line."""
        fields = value.fields(("regex", "line"))
        if "regex" not in fields:
            value.fail('a span needs "regex"')
            return Span(())
        patterns = tuple(self.pattern(entry) for entry in fields["regex"].one_or_more())
        return Span(patterns, fields["line"].boolean() if "line" in fields else False)

    def gap(self, value: Value) -> Gap:
        """Return what may stand between two parts."""
        fields = value.fields(("blank", "other"))
        return Gap(
            fields["blank"].integer(0, 10) if "blank" in fields else 1,
            fields["other"].integer(0, 10) if "other" in fields else 0,
        )

    def block(self, value: Value) -> Block:
        """Return lines that follow each other."""
        fields = value.fields(("start", "then", "at_least", "gap", "max_lines"))
        for name in ("start", "then"):
            if name not in fields:
                value.fail(f'a block needs "{name}"')
        steps = tuple(self.step(entry) for entry in fields["then"].items()) if "then" in fields else ()
        block = Block(self.phrases(fields["start"]) if "start" in fields else (), steps)
        return block._replace(
            at_least=fields["at_least"].integer(1, max(1, len(steps))) if "at_least" in fields else 1,
            gap=self.gap(fields["gap"]) if "gap" in fields else Gap(),
            max_lines=fields["max_lines"].integer(2, 500) if "max_lines" in fields else block.max_lines,
        )

    def step(self, value: Value) -> Step:
        """Return a step of a block."""
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
        """Return a head and its items."""
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
        """Return what says the title again."""
        fields = value.fields(("of", "min_chars"))
        if "of" not in fields:
            value.fail('a repeat needs "of"', "of: title, or of: first_line")
            return Repeat("title")
        of: Any = fields["of"].choice(("title", "first_line"))
        return Repeat(of, fields["min_chars"].integer(1, 500) if "min_chars" in fields else 15)

    def tail(self, value: Value) -> Tail:
        """Return what ends a text."""
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
            long=fields["long"].integer(5, 1000) if "long" in fields else 75,
            body=fields["body"].integer(0, 1000) if "body" in fields else 10,
            most=fields["most"].integer(1, 100) if "most" in fields else 60,
        )

    def head(self, value: Value) -> Head:
        """Return what stands above a text."""
        fields = value.fields(("to", "words"))
        if "to" not in fields:
            value.fail('a head needs "to"', "to: {exact: the line where the top of the page ends}")
        return Head(
            self.phrases(fields["to"]) if "to" in fields else (),
            fields["words"].integer(1, 12) if "words" in fields else 3,
        )

    def run(self, value: Value) -> Run:
        """Return labels between stripped lines."""
        fields = value.fields(("of", "words", "lines", "top", "side"))
        side: Any = fields["side"].choice(get_args(Side)) if "side" in fields else "between"
        return Run(
            fields["of"].strings() if "of" in fields else (),
            fields["words"].integer(1, 20) if "words" in fields else 6,
            fields["lines"].integer(1, 40) if "lines" in fields else 3,
            top=fields["top"].boolean() if "top" in fields else False,
            side=side,
        )

    def contents(self, value: Value) -> Contents:
        """Return a table of contents."""
        fields = value.fields(("head", "least", "miss"))
        if "head" not in fields:
            value.fail('contents need "head"', "head: {exact: Table of contents}")
        return Contents(
            self.phrases(fields["head"]) if "head" in fields else (),
            fields["least"].integer(2, 50) if "least" in fields else 3,
            fields["miss"].integer(0, 10) if "miss" in fields else 1,
        )

    def foot(self, value: Value) -> Foot:
        """Return what stands below stripped lines."""
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
