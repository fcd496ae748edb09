"""Fingerprints of TensorFlow SavedModels: `fingerprint.pb`, which holds hashes of the model beside it and nothing else.

Source: tensorflow/core/protobuf/fingerprint.proto.
"""

from seatrial.domain.inventory import Role
from seatrial.formats.protobuf_fields import BYTES, VARINT, known_fields

NAME = "tensorflow-fingerprint"
ROLE = Role.OTHER
PRIORITY = 46
_FIELDS = {1: VARINT, 2: VARINT, 3: VARINT, 4: VARINT, 5: VARINT, 6: BYTES, 7: BYTES}
_LONGEST = 256


def matches(head: bytes, size: int) -> bool:
    """Hashes, a version and an identifier in digits, each once and in order, to the end of the file."""
    if not 20 <= size <= _LONGEST or len(head) != size:
        return False
    found = known_fields(head, size, _FIELDS)
    if found is None or [number for number, _, _ in found] not in ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 7]):
        return False
    _, start, length = found[5]
    if length > 8:
        return False
    if len(found) == 6:
        return start + length == size
    _, start, length = found[6]
    return start + length == size and head[start:].isdigit()
