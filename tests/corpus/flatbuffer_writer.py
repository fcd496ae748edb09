"""A small encoder of FlatBuffers: tables first, what they point at behind them."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a `struct` format, kept in the table itself."""

    format: str
    value: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """A vector of numbers."""

    format: str
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Table:
    """Values by field index."""

    fields: Mapping[int, "Number | Numbers | Table | str | bytes | Sequence[Table | str]"]


Value = Number | Numbers | Table | str | bytes | Sequence[Table | str]


def file(root: Table, identifier: bytes) -> bytes:
    """A file with its root table and four letters of identifier."""
    out = bytearray(struct.pack("<I4s", 0, identifier))
    struct.pack_into("<I", out, 0, _table(out, root))
    return bytes(out)


def _pad(out: bytearray, size: int) -> None:
    out.extend(bytes(-len(out) % size))


def _table(out: bytearray, table: Table) -> int:
    """Write a table and all below it; where it begins."""
    count = max(table.fields, default=-1) + 1
    size, slots = 4, {}
    for index, value in table.fields.items():
        wide = struct.calcsize(value.format) if isinstance(value, Number) else 4
        size += -size % wide
        slots[index] = size
        size += wide
    _pad(out, 8)
    vtable = len(out)
    out += struct.pack("<HH", 4 + 2 * count, size)
    out += b"".join(struct.pack("<H", slots.get(index, 0)) for index in range(count))
    _pad(out, 8)
    start = len(out)
    out += struct.pack("<i", start - vtable) + bytes(size - 4)
    for index, value in table.fields.items():
        where = start + slots[index]
        if isinstance(value, Number):
            struct.pack_into("<" + value.format, out, where, value.value)
        else:
            struct.pack_into("<I", out, where, _pointed(out, value) - where)
    return start


def _pointed(out: bytearray, value: Numbers | Table | str | bytes | Sequence[Table | str]) -> int:
    if isinstance(value, Table):
        return _table(out, value)
    if isinstance(value, str | bytes):
        body = value.encode() + b"\0" if isinstance(value, str) else value
        _pad(out, 16)
        out.extend(bytes(12))
        start = len(out)
        out += struct.pack("<I", len(body) - isinstance(value, str)) + body
        return start
    if isinstance(value, Numbers):
        _pad(out, 8)
        out.extend(bytes(4))
        start = len(out)
        out += struct.pack(f"<I{len(value.values)}{value.format}", len(value.values), *value.values)
        return start
    _pad(out, 4)
    start = len(out)
    out += struct.pack("<I", len(value)) + bytes(4 * len(value))
    for number, item in enumerate(value):
        where = start + 4 + 4 * number
        struct.pack_into("<I", out, where, _pointed(out, item) - where)
    return start
