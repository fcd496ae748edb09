"""Fonts: TrueType, OpenType and their web forms. Source: OpenType 1.9.1, "Font file"; WOFF and WOFF2 of the W3C."""

from seatrial.domain.inventory import Role

NAME = "font"
ROLE = Role.OTHER
PRIORITY = 10
STARTS = (b"\0\1\0\0\0", b"OTTO\0", b"ttcf\0", b"wOFF", b"wOF2")


def matches(head: bytes, size: int) -> bool:
    """The version and, for plain fonts, a table directory whose search range fits the number of tables."""
    if size < 64 or not head.startswith(STARTS) or len(head) < 12:
        return False
    if not head.startswith((b"\0\1\0\0", b"OTTO")):
        return True
    tables = int.from_bytes(head[4:6], "big")
    return 0 < tables < 256 and int.from_bytes(head[6:8], "big") == 16 * (1 << (tables.bit_length() - 1))
