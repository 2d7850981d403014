"""Bytes to text, in a way that can be undone: BOM, then declared, then UTF-8, then detection.

A reading holds only if encoding the text again gives the same bytes. What has no such reading
is opaque: UTF-8 with every odd byte escaped (PEP 383), which nobody should edit.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterable

from cleaner.model import Encoding, encode
from cleaner.stages.detect import detected, mostly_utf8, unmarked

# Longer first: the BOM of UTF-32 LE begins with that of UTF-16 LE.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Without a BOM these read little endian (https://encoding.spec.whatwg.org/#names-and-labels).
_PLAIN = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8", "ascii": "utf-8"}
# How ISO-2022-JP, -KR and -CN switch to two bytes a character, in what looks like ASCII.
_ISO_2022 = re.compile(rb"\x1b\$(?:[@AB]|\([BCDOPQ]|\)[ACG])")
_SHIFTED = ("iso2022-jp", "iso2022-kr", "iso2022-jp-2")

_MAGIC = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",  # JPEG
    b"GIF87a",
    b"GIF89a",
    b"\x1f\x8b",  # gzip
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"PK\x03\x04",  # zip, and the office formats inside it
    b"PK\x05\x06",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"%PDF-",
    b"\x7fELF",
    b"MZ\x90\0",
    b"\xca\xfe\xba\xbe",  # Java, Mach-O
    b"\xcf\xfa\xed\xfe",  # Mach-O
    b"SQLite format 3\0",
    b"PAR1",  # Parquet
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # old office formats
    b"OggS",
    b"ID3",
    b"fLaC",
    b"wOFF",
    b"wOF2",
    b"\0asm",
)
# Bytes that text has no use for, in any encoding that keeps ASCII: the controls but BEL, BS,
# tab, LF, VT, FF, CR, the shifts of ISO-2022, SUB (the end of a DOS file) and ESC.
_CONTROLS = bytes(code for code in range(0x20) if code not in {*range(7, 16), 0x1A, 0x1B}) + b"\x7f"
_SAMPLE = 65536


def decode(data: bytes, declared: str | None = None) -> tuple[str, Encoding]:
    r"""Return the text of ``data``, and how it was read; ``model.encode`` gives the bytes back.

    ``declared`` is the encoding that a user, a header or the document itself names; where it
    does not fit, the document is opaque, for another guess would contradict what is known.

    >>> decode(b"caf\xc3\xa9")
    ('café', Encoding(name='utf-8', how='utf-8', sure=1.0, bom=b''))
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            read = _read(data, Encoding(name, "bom", 1.0, bom)) or _escaped(
                data, bom if name == "utf-8" else b""
            )
            if read or name != "utf-32-le":
                return read or _opaque(data)
    if declared is not None and (known := canonical_name(declared)):
        read = _read(data, Encoding(known, "declared", 1.0))
        if read is None and known == "utf-8":
            read = _escaped(data)
        return read or _opaque(data)
    return _undeclared(data)


def is_binary(data: bytes) -> bool:
    """Whether ``data`` is no text at all: a known magic number, or controls in bulk.

    It looks at the first 64 kB. UTF-16 and UTF-32 are text, as is UTF-8 with a few NULs.
    """
    if data.startswith(tuple(bom for bom, _ in _BOMS)):
        return False
    if data.startswith(_MAGIC) or (data[:4] == b"RIFF" and data[8:12] in {b"WAVE", b"WEBP", b"AVI "}):
        return True
    if data[257:262] == b"ustar" or data[4:8] == b"ftyp":
        return True
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if not controls or unmarked(sample):
        return False
    # NULs part the fields of some UTF-8 text, and hardly anything else is UTF-8 by chance; other
    # text has a control here and there at most, and machine code has them everywhere.
    return controls * (3 if _is_utf8(sample) else 50) > max(len(sample), 10)


def canonical_name(label: str) -> str | None:
    """Return the name under which users know the encoding, or None if Python has no such codec.

    >>> canonical_name("CP1252"), canonical_name("latin1"), canonical_name("x-unknown")
    ('windows-1252', 'iso-8859-1', None)
    """
    try:
        codec = codecs.lookup(label.strip())
        with contextlib.suppress(UnicodeError):
            b"a".decode(codec.name)  # refuses codecs that are no encodings, such as rot13
    except (LookupError, ValueError):
        return None
    name = codec.name.replace("_", "-") if not codec.name.startswith("shift") else codec.name
    name = re.sub(r"^cp(?=125\d$)", "windows-", name)
    name = name.replace("iso8859-", "iso-8859-").replace("iso2022-", "iso-2022-")
    return _PLAIN.get(name, name)


def _undeclared(data: bytes) -> tuple[str, Encoding]:
    wide = unmarked(data[:_SAMPLE])
    if wide:
        return _read(data, Encoding(wide, "detected", 0.9)) or _opaque(data)
    if data.isascii() and _ISO_2022.search(data):
        guesses: Iterable[Encoding] = (Encoding(name, "detected", 0.9) for name in _SHIFTED)
    elif read := _read(data, Encoding("utf-8", "utf-8", 1.0)) or _escaped(data):
        return read
    else:
        guesses = detected(data)
    for guess in guesses:
        name = canonical_name(guess.name)
        if name and (read := _read(data, guess._replace(name=name))):
            return read
    return _opaque(data)


def _read(data: bytes, encoding: Encoding) -> tuple[str, Encoding] | None:
    """Read strictly, and only if that can be undone."""
    body = data[len(encoding.bom) :]
    try:
        text = body.decode(encoding.name)
        return (text, encoding) if encode(text, encoding) == data else None
    except (UnicodeError, LookupError):
        return None


def _escaped(data: bytes, bom: bytes = b"") -> tuple[str, Encoding] | None:
    """Read UTF-8 in which some bytes are none, if most are."""
    if not mostly_utf8(data):
        return None
    return data[len(bom) :].decode("utf-8", "surrogateescape"), Encoding("utf-8", "utf-8-escaped", 0.9, bom)


def _opaque(data: bytes) -> tuple[str, Encoding]:
    return data.decode("utf-8", "surrogateescape"), Encoding("utf-8", "opaque", 0.0)


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
