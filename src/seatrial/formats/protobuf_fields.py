"""The wire format of Protocol Buffers, as far as telling one message type from another needs it."""

from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def fields(data: bytes, most: int = 256) -> Iterator[tuple[int, int, int, int]]:
    """Top-level fields of a message: number, wire type, where the value begins, and its length or varint value.

    Ends quietly at the first field that does not begin inside `data`; raises `ValueError` for broken ones.
    """
    place = 0
    for _ in range(most):
        if place >= len(data):
            return
        key, place = varint(data, place)
        number, wire = key >> 3, key & 7
        if number == 0:
            raise ValueError("field number 0")
        if wire == VARINT:
            value, after = varint(data, place)
            yield number, wire, place, value
            place = after
        elif wire == BYTES:
            length, place = varint(data, place)
            yield number, wire, place, length
            place += length
        elif wire in (FIXED64, FIXED32):
            length = 8 if wire == FIXED64 else 4
            yield number, wire, place, length
            place += length
        else:
            raise ValueError(f"wire type {wire}")


def varint(data: bytes, place: int) -> tuple[int, int]:
    """A value of at most 64 bits and the place after it. Raises `ValueError`."""
    value = 0
    for shift in range(0, 70, 7):
        if place >= len(data):
            raise ValueError("cut off")
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    raise ValueError("a varint longer than ten bytes")
