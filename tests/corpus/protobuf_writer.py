"""A small encoder of protobuf messages: fields are written in the order given."""

import struct

Value = int | float | str | bytes


def varint(number: int) -> bytes:
    """A number as base-128; negative ones as 64-bit two's complement."""
    number &= 0xFFFF_FFFF_FFFF_FFFF
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number: int, value: Value) -> bytes:
    """One field: whole numbers as varint, floats as 32-bit, text and bytes (a message too) with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    body = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(body)) + body


def message(*fields: tuple[int, Value]) -> bytes:
    """A message of `(number, value)` pairs; a number may come again."""
    return b"".join(field(number, value) for number, value in fields)
