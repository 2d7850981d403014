"""The reference of the library: every public name, from its signature and docstring."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from markup import fenced, paragraphs

import cleaner

WIDTH = 90

INTRODUCTION = """# Library

`import cleaner` gives these names; what a module holds beside them may change without notice.
Offsets count code points and are half-open. Results, configurations and documents are frozen;
cleaners are built once, are shared by threads, and pickle.

"""


def page() -> str:
    """Return the page."""
    names = [name for name in cleaner.__all__ if name != "__version__"]
    first = ["clean", "Cleaner", "Config", "Document", "Result"]
    ordered = [*first, *(name for name in names if name not in first)]
    return INTRODUCTION + "\n".join(part for name in ordered for part in _told(name, getattr(cleaner, name)))


def _told(name: str, value: Any) -> Iterator[str]:
    yield f"## {name}\n"
    if inspect.isclass(value) and issubclass(value, Exception):
        for base in value.__bases__:
            if base.__name__ in cleaner.__all__:
                yield f"A kind of [{base.__name__}](#{base.__name__.lower()}).\n"
    else:
        yield fenced(_signature(f"cleaner.{name}", value), "python") + "\n"
    yield paragraphs(inspect.getdoc(value) or "") + "\n"
    if not inspect.isclass(value):
        return
    for field, member in vars(value).items():
        if field.startswith("_") or not _documented(member):
            continue
        yield f"### {name}.{field}\n"
        if callable(member):
            yield fenced(_signature(field, member), "python") + "\n"
        yield paragraphs(inspect.getdoc(member) or "") + "\n"


def _documented(member: Any) -> bool:
    is_code = inspect.isfunction(member) or isinstance(member, property) or hasattr(member, "attrname")
    return is_code and bool(inspect.getdoc(member))


def _signature(name: str, value: Any) -> str:
    """Return a call with its parameters, one on a line where there are many."""
    signature = inspect.signature(value)
    parameters: list[str] = []
    for parameter in signature.parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parameters:
            parameters.append("*")
        stars = "**" if parameter.kind is parameter.VAR_KEYWORD else ""
        default = "" if parameter.default is parameter.empty else f" = {_shown(parameter.default)}"
        parameters.append(f"{stars}{parameter.name}: {_type(parameter.annotation)}{default}")
    returns = "" if inspect.isclass(value) else f" -> {_type(signature.return_annotation)}"
    flat = f"{name}({', '.join(parameters)}){returns}"
    if len(flat) <= WIDTH:
        return flat
    inner = "".join(f"    {parameter},\n" for parameter in parameters)
    return f"{name}(\n{inner}){returns}"


def _type(annotation: Any) -> str:
    return getattr(annotation, "__forward_arg__", None) or str(annotation)


def _shown(default: Any) -> str:
    """Return a default as it would be written; a factory stands for the empty mapping that it makes."""
    return "{}" if repr(default) == "<factory>" else repr(default)
