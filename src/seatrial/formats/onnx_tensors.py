"""What an ONNX tensor states of itself, and what it holds: `TensorProto` of onnx.proto3."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from seatrial.formats.graph_parts import CONSTANT, MAX_NAME_BYTES, MAX_TEXT_BYTES, ExternalData, Misfit, Part, Text
from seatrial.formats.protobuf_fields import BYTES, FIXED32, FIXED64, VARINT, Field, Walk, varint
from seatrial.formats.protocol import FormatError

MAX_TEXTS: Final = 256
"""Texts that are read of one tensor."""
_MAX_PLACE_BYTES: Final = 64 * 1024
MAX_BARE_BYTES: Final = 4096
"""Size up to which a tensor of bytes is looked into for text."""
_MOST: Final = 1 << 62
_EXTERNAL: Final = 1
"""`TensorProto.DataLocation.EXTERNAL`."""
_STRING: Final = 8
_BITS: Final = {
    1: 32, 2: 8, 3: 8, 4: 16, 5: 16, 6: 32, 7: 64, 9: 8, 10: 16, 11: 64, 12: 32, 13: 64, 14: 64, 15: 128, 16: 16,
    17: 8, 18: 8, 19: 8, 20: 8, 21: 4, 22: 4, 23: 4, 24: 8, 25: 2, 26: 2,
}  # fmt: skip
"""Bits of one element, by `TensorProto.DataType`."""
_BYTE_KINDS: Final = frozenset({2, 3})
_PACKED: Final = {4: 4, 5: 0, 7: 0, 10: 8, 11: 0}
"""Fields of numbers that are not raw: bytes of each, 0 where each is a varint."""
_PAIRS: Final = frozenset({14, 15})
"""Complex numbers, kept as two."""


@dataclass(slots=True)
class _Seen:
    name: str = ""
    dims: list[int] = field(default_factory=list)
    kind: int = 0
    external: bool = False
    stated: dict[str, str] = field(default_factory=dict)
    raw: Field | None = None
    numbers: int = 0
    number_fields: set[int] = field(default_factory=set)
    texts: int = 0

    @property
    def elements(self) -> int:
        """Product of the shape; stays below a bound that no file reaches."""
        count = 1
        for dim in self.dims:
            count = min(count * dim, _MOST)
        return count

    @property
    def needed(self) -> int | None:
        """Bytes that the raw data have."""
        bits = _BITS.get(self.kind)
        negative = any(dim < 0 for dim in self.dims)
        return None if bits is None or negative else -(-self.elements * bits // 8)


def parts(walk: Walk, tensor: Field) -> Iterator[Part]:
    """Where the data of a tensor lie, texts in it, and whether the data are as many as it states."""
    seen = _Seen()
    for inner in walk.fields(tensor.start, tensor.end):
        yield from _field(walk, inner, seen)
    if seen.stated or seen.external:
        yield ExternalData(
            location=seen.stated.get("location", ""),
            owner=seen.name,
            begin=seen.stated.get("offset", ""),
            length=seen.stated.get("length", ""),
            needed=seen.needed,
            offset=tensor.start,
        )
    if misfit := _misfit(seen):
        yield Misfit(owner=seen.name, what=misfit, offset=tensor.start)
    raw = seen.raw
    if raw is not None and seen.kind in _BYTE_KINDS and 8 <= raw.value <= MAX_BARE_BYTES:
        yield Text(key=f"{CONSTANT} {seen.name}", text=walk.content(raw, raw.value).decode("latin-1"), offset=raw.start)


def _field(walk: Walk, inner: Field, seen: _Seen) -> Iterator[Part]:
    if inner.number == 1:
        seen.dims.extend(_signed(value) for value in _integers(walk, inner))
    elif inner.number == 2 and inner.wire == VARINT:
        seen.kind = inner.value
    elif inner.number in _PACKED:
        seen.number_fields.add(inner.number)
        seen.numbers += _count(walk, inner)
    elif inner.number == 6 and inner.wire == BYTES:
        seen.texts += 1
        if seen.texts <= MAX_TEXTS:
            yield Text(key=f"{CONSTANT} {seen.name}", text=walk.text(inner), offset=inner.start)
    elif inner.number == 8 and inner.wire == BYTES:
        seen.name = walk.text(inner, MAX_NAME_BYTES)
    elif inner.number == 9 and inner.wire == BYTES:
        seen.raw = inner
    elif inner.number == 12 and inner.wire == BYTES:
        yield Text(key="tensor doc_string", text=walk.whole(inner, MAX_TEXT_BYTES), offset=inner.start)
    elif inner.number == 13 and inner.wire == BYTES:
        yield from _elsewhere(walk, inner, seen)
    elif inner.number == 14 and inner.wire == VARINT:
        seen.external = inner.value == _EXTERNAL


def _elsewhere(walk: Walk, inner: Field, seen: _Seen) -> Iterator[Part]:
    key, value, length = pair(walk, inner)
    if length > _MAX_PLACE_BYTES:
        raise FormatError("states an external location of more bytes than any path has", inner.start)
    if seen.stated.setdefault(key, value) != value:
        # Readers differ in which of two they take: both are shown.
        yield ExternalData(location=value if key == "location" else None, owner=seen.name, offset=inner.start)


def pair(walk: Walk, entry: Field) -> tuple[str, str, int]:
    """A `StringStringEntryProto`, and the full length of its value."""
    key = value = ""
    length = 0
    for inner in walk.fields(entry.start, entry.end):
        if inner.wire == BYTES and inner.number == 1:
            key = walk.text(inner, MAX_NAME_BYTES)
        elif inner.wire == BYTES and inner.number == 2:
            value, length = walk.whole(inner, MAX_TEXT_BYTES), inner.value
    return key, value, length


def _misfit(seen: _Seen) -> str:
    """What is wrong with how many data there are; empty when nothing is, or nothing can be told."""
    if any(dim < 0 for dim in seen.dims):
        return "states a negative length"
    if seen.external or (seen.kind != _STRING and seen.kind not in _BITS):
        return ""
    shape = "×".join(map(str, seen.dims[:8])) or "one number"
    if seen.raw is not None and (seen.number_fields or seen.texts):
        return "holds its data twice, and readers differ in which they take"
    if seen.kind == _STRING:
        return f"holds {seen.texts:,} texts for a shape of {shape}" if seen.texts != seen.elements else ""
    if seen.raw is not None or not seen.number_fields:
        held, needed = seen.raw.value if seen.raw is not None else 0, seen.needed or 0
        return (
            f"holds {held:,} bytes where its type and its shape of {shape} ask for {needed:,}" if held != needed else ""
        )
    count = seen.elements * (2 if seen.kind in _PAIRS else 1)
    # Types of less than a byte are kept several to a number.
    fits = seen.numbers == count or (_BITS[seen.kind] < 8 and seen.numbers == -(-count * _BITS[seen.kind] // 8))
    return "" if fits else f"holds {seen.numbers:,} numbers for a shape of {shape}"


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _integers(walk: Walk, inner: Field) -> Iterator[int]:
    if inner.wire == VARINT:
        yield inner.value
    elif inner.wire == BYTES:
        data, place = walk.content(inner, 1024), 0
        try:
            while place < len(data):
                value, place = varint(data, place)
                yield value
        except ValueError as error:
            raise FormatError("states a broken shape", inner.start) from error


def _count(walk: Walk, inner: Field) -> int:
    """Numbers in one field, packed or single."""
    width = _PACKED[inner.number]
    if inner.wire in (VARINT, FIXED32, FIXED64):
        return 1
    if inner.wire != BYTES:
        return 0
    if width:
        return inner.value // width
    # Each varint ends in a byte below 128.
    count, place = 0, inner.start
    while place < inner.end:
        data = walk.read(place, min(1 << 16, inner.end - place))
        count += len(data) - len(data.translate(None, bytes(range(128))))
        place += len(data)
    return count
