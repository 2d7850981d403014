"""START HERE: the stages in order, the loop that runs them until nothing changes, and the cleaner.

    bytes -> decode -> text -> (extract, if HTML) -> repair -> canon -> strip -> canon -> … -> Result

A stage is a pure function from a text to a patch. The rounds' patches compose into one, in
coordinates of the decoded text; nothing is ever found out by comparing output with input.
"""

from __future__ import annotations

import dataclasses
import fnmatch
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleaner.budget import Budget
from cleaner.config import Config, Format, Profile, StageName, config_from
from cleaner.errors import ConfigError
from cleaner.model import Document, Encoding, Finding, Notice, Result, rule_id
from cleaner.packs.cache import load_plan
from cleaner.packs.choice import unmatched
from cleaner.packs.match import Engine, Facts
from cleaner.packs.phrases import SlowPatternError
from cleaner.packs.schema import PROVENANCE
from cleaner.packs.sources import Source, user_sources
from cleaner.patch import Patch
from cleaner.stages import canon, decode
from cleaner.stages.guard import guarded
from cleaner.stages.repair import stage as repair
from cleaner.trips import Slow, Trips

MAX_ROUNDS = 6
"""Rounds that may add or replace text; nearly all documents settle in two."""

BUILT_IN: dict[str, str] = {
    "decode.bom": "A byte order mark has no place in UTF-8 text.",
    "decode.transcode": "Output is UTF-8, whatever the input was.",
    **repair.RULES,
    **canon.RULES,
    "strip.budget": "Rules would strip more than max_removed, so the document passes unstripped.",
}
"""The ids of everything that is no rule of a pack, each with its why."""


class Setting(NamedTuple):
    """What the stages need beside the text: options, switched-off ids, rules, facts."""

    config: Config
    off: frozenset[str]
    engine: Engine
    facts: Facts
    markdown: bool
    is_field: bool


Stage = Callable[[str, Setting], Patch]


def _repair(text: str, setting: Setting) -> Patch:
    return repair.repair(text, off=setting.off, unescape=setting.config.unescape)


def _canon(text: str, setting: Setting) -> Patch:
    return canon.canon(
        text,
        off=setting.off,
        quotes=setting.config.quotes,
        markdown=setting.markdown,
        is_field=setting.is_field,
    )


def _strip(text: str, setting: Setting) -> Patch:
    return setting.engine.strip(text, setting.facts)


STAGES: tuple[tuple[StageName, Stage], ...] = (
    ("repair", _repair),
    ("canon", _canon),
    ("strip", _strip),
    ("canon", _canon),
)


class Settled(NamedTuple):
    """Where the rounds ended: one patch from the first text to ``text``, or an error."""

    text: str
    patch: Patch
    stripped: float = 0.0
    strippers: tuple[str, ...] = ()
    error: str | None = None


def settle(source: str, setting: Setting) -> Settled:
    """Run the stages in rounds until a whole round changes nothing.

    A round that only deletes brings the end nearer by itself; ``MAX_ROUNDS`` that add or
    replace text without settling are an error that names the rules at work.
    ``Settled.stripped`` is the share of the non-blank code points before the first strip that
    rules took, over all rounds; beyond the budget the result is the text before the first strip.
    """
    text, whole = source, Patch()
    history: list[list[Patch]] = []
    budget = Budget(setting.config.max_removed)
    rounds = 0
    quiet: dict[Stage, str] = {}
    while True:
        changes: list[Patch] = []
        for name, stage in STAGES:
            if name not in setting.config.stages or quiet.get(stage) == text:
                continue
            if name == "strip":
                if changes:
                    break  # what is stripped is judged on text that the other stages have done with
                setting = _recognised(text, setting)
            patch = guarded(text, stage(text, setting))
            if not patch:
                quiet[stage] = text
                continue
            if name == "strip" and not budget.allows(text, whole, patch):
                text, whole = budget.before or (source, Patch())
                return Settled(text, whole.pruned(source), budget.share, tuple(sorted(budget.strippers)))
            changes.append(patch)
            text, whole = patch.apply(text), whole.then(patch)
        if not changes:
            return Settled(text, whole.pruned(source), budget.share)
        history = [*history[-1:], changes]
        rounds += any(edit.text for patch in changes for edit in patch.edits)
        if rounds == MAX_ROUNDS:
            return Settled(source, Patch(), error=_fight(history))


def _fight(history: list[list[Patch]]) -> str:
    """Say which rules were still at work in the last rounds."""
    causes = {
        cause for changes in history for patch in changes for edit in patch.edits for cause in edit.causes
    }
    return (
        f"does not settle after {MAX_ROUNDS} rounds; these rules undo each other: {', '.join(sorted(causes))}"
    )


def _recognised(text: str, setting: Setting) -> Setting:
    """Add the signatures that the text shows now; what was recognised once holds for the document."""
    found = setting.engine.recognise(text) | setting.facts.recognised
    if found == setting.facts.recognised:
        return setting
    return setting._replace(facts=setting.facts._replace(recognised=found))


class Cleaner:
    r"""Cleans documents. It is built once, never changes, pickles, and is shared by threads.

    Options are the fields of ``Config``. Raises ConfigError for an option that cannot be, and
    RuleError for packs that cannot be used.

    >>> Cleaner(profile="light").clean("One.  Two.").text
    'One. Two.\n'
    """

    def __init__(self, config: Config | None = None, **options: Any) -> None:
        """Read and compile the rules."""
        self._prepare(config_from(config, options))

    def _prepare(self, config: Config, user: tuple[Source, ...] | None = None) -> None:
        self.config = config
        self.trips = Trips()
        self._user = user_sources(config.rules) if user is None else user
        self._engine = _engine(self._user, config.disable, config.profile, default_rules=config.default_rules)
        self.rules = self._engine.plan
        unmatched(config.disable, [*BUILT_IN, *self.rules.ids])
        silent = (*config.disable, *(() if config.entities else ("repair.entities",)))
        self._off = frozenset(
            id_ for id_ in BUILT_IN if any(fnmatch.fnmatchcase(id_, glob) for glob in silent)
        )
        self._categories = self.rules.categories

    def __reduce__(self) -> tuple[Callable[..., Cleaner], tuple[Config, tuple[Source, ...], str]]:
        """Pickle by sources and digest: small, and different whenever the rules are."""
        return rebuilt, (self.config, self._user, self.rules.digest)

    def clean(
        self,
        content: str | bytes,
        *,
        site: str | None = None,
        lang: str | None = None,
        format: Format = "text",  # noqa: A002 -- the word of the command line and the config
        name: str = "",
    ) -> Result:
        """Return what cleaning makes of one document; it never raises for what a document holds.

        ``site`` is a host or URL and ``lang`` a language code: rules may be scoped to either.
        ``name`` is how messages call the document.
        """
        return self.clean_document(Document(content, name, site, lang, format))

    def clean_many(self, documents: Iterable[str | bytes | Document]) -> Iterator[Result]:
        """Yield the result of each document, in order, one at a time."""
        for entry in documents:
            yield self.clean_document(entry if isinstance(entry, Document) else Document(entry))

    def clean_document(self, document: Document) -> Result:
        """Return what cleaning makes of ``document``; see ``clean``."""
        source, encoding, metadata = _read(document, self.config.encoding)
        if encoding is not None and encoding.how == "opaque":
            tried = self.config.encoding
            what = (
                f"{tried} does not decode it and encode"
                if tried
                else "nothing that fits decodes it and encodes"
            )
            error = f"{what} back to the same bytes; give its encoding"
            return Result(source, source, Patch(), encoding, error=error)
        extracted = document.format == "html"
        facts = _facts(document, metadata)
        setting = self._setting(self.config, document, facts)
        try:
            settled = settle(source, setting)
        except SlowPatternError as error:
            reason = self._tripped(str(error))
            return Result(
                source, source, Patch(), encoding, metadata=metadata, error=reason, extracted=extracted
            )
        findings: list[Finding] = []
        if settled.stripped > self.config.max_removed:
            findings.append(_over_budget(settled, self.config.max_removed))
        if "repair" in self.config.stages:
            findings += repair.findings(settled.text)
        cited = {rule_id(cause) for edit in settled.patch.edits for cause in edit.causes}
        return Result(
            text=settled.text,
            source=source,
            patch=settled.patch,
            encoding=encoding,
            findings=tuple(findings),
            notices=tuple(self._notices(source, settled.patch)),
            metadata=metadata,
            categories={id_: self._categories[id_] for id_ in cited if id_ in self._categories},
            error=settled.error,
            extracted=extracted,
        )

    @property
    def engine(self) -> Engine:
        """What strips."""
        return self._engine

    @property
    def sources(self) -> tuple[Source, ...]:
        """The packs of ``config.rules``, as they were read."""
        return self._user

    def before_strip(self, document: Document) -> tuple[Settled, Facts]:
        """Return a document as rules first see it, repaired and canonical, and what is known of it."""
        source, _, metadata = _read(document, self.config.encoding)
        config = dataclasses.replace(
            self.config, stages=tuple(stage for stage in self.config.stages if stage != "strip")
        )
        facts = _facts(document, metadata)
        return settle(source, self._setting(config, document, facts)), facts

    def _setting(self, config: Config, document: Document, facts: Facts) -> Setting:
        markdown = document.format == "markdown"
        return Setting(config, self._off, self._engine, facts, markdown, document.is_field)

    def _tripped(self, pattern: str) -> str:
        """Count a pattern that took too long, and say which rule it belongs to.

        Raises RuleTimeoutError once that rule has failed too many documents.
        """
        rule = ", ".join(self._engine.owners_of(pattern)) or "a signature"
        self.trips.add(Slow(rule, pattern))
        return f"the rule {rule} took too long on it: {pattern}"

    def _notices(self, source: str, patch: Patch) -> Iterator[Notice]:
        for edit in patch.edits:
            for cause in edit.causes:
                category = self._categories.get(cause)
                if category in PROVENANCE:
                    yield Notice(cause, category, source[edit.start : edit.end].strip())


def clean(
    content: str | bytes,
    *,
    site: str | None = None,
    lang: str | None = None,
    format: Format = "text",  # noqa: A002 -- the word of the command line and the config
    **options: Any,
) -> Result:
    r"""Return what cleaning makes of one document; options are the fields of ``Config``.

    The cleaner that the options describe is built once and used again.

    >>> clean("It is here.\n\nGet link").text
    'It is here.\n'
    """
    try:
        cleaner = _described(**options)
    except TypeError:  # a list cannot be looked up
        cleaner = _cleaner(config_from(None, options))
    return cleaner.clean(content, site=site, lang=lang, format=format)


@lru_cache(maxsize=16, typed=True)  # an option that equals a good one need not be one: 1 is not True
def _described(**options: Any) -> Cleaner:
    return _cleaner(config_from(None, options))


@lru_cache(maxsize=16)
def _cleaner(config: Config) -> Cleaner:
    return Cleaner(config)


@lru_cache(maxsize=16)
def _engine(
    user: tuple[Source, ...], disable: tuple[str, ...], profile: Profile, *, default_rules: bool
) -> Engine:
    return Engine(load_plan(user, disable, profile, default_rules=default_rules))


def rebuilt(config: Config, user: tuple[Source, ...], digest: str) -> Cleaner:
    """Return the cleaner that was pickled. Raises ConfigError if this installation has other rules."""
    cleaner = Cleaner.__new__(Cleaner)
    cleaner._prepare(config, user)  # noqa: SLF001 -- it is this class's other constructor
    if cleaner.rules.digest != digest:
        message = (
            f"this cleaner was pickled with the rules {digest}, here are {cleaner.rules.digest}; "
            "install the same version of cleaner-text on both sides"
        )
        raise ConfigError(message)
    return cleaner


def _read(document: Document, declared: str | None) -> tuple[str, Encoding | None, dict[str, str]]:
    """Return a document's text (extracted, if it is HTML), how it was decoded, and metadata.

    From a page that cannot be decoded nothing is extracted.
    """
    text, encoding = document.content, None
    html = document.format == "html"
    if isinstance(text, bytes):
        text, encoding = _page(text) if html and declared is None else decode.decode(text, declared)
    if not html or (encoding is not None and encoding.how == "opaque"):
        return text, encoding, {}
    from cleaner.stages.extract import extract  # noqa: PLC0415 -- for HTML only

    extracted, metadata = extract(text, url=document.site)
    return extracted, encoding, metadata


def _page(data: bytes) -> tuple[str, Encoding]:
    """Return the text of a page by what it says of itself; where that cannot be, it may still be UTF-8.

    Servers and editors changed to UTF-8, and templates kept their labels.
    """
    from cleaner.stages.extract import declared_encoding  # noqa: PLC0415 -- for HTML only

    text, encoding = decode.decode(data, declared_encoding(data))
    if encoding.how == "opaque":
        other, found = decode.decode(data)
        if found.name == "utf-8" and found.how != "opaque":
            return other, found
    return text, encoding


def _facts(document: Document, metadata: dict[str, str]) -> Facts:
    return Facts(
        host=host_of(document.site or metadata.get("url")),
        lang=document.lang or metadata.get("language"),
        title=metadata.get("title"),
    )


def _over_budget(settled: Settled, budget: float) -> Finding:
    reason = (
        f"rules would strip {settled.stripped:.0%} of the text, more than max_removed = {budget:g}: "
        + ", ".join(settled.strippers)
    )
    return Finding("strip.budget", 1, reason)


def host_of(site: str | None) -> str | None:
    """Return the host of a URL or of a bare host name, in lower case, without www.

    >>> host_of("https://www.State.gov/briefings/?x=1")
    'state.gov'
    """
    if not site:
        return None
    try:
        host = urlsplit(site if "//" in site else f"//{site}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
