"""Decompressors in one shape: push compressed bytes in, take no more out than asked for.

A wrong checksum of a gzip or zlib stream shows only behind its content, as it does to a reader that hands content on
before it comes to the checksum.
Layouts: RFC 1950 (zlib), RFC 1952 (gzip), APPNOTE.TXT 5.8.8 (LZMA in zips), 7-Zip's `7zFormat.txt` and `lzma.txt`.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Any, Final, Protocol

from seatrial.domain.context import LimitReached
from seatrial.formats.protocol import FormatError

LZMA_MEMORY_BYTES: Final = 128 * 1024 * 1024
_MAX_GZIP_HEADER: Final = 1024 * 1024
_ZSTD_SLICE: Final = 512
"""Compressed bytes handed over at once: at four bytes a block of 128 KiB, they give no more than 16 MiB."""
_MISSING: Final = "{} is read with the extra `archives`: pip install 'seatrial[archives]'"


class Decompressor(Protocol):
    """The shape of `bz2.BZ2Decompressor` and `lzma.LZMADecompressor`."""

    @property
    def eof(self) -> bool:
        """The end of the stream was met."""

    @property
    def needs_input(self) -> bool:
        """More compressed bytes are wanted before more can be given."""

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the stream."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes."""


class Deflate:
    """`zlib`'s decompressor in the shape of the other two, for bare deflate data."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
        self._more = False

    @property
    def eof(self) -> bool:
        """The end of the stream was met."""
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        """More compressed bytes are wanted before more can be given."""
        return not self._more and not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the stream."""
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes."""
        given = self._zlib.decompress(self._zlib.unconsumed_tail + data, max(max_length, 0))
        # A full measure may mean that zlib holds more without having any input left.
        self._more = len(given) == max_length
        return given


class _Framed:
    """Deflate data between a header and a trailer. A trailer that does not hold raises `FormatError` at the end."""

    def __init__(self, header: Callable[[bytes], int], running: Callable[[bytes, int], int], first: int) -> None:
        self._header, self._running, self._sum = header, running, first
        self._gzip = running is zlib.crc32
        self._trailer, self._deflate = (8 if self._gzip else 4), Deflate()
        self._before: bytes | None = b""
        self._after = b""
        self._checked = False

    @property
    def eof(self) -> bool:
        return self._checked and len(self._after) >= self._trailer

    @property
    def needs_input(self) -> bool:
        if self._deflate.eof:
            return len(self._after) < self._trailer
        return self._before is not None or self._deflate.needs_input

    @property
    def unused_data(self) -> bytes:
        return self._after[self._trailer :]

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        if self._before is not None:
            self._before += data
            size = self._header(self._before)
            if not size:
                return b""
            data, self._before = self._before[size:], None
        if self._deflate.eof:
            self._after += data
        else:
            given = self._deflate.decompress(data, max_length)
            self._sum = self._running(given, self._sum)
            self._after = self._deflate.unused_data
            if given:
                return given
        if self._deflate.eof and len(self._after) >= self._trailer:
            if int.from_bytes(self._after[:4], "little" if self._gzip else "big") != self._sum:
                raise FormatError("the checksum behind the content does not hold")
            self._checked = True
        return b""


def _zlib_header(data: bytes) -> int:
    """The size of the header, 0 while it is not complete."""
    if len(data) < 2:
        return 0
    if data[0] & 0x0F != 8 or int.from_bytes(data[:2], "big") % 31 or data[1] & 0x20:
        raise FormatError("compressed bytes are broken: no zlib header")
    return 2


def _gzip_header(data: bytes) -> int:
    """The size of the header, 0 while it is not complete."""
    if len(data) > _MAX_GZIP_HEADER:
        raise LimitReached(f"a gzip header of more than {_MAX_GZIP_HEADER:,} bytes")
    if not data.startswith(b"\x1f\x8b\x08"[: len(data)]):
        raise FormatError("compressed bytes are broken: no gzip header")
    if len(data) < 10:
        return 0
    flags, place = data[3], 10
    if flags & 4:
        if len(data) < 12:
            return 0
        place = 12 + int.from_bytes(data[10:12], "little")
    for flag in (8, 16):
        if flags & flag:
            place = data.find(b"\0", place) + 1
            if not place:
                return 0
    place += 2 if flags & 2 else 0
    return place if place < len(data) else 0


class _Zstd:
    """One frame of Zstandard. Its library gives all that the input holds, so it is fed in small pieces."""

    def __init__(self, library: Any) -> None:
        self._frame = library.ZstdDecompressor(max_window_size=LZMA_MEMORY_BYTES).decompressobj()
        self._error: type[Exception] = library.ZstdError
        self._input = self._ready = b""
        self._place = 0

    @property
    def eof(self) -> bool:
        return not self._ready and bool(self._frame.eof)

    @property
    def needs_input(self) -> bool:
        return not self._ready and not self._input

    @property
    def unused_data(self) -> bytes:
        return bytes(self._frame.unused_data) + self._input

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        self._input += data
        while not self._ready and self._input and not self._frame.eof:
            piece, self._input = self._input[:_ZSTD_SLICE], self._input[_ZSTD_SLICE:]
            try:
                self._ready = self._frame.decompress(piece)
            except self._error as error:
                raise FormatError(f"compressed bytes are broken: {error}") from error
        cut = max_length if max_length >= 0 else len(self._ready)
        given, self._ready = self._ready[:cut], self._ready[cut:]
        return given


class Passed:
    """Bytes as they are, in the shape of a decompressor."""

    eof = False
    needs_input = True
    unused_data = b""

    def __init__(self) -> None:
        self._kept = b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes."""
        self._kept += data
        cut = max_length if max_length >= 0 else len(self._kept)
        given, self._kept = self._kept[:cut], self._kept[cut:]
        self.needs_input = not self._kept
        return given


class Filtered:
    """A branch or delta filter of xz alone, over `size` bytes that are not compressed.

    The library applies filters only together with LZMA, so the bytes are handed to it as stored chunks of LZMA2.
    """

    def __init__(self, chain: dict[str, Any], size: int) -> None:
        stored = {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}
        self._lzma = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain, stored])
        self._left, self._first = size, True

    @property
    def eof(self) -> bool:
        """The end of the stream was met."""
        return self._lzma.eof

    @property
    def needs_input(self) -> bool:
        """More bytes are wanted before more can be given."""
        return self._lzma.needs_input

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the stream."""
        return b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes."""
        data = data[: self._left]
        self._left -= len(data)
        wrapped = bytearray()
        for place in range(0, len(data), 1 << 16):
            chunk = data[place : place + (1 << 16)]
            # Control 1 begins with a new dictionary, 2 goes on.
            wrapped += bytes((1 if self._first else 2,)) + (len(chunk) - 1).to_bytes(2, "big") + chunk
            self._first = False
        if data and not self._left:
            wrapped += b"\0"
        return self._lzma.decompress(bytes(wrapped), max_length)


class _ZipLzma:
    """LZMA as zips hold it: a version, the properties, then the bare stream."""

    def __init__(self, size: int) -> None:
        self._size, self._before = size, b""
        self._lzma: Decompressor | None = None

    @property
    def eof(self) -> bool:
        return self._lzma is not None and self._lzma.eof

    @property
    def needs_input(self) -> bool:
        return self._lzma is None or self._lzma.needs_input

    @property
    def unused_data(self) -> bytes:
        return b"" if self._lzma is None else self._lzma.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        if self._lzma is None:
            self._before += data
            stop = 4 + int.from_bytes(self._before[2:4], "little")
            if len(self._before) <= max(stop, 4):
                return b""
            self._lzma = lzma1(self._before[4:stop], self._size)
            data = self._before[stop:]
        return self._lzma.decompress(data, max_length)


def zip_lzma(size: int) -> Decompressor:
    """For method 14 of a zip; `size` is what the member states to expand to."""
    return _ZipLzma(size)


def lzma1(properties: bytes, size: int) -> Decompressor:
    """A bare LZMA stream by its five bytes of properties. Raises `FormatError` and `LimitReached`."""
    if len(properties) < 5 or properties[0] >= 225:
        raise FormatError("properties of LZMA are broken")
    rest, lc = divmod(properties[0], 9)
    pb, lp = divmod(rest, 5)
    if lc + lp > 4:
        raise FormatError("properties of LZMA are out of range")
    dictionary = _dictionary(int.from_bytes(properties[1:5], "little"), size)
    chain = {"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "lc": lc, "lp": lp, "pb": pb}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain])


def lzma2(properties: bytes, size: int) -> Decompressor:
    """A bare LZMA2 stream by its one byte of properties. Raises `FormatError` and `LimitReached`."""
    if len(properties) != 1 or properties[0] > 40:
        raise FormatError("properties of LZMA2 are broken")
    stated = 0xFFFFFFFF if properties[0] == 40 else (2 | properties[0] & 1) << (properties[0] // 2 + 11)
    chain = {"id": lzma.FILTER_LZMA2, "dict_size": _dictionary(stated, size)}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain])


def _dictionary(stated: int, size: int) -> int:
    """No stream looks back further than its own beginning, so a smaller dictionary than stated may do."""
    wanted = max(min(stated, size), 4096)
    if wanted > LZMA_MEMORY_BYTES:
        raise LimitReached(f"decompressing takes a dictionary of {wanted:,} bytes")
    return wanted


def zstd() -> Decompressor:
    """One Zstandard frame. Raises `FormatError` when the extra is not installed."""
    try:
        import zstandard  # noqa: PLC0415 - heavy, only here
    except ImportError as error:
        raise FormatError(_MISSING.format("Zstandard")) from error
    return _Zstd(zstandard)


def lz4() -> Decompressor:
    """One LZ4 frame. Raises `FormatError` when the extra is not installed."""
    try:
        import lz4.frame  # type: ignore[import-untyped] # noqa: PLC0415 - heavy, only here
    except ImportError as error:
        raise FormatError(_MISSING.format("LZ4")) from error
    made: Decompressor = lz4.frame.LZ4FrameDecompressor()
    return made


METHODS: Final[dict[str, Callable[[], Decompressor]]] = {
    "deflate": Deflate,
    "zlib": lambda: _Framed(_zlib_header, zlib.adler32, 1),
    "gzip": lambda: _Framed(_gzip_header, zlib.crc32, 0),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=LZMA_MEMORY_BYTES),
    "lzma": lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=LZMA_MEMORY_BYTES),
    "zstd": zstd,
    "lz4": lz4,
}
"""What opens one stream, by the name of its method."""
BROKEN: Final = (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError, RuntimeError)
"""What decompressors raise for broken bytes."""
