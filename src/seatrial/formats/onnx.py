"""ONNX models: a `ModelProto`, which has no magic. Field numbers: onnx.proto3, message ModelProto."""

from seatrial.domain.inventory import Role
from seatrial.formats.protobuf_fields import BYTES, VARINT, fields

NAME = "onnx"
ROLE = Role.WEIGHTS
PRIORITY = 50
_IR_VERSION, _GRAPH, _OPSETS = 1, 7, 8
_WIRE = {
    1: VARINT,
    2: BYTES,
    3: BYTES,
    4: BYTES,
    5: VARINT,
    6: BYTES,
    7: BYTES,
    8: BYTES,
    14: BYTES,
    20: BYTES,
    25: BYTES,
}


def matches(head: bytes, size: int) -> bool:
    """Starts with a small format version, and every field seen is one of ModelProto's, the graph among them."""
    if size < 16 or head[:1] != b"\x08":
        return False
    seen: set[int] = set()
    try:
        for number, wire, place, value in fields(head):
            if _WIRE.get(number, BYTES if number == 26 else -1) != wire:
                return False
            if wire == BYTES and place + value > size:
                return False
            if number == _IR_VERSION and not 0 < value < 64:
                return False
            seen.add(number)
    except ValueError:
        return False
    return _IR_VERSION in seen and bool(seen & {_GRAPH, _OPSETS})
