"""PDF documents. Names of actions: ISO 32000-2, 12.6.4; escapes in names: 7.3.5."""

import re
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role

NAME = "pdf"
ROLE = Role.DOCUMENTATION
PRIORITY = 10
STARTS = (b"%PDF-",)
MAX_BYTES: Final = 64 * 1024 * 1024
_NAME: Final = re.compile(rb"/((?:[A-Za-z]|#[0-9A-Fa-f]{2}){2,24})")
_ACTIONS: Final = frozenset({b"Launch", b"JavaScript", b"JS", b"SubmitForm", b"ImportData", b"EmbeddedFile"})


def matches(head: bytes, size: int) -> bool:
    """The header with a version."""
    return size >= 32 and head.startswith(b"%PDF-") and head[5:6].isdigit()


def actions(reader: BinaryIO) -> dict[str, int]:
    """Names of actions outside of compressed parts, each with its first offset. Raises `LimitReached`."""
    data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"a document of more than {MAX_BYTES:,} bytes")
    found: dict[str, int] = {}
    for match in _NAME.finditer(data):
        name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), match[1])
        if name in _ACTIONS:
            found.setdefault(name.decode(), match.start())
    return found
