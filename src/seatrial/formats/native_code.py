"""Native code: ELF, PE and Mach-O programs and shared libraries, and Java class files."""

import struct

from seatrial.domain.inventory import Role

NAME = "native-code"
ROLE = Role.CODE
PRIORITY = 10
_MACHO = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")


def matches(head: bytes, size: int) -> bool:
    """The magic of one of the kinds, with the field after it plausible."""
    if size < 32 or len(head) < 32:
        return False
    if head.startswith(b"\x7fELF"):
        return head[4] in (1, 2) and head[5] in (1, 2)
    if head.startswith(b"MZ"):
        return _portable_executable(head, size)
    if head.startswith(b"\xca\xfe\xba\xbe"):  # a universal binary, or a Java class: both are code
        return True
    return head.startswith(_MACHO)


def _portable_executable(head: bytes, size: int) -> bool:
    if len(head) < 64:
        return False
    at = int(struct.unpack_from("<L", head, 60)[0])
    return at < size and (at + 4 > len(head) or head[at : at + 4] == b"PE\0\0")
