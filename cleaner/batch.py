"""One callable that cleans batches of records, and that any engine can carry to its workers.

Data sets, frames and clusters all hand out batches of columns: ``{"text": [...], …}``. The
callable pickles small, always to the same bytes, and to others when rules, options or version
change: caches that go by those bytes never keep stale rows. What rules need is built where and
when the first batch comes, once in each process.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

from cleaner import __version__
from cleaner.attempt import attempt
from cleaner.config import Config
from cleaner.errors import ConfigError, did_you_mean
from cleaner.formats.record import Fields, missing
from cleaner.model import Document, Result, utf8
from cleaner.packs.sources import Source
from cleaner.pipeline import Cleaner, rebuilt
from cleaner.report.audit import document_line, header

Extra = Literal["changed", "edits", "error", "audit"]
EXTRAS: tuple[Extra, ...] = get_args(Extra)

PREFIX = "cleaner_"
"""How the columns that are added begin."""


class Row(NamedTuple):
    """A cleaned record: its text, the whole result (None, if it held no text), the added columns."""

    text: str | None
    result: Result | None
    columns: dict[str, Any]


class BatchCleaner:
    """Cleans one column of batches; a value that is None stays None.

    ``text``, ``id``, ``url`` and ``lang`` name columns; of the last three those that are there
    are used. ``add`` asks for columns beside: ``cleaner_changed`` (bool), ``cleaner_edits``
    (their number), ``cleaner_error`` (why a text passed untouched, or None) and
    ``cleaner_audit`` (the line for an audit log, which begins with ``header``). All further
    options are the fields of ``Config``. Raises ConfigError and RuleError for what cannot be.

    >>> BatchCleaner(add=["edits"])({"id": [7], "text": ["It was  late."]})
    {'id': [7], 'text': ['It was late.'], 'cleaner_edits': [1]}
    """

    def __init__(  # noqa: PLR0913 -- the columns, and what is made of them
        self,
        text: str = "text",
        *,
        id: str | None = "id",  # noqa: A002 -- the word of the log
        url: str | None = "url",
        lang: str | None = None,
        add: Iterable[Extra] = (),
        config: Config | None = None,
        **options: Any,
    ) -> None:
        """Read the rules, so that whatever is wrong with them shows here and not on a cluster."""
        self.fields = Fields(text, id, url, lang)
        self.add = tuple(_known(name) for name in ([add] if isinstance(add, str) else add))
        cleaner = Cleaner(config, **options)
        self._cleaner: Cleaner | None = cleaner
        self._state = _state(self.fields, self.add, cleaner)

    def __reduce__(self) -> tuple[Callable[[str], BatchCleaner], tuple[str]]:
        """Pickle as one string: its bytes depend on nothing but what it says."""
        return _unpickled, (self._state,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BatchCleaner) and self._state == other._state

    def __hash__(self) -> int:
        return hash(self._state)

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
        """Return the batch with cleaned texts, and with the columns that were asked for.

        Raises ConfigError if there is no such column or it holds something else than text, and
        RuleTimeoutError if a rule keeps taking too long.
        """
        fields, asked = self.fields, self.asked(batch)
        done: dict[str, list[Any]] = {name: [] for name in (fields.text, *self.columns)}
        for values in zip(*(batch[name] for name in asked), strict=True):
            text, _, columns = self.row(dict(zip(asked, values, strict=True)))
            done[fields.text].append(text)
            for name, value in columns.items():
                done[name].append(value)
        return {**batch, **done}

    def asked(self, names: Collection[str]) -> list[str]:
        """Return which of these columns are looked at. Raises ConfigError if the text's is not there."""
        text = self.fields.text
        if text not in names:
            raise ConfigError(missing(text, list(names)).replace("say --text-field", "say text="))
        return [name for name in self.fields if name is not None and name in names]

    def row(self, values: Mapping[str, Any]) -> Row:
        """Return what becomes of one record, given by its fields. Raises as for a batch."""
        fields = self.fields
        text = values.get(fields.text)
        if text is None:
            return Row(None, None, {PREFIX + name: _told(name, None, "") for name in self.add})
        if not isinstance(text, str):
            message = f'the column "{fields.text}" holds {type(text).__name__}, no text; say text='
            raise ConfigError(message)
        told = (values.get(name) if name else None for name in fields[1:])
        id_, site, lang = (None if word is None or word == "" else str(word) for word in told)
        result = attempt(self.cleaner, Document(text, id_ or "", site, lang, is_field=True))
        line = ""
        if "audit" in self.add:
            before, after = utf8(text), utf8(result.text)
            line = document_line(result, id_ or "", id_ or "", before, after, id=id_, site=site)
        return Row(result.text, result, {PREFIX + name: _told(name, result, line) for name in self.add})

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that are added."""
        return tuple(PREFIX + name for name in self.add)

    @property
    def cleaner(self) -> Cleaner:
        """What cleans; built when it is first asked for."""
        if self._cleaner is None:
            told = json.loads(self._state)
            sources = tuple(Source(*source) for source in told["sources"])
            self._cleaner = rebuilt(Config(**told["config"]), sources, told["rules"])
        return self._cleaner

    @property
    def header(self) -> str:
        """The first line of an audit log whose other lines are the column ``cleaner_audit``."""
        options = dataclasses.asdict(self.cleaner.config) | {"text_field": self.fields.text}
        return header(__version__, self.cleaner.rules.digest, options)


def _told(name: Extra, result: Result | None, line: str) -> bool | int | str | None:
    if result is None:
        return {"changed": False, "edits": 0}.get(name)
    match name:
        case "changed":
            return result.changed and not result.error
        case "edits":
            return len(result.patch.edits)
        case "error":
            return result.error
        case "audit":
            return line


def _known(name: str) -> Extra:
    for known in EXTRAS:
        if name == known:
            return known
    near = did_you_mean(name, EXTRAS) or f"it is one of {', '.join(EXTRAS)}"
    message = f'add cannot be "{name}"; {near}'
    raise ConfigError(message)


def _state(fields: Fields, add: tuple[Extra, ...], cleaner: Cleaner) -> str:
    told = {
        "version": __version__,
        "rules": cleaner.rules.digest,
        "fields": fields,
        "add": add,
        "config": dataclasses.asdict(cleaner.config),
        "sources": cleaner.sources,
    }
    return json.dumps(told, sort_keys=True)


def _unpickled(state: str) -> BatchCleaner:
    """Return a pickled callable, its cleaner still to be built. Raises ConfigError for another version's."""
    told = json.loads(state)
    if told["version"] != __version__:
        message = (
            f"this was pickled by cleaner {told['version']}, here is {__version__}; "
            "install the same version of cleaner-text on both sides"
        )
        raise ConfigError(message)
    batch = BatchCleaner.__new__(BatchCleaner)
    batch.fields, batch.add = Fields(*told["fields"]), tuple(told["add"])
    batch._cleaner, batch._state = None, state  # noqa: SLF001 -- it is this class's other constructor
    return batch
