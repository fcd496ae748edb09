"""The headers of a 7z archive: which packed streams there are, how they decode, and which members they hold.

Layout: `7zFormat.txt` of 7-Zip. Every count is bounded by the bytes that must be there to back it.
"""

from dataclasses import dataclass
from typing import Final

from seatrial.domain.context import LimitReached
from seatrial.formats.protocol import FormatError

MAX_MEMBERS: Final = 200_000
MAX_CODERS: Final = 16
_MAX_NUMBER: Final = 1 << 62
END, HEADER, PROPERTIES, MORE_STREAMS, STREAMS, FILES = range(6)
_PACK_INFO, _UNPACK_INFO, _SUBSTREAMS, _SIZE, _CRC, _FOLDER, _UNPACK_SIZES, _COUNTS = range(6, 14)
_EMPTY_STREAM, _EMPTY_FILE, _ANTI, _NAMES = range(14, 18)
_ATTRIBUTES: Final = 0x15
ENCODED: Final = 0x17
_UNIX: Final = 0x8000
_DIRECTORY: Final = 0x10


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """One step of decoding."""

    method: bytes
    properties: bytes
    inputs: int
    outputs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Coders in a row or a net, and how long what each gives is."""

    coders: tuple[Coder, ...]
    binds: tuple[tuple[int, int], ...]
    """Inputs that take an output, by number."""
    packed: tuple[int, ...]
    """Inputs that take a packed stream."""
    sizes: tuple[int, ...]
    """Bytes of each output."""

    @property
    def main(self) -> int:
        """The output that nothing takes: the content."""
        taken = {out for _, out in self.binds}
        return next((number for number in range(len(self.sizes)) if number not in taken), 0)

    @property
    def size(self) -> int:
        """Bytes of the content."""
        return self.sizes[self.main] if self.sizes else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """Packed streams and the folders made from them."""

    position: int = 0
    """Of the first packed stream, behind the signature header."""
    packed: tuple[int, ...] = ()
    folders: tuple[Folder, ...] = ()
    parts: tuple[tuple[int, ...], ...] = ()
    """Sizes of the members in each folder, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One member as the header states it."""

    name: str
    has_stream: bool
    directory: bool
    mode: int = 0
    """Unix mode bits, 0 when none are kept."""


class _Source:
    """A header being read."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    @property
    def left(self) -> int:
        return len(self.data) - self.place

    def take(self, count: int) -> bytes:
        if not 0 <= count <= self.left:
            raise FormatError("a 7z header ends too early", self.place)
        self.place += count
        return self.data[self.place - count : self.place]

    def byte(self) -> int:
        return self.take(1)[0]

    def number(self) -> int:
        first, mask, value = self.byte(), 0x80, 0
        for index in range(8):
            if not first & mask:
                return value + ((first & (mask - 1)) << (8 * index))
            value |= self.byte() << (8 * index)
            mask >>= 1
        if value >= _MAX_NUMBER:
            raise FormatError("a 7z header states an absurd number", self.place)
        return value

    def count(self, unit_bits: int = 8) -> int:
        """A number of things of which each takes at least so many bits of the header."""
        value = self.number()
        if value * unit_bits > self.left * 8 + 8 or value > MAX_MEMBERS:
            raise LimitReached(f"a 7z header states {value:,} entries")
        return value

    def bits(self, count: int) -> list[bool]:
        data = self.take(-(-count // 8))
        return [bool(data[index // 8] & 0x80 >> index % 8) for index in range(count)]

    def optional_bits(self, count: int) -> list[bool]:
        return [True] * count if self.byte() else self.bits(count)

    def expect(self, wanted: int) -> None:
        if self.number() != wanted:
            raise FormatError("a 7z header is out of order", self.place)


def read_streams(data: bytes) -> Streams:
    """The streams of an encoded header, whose mark has been taken off."""
    return _streams(_Source(data))


def read_header(data: bytes) -> tuple[Streams, tuple[File, ...]]:
    """Streams and members of a plain header, whose mark has been taken off."""
    source, streams, files = _Source(data), Streams(), tuple[File, ...]()
    while source.left and (kind := source.number()) != END:
        if kind == PROPERTIES:
            while source.number() != END:
                source.take(source.number())
        elif kind == MORE_STREAMS:
            _streams(source)
        elif kind == STREAMS:
            streams = _streams(source)
        elif kind == FILES:
            files = _files(source)
        else:
            raise FormatError("a 7z header holds a section of no known kind", source.place)
    return streams, files


def _streams(source: _Source) -> Streams:
    position, packed, folders = 0, tuple[int, ...](), tuple[Folder, ...]()
    known: list[bool] = []
    parts: tuple[tuple[int, ...], ...] | None = None
    while (kind := source.number()) != END:
        if kind == _PACK_INFO:
            position, packed = _packed(source)
        elif kind == _UNPACK_INFO:
            folders, known = _folders(source)
        elif kind == _SUBSTREAMS:
            parts = _parts(source, folders, known)
        else:
            raise FormatError("the streams of a 7z header are out of order", source.place)
    if parts is None:
        parts = tuple((folder.size,) for folder in folders)
    return Streams(position=position, packed=packed, folders=folders, parts=parts)


def _packed(source: _Source) -> tuple[int, tuple[int, ...]]:
    position, count = source.number(), source.count()
    sizes: tuple[int, ...] = ()
    while (kind := source.number()) != END:
        if kind == _SIZE:
            sizes = tuple(source.number() for _ in range(count))
        elif kind == _CRC:
            _checksums(source, count)
        else:
            raise FormatError("the packed streams of a 7z header are out of order", source.place)
    return position, sizes


def _checksums(source: _Source, count: int) -> list[bool]:
    known = source.optional_bits(count)
    source.take(4 * sum(known))
    return known


def _folders(source: _Source) -> tuple[tuple[Folder, ...], list[bool]]:
    source.expect(_FOLDER)
    count = source.count()
    if source.byte():
        raise FormatError("the folders of a 7z header lie elsewhere", source.place)
    bare = [_folder(source) for _ in range(count)]
    source.expect(_UNPACK_SIZES)
    folders = []
    for coders, binds, packed in bare:
        sizes = tuple(source.number() for _ in range(sum(coder.outputs for coder in coders)))
        folders.append(Folder(coders=coders, binds=binds, packed=packed, sizes=sizes))
    known = [False] * count
    while (kind := source.number()) != END:
        if kind != _CRC:
            raise FormatError("the folders of a 7z header are out of order", source.place)
        known = _checksums(source, count)
    return tuple(folders), known


_Bare = tuple[tuple[Coder, ...], tuple[tuple[int, int], ...], tuple[int, ...]]


def _folder(source: _Source) -> _Bare:
    count = source.number()
    if not 0 < count <= MAX_CODERS:
        raise LimitReached(f"a 7z folder of {count:,} coders")
    coders = tuple(_coder(source) for _ in range(count))
    inputs, outputs = sum(c.inputs for c in coders), sum(c.outputs for c in coders)
    if inputs > 4 * MAX_CODERS or outputs > 4 * MAX_CODERS or not outputs or inputs < outputs - 1:
        raise FormatError("a 7z folder joins its coders in no possible way", source.place)
    binds = tuple((source.number(), source.number()) for _ in range(outputs - 1))
    bound = {into for into, _ in binds}
    free = inputs - len(binds)
    if free == 1:
        packed = tuple(number for number in range(inputs) if number not in bound)[:1]
    else:
        packed = tuple(source.number() for _ in range(free))
    return coders, binds, packed


def _coder(source: _Source) -> Coder:
    flags = source.byte()
    if flags & 0xC0:
        raise FormatError("a 7z coder has flags of no known meaning", source.place)
    method = source.take(flags & 0x0F)
    inputs, outputs = (source.number(), source.number()) if flags & 0x10 else (1, 1)
    properties = source.take(source.number()) if flags & 0x20 else b""
    return Coder(method=method, properties=properties, inputs=inputs, outputs=outputs)


def _parts(source: _Source, folders: tuple[Folder, ...], known: list[bool]) -> tuple[tuple[int, ...], ...]:
    counts = [1] * len(folders)
    kind = source.number()
    if kind == _COUNTS:
        counts = [source.number() for _ in folders]
        if sum(counts) > MAX_MEMBERS:
            raise LimitReached(f"a 7z header states {sum(counts):,} streams")
        kind = source.number()
    stated = kind == _SIZE
    parts = tuple(
        _sizes(source, folder.size, count, stated=stated) for folder, count in zip(folders, counts, strict=True)
    )
    kind = source.number() if stated else kind
    while kind != END:
        if kind != _CRC:
            raise FormatError("the members' sizes of a 7z header are out of order", source.place)
        lacking = sum(n for n, has in zip(counts, known, strict=True) if not (n == 1 and has))
        _checksums(source, lacking)
        kind = source.number()
    return parts


def _sizes(source: _Source, whole: int, count: int, *, stated: bool) -> tuple[int, ...]:
    """All sizes but the last are stated; that is what remains."""
    if not count:
        return ()
    sizes = [source.number() if stated else 0 for _ in range(count - 1)]
    return (*sizes, max(whole - sum(sizes), 0))


def _files(source: _Source) -> tuple[File, ...]:
    count = source.number()
    if count > MAX_MEMBERS or count > 8 * source.left:
        raise LimitReached(f"a 7z header states {count:,} members")
    names, modes = [""] * count, [0] * count
    empty = [False] * count
    plain: list[bool] = []
    while (kind := source.number()) != END:
        part = _Source(source.take(source.number()))
        if kind == _EMPTY_STREAM:
            empty = part.bits(count)
        elif kind == _EMPTY_FILE:
            plain = part.bits(sum(empty))
        elif kind == _NAMES:
            names = _names(part, count)
        elif kind == _ATTRIBUTES:
            modes = _attributes(part, count)
    files = []
    number = 0
    for name, mode, without in zip(names, modes, empty, strict=True):
        is_file = not without or (number < len(plain) and plain[number])
        number += without
        unix = mode >> 16 if mode & _UNIX else 0
        directory = bool(mode & _DIRECTORY) or not is_file
        files.append(File(name=name, has_stream=not without, directory=directory and without, mode=unix))
    return tuple(files)


def _names(part: _Source, count: int) -> list[str]:
    if part.byte():
        raise FormatError("the names of a 7z header lie elsewhere", part.place)
    text = part.take(part.left).decode("utf-16-le", "backslashreplace")
    names = text.split("\0")
    if len(names) < count:
        raise FormatError("a 7z header has fewer names than members", part.place)
    return names[:count]


def _attributes(part: _Source, count: int) -> list[int]:
    known = part.optional_bits(count)
    if part.byte():
        raise FormatError("the attributes of a 7z header lie elsewhere", part.place)
    return [int.from_bytes(part.take(4), "little") if has else 0 for has in known]
