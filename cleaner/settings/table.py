"""Every option that a settings file may hold, described once: the reader and the schema are made of it."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

from cleaner.config import PROFILES, STAGE_NAMES, Config, Quotes
from cleaner.formats.record import Fields

Kind = Literal["string", "strings", "flag", "share", "count"]

SAID: dict[Kind, str] = {
    "string": "a string",
    "strings": "a list of strings",
    "flag": "true or false",
    "share": "a number",
    "count": "a whole number from 1",
}
"""What messages call the kinds."""


class Option(NamedTuple):
    """What an option takes, what it is without a settings file, and what it does."""

    kind: Kind
    default: Any
    about: str
    choices: tuple[str, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether a value of a TOML file has the right type."""
        if self.kind == "strings":
            return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        if isinstance(value, bool):
            return self.kind == "flag"
        if self.kind == "count":
            return isinstance(value, int) and value >= 1
        return isinstance(value, str if self.kind == "string" else int | float)


_CONFIG, _FIELDS = Config(), Fields()

CLEANING: dict[str, Option] = {
    "profile": Option(
        "string",
        _CONFIG.profile,
        "light (machine debris), standard (chrome) or strict (editorial furniture too).",
        PROFILES,
    ),
    "rules": Option(
        "strings", _CONFIG.rules, "Pack files or folders that extend the shipped ones; paths from this file."
    ),
    "disable": Option("strings", _CONFIG.disable, "Globs over full ids of rules that are switched off."),
    "default_rules": Option("flag", _CONFIG.default_rules, "Whether the shipped packs are used."),
    "stages": Option("strings", _CONFIG.stages, "Which stages run.", STAGE_NAMES),
    "quotes": Option("string", _CONFIG.quotes, "straight makes curly quotes straight.", get_args(Quotes)),
    "entities": Option("flag", _CONFIG.entities, "Whether HTML entities are unescaped in text."),
    "unescape": Option(
        "flag", _CONFIG.unescape, "Whether quoted-printable, percent and backslash escapes are undone."
    ),
    "max_removed": Option(
        "share", _CONFIG.max_removed, "The share of a document that rules may strip, from 0 to 1."
    ),
    "encoding": Option("string", _CONFIG.encoding, "The encoding of all inputs; found out, if left out."),
}
"""The fields of Config: what is done to documents. An override may set these."""

RUNNING: dict[str, Option] = {
    "exclude": Option(
        "strings", (), "Files to leave out, as .gitignore would; paths from this file's folder."
    ),
    "text_field": Option(
        "string", None, "The field of records that holds the text; named, it may be changed in its place."
    ),
    "id_field": Option("string", _FIELDS.id, "The field that names a record in the audit log."),
    "url_field": Option("string", _FIELDS.url, "The field with a record's URL: rules may be for its site."),
    "lang_field": Option("string", _FIELDS.lang, "The field with a record's language code."),
    "jobs": Option("count", None, "How many processes clean; one for each core, if left out."),
}
"""What is read, and by how many processes."""

OPTIONS: dict[str, Option] = CLEANING | RUNNING


def key_of(name: str) -> str:
    """Return an option's name as files and command lines write it.

    >>> key_of("max_removed")
    'max-removed'
    """
    return name.replace("_", "-")
