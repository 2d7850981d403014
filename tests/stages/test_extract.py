"""HTML to text: what is taken, what pages say of themselves, and pages that mean harm."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from cleaner.stages.extract import declared_encoding, extract, looks_like_html

BODY = "".join(f"<p>This is paragraph number {number}, long enough to be taken.</p>" for number in range(6))
PAGE = (
    "<html lang='pt-BR'><head><title>On paragraphs</title>"
    "<meta property='og:site_name' content='Example'><meta name='author' content='Jane Roe'>"
    "<meta property='article:published_time' content='2020-03-04'></head>"
    f"<body><nav><a href='/'>Home</a></nav><article>{BODY}</article></body></html>"
)


def test_text_and_metadata() -> None:
    text, known = extract(PAGE, url="https://example.org/a")
    assert text == "\n".join(
        f"This is paragraph number {number}, long enough to be taken." for number in range(6)
    )
    assert known == {
        "title": "On paragraphs",
        "url": "https://example.org/a",
        "site": "Example",
        "date": "2020-03-04",
        "language": "pt",
        "author": "Jane Roe",
    }


def test_the_same_page_twice_gives_the_same_text() -> None:
    assert extract(PAGE) == extract(PAGE)


@pytest.mark.parametrize("char", [chr(code) for code in (0xDC80, 0xD800, 0, 0x0C, 0xFFFF)])
def test_characters_that_xml_cannot_hold_do_not_end_the_text(char: str) -> None:
    text, _ = extract(PAGE.replace("long", f"{char}long"))
    assert text.count("enough to be taken.") == 6
    assert char not in text


@pytest.mark.parametrize(
    "html",
    ["", " \n", "<html></html>", "<div>" * 20_000 + "words " * 50, "<![CDATA[", "<" * 5000, "\ud800"],
    ids=lambda html: ascii(html[:12]),
)
def test_nothing_to_extract_is_no_error(
    html: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    text, _ = extract(html)
    assert isinstance(text, str)
    assert capfd.readouterr().err == ""


def test_a_fragment_is_a_page_too() -> None:
    sentence = "This one paragraph is all there is, and it is long enough to be taken."
    assert extract(f"<p>{sentence}</p>")[0] == sentence


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<meta charset=utf-8>", "utf-8"),
        (b"<META CHARSET='ISO-8859-1'>", "windows-1252"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        (b"<meta charset=shift_jis>", "cp932"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<?xml version='1.0' encoding='koi8-r'?><html>", "koi8-r"),
        (b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>", "utf-8"),
        (b"<meta charset=rot13>", None),
        (b"<meta charset=nope>", None),
        (b"<meta name=viewport>", None),
        (b" " * 2048 + b"<meta charset=utf-8>", None),
        (b"", None),
    ],
)
def test_declared_encoding(data: bytes, name: str | None) -> None:
    assert declared_encoding(data) == name


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<!DOCTYPE html>\n<p>a", True),
        ("<!-- a --> <HTML>", True),
        ("<?xml version='1.0'?><html>", True),
        ("<div><p>a</p></div>\n", True),
        ("A <p> is a tag</p>", False),
        ("<p align=center><img></p>\n# Markdown\n", False),
        ("<?xml version='1.0'?><rss>", False),
        ("a < b", False),
        ("", False),
    ],
)
def test_looks_like_html(text: str, html: bool) -> None:
    assert looks_like_html(text) is html
    assert looks_like_html(text.encode()) is html
    assert looks_like_html(text.encode("utf-16")) is html


def test_import_is_cheap() -> None:
    code = "import sys, cleaner.stages.extract; print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
