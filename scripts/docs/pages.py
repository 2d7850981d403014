"""Makes the reference pages from the code while MkDocs builds; it is named under ``hooks``."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import api_page
import commands_page
import packs_page
import rules_page
import settings_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

LOG = logging.getLogger("mkdocs.hooks.reference")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the generated pages to the written ones."""
    for path, content in pages():
        files.append(File.generated(config, f"reference/{path}", content=content))
    LOG.info("Generated the reference from the code")
    return files


def pages() -> Iterator[tuple[str, str]]:
    """Yield the paths below ``reference/`` and the contents of all generated files."""
    yield "cli.md", commands_page.page()
    yield "config.md", settings_page.page()
    yield "packs.md", packs_page.page()
    yield "pack.schema.json", packs_page.schema()
    yield "api.md", api_page.page()
    for path, content in rules_page.pages():
        yield f"rules/{path}", content
