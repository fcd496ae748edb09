"""A Sigstore bundle: a signed statement with what verifies it, as OpenSSF Model Signing writes it beside a model.

Format: sigstore/protobuf-specs, `sigstore_bundle.proto`, version 0.3, in its JSON form. What it says is read by
`documents.sigstore`; here it is only told from other JSON.
"""

import re
from typing import BinaryIO, Final

from seatrial.documents import DocumentError
from seatrial.documents.sigstore import decode
from seatrial.domain.inventory import Role
from seatrial.formats.protocol import HEAD_BYTES

NAME = "sigstore-bundle"
ROLE = Role.SIGNATURE
PRIORITY = 60
MAX_BYTES: Final = 32 * 1024 * 1024
"""A larger one stays JSON here: it would list over a hundred thousand files."""
_START: Final = re.compile(rb'\s*\{\s*"(?:mediaType|verificationMaterial|dsseEnvelope)"')
_TEMPLATE: Final = re.compile(rb"\{[{%#]")
"""What a template engine acts on. A bundle has none, and no template may pass for one."""


def matches(head: bytes, size: int) -> bool:
    """A whole bundle that fits the head and has no field besides a bundle's own: no configuration passes for one."""
    return size <= len(head) and _is_bundle(head)


def matches_reader(head: bytes, reader: BinaryIO, size: int) -> bool:
    """The same of a larger one."""
    if not HEAD_BYTES < size <= MAX_BYTES or not _START.match(head):
        return False
    reader.seek(0)
    return _is_bundle(reader.read(size))


def _is_bundle(data: bytes) -> bool:
    if not _START.match(data) or _TEMPLATE.search(data):
        return False
    try:
        decode(data)
    except DocumentError:
        return False
    return True
