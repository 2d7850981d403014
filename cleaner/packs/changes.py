"""What differs between two rule sets: rules added, removed and changed, and moves between profiles."""

from __future__ import annotations

import dataclasses
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cleaner.config import PROFILES, Profile
from cleaner.errors import ConfigError, FileError
from cleaner.packs.load import rules_from
from cleaner.packs.schema import NOWHERE, Rule, RuleSet
from cleaner.packs.sources import SUFFIXES, Source, user_sources

SHIPPED = "shipped"
"""The word that stands for the packs of this installation."""

EXAMPLES = frozenset({"strips", "keeps"})


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that both sets have, and the names of the fields in which they differ."""

    old: Rule
    new: Rule
    fields: tuple[str, ...]

    @property
    def move(self) -> tuple[Profile, Profile] | None:
        """From which profile to which the rule moved, if it did."""
        return (self.old.profile, self.new.profile) if "profile" in self.fields else None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one rule set has otherwise than another; each part is ordered by id."""

    added: tuple[Rule, ...] = ()
    removed: tuple[Rule, ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.added or self.removed or self.changed)

    @property
    def version(self) -> str:
        """The part of the version that must grow at least, as far as fields can tell."""
        moves = [change.move for change in self.changed if change.move]
        if self.removed or any(PROFILES.index(new) < PROFILES.index(old) for old, new in moves):
            return "major"
        told = {name for change in self.changed for name in change.fields}
        if self.added or told - {"why", "source", "slow"} - EXAMPLES:
            return "minor"
        return "patch" if self.changed else "none"


def changes(old: RuleSet, new: RuleSet) -> Changes:
    """Return what ``new`` has otherwise than ``old``; rules are the same if their full ids are."""
    before = {rule.id: rule for rule in old.rules}
    after = {rule.id: rule for rule in new.rules}
    both = (_change(before[id_], after[id_]) for id_ in sorted(before.keys() & after.keys()))
    return Changes(
        added=tuple(after[id_] for id_ in sorted(after.keys() - before.keys())),
        removed=tuple(before[id_] for id_ in sorted(before.keys() - after.keys())),
        changed=tuple(change for change in both if change.fields),
    )


def rules_at(name: str) -> RuleSet:
    """Return the rules of a pack, a folder of packs, a wheel, or of this installation.

    ``name`` is a path, the word "shipped", or the digest of the shipped rules. Raises ConfigError
    for what is none of these, FileError for what cannot be read, RuleError for broken packs.
    """
    shipped = rules_from(())
    if name in {SHIPPED, shipped.digest}:
        return shipped
    path = Path(name)
    if not path.exists():
        message = (
            f"{name}: there is no such pack, folder or wheel, and the shipped rules are {shipped.digest}; "
            f'give a path, or the word "{SHIPPED}"'
        )
        raise ConfigError(message)
    sources = _in_wheel(path) if path.suffix == ".whl" else user_sources([name])
    own = tuple(source._replace(origin="user") for source in sources)
    return rules_from(own, default_rules=False)


def _in_wheel(path: Path) -> tuple[Source, ...]:
    try:
        with zipfile.ZipFile(path) as wheel:
            names = [name for name in wheel.namelist() if PurePosixPath(name).is_relative_to("cleaner/rules")]
            packs = [name for name in sorted(names) if name.endswith(SUFFIXES)]
            found = tuple(
                Source(f"{path}/{name}", wheel.read(name).decode("utf-8"), "user") for name in packs
            )
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        message = f"{path}: this wheel cannot be read: {error}"
        raise FileError(message) from None
    if not found:
        message = f"{path}: there are no packs in this wheel; give one of cleaner-text"
        raise ConfigError(message)
    return found


def _change(old: Rule, new: Rule) -> Change:
    known = (field for field in dataclasses.fields(Rule) if field.name != "origin")  # whose it is
    names = [field.name for field in known if field.compare or field.name in EXAMPLES]
    return Change(old, new, tuple(name for name in names if _value(old, name) != _value(new, name)))


def _value(rule: Rule, name: str) -> object:
    """A field as it counts: of examples what they say, not where they are written."""
    value = getattr(rule, name)
    if name in EXAMPLES:
        return [dataclasses.replace(example, place=NOWHERE) for example in value]
    return value
