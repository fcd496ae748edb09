"""The objects of an HDF5 file: attributes that hold text, and every place where it takes data from another file.

Those are external links, external storage of a dataset, and virtual datasets. No data is read. Layout: HDF5 File
Format Specification 3.0, sections II to IV.
"""

import heapq
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, NamedTuple

from seatrial.domain.context import LimitReached
from seatrial.formats.container import size_of
from seatrial.formats.hdf5_blocks import (
    Cursor,
    Message,
    Source,
    fractal_heap_blocks,
    global_heap_object,
    local_heap,
    messages,
    name_in,
)
from seatrial.formats.protocol import FormatError

SIGNATURE: Final = b"\x89HDF\r\n\x1a\n"
SMALL_BYTES: Final = 128 * 1024 * 1024
"""Files up to this size are read as a whole."""
MAX_OBJECTS: Final = 200_000
MAX_TEXT_BYTES: Final = 32 * 1024 * 1024
"""Text of attributes kept of one file."""
_MAX_LACKS: Final = 100
MAX_LOOSE_BYTES: Final = 64 * 1024
_LINK_START: Final = re.compile(rb"\x01[\x00-\x1f]")
_ATTRIBUTE_START: Final = re.compile(
    rb"\x03[\x00-\x03].[\x00-\x0f].[\x00-\x01].[\x00-\x01][\x00\x01][^\x00]", re.DOTALL
)
FREE_BYTES: Final = 4 * 1024 * 1024 * 1024
MAX_EXPANSION: Final = 1_100
"""A dataset states too much beyond `FREE_BYTES` and this many times the file, which is more than deflate can pack."""
_RUNS: Final = re.compile(rb"[ -~]{2,4096}(?=\0)")
_VIRTUAL_LAYOUT, _VIRTUAL_CLASS, _SOFT = 4, 3, 2
PLACES: Final = (0, 512, 1024, 2048, 4096, 8192, 16384, 32768)
_DATASPACE, _LINK_INFO, _DATATYPE, _LINK, _EXTERNAL, _LAYOUT = 1, 2, 3, 6, 7, 8
_ATTRIBUTE, _SYMBOLS, _ATTRIBUTE_INFO = 12, 17, 21
_VARIABLE: Final = 9
_EXTERNAL_LINK: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute of an object, with its bytes: of a text, the text without its end."""

    owner: str
    """Path of the object: `/`."""
    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A place where the file takes data from another one."""

    kind: str
    """`external link`, `external storage`, `virtual dataset` or `link of another kind`."""
    owner: str
    """Path of the object or link."""
    file: str
    """The name as stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A dataset that states far more data than its file could hold."""

    owner: str
    stated_bytes: int


@dataclass(slots=True)
class Contents:
    """What the objects of a file say."""

    attributes: list[Attribute] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """What could not be followed, in words; the rest was read."""
    kept_bytes: int = 0

    def keep(self, found: Attribute) -> None:
        """Take an attribute. Raises `LimitReached` for too much text."""
        self.kept_bytes += len(found.data) + 64
        if self.kept_bytes > MAX_TEXT_BYTES:
            raise LimitReached(f"more than {MAX_TEXT_BYTES:,} bytes in attributes of an HDF5 file")
        self.attributes.append(found)

    def refer(self, found: Reference) -> None:
        """Take a reference. Raises `LimitReached` for too many."""
        if len(self.references) >= MAX_OBJECTS:
            raise LimitReached(f"more than {MAX_OBJECTS:,} references in an HDF5 file")
        self.references.append(found)

    def lack(self, what: str) -> None:
        """Note what could not be followed."""
        if len(self.unread) < _MAX_LACKS:
            self.unread.append(what)


def read(reader: BinaryIO) -> Contents:
    """Attributes with text and references of every object that hard links reach.

    Raises `FormatError` when not even the first object can be found, `LimitReached` beyond the bounds. Broken objects
    further in are named in `unread`.
    """
    source, root = superblock(reader)
    contents = Contents()
    # In the order of addresses, because going back in a packed file means unpacking it again.
    pending, seen, first = [_Place(root, "/")], {(root, False)}, True
    while pending:
        place = heapq.heappop(pending)
        try:
            for found in _symbols(source, place) if place.heap is not None else _object(source, place, contents):
                key = (found.address, found.heap is not None)
                if key not in seen:
                    seen.add(key)
                    heapq.heappush(pending, found)
                    if len(seen) > MAX_OBJECTS:
                        raise LimitReached(f"more than {MAX_OBJECTS:,} objects in an HDF5 file")
        except FormatError as error:
            if first:
                raise
            contents.lack(f"{place.path}: {error}")
        first = False
    return contents


class _Place(NamedTuple):
    """An object to be read, or, with a heap of names, a node of the tree of a group of the old kind."""

    address: int
    path: str
    heap: bytes | None = None


def _inside(path: str, name: str) -> str:
    return f"{path.rstrip('/')}/{name}"[-400:]


def superblock(reader: BinaryIO) -> tuple[Source, int]:
    """The widths and base of the file, and the address of its root. Raises `FormatError`."""
    source = Source(reader=reader, size=size_of(reader))
    reader.seek(0)
    if source.size <= SMALL_BYTES:
        source.reader = reader = io.BytesIO(reader.read(source.size))
    head = reader.read(PLACES[-1] + 128)
    start = next((at for at in PLACES if head.startswith(SIGNATURE, at)), None)
    if start is None:
        raise FormatError("no signature of HDF5", 0)
    cursor = Cursor(source, head, start + 8)
    version = cursor.number(1)
    if version > 3:
        raise FormatError(f"superblock version {version} is not known", start + 8)
    if version < 2:
        cursor.take(4)
    source.offsets, source.lengths = cursor.number(1), cursor.number(1)
    if not (1 < source.offsets <= 8 and 1 < source.lengths <= 8):
        raise FormatError("addresses of a width that is not known", start + 9)
    cursor.take(1 if version >= 2 else 9 if version == 0 else 13)
    # Readers count addresses from the signature, whatever base is stated.
    source.base = start
    cursor.take((5 if version < 2 else 3) * source.offsets)
    return source, cursor.address()


def _object(source: Source, place: _Place, contents: Contents) -> Iterator[_Place]:
    """Note what one object says; yields the places of what is in it."""
    path = place.path
    seen: dict[int, Message] = {}
    for message in messages(source, place.address):
        if message.kind == _ATTRIBUTE:
            if message.shared:
                raise FormatError("an attribute that lies elsewhere")
            _attribute(Cursor(source, message.data), path, contents)
        elif message.kind == _LINK:
            yield from _link(Cursor(source, message.data), path, contents)
        elif message.kind == _SYMBOLS:
            fields = Cursor(source, message.data)
            yield _Place(fields.address(), path, local_heap(source, fields.address()))
        elif message.kind == _LINK_INFO:
            for block in _dense(source, message.data, 8):
                yield from _links_in(source, block, path, contents)
        elif message.kind == _ATTRIBUTE_INFO:
            for block in _dense(source, message.data, 2):
                _attributes_in(source, block, path, contents)
        else:
            seen[message.kind] = message
    if _EXTERNAL in seen:
        _external_storage(source, seen[_EXTERNAL].data, path, contents)
    if _LAYOUT in seen:
        _virtual(source, seen[_LAYOUT].data, path, contents)
        _shape(source, seen, path, contents)


def _attribute(fields: Cursor, path: str, contents: Contents) -> None:
    """Note an attribute and move behind it. Raises `FormatError` when there is none."""
    source = fields.source
    version, flags = fields.number(1), fields.number(1)
    if version not in (1, 2, 3):
        raise FormatError(f"attribute version {version} is not known")
    sizes = [fields.number(2) for _ in range(3)]
    if version == 3:
        fields.take(1)
    name, datatype, space = (fields.take(size + (-size % 8 if version == 1 else 0)) for size in sizes)
    left = len(fields.data) - fields.place
    if flags & 1 or len(datatype) < 8:
        # A type that lies elsewhere: the value is taken as it stands.
        value = fields.take(min(left, MAX_LOOSE_BYTES))
    else:
        width = int.from_bytes(datatype[4:8], "little")
        value = fields.take(min(math.prod(_dimensions(source, space)) * width, left))
        if datatype[0] & 15 == _VARIABLE:
            value = b"\n".join(_variable(source, value, width))
    text = name.split(b"\0", 1)[0].decode("utf-8", "backslashreplace")
    contents.keep(Attribute(owner=path, name=text, data=value.rstrip(b"\0 ")))


def _variable(source: Source, value: bytes, width: int) -> Iterator[bytes]:
    """The elements of a value of variable length, each in a global heap."""
    for place in range(0, len(value) - width + 1, max(width, 1)):
        fields = Cursor(source, value, place)
        length, address, index = fields.number(4), fields.address(), fields.number(4)
        if length and not source.is_undefined(address) and address:
            yield global_heap_object(source, address, index)


def _dimensions(source: Source, space: bytes) -> list[int]:
    fields = Cursor(source, space)
    version, rank = fields.number(1), fields.number(1)
    fields.take(6 if version == 1 else 2)
    return [fields.length() for _ in range(rank)]


def _link(fields: Cursor, path: str, contents: Contents) -> Iterator[_Place]:
    version, flags = fields.number(1), fields.number(1)
    if version != 1 or flags & 0xE0:
        raise FormatError("a link of a version that is not known")
    kind = fields.number(1) if flags & 8 else 0
    fields.take((8 if flags & 4 else 0) + (1 if flags & 16 else 0))
    name = fields.take(fields.number(1 << (flags & 3))).decode("utf-8", "backslashreplace")
    if kind == 0:
        yield _Place(fields.address(), _inside(path, name))
    elif kind >= _EXTERNAL_LINK:
        value = fields.take(fields.number(2))
        file = value[1:].split(b"\0", 1)[0].decode("utf-8", "backslashreplace")
        what = "external link" if kind == _EXTERNAL_LINK else "link of another kind"
        contents.refer(Reference(kind=what, owner=_inside(path, name), file=file))
    elif kind == 1:
        fields.take(fields.number(2))
    else:
        raise FormatError("a link of a kind that is not known")


def _dense(source: Source, info: bytes, index_bytes: int) -> Iterator[bytes]:
    """Blocks of the fractal heap in which links or attributes lie when there are many."""
    fields = Cursor(source, info)
    fields.take(1)
    fields.take(index_bytes if fields.number(1) & 1 else 0)
    address = fields.address()
    if not source.is_undefined(address):
        yield from fractal_heap_blocks(source, address)


def _links_in(source: Source, block: bytes, path: str, contents: Contents) -> Iterator[_Place]:
    """Links that stand one behind another: every place where one can be read is taken."""
    start = _LINK_START.search(block)
    while start:
        fields = Cursor(source, block, start.start())
        try:
            yield from list(_link(fields, path, contents))
        except FormatError:
            fields.place = start.start() + 1
        start = _LINK_START.search(block, fields.place)


def _attributes_in(source: Source, block: bytes, path: str, contents: Contents) -> None:
    """Attributes that stand one behind another, which are always of version 3."""
    start = _ATTRIBUTE_START.search(block)
    while start:
        fields = Cursor(source, block, start.start())
        try:
            _attribute(fields, path, contents)
        except FormatError:
            fields.place = start.start() + 1
        start = _ATTRIBUTE_START.search(block, fields.place)


def _symbols(source: Source, place: _Place) -> Iterator[_Place]:
    """What one node of the tree of a group of the old kind points at: further nodes, or objects by name."""
    head = Cursor(source, source.up_to(place.address, 8 + 2 * source.offsets))
    if head.data.startswith(b"SNOD"):
        yield from _symbol_node(source, place)
        return
    head.expect(b"TREE")
    head.take(2)
    used = head.number(2)
    start = place.address + 8 + 2 * source.offsets
    body = Cursor(source, source.at(start, used * (source.lengths + source.offsets)))
    for _ in range(used):
        body.length()
        yield place._replace(address=body.address())


def _symbol_node(source: Source, place: _Place) -> Iterator[_Place]:
    head = Cursor(source, source.at(place.address, 8))
    head.take(6)
    count, width = head.number(2), 2 * source.offsets + 24
    body = Cursor(source, source.at(place.address + 8, count * width))
    for _ in range(count):
        name, target = body.address(), body.address()
        kind = body.number(4)
        body.take(20)
        # Kind 2 is a link to a path in the same file.
        if kind != _SOFT and not source.is_undefined(target):
            yield _Place(target, _inside(place.path, name_in(place.heap or b"", name)))


def _external_storage(source: Source, data: bytes, path: str, contents: Contents) -> None:
    fields = Cursor(source, data)
    fields.take(6)
    used = fields.number(2)
    heap = local_heap(source, fields.address())
    for _ in range(used):
        file = name_in(heap, fields.length())
        fields.length(), fields.length()
        contents.refer(Reference(kind="external storage", owner=path, file=file))


def _virtual(source: Source, data: bytes, path: str, contents: Contents) -> None:
    fields = Cursor(source, data)
    if fields.number(1) < _VIRTUAL_LAYOUT or fields.number(1) != _VIRTUAL_CLASS:
        return
    address, index = fields.address(), fields.number(4)
    if source.is_undefined(address):
        return
    mapping = global_heap_object(source, address, index)
    start = 1 + source.lengths
    first = mapping[start:].split(b"\0", 1)[0]
    # Behind the first name stand selections of any length: whatever reads as a name there is taken for one.
    names = dict.fromkeys(
        [first, *(run for run in _RUNS.findall(mapping, start + len(first)) if b"/" in run or b"." in run)]
    )
    for name in names:
        if name and name != b".":
            file = name.decode("utf-8", "backslashreplace")
            contents.refer(Reference(kind="virtual dataset", owner=path, file=file))


def _shape(source: Source, seen: dict[int, Message], path: str, contents: Contents) -> None:
    space, datatype = seen.get(_DATASPACE), seen.get(_DATATYPE)
    if space is None or datatype is None or space.shared or datatype.shared or len(datatype.data) < 8:
        return
    stated = math.prod(_dimensions(source, space.data)) * int.from_bytes(datatype.data[4:8], "little")
    if stated > max(FREE_BYTES, MAX_EXPANSION * source.size):
        contents.shapes.append(Shape(owner=path, stated_bytes=stated))
