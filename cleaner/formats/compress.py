"""Compressed files, by suffix: plain, ``.gz`` and ``.zst``, streamed, so that memory stays flat.

Files of many members or frames, as shards joined by ``cat`` are, read as one. Data that ends
too early or is broken raises a FileError that names the file, behind all that could be read.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from cleaner.errors import FileError

SUFFIXES = (".gz", ".zst")

_MAGIC = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}

GZIP = 31
"""zlib's window bits for gzip with its header, checksum and largest window."""

BITE = {"": 1 << 16, ".gz": 1 << 16, ".zst": 1 << 12}
"""Bytes taken at once. Four bytes of zstd can stand for 128 KiB, so a bite of it is kept small."""

ZSTD_WINDOW = 1 << 31
"""The largest window that zstd writes (``--long=31``, as public dumps have it)."""


class CutOffError(FileError):
    """Compressed data that ends too early: what was read until then is right, but not all."""


class Decompressor(Protocol):
    """What zlib and zstandard have in common for one member or frame."""

    @property
    def eof(self) -> bool:
        """Whether the member is whole."""

    @property
    def unused_data(self) -> bytes:
        """What stands behind it."""

    def decompress(self, data: bytes, /) -> bytes:
        """Return what ``data`` adds."""


def suffix_of(name: str) -> str:
    """Return the suffix of a compressed file's name, or an empty string.

    >>> suffix_of("web.jsonl.GZ"), suffix_of("web.jsonl")
    ('.gz', '')
    """
    suffix = Path(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ""


def compression_of(opening: bytes) -> str:
    """Return the suffix for data that begins with ``opening``; an empty string, if it is plain."""
    return next((suffix for magic, suffix in _MAGIC.items() if opening.startswith(magic)), "")


def open_read(source: Path | BinaryIO, suffix: str | None = None, name: str = "") -> BinaryIO:
    """Open a file, or take an open one, and return its content as a stream of bytes.

    ``suffix`` says how it is compressed; left out, the name does. ``name`` is what messages
    call it. Reading raises FileError where the data is broken.
    """
    name = name or str(source if isinstance(source, Path) else getattr(source, "name", "stdin"))
    suffix = suffix_of(name) if suffix is None else suffix
    begin = None if not suffix else _decompressors(suffix, name)
    if isinstance(source, Path):
        try:
            source = source.open("rb")
        except OSError as error:
            message = f"{name}: cannot read it: {error.strerror}"
            raise FileError(message) from None
    if begin is None:
        return source
    return io.BufferedReader(_Unpacked(source, begin, BITE[suffix], name), 1 << 16)


def skip(file: BinaryIO, count: int) -> None:
    """Go on behind the next ``count`` bytes: at once in a plain file, by reading in a packed one."""
    if file.seekable():
        file.seek(count, io.SEEK_CUR)
        return
    while count and (data := file.read(min(count, 1 << 20))):
        count -= len(data)


def open_write(target: Path | BinaryIO, suffix: str | None = None) -> BinaryIO:
    """Open a new file, or take an open one, and return a stream that compresses into it.

    ``suffix`` says how; left out, the name does. The same bytes always make the same file.
    ``flush`` hands on all that was written, so that it can be read after a crash; ``close``
    ends the data, and closes the file only if it was opened here. Raises FileError for a file
    that exists or cannot be made.
    """
    name = str(target if isinstance(target, Path) else getattr(target, "name", ""))
    suffix = suffix_of(name) if suffix is None else suffix
    pack, sync, end = _compressor(suffix, name)
    owned = isinstance(target, Path)
    if isinstance(target, Path):
        try:
            target = target.open("xb")
        except OSError as error:
            message = f"{name}: cannot write it: {error.strerror}"
            raise FileError(message) from None
    return _Packed(target, pack, sync, end, owned=owned)


def member(data: bytes, suffix: str, name: str) -> bytes:
    """Return ``data`` as a whole member or frame, which can follow others; nothing for nothing."""
    if not suffix or not data:
        return data
    pack, _, end = _compressor(suffix, name)
    return pack(data) + end()


class _Unpacked(io.RawIOBase):
    """The content of members or frames, one after the other."""

    def __init__(self, file: BinaryIO, begin: Callable[[], Decompressor], bite: int, name: str) -> None:
        self._file, self._begin, self._bite, self._name = file, begin, bite, name
        self._member = begin()
        self._started = False
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill ``buffer`` as far as there is something; 0 is the end."""
        while not self._ready and (data := self._file.read(self._bite)):
            self._ready = memoryview(self._unpack(data))
        if not self._ready and self._started:
            message = f"{self._name}: the compressed data ends too early; was the file cut off?"
            raise CutOffError(message)
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _unpack(self, data: bytes) -> bytes:
        pieces: list[bytes] = []
        while data:
            if not self._started:
                data = data.lstrip(b"\0")  # gzip files may be padded, and no member begins so
                self._started = bool(data)
            try:
                pieces.append(self._member.decompress(data))
            except Exception as error:  # noqa: BLE001 -- zlib.error, or zstandard's, imported only for it
                message = f"{self._name}: the compressed data is broken ({error}); fetch the file again"
                raise FileError(message) from None
            if not self._member.eof:
                break
            data = self._member.unused_data
            self._member, self._started = self._begin(), False
        return b"".join(pieces)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


class _Packed(io.BufferedIOBase, BinaryIO):
    """Bytes on their way into a file; nothing is kept here that the compressor does not keep."""

    def __init__(
        self,
        file: BinaryIO,
        pack: Callable[[bytes], bytes],
        sync: Callable[[], bytes],
        end: Callable[[], bytes],
        *,
        owned: bool,
    ) -> None:
        self._file, self._pack, self._sync, self._end, self._owned = file, pack, sync, end, owned

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._file.fileno()

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take all of ``data``."""
        if packed := self._pack(data):
            self._file.write(packed)
        return len(data)

    def flush(self) -> None:
        if not self.closed and (packed := self._sync()):
            self._file.write(packed)
        if not self.closed:
            self._file.flush()

    def close(self) -> None:
        if self.closed:
            return
        try:
            self._file.write(self._end())
            self._file.flush()
        finally:
            self._sync = bytes
            super().close()
            if self._owned:
                self._file.close()


def _decompressors(suffix: str, name: str) -> Callable[[], Decompressor]:
    if suffix == ".gz":
        return lambda: zlib.decompressobj(GZIP)
    zstandard = _zstandard(name)
    return zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj  # type: ignore[no-any-return]


def _compressor(
    suffix: str, name: str
) -> tuple[Callable[[bytes], bytes], Callable[[], bytes], Callable[[], bytes]]:
    """Return what packs bytes, what makes all so far readable, and what ends the data."""
    if not suffix:
        return bytes, bytes, bytes
    if suffix == ".gz":
        gzip = zlib.compressobj(wbits=GZIP)
        return gzip.compress, lambda: gzip.flush(zlib.Z_SYNC_FLUSH), gzip.flush
    zstandard = _zstandard(name)
    zstd = zstandard.ZstdCompressor(write_checksum=True).compressobj()
    return zstd.compress, lambda: zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK), zstd.flush


def _zstandard(name: str) -> Any:
    try:
        import zstandard  # noqa: PLC0415 -- an extra, and only for these files
    except ImportError:
        message = f"{name}: for .zst the package zstandard is needed: pip install 'cleaner-text[zst]'"
        raise FileError(message) from None
    return zstandard
