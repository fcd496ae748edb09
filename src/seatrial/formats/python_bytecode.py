"""Compiled Python (`.pyc`): code that no reader of the sources sees. Layout: PEP 552."""

from seatrial.domain.inventory import Role

NAME = "python-bytecode"
ROLE = Role.CODE
PRIORITY = 10
MARKS = ((2, b"\r\n"),)
_CODE_OBJECTS = (0xE3, 0x63)
"""Marshal's type byte of a code object, with and without the reference flag."""


def matches(head: bytes, size: int) -> bool:
    """A version magic ending in CR LF, known flags, and a marshalled code object."""
    if size < 20 or len(head) < 20 or head[2:4] != b"\r\n":
        return False
    version = int.from_bytes(head[:2], "little")
    return 3000 <= version < 4200 and int.from_bytes(head[4:8], "little") < 4 and head[16] in _CODE_OBJECTS
