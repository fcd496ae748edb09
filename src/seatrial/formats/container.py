"""What readers of containers share: windows on a reader, bounded decompression, labels of members."""

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Protocol

from seatrial.domain.context import LimitReached
from seatrial.formats.protocol import FormatError, Member

MAX_RATIO = 200
"""Decompression ends with `LimitReached` beyond this many times the compressed size, and beyond `FREE_BYTES`."""
FREE_BYTES = 256 * 1024 * 1024
"""Decompressed bytes that every stream may give, however small it is."""
CHUNK_BYTES = 64 * 1024
MAX_CONCATENATED = 10_000
"""Streams that may follow one another in one compressed file."""


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
    """`zlib`'s decompressor in the shape of the other two. `wbits` as in `zlib.decompressobj`."""

    def __init__(self, wbits: int) -> None:
        self._zlib = zlib.decompressobj(wbits)
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


class Window(io.RawIOBase):
    """A seekable part of another reader, which stays open. Wrap it in `io.BufferedReader`."""

    def __init__(self, source: BinaryIO, offset: int, size: int) -> None:
        self._source, self._offset, self._size, self._position = source, offset, max(size, 0), 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """Offset inside the window."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; beyond the end is allowed and reads as the end."""
        base = (0, self._position, self._size)[whence]
        self._position = max(base + offset, 0)
        return self._position

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill from the source, no further than the window's end."""
        wanted = min(len(buffer), self._size - self._position)
        if wanted <= 0:
            return 0
        self._source.seek(self._offset + self._position)
        data = self._source.read(wanted)
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


class Inflated(io.RawIOBase):
    """What a compressed part of a reader expands to, seekable and bounded. Wrap it in `io.BufferedReader`.

    Going back starts again from the beginning. Reads raise `FormatError` for broken bytes, and
    `LimitReached` once more than `MAX_RATIO` times the compressed size and more than `FREE_BYTES` came out.
    A stream that simply stops reads as its end; `complete` tells.
    """

    def __init__(
        self,
        packed: BinaryIO,
        packed_size: int,
        start: Callable[[], Decompressor],
        *,
        size: int | None = None,
        concatenated: bool = False,
    ) -> None:
        self._packed, self._start, self._size, self._concatenated = packed, start, size, concatenated
        self._limit = max(FREE_BYTES, MAX_RATIO * packed_size)
        self._position = 0
        self._rewind()

    def _rewind(self) -> None:
        self._packed.seek(0)
        self._stream, self._made, self._streams, self.complete = self._start(), 0, 1, False
        self._pending = b""

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """Offset in the decompressed bytes."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move. From the end, the whole is decompressed unless its size is declared."""
        if whence == io.SEEK_END:
            offset += self._size if self._size is not None else self._run_out()
        elif whence == io.SEEK_CUR:
            offset += self._position
        self._position = max(offset, 0)
        return self._position

    def _run_out(self) -> int:
        while self._step(CHUNK_BYTES):
            pass
        self._size = self._made
        return self._made

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Decompress into a buffer, skipping forward or starting again as the position asks."""
        wanted = len(buffer)
        if self._size is not None:
            wanted = min(wanted, self._size - self._position)
        if wanted <= 0:
            return 0
        if self._position < self._made:
            self._rewind()
        while self._made < self._position:
            if not self._step(min(CHUNK_BYTES, self._position - self._made)):
                return 0
        data = self._step(wanted)
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def _step(self, most: int) -> bytes:
        """The next decompressed bytes, at least one and at most `most`; nothing at the end."""
        try:
            while not self.complete:
                if self._stream.eof:
                    self._next_stream()
                    continue
                fed = self._feed()
                data = self._stream.decompress(fed, most)
                if data:
                    self._made += len(data)
                    if self._made > self._limit:
                        raise LimitReached(f"expands to more than {self._limit:,} bytes")
                    return data
                if not fed and self._stream.needs_input and not self._stream.eof:
                    return b""
        except (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError) as error:
            raise FormatError(f"compressed bytes are broken: {error}") from error
        return b""

    def _feed(self) -> bytes:
        if not self._stream.needs_input:
            return b""
        data, self._pending = self._pending or self._packed.read(CHUNK_BYTES), b""
        return data

    def _next_stream(self) -> None:
        rest = self._stream.unused_data or self._packed.read(CHUNK_BYTES)
        rest = rest.lstrip(b"\0") if self._concatenated else b""
        if not rest:
            self.complete = True
            return
        self._streams += 1
        if self._streams > MAX_CONCATENATED:
            raise LimitReached(f"more than {MAX_CONCATENATED:,} compressed streams in a row")
        self._stream, self._pending = self._start(), rest


def window(source: BinaryIO, offset: int, size: int) -> BinaryIO:
    """A buffered reader of part of another one. Both may be used in turn, not at the same time."""
    return io.BufferedReader(Window(source, offset, size), CHUNK_BYTES)


def inflated(
    packed: BinaryIO, packed_size: int, method: str, *, size: int | None = None, concatenated: bool = False
) -> BinaryIO:
    """A buffered reader of decompressed bytes; `method` is `deflate`, `zlib`, `gzip`, `bzip2` or `xz`."""
    raw = Inflated(packed, packed_size, METHODS[method], size=size, concatenated=concatenated)
    return io.BufferedReader(raw, CHUNK_BYTES)


LZMA_MEMORY_BYTES = 128 * 1024 * 1024
METHODS: dict[str, Callable[[], Decompressor]] = {
    "deflate": lambda: Deflate(-zlib.MAX_WBITS),
    "zlib": lambda: Deflate(zlib.MAX_WBITS),
    "gzip": lambda: Deflate(16 + zlib.MAX_WBITS),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=LZMA_MEMORY_BYTES),
}


def labelled(members: Iterable[Member]) -> Iterator[tuple[str, Member]]:
    """Members with the label each goes by: the name, or `name#2`, `name#3` where the label is taken already."""
    counts: dict[str, int] = {}
    used: set[str] = set()
    for member in members:
        number = counts.get(member.name, 0) + 1
        label = member.name if number == 1 else f"{member.name}#{number}"
        while label in used:
            number += 1
            label = f"{member.name}#{number}"
        counts[member.name] = number
        used.add(label)
        yield label, member


def size_of(reader: BinaryIO) -> int:
    """Bytes in a seekable reader; leaves it at the end."""
    return reader.seek(0, io.SEEK_END)
