"""What readers of containers share: windows on a reader, bounded decompression, labels of members."""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

from seatrial.domain.context import LimitReached
from seatrial.formats.decompressors import BROKEN, METHODS, Decompressor
from seatrial.formats.protocol import FormatError, Member

MAX_RATIO = 200
"""Decompression ends with `LimitReached` beyond this many times the compressed size, and beyond `FREE_BYTES`."""
FREE_BYTES = 64 * 1024 * 1024
"""Decompressed bytes that every stream may give, however small it is."""
CHUNK_BYTES = 64 * 1024
_CAREFUL_BYTES = 256
CONTENT = "content"
"""What the one member of a compressed stream is called."""
MAX_CONCATENATED = 10_000
"""Streams that may follow one another in one compressed file."""


class ExpandsBeyondMeasure(LimitReached):
    """More came out of a compressed stream than any honest content of its size would give."""


_FARTHEST = 1 << 43
"""Eight tebibytes. File systems refuse to go much further, where reading would only find the end."""


class WholeFile(io.FileIO):
    """An open file of which any place may be asked for: one that no file system reaches reads as its end."""

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move, no further than `_FARTHEST`."""
        return super().seek(min(offset, _FARTHEST), whence)


class _Seekable(io.RawIOBase):
    """Something that is read from any place; `_end` says where it ends."""

    _position = 0

    def _end(self) -> int:
        raise OSError("its end is not known")

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """Offset of what is read next."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; beyond the end is allowed and reads as the end."""
        base = 0 if whence == io.SEEK_SET else self._position if whence == io.SEEK_CUR else self._end()
        self._position = max(base + offset, 0)
        return self._position


class Window(_Seekable):
    """A seekable part of another reader, which stays open. Wrap it in `io.BufferedReader`."""

    def __init__(self, source: BinaryIO, offset: int, size: int) -> None:
        self._source, self._offset, self._size, self._position = source, offset, max(size, 0), 0

    def _end(self) -> int:
        return self._size

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


class Near(_Seekable):
    """Another reader, seen through one large piece of it that is kept: for many short reads near one another.

    The other reader stays open, and is left wherever the last piece ended.
    """

    def __init__(self, source: BinaryIO, piece: int = 1024 * 1024) -> None:
        self._source, self._piece, self._position = source, piece, source.tell()
        self._kept, self._from, self._ended = b"", 0, False

    def _end(self) -> int:
        return self._source.seek(0, io.SEEK_END)

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill from the piece that is kept; one that does not reach as far is read anew."""
        start, wanted = self._position - self._from, len(buffer)
        if start < 0 or (start + wanted > len(self._kept) and not (self._ended and start <= len(self._kept))):
            self._source.seek(self._position)
            most = max(self._piece, wanted)
            self._kept, self._from, start = self._source.read(most), self._position, 0
            self._ended = len(self._kept) < most
        data = self._kept[start : start + wanted]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


class Inflated(_Seekable):
    """What a compressed part of a reader expands to, seekable and bounded. Wrap it in `io.BufferedReader`.

    Going back starts again from the beginning. Reads raise `ExpandsBeyondMeasure` once more than `MAX_RATIO` times
    the compressed size and more than `FREE_BYTES` came out, and `FormatError` when nothing at all can be had.
    Bytes that break further on read as the end, as they do for a loader that runs what it was given so far:
    `broken` says why. A stream that simply stops reads as its end; `complete` tells. So do bytes behind a complete
    stream that are not another one; `trailing` tells.
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
        self._careful = False
        self.broken: FormatError | None = None
        self._rewind()

    @property
    def made(self) -> int:
        """Bytes decompressed so far."""
        return self._made

    def _rewind(self) -> None:
        self._packed.seek(0)
        self._stream, self._made, self._streams, self.complete = self._start(), 0, 1, False
        self._pending, self._began, self.trailing = b"", 0, False

    def _end(self) -> int:
        """Without a declared size, the whole is decompressed to know it."""
        return self._size if self._size is not None else self._run_out()

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
        """The next decompressed bytes, at least one and at most `most`; nothing at the end or where it breaks."""
        if self.broken is not None:
            most = min(most, self._size - self._made) if self._size is not None else most
            if most <= 0:
                return b""
        try:
            return self._next(min(most, _CAREFUL_BYTES) if self._careful else most)
        except BROKEN as error:
            if self._streams > 1 and self._made == self._began:
                self.complete = self.trailing = True
                return b""
            if self._careful:
                return self._break(error)
        # What the failing call held before the fault is lost with it: come back to there in small steps.
        reached, self._careful = self._made, True
        self._rewind()
        try:
            while self._made < reached and self._next(min(CHUNK_BYTES, reached - self._made)):
                pass
        except BROKEN as error:
            return self._break(error)
        return self._step(most)

    def _break(self, error: Exception) -> bytes:
        self.broken = error if isinstance(error, FormatError) else FormatError(f"compressed bytes are broken: {error}")
        if not self._made:
            raise self.broken
        self._size, self._careful = self._made, False
        return b""

    def _next(self, most: int) -> bytes:
        while not self.complete:
            if self._stream.eof:
                self._next_stream()
                continue
            wanting = self._stream.needs_input
            fed = self._feed()
            data = self._stream.decompress(fed, most)
            if data:
                self._made += len(data)
                if self._made > self._limit:
                    raise ExpandsBeyondMeasure(f"expands to more than {self._limit:,} bytes")
                return data
            stuck = not wanting and not self._stream.needs_input
            if (stuck or (wanting and not fed)) and not self._at_end():
                return b""
        return b""

    def _at_end(self) -> bool:
        return self._stream.eof

    def _feed(self) -> bytes:
        if not self._stream.needs_input:
            return b""
        data, self._pending = self._pending or self._packed.read(CHUNK_BYTES), b""
        return data

    def _next_stream(self) -> None:
        rest = self._stream.unused_data or self._packed.read(CHUNK_BYTES)
        if not self._concatenated:
            self.complete, self.trailing = True, bool(rest)
            return
        while rest and not rest.strip(b"\0"):
            rest = self._packed.read(CHUNK_BYTES)
        rest = rest.lstrip(b"\0")
        if not rest:
            self.complete = True
            return
        self._streams += 1
        if self._streams > MAX_CONCATENATED:
            raise LimitReached(f"more than {MAX_CONCATENATED:,} compressed streams in a row")
        self._stream, self._pending, self._began = self._start(), rest, self._made


def window(source: BinaryIO, offset: int, size: int) -> BinaryIO:
    """A buffered reader of part of another one. Both may be used in turn, not at the same time."""
    return io.BufferedReader(Window(source, offset, size), CHUNK_BYTES)


def inflated(
    packed: BinaryIO,
    packed_size: int,
    method: str | Callable[[], Decompressor],
    *,
    size: int | None = None,
    concatenated: bool = False,
) -> BinaryIO:
    """A buffered reader of decompressed bytes; `method` is a name in `decompressors.METHODS`, or makes one stream."""
    start = METHODS[method] if isinstance(method, str) else method
    raw = Inflated(packed, packed_size, start, size=size, concatenated=concatenated)
    return io.BufferedReader(raw, CHUNK_BYTES)


class Expanded(NamedTuple):
    """What going through a whole compressed stream showed."""

    packed_size: int
    size: int
    """Bytes that it gives, up to a fault."""
    trailing: bool
    """Bytes follow it that are no stream of their own."""
    fault: FormatError | LimitReached | None = None
    """Why it does not give more."""


def expanded(reader: BinaryIO, method: str) -> Expanded:
    """Go through a compressed stream. Raises `FormatError` when it gives nothing at all."""
    packed_size = size_of(reader)
    whole = Inflated(reader, packed_size, METHODS[method], concatenated=True)
    fault: FormatError | LimitReached | None = None
    try:
        whole.seek(0, io.SEEK_END)
    except LimitReached as limit:
        fault = limit
    fault = fault or whole.broken
    if fault is None and not whole.complete:
        fault = FormatError("the compressed stream is cut off", packed_size)
    return Expanded(packed_size=packed_size, size=whole.made, trailing=whole.trailing, fault=fault)


def single(reader: BinaryIO, method: str) -> Iterator[tuple[Member, BinaryIO]]:
    """The one member of a compressed stream, with its reader and the size to which it really expands.

    What can be had is given first; only then raises `FormatError` for a stream that breaks or is cut off, and
    `ExpandsBeyondMeasure` for one that does that.
    """
    seen = expanded(reader, method)
    opened = Inflated(reader, seen.packed_size, METHODS[method], size=seen.size, concatenated=True)
    yield (
        Member(name=CONTENT, size=seen.size, compressed_size=seen.packed_size),
        io.BufferedReader(opened, CHUNK_BYTES),
    )
    if seen.fault is not None:
        raise seen.fault


def opened_single(reader: BinaryIO, name: str, method: str) -> BinaryIO:
    """What a compressed stream expands to. Raises `FormatError` for a name other than `CONTENT`."""
    if name != CONTENT:
        raise FormatError("no such member")
    return inflated(reader, size_of(reader), method, concatenated=True)


class _Unreachable(io.RawIOBase):
    """A reader for bytes that cannot be had: every read raises why."""

    def __init__(self, why: FormatError) -> None:
        self._why = why

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return max(offset, 0) if whence != io.SEEK_END else 0

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override] # noqa: ARG002
        raise FormatError(str(self._why), self._why.offset)


def unreachable(why: FormatError) -> BinaryIO:
    """A reader whose every read raises this error, so that the reason reaches whoever wants the bytes."""
    return io.BufferedReader(_Unreachable(why))


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
