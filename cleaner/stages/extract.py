"""HTML to text through trafilatura, with what the page says about itself.

There is no way back from extraction, so this is no patch. Imports of the extractor stay inside
the function: they cost more than the rest of the program's start.
"""

from __future__ import annotations

import codecs
import contextlib
import logging
import re

from cleaner.stages.decode import canonical_name

# Controls that XML cannot hold carry nothing. A lone surrogate, a byte that could not be read,
# would end the text where it stands, without an error.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_OPENING = 2048  # bytes in which a page must name its encoding, and shows that it is HTML
_PROLOGUE = rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*+"
_PAGE = re.compile(
    _PROLOGUE + rb"<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL
)
_PART = re.compile(
    _PROLOGUE + rb"<(?:article|main|section|div|p|h[1-6]|table|ul|ol)\b", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(rb"</?[a-z][a-z0-9]*\b[^<>]*>", re.IGNORECASE)
_LANG = re.compile(r"<html\b[^>]*?\s(?:xml:)?lang\s*=\s*[\"']?([a-z]{2,3})\b", re.IGNORECASE)
_LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext", "readability")

_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)

# Labels that mean another encoding on the web than in Python
# (https://encoding.spec.whatwg.org/#names-and-labels).
_LABELS = {
    "windows-1252": "ascii us-ascii ansi_x3.4-1968 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 l1 cp819 "
    "ibm819 x-cp1252",
    "windows-1254": "iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5 x-cp1254",
    "cp874": "tis-620 iso-8859-11 iso8859-11 iso885911 dos-874 windows-874",
    "windows-1250": "x-cp1250",
    "windows-1251": "x-cp1251",
    "windows-1253": "x-cp1253",
    "windows-1255": "x-cp1255",
    "windows-1256": "x-cp1256",
    "windows-1257": "x-cp1257",
    "windows-1258": "x-cp1258",
    "gb18030": "gb2312 gbk chinese csgb2312 gb_2312 gb_2312-80 x-gbk iso-ir-58 csiso58gb231280",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji ms932 csshiftjis windows-31j",
    "cp949": "euc-kr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cseuckr iso-ir-149",
    "euc-jp": "x-euc-jp cseucpkdfmtjapanese",
    "koi8-r": "koi koi8 koi8_r cskoi8r",
    "koi8-u": "koi8-ru",
    "mac-roman": "mac x-mac-roman csmacintosh macintosh",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "iso-8859-8": "iso-8859-8-i iso-8859-8-e logical visual csiso88598i csiso88598e",
    # A page whose label could be read as ASCII is not in UTF-16, says the standard.
    "utf-8": "utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 unicode utf-16 utf-16le "
    "utf-16be",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}


def extract(html: str, *, url: str | None = None) -> tuple[str, dict[str, str]]:
    """Return the main text of a page, and what is known of the page.

    Keys are ``title``, ``url``, ``site``, ``date`` (ISO 8601), ``language`` and ``author``, where
    known. Where nothing can be extracted, both are empty. Paragraphs are lines.
    """
    html = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _CONTROL.sub("", html))
    if not html.strip():
        return "", {}
    from trafilatura import bare_extraction  # noqa: PLC0415 - slow to import, seldom needed

    # The libraries' words go to whoever listens, and not to the terminal by default.
    for name in _LIBRARIES:
        if not logging.getLogger(name).handlers:
            logging.getLogger(name).addHandler(logging.NullHandler())
    language = _LANG.search(html[:_OPENING])
    if not language and "<html" not in html[:_OPENING].lower():
        html = f"<html><body>{html}</body></html>"  # a lone element would be refused
    # Whatever a hostile page makes of the parser (recursion, bad dates, bad links), one page
    # never ends a run.
    with contextlib.suppress(Exception):
        found = bare_extraction(
            html, url=url, favor_recall=True, include_comments=False, deduplicate=False, with_metadata=True
        )
        if found is not None and not isinstance(found, dict) and found.text:
            known = {
                "title": found.title,
                "url": url or found.url,
                "site": found.sitename or found.hostname,
                "date": found.date,
                "language": found.language or (language and language[1].lower()),
                "author": found.author,
            }
            return found.text, {key: str(value) for key, value in known.items() if value}
    return "", {}


def declared_encoding(data: bytes) -> str | None:
    """Return the Python codec for the encoding that a page names for itself, or None.

    Only the first 2 kB count, and labels mean what they mean on the web.

    >>> declared_encoding(b"<meta charset=iso-8859-1>")
    'windows-1252'
    """
    opening = data[:_OPENING]
    named = _META.search(_COMMENT.sub(b"", opening)) or _XML.search(opening)
    if named is None:
        return None
    return codec_of(named[1].decode("ascii", "replace"))


def codec_of(label: str) -> str | None:
    """Return the Python codec for what a page or a server calls an encoding, or None.

    >>> codec_of("ISO-8859-1")
    'windows-1252'
    """
    label = label.strip().lower()
    return canonical_name(_CODECS.get(label, label))


def looks_like_html(data: bytes | str) -> bool:
    """Whether ``data`` opens as a page, or is nothing but marked-up elements.

    A text that speaks of tags is none, and neither is Markdown that begins with an element.
    """
    opening = data[:_OPENING]
    if isinstance(opening, str):
        opening = opening.encode("utf-8", "surrogatepass").removeprefix(codecs.BOM_UTF8)
    opening = opening.replace(b"\0", b"")
    if _PAGE.match(opening):
        return True
    ends = data[-1000:]
    closed = (
        ends.rstrip().endswith(">") if isinstance(ends, str) else ends.rstrip(b"\0 \t\r\n").endswith(b">")
    )
    return closed and bool(_PART.match(opening)) and len(_TAG.findall(opening)) > 1
