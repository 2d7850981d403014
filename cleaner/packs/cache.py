"""Keeps plans in the user's cache folder, so that packs are read and worked out once, not at every start.

An entry is named by everything it depends on: the texts of the packs, the options, the versions
of this program, of Python's Unicode data and of ``regex``. So an entry is right or absent; one that cannot be
read, for whatever reason, is absent. ``CLEANER_CACHE_DIR`` moves the folder, ``CLEANER_NO_CACHE`` (set to
anything) does without.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, groupby, islice, repeat
from pathlib import Path
from typing import Any, overload

import regex

from cleaner import __version__
from cleaner.config import Profile
from cleaner.packs import schema
from cleaner.packs.plan import Plan, make_plan
from cleaner.packs.scan import Literals
from cleaner.packs.schema import Rule
from cleaner.packs.sources import Source, shipped_sources

FORMAT = 10
"""Of the entries; a change of ``Plan`` or of what literals are derived must change it."""

_CUT = b"\0"
"""Between the parts of an entry: neither JSON nor a literal holds one."""

MOST_ENTRIES = 40
"""Older entries are removed when there are more."""


def load_plan(
    user: tuple[Source, ...], disable: tuple[str, ...], profile: Profile, *, default_rules: bool
) -> Plan:
    """Return the plan of the shipped packs and of ``user``, from the cache if it is there.

    Raises what ``cleaner.packs.load.rules_from`` raises; packs with errors are never cached.
    """
    folder = None if os.environ.get("CLEANER_NO_CACHE") else cache_folder()
    # What a pack extends lies beside it and may change alone: such packs are read each time.
    if folder is None or any("extends" in source.text for source in user):
        return _worked_out(user, disable, profile, default_rules=default_rules)
    sources = (*shipped_sources(), *user)
    path = folder / f"{_key(sources, disable, profile, default_rules=default_rules)}.plan"
    plan = _read(path)
    if plan is None:
        plan = _worked_out(user, disable, profile, default_rules=default_rules)
        _write(path, plan)
    return plan


def cache_folder() -> Path | None:
    """Return the folder of the cache by the custom of the platform; None if there is no home."""
    named = os.environ.get("CLEANER_CACHE_DIR")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    else:
        base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():
        return Path(base) / "cleaner"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "cleaner"


def _worked_out(
    user: tuple[Source, ...], disable: tuple[str, ...], profile: Profile, *, default_rules: bool
) -> Plan:
    from cleaner.packs.load import rules_from  # noqa: PLC0415 -- a warm cache needs no YAML

    rules = rules_from(user, disable, default_rules=default_rules)
    every = rules_from(user, default_rules=default_rules) if disable else rules
    return make_plan(rules, profile, [rule.id for rule in every.rules])


def _key(sources: Sequence[Source], disable: tuple[str, ...], profile: str, *, default_rules: bool) -> str:
    facts = (FORMAT, __version__, regex.__version__, unicodedata.unidata_version, sys.version_info[:2])
    whole = hashlib.sha256(repr((facts, disable, profile, default_rules)).encode("utf-8", "replace"))
    for source in sources:
        text = source.text.encode("utf-8", "surrogatepass")
        whole.update(repr((source.path, source.origin, len(text))).encode("utf-8", "replace"))
        whole.update(text)
    return whole.hexdigest()[:40]


def _read(path: Path) -> Plan | None:
    """Return the entry: what there is one of, then every rule, then every literal."""
    try:
        head, *parts = path.read_bytes().split(_CUT)
        stored = json.loads(head)
        rules, counts = stored["rules"], stored["literals"]
        if len(parts) != rules + sum(counts) or sum(stored["times"]) != sum(counts):
            return None
        owned = map(repeat, map(stored["groups"].__getitem__, stored["owned"]), stored["times"])
        owners = chain.from_iterable(owned)
        literals = zip(parts[rules:], owners, strict=True)
        return Plan(
            digest=stored["digest"],
            ids=tuple(stored["ids"]),
            categories={
                id_: stored["categories"][number]
                for id_, number in zip(stored["ids"], stored["is"], strict=True)
                if number is not None
            },
            rules=LazyRules(parts[:rules]),
            signatures=_decoded(stored["signatures"]),
            leant_on=frozenset(stored["leant_on"]),
            everywhere=tuple(stored["everywhere"]),
            repeated=tuple(stored["repeated"]),
            left_over=tuple(stored["left_over"]),
            scoped=frozenset(stored["scoped"]),
            owners=stored["owners"],
            literals=Literals(*(dict(islice(literals, count)) for count in counts)),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _write(path: Path, plan: Plan) -> None:
    """Write beside the place and move there, so that nobody reads half an entry; failing is no harm."""
    owned = [tuple(owners) for part in plan.literals for owners in part.values()]
    runs = [(owners, len(list(same))) for owners, same in groupby(owned)]
    groups = {group: number for number, group in enumerate(dict.fromkeys(owned))}
    categories = sorted(set(plan.categories.values()))
    number: dict[str | None, int] = {category: n for n, category in enumerate(categories)}
    stored = {
        "digest": plan.digest,
        "ids": plan.ids,
        "categories": categories,
        "is": [number.get(plan.categories.get(id_)) for id_ in plan.ids],
        "rules": len(plan.rules),
        "signatures": _encoded(plan.signatures),
        "leant_on": sorted(plan.leant_on),
        "everywhere": plan.everywhere,
        "repeated": plan.repeated,
        "left_over": plan.left_over,
        "scoped": sorted(plan.scoped),
        "owners": plan.owners,
        "literals": [len(part) for part in plan.literals],
        "groups": list(groups),
        "owned": [groups[owners] for owners, _ in runs],
        "times": [times for _, times in runs],
    }
    rules = (_json(_encoded(_bare(rule))) for rule in plan.rules)
    parts = [_json(stored), *rules, *(literal for part in plan.literals for literal in part)]
    with contextlib.suppress(OSError, ValueError):
        import tempfile  # noqa: PLC0415 -- only who writes needs it

        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_CUT.join(parts))
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _forget_old(path.parent)


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def _forget_old(folder: Path) -> None:
    entries = sorted(folder.glob("*.plan"), key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in entries[MOST_ENTRIES:]:
        entry.unlink(missing_ok=True)


class LazyRules(Sequence[Rule]):
    """Rules that are made of their cached form when somebody asks for them."""

    __slots__ = ("_made", "_stored")

    def __init__(self, stored: Sequence[bytes]) -> None:
        """Keep the cached forms."""
        self._stored = stored
        self._made: dict[int, Rule] = {}

    def __len__(self) -> int:
        return len(self._stored)

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Rule, ...]: ...
    def __getitem__(self, index: int | slice) -> Rule | tuple[Rule, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(len(self))[index])
        rule = self._made.get(index)
        if rule is None:
            rule = self._made[index] = _decoded(json.loads(self._stored[index]))
        return rule

    def __iter__(self) -> Iterator[Rule]:
        return (self[number] for number in range(len(self)))


def _bare(rule: Rule) -> Rule:
    """The rule without its examples, which prove it and do nothing else, and without what only lint asks."""
    return dataclasses.replace(rule, strips=(), keeps=(), places=())


@cache
def _classes() -> dict[str, type]:
    """The classes of the schema that plans are made of, by name."""
    return {
        name: value
        for name, value in vars(schema).items()
        if isinstance(value, type) and (dataclasses.is_dataclass(value) or hasattr(value, "_fields"))
    }


def _encoded(value: Any) -> Any:
    """Return ``value`` as JSON has it: objects of the schema as ``{"Name": [fields]}``."""
    name = type(value).__name__
    if _classes().get(name) is type(value):
        return {name: [_encoded(getattr(value, field)) for field in _fields(_classes()[name])]}
    return list(map(_encoded, value)) if isinstance(value, tuple) else value


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_decoded, value))
    if isinstance(value, dict):
        ((name, inside),) = value.items()
        return _classes()[name](*map(_decoded, inside))
    return value


@cache
def _fields(class_: Any) -> tuple[str, ...]:
    found: Any = getattr(class_, "_fields", None) or tuple(field.name for field in dataclasses.fields(class_))
    return tuple(found)
