"""Programs and pickles that stand where data belong: in tensors, in pictures, behind the end of something.

Nothing runs or loads them by itself. They are there for something else to take out, so what is found is a sign, and no
proof. Of tensors, the beginning of the data, its end and where each one begins are searched: one signature looked for
in every byte costs between a quarter and all of what hashing costs. All else is searched whole, up to `WHOLE_BYTES`.

Layouts: System V ABI chapter 4 (ELF), Microsoft's "PE Format", Apple's `mach-o/loader.h` and `fat.h`, WebAssembly 1.0.
"""

import binascii
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final, NamedTuple

from seatrial.domain.context import LimitReached
from seatrial.domain.finding import Kind
from seatrial.formats import gguf, numpy_array, pickle_names, safetensors
from seatrial.formats.container import size_of
from seatrial.formats.pickle_names import Dangerous
from seatrial.formats.protocol import FormatError

HEAD_BYTES: Final = 1024 * 1024
"""How much is searched from where the data begin, of a format whose tensors do not begin at known places."""
TAIL_BYTES: Final = 256 * 1024
"""And before the end."""
WHOLE_BYTES: Final = 64 * 1024 * 1024
"""How much of a file that is no tensors; of a larger one also the end."""
_WINDOW: Final = 1024 * 1024
TENSOR_BYTES: Final = 128 * 1024
"""How much of a file of tensors: a search costs as much as eight times hashing the same bytes."""
BARE_BYTES: Final = 64 * 1024
"""How much of a tensor that is a member of its own: there may be thousands of them."""
START_BYTES: Final = 1024
"""How much of each tensor beyond that, from its first byte."""
MAX_STARTS: Final = 256
MAX_CHUNKS: Final = 256
"""Compressed pieces of an HDF5 file that are expanded."""
_CHUNK_BYTES: Final = 64 * 1024
_OVERLAP: Final = 2048
_WORD: Final = rb"[A-Za-z_][\w.]{0,100}"
# Each begins with a fixed byte, which is what makes it quick to find.
_NAMED: Final = (
    re.compile(rb"c(" + _WORD + rb")\n(" + _WORD + rb")\n"),
    re.compile(rb"\x8c[\x02-\x40](" + _WORD + rb")(?:\x94|q.)?\x8c[\x02-\x40](" + _WORD + rb")(?:\x94|q.)?\x93"),
)
_BASE64: Final = re.compile(rb"gA[JNQRSVW][A-Za-z0-9+/_-]{16,}")
_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")
_DEFLATED: Final = re.compile(rb"x[\x01\x5e\x9c\xda]")
_INTERPRETERS: Final = (re.compile(rb"#! ?/(?:usr/|opt/)?(?:local/)?bin/[a-z]"), re.compile(rb"<\?php\s"))
_MACHINES: Final = frozenset({0x014C, 0x0200, 0x01C0, 0x01C4, 0x8664, 0xAA64, 0xA641, 0x5032, 0x5064, 0x6264})
_PROCESSORS: Final = frozenset({7, 12, 18, 0x01000007, 0x0100000C, 0x02000012, 0x0200000C, 0x01000012})
_LARGEST_STUB: Final = 1024
"""How far before its header a PE file begins, at most: linkers leave 64 to 300 bytes."""


class Program(NamedTuple):
    """Bytes that read as the beginning of a program."""

    offset: int
    what: str


class Named(NamedTuple):
    """A dangerous name, as an opcode of a pickle would write it."""

    offset: int
    dotted: str
    danger: Dangerous


class Window(NamedTuple):
    """Part of a file that is searched."""

    offset: int
    data: bytes


class Search:
    """What is searched of a file, in order; once that is through, `extent` says how much of the file it was."""

    def __init__(self, reader: BinaryIO, format_name: str) -> None:
        self._reader, self._format, self._size = reader, format_name, size_of(reader)
        self._searched = self._reached = 0

    def __iter__(self) -> Iterator[Window]:
        """Parts of the file, and for HDF5 what is packed in them."""
        parts = self._counted()
        return _expanded(parts) if self._format == _PACKED else parts

    def _counted(self) -> Iterator[Window]:
        """The parts overlap, and each byte counts once."""
        for part in _windows(self._reader, self._size, self._format):
            end = part.offset + len(part.data)
            self._searched += max(end - max(part.offset, self._reached), 0)
            self._reached = max(end, self._reached)
            yield part

    def extent(self) -> "Extent":
        """What to say of a file in which nothing was found."""
        if self._searched >= self._size:
            return Extent(f"all of its {self._size:,} bytes", Kind.PASS)
        sampled = self._format in SAMPLED
        parts = "its beginning, its end, and where tensors begin" if sampled else "its beginning and its end"
        told = f"{self._searched:,} of its {self._size:,} bytes: {parts}"
        return Extent(told, Kind.PASS if sampled else Kind.INFORMATIONAL)


def _windows(reader: BinaryIO, size: int, format_name: str) -> Iterator[Window]:
    """Parts of a file, in order. A header that cannot be read is left to the check of its format."""
    if format_name not in SAMPLED:
        for start in range(0, min(max(size - _CHUNK_BYTES, 1), WHOLE_BYTES), _WINDOW - _CHUNK_BYTES):
            yield _at(reader, start, _WINDOW)
        if size > WHOLE_BYTES + _WINDOW:
            yield _at(reader, size - _WINDOW, _WINDOW)
        return
    begin, starts = 0, list[int]()
    if format_name in _LAYOUTS:
        try:
            begin, starts = _LAYOUTS[format_name](reader)
        except (FormatError, LimitReached):
            begin, starts = 0, []
    head, tail = _REACHES.get(format_name, (HEAD_BYTES, TAIL_BYTES))
    yield _at(reader, begin, head)
    reached = begin + head
    for start in starts[:MAX_STARTS]:
        if reached < start < size:
            yield _at(reader, start, START_BYTES)
    if reached < size and tail:
        yield _at(reader, max(size - tail, reached - _OVERLAP), tail + _OVERLAP)


class Extent(NamedTuple):
    """How much of a file was searched."""

    what: str
    """As the end of a sentence."""
    kind: Kind
    """`PASS`, or `INFORMATIONAL` for a part of what is searched whole where it is not as large."""


def _at(reader: BinaryIO, offset: int, length: int) -> Window:
    reader.seek(offset)
    return Window(offset, reader.read(length))


def _array(reader: BinaryIO) -> tuple[int, list[int]]:
    return numpy_array.read_header(reader).data_offset, []


def _tensors(reader: BinaryIO) -> tuple[int, list[int]]:
    header = safetensors.read_header(reader)
    return header.data_offset, [tensor.offset for tensor in header.tensors]


def _blocks(reader: BinaryIO) -> tuple[int, list[int]]:
    header = gguf.read_header(reader)
    return header.data_offset, [tensor.offset for tensor in header.tensors]


_LAYOUTS: Final[dict[str, Callable[[BinaryIO], tuple[int, list[int]]]]] = {
    numpy_array.NAME: _array,
    safetensors.NAME: _tensors,
    gguf.NAME: _blocks,
}
_PACKED: Final = "hdf5"
_REACHES: Final = {
    "raw-tensor": (BARE_BYTES, 0),
    **dict.fromkeys(_LAYOUTS, (TENSOR_BYTES, TENSOR_BYTES // 4)),
}
"""Bytes that are searched from the beginning and before the end, where they are others than above."""
SAMPLED: Final = frozenset({*_REACHES, "fasttext", _PACKED, "onnx", "tflite"})
"""Formats that are tensors for the most part, of which not every byte is searched."""


def _expanded(found: Iterable[Window]) -> Iterator[Window]:
    """Windows, and after each one the zlib streams in it, as HDF5 packs the pieces of a dataset."""
    left = MAX_CHUNKS
    for part in found:
        yield part
        for match in _DEFLATED.finditer(part.data):
            if left and (inner := _inflated(part.data[match.start() : match.start() + _CHUNK_BYTES])):
                left -= 1
                yield Window(part.offset + match.start(), inner)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _CHUNK_BYTES)
    except zlib.error:
        return b""


def spelt(data: bytes) -> Iterator[Window]:
    """Pickles that stand in a text in base64."""
    for match in _BASE64.finditer(data):
        plain = match.group().translate(_URL_SAFE)[:_CHUNK_BYTES]
        try:
            yield Window(match.start(), binascii.a2b_base64(plain[: len(plain) // 4 * 4]))
        except binascii.Error:
            continue


def names(part: Window) -> Iterator[Named]:
    """Dangerous names in a window, each time that one stands there."""
    for pattern in _NAMED:
        for match in pattern.finditer(part.data):
            module, name = match[1].decode(), match[2].decode()
            danger = pickle_names.dangerous(module, name)
            if danger is not None:
                yield Named(part.offset + match.start(), f"{module}.{name}", danger)


def programs(part: Window, *, scripts: bool = True) -> Iterator[Program]:
    """Where a window holds what a loader of programs would take for one; a mark alone does not count.

    `scripts`: also lines by which a shell or a server picks an interpreter, which text may well hold.
    """
    data = part.data
    for mark, read in _MARKS:
        at = data.find(mark)
        while at >= 0:
            found = read(data, at)
            if found is not None:
                yield Program(part.offset + found[0], found[1])
            at = data.find(mark, at + 1)
    if scripts:
        for pattern in _INTERPRETERS:
            for match in pattern.finditer(data):
                yield Program(part.offset + match.start(), "a script")


_Found = tuple[int, str] | None


def _elf(data: bytes, at: int) -> _Found:
    head = data[at : at + 24]
    if len(head) < 24 or head[4] not in (1, 2) or head[5] not in (1, 2) or head[6] != 1 or head[9:16].strip(b"\0"):
        return None
    kind, machine, version = struct.unpack_from("<HHI" if head[5] == 1 else ">HHI", head, 16)
    return (at, "an ELF program") if 1 <= kind <= 4 and 0 < machine < 300 and version == 1 else None


def _portable(data: bytes, at: int) -> _Found:
    if len(data) < at + 26 or int.from_bytes(data[at + 4 : at + 6], "little") not in _MACHINES:
        return None
    begin = data.rfind(b"MZ", max(at - _LARGEST_STUB, 0), at)
    while begin >= 0:
        if data[begin + 60 : begin + 64] == struct.pack("<L", at - begin):
            return begin, "a Windows program"
        begin = data.rfind(b"MZ", max(at - _LARGEST_STUB, 0), begin)
    return None


def _mach_little(data: bytes, at: int) -> _Found:
    return _mach(data, at - 1, "<") if at and data[at - 1] in (0xCE, 0xCF) else None


def _mach_big(data: bytes, at: int) -> _Found:
    return _mach(data, at, ">") if data[at + 3 : at + 4] in (b"\xce", b"\xcf") else None


def _mach(data: bytes, at: int, order: str) -> _Found:
    if len(data) < at + 24:
        return None
    processor, _, kind, commands, length = struct.unpack_from(order + "LLLLL", data, at + 4)
    fits = 1 <= kind <= 12 and commands < 4096 and length < 1 << 20
    return (at, "a macOS program") if processor in _PROCESSORS and fits else None


def _universal(data: bytes, at: int) -> _Found:
    if len(data) < at + 28:
        return None
    count, processor = struct.unpack_from(">LL", data, at + 4)
    return (at, "a macOS program") if 0 < count < 16 and processor in _PROCESSORS else None


def _wasm(_data: bytes, at: int) -> _Found:
    return at, "WebAssembly"


_MARKS: Final[tuple[tuple[bytes, Callable[[bytes, int], _Found]], ...]] = (
    (b"\x7fELF", _elf),
    (b"PE\0\0", _portable),
    (b"\xfa\xed\xfe", _mach_little),
    (b"\xfe\xed\xfa", _mach_big),
    (b"\xca\xfe\xba\xbe", _universal),
    (b"\0asm\1\0\0\0", _wasm),
)
