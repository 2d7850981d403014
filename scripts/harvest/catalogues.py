"""Reads the catalogues in which publishing software keeps what it prints: only ids, texts and languages."""

from __future__ import annotations

import gettext
import gzip
import html
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import regex
import yaml


class Entry(NamedTuple):
    """One phrase of a catalogue: its language tag, the id under which it is kept, and its text."""

    tag: str
    id: str
    text: str


class Source(NamedTuple):
    """A package: where its catalogues lie, how they are read, and under which licence it comes."""

    title: str
    folder: str
    licence: str
    files: tuple[str, ...]
    read: Callable[[Path], Iterator[Entry]]


_TAGS = regex.compile(r"<[^<>\n]{1,200}>")
_PAIR = regex.compile(r'^([ \t]*)"([^"\\\n]{1,80})":\s*("(?:[^"\\\n]|\\.){1,600}")', regex.MULTILINE)
_SERVICE = regex.compile(
    r"^\s+(?:title|shareText): \{\n((?:\s+'?[\w-]+'?: '(?:[^'\\\n]|\\.){1,200}',?\n)+)", regex.M
)
_CONSTANT = regex.compile(r"^(?:export )?const (\w+) = \{$")
_OPENS = regex.compile(r"^\s+([\w-]+): \{$")
_TELLS = regex.compile(r"""^\s+([\w-]+): (?:'((?:[^'\\]|\\.){1,600})'|"((?:[^"\\]|\\.){1,600})"),?$""")
_NAMED = regex.compile(r"^    ([\w-]+): (\w+),?$")
_ASSIGNED = regex.compile(r"^\$lang\['([\w-]+)'\]\s*=\s*'((?:[^'\\\n]|\\.){1,200})';", regex.MULTILINE)
_WORDING = regex.compile(r"'?([\w-]+)'?: '((?:[^'\\\n]|\\.){1,200})'")


def plain(text: str) -> str:
    """Return what a reader sees of a catalogue's text: no markup, no entities, single spaces.

    >>> plain('&laquo; <a href="%s">Older</a>  posts')
    '« Older posts'
    """
    return " ".join(_TAGS.sub("", html.unescape(text)).split())


def gettext_files(path: Path) -> Iterator[Entry]:
    """Compiled gettext catalogues; the language is in the file's name or its folder's."""
    tag = path.parts[-3] if path.parent.name == "LC_MESSAGES" else path.stem
    with path.open("rb") as file:
        # the parser keeps its table to itself, and lookups cannot list it
        table: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # noqa: SLF001
    for key, text in table.items():
        msgid, plural = key if isinstance(key, tuple) else (key, 0)
        if msgid and not plural:
            yield Entry(tag, msgid.rpartition("\x04")[2], text)


def flat_json(path: Path) -> Iterator[Entry]:
    """JSON files with one object of strings, named after their language."""
    tag = path.parent.name if path.stem in {"theme-common", "code"} else path.stem
    for key, text in json.loads(path.read_text("utf-8")).items():
        if isinstance(text, str):
            yield Entry(tag, key, text)


def nested_yaml(path: Path) -> Iterator[Entry]:
    """YAML files named after their language; the id is the path of keys."""

    def walk(node: Any, prefix: str) -> Iterator[Entry]:
        if isinstance(node, dict):
            for key, child in node.items():
                yield from walk(child, f"{prefix}.{key}" if prefix else str(key))
        elif isinstance(node, str):
            yield Entry(path.stem, prefix, node)

    yield from walk(yaml.safe_load(path.read_text("utf-8")), "")


def quoted_pairs(path: Path) -> Iterator[Entry]:
    """Scripts and templates that hold ``"key": "text"`` a line; nothing of them is run."""
    tag = path.stem.removeprefix("tarteaucitron.").removeprefix("messages_")
    found = _PAIR.findall(path.read_text("utf-8"))
    outermost = min((len(indent) for indent, *_ in found), default=0)
    for indent, key, text in found:
        if len(indent) == outermost:  # deeper ones repeat the keys of the outermost
            yield Entry(tag, key, json.loads(text))


def nested_script(path: Path) -> Iterator[Entry]:
    """Scripts with a constant of nested objects a language, and a last one that names their languages."""
    lines = path.read_text("utf-8").split("\n")
    names = {found[2]: found[1] for found in map(_NAMED.match, lines) if found}
    tag = ""
    keys: list[str] = []
    for line in lines:
        if found := _CONSTANT.match(line):
            tag, keys = names.get(found[1], path.stem), []
        elif found := _OPENS.match(line):
            keys.append(found[1])
        elif line.strip() in {"}", "},"}:
            keys = keys[:-1]
        elif found := _TELLS.match(line):
            text = regex.sub(r"\\(.)", r"\1", found[2] or found[3])
            yield Entry(tag, ".".join((*keys, found[1])), text)


def assignments(path: Path) -> Iterator[Entry]:
    """Files with ``$lang['key'] = 'text';`` a line, in a folder named after their language."""
    for key, text in _ASSIGNED.findall(path.read_text("utf-8")):
        yield Entry(path.parent.name, key, regex.sub(r"\\(.)", r"\1", text))


def share_buttons(path: Path) -> Iterator[Entry]:
    """Scripts of share buttons, a service each, with the titles of the button by language."""
    for name, block in zip(("shareText", "title"), _SERVICE.findall(path.read_text("utf-8")), strict=False):
        for tag, text in _WORDING.findall(block):
            yield Entry(tag, f"{path.stem}.{name}", text)


SOURCES = (
    Source(
        "WordPress",
        "wordpress-l10n",
        "GPL-2+",
        ("usr/share/wordpress/wp-content/languages/[a-z]*.mo",),
        gettext_files,
    ),
    Source(
        "MediaWiki",
        "mediawiki",
        "GPL-2+",
        ("usr/share/mediawiki/languages/i18n/*.json", "usr/share/mediawiki/skins/*/i18n/*.json"),
        flat_json,
    ),
    Source(
        "tarteaucitron",
        "tarteaucitronjs",
        "MIT",
        ("package/lang/*[!n].js", "package/lang/*.en.js"),
        quoted_pairs,
    ),
    Source("Klaro", "klaro", "BSD-3-Clause", ("package/src/translations/*.yml",), nested_yaml),
    Source("Shariff", "shariff", "MIT", ("package/src/js/services/*.js",), share_buttons),
    Source(
        "Docusaurus",
        "docusaurus-theme-translations",
        "MIT",
        ("package/locales/*/theme-common.json",),
        flat_json,
    ),
    Source(
        "Material for MkDocs",
        "mkdocs_material",
        "MIT",
        ("material/templates/partials/languages/*.html",),
        quoted_pairs,
    ),
    Source("Sphinx", "sphinx", "BSD-2-Clause", ("sphinx/locale/*/LC_MESSAGES/sphinx.mo",), gettext_files),
    Source(
        "Plone",
        "plone_app_locales",
        "GPL-2",
        ("plone/app/locales/locales/*/LC_MESSAGES/plone.mo",),
        gettext_files,
    ),
    Source(
        "68publishers",
        "68publishers-cookie-consent",
        "MIT",
        ("package/src/resources/translations/*.json",),
        flat_json,
    ),
    Source("Starlight", "astrojs-starlight", "MIT", ("package/dist/translations/*.js",), quoted_pairs),
    Source("NexT", "hexo-theme-next", "AGPL-3.0", ("package/languages/*.yml",), nested_yaml),
    Source("Icarus", "hexo-theme-icarus", "MIT", ("package/languages/*.yml",), nested_yaml),
    Source("Landscape", "hexo-theme-landscape", "MIT", ("package/languages/*.yml",), nested_yaml),
    Source(
        "c15t",
        "c15t-translations",
        "Apache-2.0",
        ("package/dist/all.js", "package/dist/translations/en.js"),
        nested_script,
    ),
    Source(
        "Django comments",
        "django_contrib_comments",
        "BSD-3-Clause",
        ("django_comments/locale/*/LC_MESSAGES/django.mo",),
        gettext_files,
    ),
    Source(
        "Zinnia",
        "django_blog_zinnia",
        "BSD-3-Clause",
        ("zinnia/locale/*/LC_MESSAGES/django.mo",),
        gettext_files,
    ),
    Source(
        "Mezzanine",
        "mezzanine",
        "BSD-2-Clause",
        ("mezzanine/*/locale/*/LC_MESSAGES/django.mo",),
        gettext_files,
    ),
    Source("Nikola", "nikola", "MIT", ("nikola/data/themes/base/messages/messages_*.py",), quoted_pairs),
    Source("Isso", "isso", "MIT", ("isso-*/isso/js/app/i18n/*.js",), quoted_pairs),
    Source("Gitalk", "gitalk", "MIT", ("package/src/i18n/*.json",), flat_json),
    Source("DokuWiki", "dokuwiki", "GPL-2", ("usr/share/dokuwiki/inc/lang/*/lang.php",), assignments),
)


def version(folder: Path) -> str:
    """Return the version of an unpacked package, as the package itself states it."""
    for path in folder.glob("package/package.json"):
        return str(json.loads(path.read_text("utf-8"))["version"])
    for path in (*folder.glob("*.dist-info/METADATA"), *folder.glob("*/PKG-INFO")):
        return next(
            line.removeprefix("Version: ")
            for line in path.read_text("utf-8").split("\n")
            if line.startswith("Version: ")
        )
    for path in sorted(folder.glob("usr/share/doc/*/changelog.Debian.gz")):
        first = gzip.decompress(path.read_bytes()).decode("utf-8").partition("\n")[0]
        return first[first.index("(") + 1 : first.index(")")]
    message = f"{folder}: no package.json, METADATA or Debian changelog says which version this is"
    raise SystemExit(message)


def read(packages: Path, source: Source) -> Iterator[Entry]:
    """Yield the entries of ``source`` under the folder of unpacked packages, in a fixed order."""
    for pattern in source.files:
        for path in sorted((packages / source.folder).glob(pattern)):
            if not path.name.startswith(("admin-", "continents-", "README", "qqq", "default")) and (
                not path.name.endswith(".min.js")
            ):
                yield from source.read(path)
