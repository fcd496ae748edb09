"""What Keras keeps beside a SavedModel of TensorFlow: `keras_metadata.pb`, a configuration for each object.

Field numbers: saved_metadata.proto, messages SavedMetadata and SavedObject.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats.protobuf_fields import BYTES, VARINT, Walk, known_fields

NAME = "keras-metadata"
ROLE = Role.CONFIG
PRIORITY = 48
STARTS = (b"\x0a",)
MAX_TEXT_BYTES: Final = 16 * 1024 * 1024
"""Largest configuration of one object."""
_FILE: Final = {1: BYTES}
_OBJECT: Final = {2: VARINT, 3: BYTES, 4: BYTES, 5: BYTES, 6: BYTES}
_IDENTIFIER, _METADATA = 4, 5
_KERAS: Final = b"_tf_keras_"
_LOOKED_AT: Final = 64


def matches(head: bytes, size: int) -> bool:
    """A list of objects, of which one of the first says that it is one of Keras."""
    # A file that was cut off is still one: the last object may reach beyond it.
    found = known_fields(head, size + MAX_TEXT_BYTES, _FILE) if head.startswith(STARTS) else None
    if not found:
        return False
    named = False
    for _, place, length in found[:_LOOKED_AT]:
        fields = known_fields(head[place : place + length], length, _OBJECT)
        if fields is None:
            return False
        named = named or any(n == _IDENTIFIER and head.startswith(_KERAS, place + at) for n, at, _ in fields)
    return named


def configurations(reader: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The path of each object in the model and its configuration, as JSON in bytes.

    Raises `FormatError` for broken bytes, `LimitReached` for a configuration beyond `MAX_TEXT_BYTES`.
    """
    walk = Walk(reader)
    for node in walk.fields(0, walk.size):
        if node.number != 1 or node.wire != BYTES:
            continue
        path = ""
        for field in walk.fields(node.start, node.end):
            if field.wire != BYTES:
                continue
            if field.number == 3:
                path = walk.text(field, 200)
            elif field.number == _METADATA:
                if field.value > MAX_TEXT_BYTES:
                    raise LimitReached(f"a configuration of more than {MAX_TEXT_BYTES:,} bytes")
                yield path, walk.content(field, MAX_TEXT_BYTES)
