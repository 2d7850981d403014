"""The options, in one place: one frozen ``Config`` whose fields are the keyword arguments of the API."""

from __future__ import annotations

import codecs
import dataclasses
from dataclasses import dataclass
from typing import Any, Literal, get_args

from cleaner.errors import ConfigError, did_you_mean

Profile = Literal["light", "standard", "strict"]
StageName = Literal["repair", "canon", "strip"]
Quotes = Literal["keep", "straight"]
Format = Literal["text", "markdown", "html"]
Level = Literal["full", "spans", "off"]
"""How much a log tells: all, from which the original comes back; where and why only; nothing."""

PROFILES: tuple[Profile, ...] = get_args(Profile)
STAGE_NAMES: tuple[StageName, ...] = get_args(StageName)
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True, slots=True)
class Config:
    """What a cleaner does. Nothing here is read from disk but the packs that ``rules`` names.

    ``profile``
        ``light`` (machine debris), ``standard`` (chrome) or ``strict`` (editorial furniture too).
    ``rules``
        Paths of pack files or folders that extend the shipped packs.
    ``disable``
        Globs over full ids of rules, those of repair and canon too (``canon.space``).
    ``default_rules``
        False leaves the shipped packs out.
    ``stages``
        Which stages run; their order is the pipeline's, whatever the order here.
    ``quotes``
        ``straight`` makes curly quotes straight; ``keep`` leaves them.
    ``entities``
        Whether repair unescapes HTML entities in documents that hold no markup.
    ``unescape``
        Whether repair undoes quoted-printable, percent and backslash escapes (opt-in).
    ``max_removed``
        The removal budget: the share of a document's non-blank code points that rules may
        strip. A document of which they would strip more passes unstripped and is reported.
    ``encoding``
        The encoding of all input bytes; None decides for each document.
    """

    profile: Profile = "standard"
    rules: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    default_rules: bool = True
    stages: tuple[StageName, ...] = STAGE_NAMES
    quotes: Quotes = "keep"
    entities: bool = True
    unescape: bool = False
    max_removed: float = 0.5
    encoding: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, and make tuples of lists."""
        for name in ("rules", "disable", "stages"):
            value = getattr(self, name)
            if isinstance(value, str):
                message = f'{name} takes a list, not one string: write ["{value}"]'
                raise ConfigError(message)
            object.__setattr__(self, name, tuple(map(str, value)))
        _one_of("profile", self.profile, PROFILES)
        _one_of("quotes", self.quotes, get_args(Quotes))
        for stage in self.stages:
            _one_of("stages", stage, STAGE_NAMES)
        for name in ("default_rules", "entities", "unescape"):
            if not isinstance(getattr(self, name), bool):
                message = f"{name} must be true or false, not {getattr(self, name)!r}"
                raise ConfigError(message)
        share = self.max_removed
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            message = f"max_removed must be a share from 0 to 1, not {share!r}"
            raise ConfigError(message)
        if self.encoding is not None:
            _known_encoding(self.encoding)


def config_from(base: Config | None, options: dict[str, Any]) -> Config:
    """Return ``base`` (or the defaults) with ``options`` laid over it.

    Raises ConfigError for a name that is no option, with the nearest that is one.
    """
    known = [field.name for field in dataclasses.fields(Config)]
    for name in options:
        if name not in known:
            message = f'there is no option "{name}"; {did_you_mean(name, known) or ", ".join(known)}'
            raise ConfigError(message)
    return dataclasses.replace(base or Config(), **options)


def _one_of(name: str, value: object, known: tuple[str, ...]) -> None:
    if value not in known:
        near = did_you_mean(str(value), known) or f"it is one of {', '.join(known)}"
        message = f'{name} cannot be "{value}"; {near}'
        raise ConfigError(message)


def _known_encoding(name: str) -> None:
    try:
        codecs.lookup(name)
        "".encode(name)  # refuses codecs that are no encodings, such as rot13
    except (LookupError, UnicodeError):
        message = f'there is no encoding "{name}"; Python\'s names count, such as windows-1252'
        raise ConfigError(message) from None
