"""Bytes to text: what is chosen, and that it can always be undone."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.model import encode
from cleaner.stages.decode import canonical_name, decode, is_binary

PROSE = {
    "windows-1252": "Le café est fermé l’été : « à bientôt », dit la dame à l’œil noir près du château.",
    "windows-1251": "Съешь же ещё этих мягких французских булок, да выпей чаю. Погода сегодня хорошая.",
    "koi8-r": "Съешь же ещё этих мягких французских булок, да выпей чаю. Погода хорошая, все гуляют.",
    "shift_jis": "これは日本語の文章です。今日は天気がいいので、公園を散歩しました。とても楽しかったです。",
    "euc-kr": "오늘은 날씨가 좋아서 공원에서 산책을 했습니다. 아주 즐거웠습니다. 내일도 가고 싶습니다.",
    "gb18030": "今天天气很好，我们去公园散步了。大家都很高兴，明天还想再去一次。这是一个中文的句子。",
    "windows-1253": "Η γρήγορη καφέ αλεπού πηδάει πάνω από το τεμπέλικο σκυλί. Σήμερα ο καιρός είναι καλός.",
}


@pytest.mark.parametrize(
    ("data", "text", "name", "how"),
    [
        (b"", "", "utf-8", "utf-8"),
        (b"plain", "plain", "utf-8", "utf-8"),
        (b"caf\xc3\xa9", "café", "utf-8", "utf-8"),
        (b"\xef\xbb\xbfa", "a", "utf-8", "bom"),
        (b"\xff\xfea\0", "a", "utf-16-le", "bom"),
        (b"\xfe\xff\0a", "a", "utf-16-be", "bom"),
        (b"\xff\xfe\0\0a\0\0\0", "a", "utf-32-le", "bom"),
        (b"\0\0\xfe\xff\0\0\0a", "a", "utf-32-be", "bom"),
        (b"h\0i\0!\0", "hi!", "utf-16-le", "detected"),
        (b"\0h\0i\0!", "hi!", "utf-16-be", "detected"),
        ("привет, мир".encode("utf-16-le"), "привет, мир", "utf-16-le", "detected"),
        ("hi there".encode("utf-32-be"), "hi there", "utf-32-be", "detected"),
        (b"a\0b", "a\0b", "utf-8", "utf-8"),
        (b"caf\xe9", "café", "windows-1252", "detected"),
        (b"It\x92s \x93so\x94", "It’s “so”", "windows-1252", "detected"),
        (b"\xe2\xe2\x80\x8b\x80\x9c", "\udce2\u200b\udc80\udc9c", "utf-8", "utf-8-escaped"),
        ("é".encode() * 9 + b"\xff", "é" * 9 + "\udcff", "utf-8", "utf-8-escaped"),
        (b"cut off \xe2\x80", "cut off \udce2\udc80", "utf-8", "utf-8-escaped"),
        (b"\xef\xbb\xbf\xc3\xa9\xff", "é\udcff", "utf-8", "utf-8-escaped"),
        (b"\xff\xfea", "\udcff\udcfea", "utf-8", "opaque"),
        (b"\xff\xfe\0\xd8", "\udcff\udcfe\0\udcd8", "utf-8", "opaque"),
        ("日本語".encode("iso2022_jp"), "日本語", "iso-2022-jp", "detected"),
        ("日".encode("iso2022_jp") + b"\x1b(B", "\x1b$BF|\x1b(B\x1b(B", "utf-8", "opaque"),
        (b"\x1b[31mred\x1b[0m", "\x1b[31mred\x1b[0m", "utf-8", "utf-8"),
    ],
)
def test_what_is_read(data: bytes, text: str, name: str, how: str) -> None:
    read, encoding = decode(data)
    assert (read, encoding.name, encoding.how) == (text, name, how)
    assert encode(read, encoding) == data


@pytest.mark.parametrize("name", sorted(PROSE))
def test_legacy_prose_is_recognised(name: str) -> None:
    data = PROSE[name].encode(name)
    text, encoding = decode(data)
    assert text == PROSE[name]
    assert encoding.guessed
    assert 0 < encoding.sure < 1


@pytest.mark.parametrize(
    ("data", "declared", "text", "name", "how"),
    [
        (b"caf\xe9", "latin-1", "café", "iso-8859-1", "declared"),
        (b"\xc3\xa9", "cp1252", "Ã©", "windows-1252", "declared"),
        (b"\xef\xbb\xbfa", "cp1252", "a", "utf-8", "bom"),
        (b"a\0", "utf-16", "a", "utf-16-le", "declared"),
        (b"abc", "ascii", "abc", "utf-8", "declared"),
        (b"caf\xe9", "utf-8", "caf\udce9", "utf-8", "opaque"),
        (b"caf\xe9", "ascii", "caf\udce9", "utf-8", "opaque"),
        (b"\xc3\xa9\xc3\xa9\xff", "utf-8", "éé\udcff", "utf-8", "utf-8-escaped"),
        (b"\xfa\x5b", "cp932", "\udcfa[", "utf-8", "opaque"),
        (b"abc", "no-such-codec", "abc", "utf-8", "utf-8"),
        (b"abc", "rot13", "abc", "utf-8", "utf-8"),
    ],
)
def test_what_is_declared(data: bytes, declared: str, text: str, name: str, how: str) -> None:
    read, encoding = decode(data, declared)
    assert (read, encoding.name, encoding.how) == (text, name, how)
    assert encode(read, encoding) == data


CHUNKS = st.one_of(
    st.binary(max_size=8),
    st.sampled_from(
        [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0", b"a\0", b"\x1b$B", b"\x1b(B", b"\r\n"]
    ),
    st.text(max_size=8).map(lambda text: text.encode("utf-8")),
    st.text("日本語éЖ ", max_size=8).map(lambda text: text.encode("gb18030")),
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(CHUNKS, max_size=8).map(b"".join),
    st.sampled_from([None, "utf-8", "utf-16", "cp1252", "cp932", "iso2022_jp", "utf-7", "hz", "x"]),
)
def test_all_bytes_come_back(data: bytes, declared: str | None) -> None:
    text, encoding = decode(data, declared)
    assert encode(text, encoding) == data


@pytest.mark.parametrize("name", ["windows-1252", "windows-1251", "gb18030"])
def test_large_files_are_judged_on_samples(name: str) -> None:
    data = b"ascii only\n" * 100_000 + (PROSE[name] + "\n").encode(name) * 200 + b"ascii only\n" * 100_000
    text, encoding = decode(data)
    assert encoding.name == name
    assert encode(text, encoding) == data


@pytest.mark.parametrize(
    ("data", "binary"),
    [
        (b"", False),
        (b"text\n", False),
        (b"a\0b\0c and more text", False),
        ("текст".encode("utf-16"), False),
        ("text".encode("utf-16-be"), False),
        ("text, really".encode("utf-32-le"), False),
        ("Съешь же ещё".encode("koi8-r"), False),
        ("日本語".encode("iso2022_jp"), False),
        (b"\x1b[31mred\x1b[0m", False),
        (b"\x89PNG\r\n\x1a\n....", True),
        (b"\xff\xd8\xff\xe0....", True),
        (b"\x1f\x8b\x08....", True),
        (b"PK\x03\x04....", True),
        (b"%PDF-1.4\n", True),
        (b"\x28\xb5\x2f\xfd....", True),
        (b"\x7fELF\x02\x01", True),
        (b"SQLite format 3\0", True),
        (bytes(range(256)) * 4, True),
        (b"\0" * 100, True),
    ],
)
def test_what_is_no_text(data: bytes, binary: bool) -> None:
    assert is_binary(data) is binary


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("CP1252", "windows-1252"),
        ("Latin1", "iso-8859-1"),
        ("SJIS", "shift_jis"),
        ("KOI8_R", "koi8-r"),
        ("utf8", "utf-8"),
        ("UTF-16LE", "utf-16-le"),
        ("gb18030", "gb18030"),
        ("base64", None),
        ("nope", None),
        ("a\0b", None),
    ],
)
def test_names(label: str, name: str | None) -> None:
    assert canonical_name(label) == name


def test_import_is_cheap() -> None:
    code = "import sys, cleaner.stages.decode; print('charset_normalizer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
