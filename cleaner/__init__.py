"""Turns dirty web text into clean canonical text, with proof of every change."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.errors import CleanerError, ConfigError, FileError, LogError, Problem, RuleError
    from cleaner.model import Document, Encoding, Finding, Notice, RecordedEdit, Result
    from cleaner.patch import Edit, Patch
    from cleaner.pipeline import Cleaner, clean

_HOMES = {
    "Cleaner": "pipeline",
    "CleanerError": "errors",
    "Config": "config",
    "ConfigError": "errors",
    "Document": "model",
    "Edit": "patch",
    "Encoding": "model",
    "FileError": "errors",
    "Finding": "model",
    "LogError": "errors",
    "Notice": "model",
    "Patch": "patch",
    "Problem": "errors",
    "RecordedEdit": "model",
    "Result": "model",
    "RuleError": "errors",
    "clean": "pipeline",
}

__all__ = [
    "Cleaner",
    "CleanerError",
    "Config",
    "ConfigError",
    "Document",
    "Edit",
    "Encoding",
    "FileError",
    "Finding",
    "LogError",
    "Notice",
    "Patch",
    "Problem",
    "RecordedEdit",
    "Result",
    "RuleError",
    "__version__",
    "clean",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command starts fast."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module 'cleaner' has no attribute {name!r}"
        raise AttributeError(message)
    import importlib  # noqa: PLC0415 -- only for names that were not used yet

    value = getattr(importlib.import_module(f"cleaner.{home}"), name)
    globals()[name] = value
    return value
