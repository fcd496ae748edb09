"""WebAssembly modules."""

from seatrial.domain.inventory import Role

NAME = "wasm"
ROLE = Role.CODE
PRIORITY = 10
STARTS = (b"\x00asm",)


def matches(head: bytes, size: int) -> bool:
    """Magic and version 1."""
    return size >= 8 and head.startswith(b"\x00asm\x01\x00\x00\x00")
