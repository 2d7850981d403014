"""Chooses phrases for rules: what is long enough stands alone, what is short needs a zone or stays out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import regex
from harvest.catalogues import Entry, plain

BY_HAND = "by hand"
"""The source of phrases that no catalogue holds."""

PLACEHOLDER = regex.compile(
    r"%(?:\d+\$)?[sd]|%\(\w+\)[sd]|\$\d|\{\{ ?\w* ?\}\}|[%$]?\{\w*\}|\{\{|(?<!&)#|\$\{|\[\["
)
_ARROWS = "←→«»‹›<>&\N{RIGHTWARDS DOUBLE ARROW} "
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’ʼ\u200c\u200d][\p{L}\p{M}]+)*")
_EAST = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Khmer}\p{Myanmar}\p{Lao}]")
_WIDE_END = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}。！？、]\Z")


class Language(NamedTuple):
    """A language as ``languages.yaml`` describes it."""

    code: str
    name: str
    tags: tuple[str, ...]
    scripts: tuple[str, ...]
    sentence: str


class Phrase(NamedTuple):
    """A phrase that a rule takes, and where it comes from."""

    text: str
    source: str
    id: str


class LeftOut(NamedTuple):
    """A phrase that no rule takes, or a rule with a zone instead, and why."""

    language: str
    rule: str
    text: str
    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: phrases by language and rule, and what was left out."""

    phrases: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    left_out: tuple[LeftOut, ...]


@dataclass(slots=True)
class _Choice:
    """Collects while choosing."""

    phrases: dict[str, dict[str, dict[str, Phrase]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    left_out: list[LeftOut] = field(default_factory=list)


def choose(
    wanted: list[dict[str, Any]],
    review: Mapping[str, Any],
    languages: Mapping[str, Language],
    catalogues: Mapping[str, Iterable[Entry]],
) -> Chosen:
    """Return the phrases of every language and rule, in the order of ``wanted`` and the catalogues."""
    table = _by_language(languages, catalogues)
    english = frozenset(_key(text) for texts in table.get("en", {}).values() for text in texts)
    choice = _Choice()
    for code, language in languages.items():
        refused = {_key(text): why for text, why in review["left_out"].get(code, {}).items()}
        refused |= {_key(text): "of another language" for text in review["foreign"].get(code, ())}
        judge = _Judge(choice, language, table[code], review, refused, english)
        for rule in wanted:
            for source, ids in rule["phrases"].items():
                for wish in ids:
                    judge.hear(rule, source, wish)
    _settle_clashes(choice, wanted, review)
    return Chosen(
        {
            code: {rule["id"]: tuple(choice.phrases[code][rule["id"]].values()) for rule in wanted}
            for code in languages
        },
        tuple(choice.left_out),
    )


def tag_owners(languages: Mapping[str, Language]) -> dict[str, str]:
    """Return the language of every tag that catalogues use; English is there to be told from."""
    owners = {tag: code for code, language in languages.items() for tag in language.tags}
    return owners | {"en": "en", "en_CA": "en", "base": "en"}


def _by_language(
    languages: Mapping[str, Language], catalogues: Mapping[str, Iterable[Entry]]
) -> dict[str, dict[tuple[str, str], list[str]]]:
    """The texts of every entry, by language; registers and regions of a language side by side."""
    owner = tag_owners(languages)
    table: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for source, entries in catalogues.items():
        for tag, msgid, text in entries:
            if tag in owner and text.strip():
                texts = table[owner[tag]][source, msgid]
                if text not in texts:
                    texts.append(text)
    return table


@dataclass(frozen=True, slots=True)
class _Judge:
    """Puts the phrases of one language into rules, or on the list of those left out."""

    choice: _Choice
    language: Language
    table: Mapping[tuple[str, str], list[str]]
    review: Mapping[str, Any]
    refused: Mapping[str, str]
    english: frozenset[str]

    def hear(self, rule: Mapping[str, Any], source: str, wish: str | list[str]) -> None:
        """Decide on all texts of one wish, an id or several that are printed on one line."""
        ids = wish if isinstance(wish, list) else [wish]
        origin = f"{source}: {' + '.join(ids)}"
        for text, harvested in self.texts(source, ids, rule.get("fill", {})).items():
            phrase = (
                Phrase(text, source, origin)
                if harvested
                else Phrase(text, BY_HAND, f"{BY_HAND}: {' + '.join(ids)}")
            )
            why = self.refusal(rule, phrase)
            if why:
                self.choice.left_out.append(LeftOut(self.language.code, rule["id"], text, phrase.id, why))
            else:
                self.take(rule, phrase)

    def texts(self, source: str, ids: list[str], fill: Mapping[str, str]) -> dict[str, bool]:
        """The texts of one entry, or of several on one line, and whether a catalogue holds them."""
        joined = {"": True}
        for number, msgid in enumerate(ids):
            extra = self.review["by_hand"].get(source, {}).get(msgid, {}).get(self.language.code, [])
            texts = dict.fromkeys([extra] if isinstance(extra, str) else extra, False)
            texts |= dict.fromkeys(self.table.get((source, msgid), []), True)
            part = {
                plain(PLACEHOLDER.sub(fill[msgid], text) if msgid in fill else text): harvested
                for text, harvested in sorted(texts.items(), key=lambda item: item[1])
            }
            joined = {
                left + ("" if not number or _WIDE_END.search(left) else " ") + right: whole and harvested
                for left, whole in joined.items()
                for right, harvested in part.items()
            }
        return {text: harvested for text, harvested in joined.items() if text}

    def refusal(self, rule: Mapping[str, Any], phrase: Phrase) -> str:
        """Why the phrase goes into no rule, or nothing."""
        text, bare = phrase.text, phrase.text.strip(_ARROWS)
        words, letters = (2, 5) if rule.get("words", 2) > 1 else (0, 0)
        reasons = (
            (phrase.id in self.review["ids"], self.review["ids"].get(phrase.id, "")),
            (_key(text) in self.refused, self.refused.get(_key(text), "")),
            (_key(bare) in self.refused, self.refused.get(_key(bare), "")),
            (PLACEHOLDER.search(text) or "\n" in text, "a placeholder has no filling"),
            (_key(text) in self.english, "not translated"),
            (not _in_script(text, self.language.scripts), "not in the language's script"),
            (len(text) > rule.get("most", 160), "longer than a phrase"),
            (_stands_alone(rule, text) is None, "too short to stand by its wording"),
            (
                "least" not in rule and _short(bare, words, letters) and _short(bare, 1, 11),
                "one short word, which is an ordinary line",
            ),
        )
        return next((why for holds, why in reasons if holds), "")

    def take(self, rule: Mapping[str, Any], phrase: Phrase) -> None:
        """Put the phrase into its rule or the shorter one, with the spellings that the rule adds."""
        into = self.choice.phrases[self.language.code][_stands_alone(rule, phrase.text) or ""]
        if rule.get("form") == "label":
            phrase = phrase._replace(text=phrase.text.strip(_ARROWS))
        if rule.get("bare", True):
            into.setdefault(_key(phrase.text), phrase)
        bare = phrase.text.strip(_ARROWS).rstrip(":").removesuffix("...")
        for spelling in rule.get("also", ()):
            other = spelling.format(bare)
            into.setdefault(_key(other), Phrase(other, phrase.source, phrase.id))


def _stands_alone(rule: Mapping[str, Any], text: str) -> str | None:
    """The rule that a phrase belongs to: its own, if it is long enough for it, or the shorter one."""
    if "names" in rule and not regex.search(rule["names"], text, regex.IGNORECASE):
        return str(rule["shorter"])
    if "least" not in rule or not _short(text, **rule["least"]):
        return str(rule["id"])
    return rule.get("shorter") if not _short(text.strip(_ARROWS), 2, 8) else None


def _short(text: str, words: int, letters: int) -> bool:
    """Whether a phrase has fewer words or letters; scripts without spaces count letters only."""
    # a syllable of Hangul is two letters or three
    count = len(regex.findall(r"[\p{L}\p{M}]", text)) + len(regex.findall(r"\p{Hangul}", text))
    if _EAST.search(text):
        return count < max(2, letters // 3)
    return count < letters or len(_WORD.findall(text)) < words


def _in_script(text: str, scripts: tuple[str, ...]) -> bool:
    """Whether most letters are of the language's scripts; names of software are Latin everywhere."""
    letters = regex.findall(r"\p{L}", text)
    own = "".join(rf"\p{{Script={script}}}" for script in scripts)
    mine = regex.findall(rf"(?=\p{{L}})[{own}]", text)
    return bool(letters) and len(mine) * 10 >= len(letters) * (9 if scripts == ("Latin",) else 2)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _settle_clashes(choice: _Choice, wanted: list[dict[str, Any]], review: Mapping[str, Any]) -> None:
    """A phrase of several rules stays in the narrowest; what a language refuses is refused in all."""
    rank = {rule["id"]: (_narrowness(rule), number) for number, rule in enumerate(wanted)}
    narrowest: dict[str, str] = {}
    for rules in choice.phrases.values():
        for name, phrases in rules.items():
            for key in phrases:
                if key not in narrowest or rank[narrowest[key]] > rank[name]:
                    narrowest[key] = name
    refused = {
        _key(text): (code, why)
        for code, texts in review["left_out"].items()
        for text, why in (texts or {}).items()
    }
    for code, rules in choice.phrases.items():
        for name in list(rules):
            for key, phrase in list(rules[name].items()):
                if key in refused:
                    del rules[name][key]
                    other, why = refused[key]
                    choice.left_out.append(LeftOut(code, name, phrase.text, phrase.id, f"{why} ({other})"))
                elif narrowest[key] != name:
                    del rules[name][key]
                    rules[narrowest[key]].setdefault(key, phrase)
                    choice.left_out.append(
                        LeftOut(
                            code,
                            name,
                            phrase.text,
                            phrase.id,
                            f"moved to {narrowest[key]}, whose zone is narrower",
                        )
                    )


def _narrowness(rule: Mapping[str, Any]) -> int:
    """0 for rules that lean on others, 1 for those with another zone, 2 for those anywhere."""
    zone = rule.get("zone")
    if not zone:
        return 2
    zones = zone if isinstance(zone, list) else [zone]
    return 0 if all("near" in part for part in zones) else 1
