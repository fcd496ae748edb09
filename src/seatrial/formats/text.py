"""Plain text: whatever can be read as characters and claims no more."""

from functools import lru_cache

from seatrial.domain.inventory import Role

NAME = "text"
ROLE = Role.OTHER
PRIORITY = 99
_CONTROL = bytes(set(range(32)) - set(b"\t\n\f\r\x1b")) + b"\x7f"
_FOREIGN_SHARE = 0.05
"""Bytes above ASCII that a text in an older encoding may have: a licence with a copyright sign."""


@lru_cache(maxsize=2)
def decoded(head: bytes, size: int) -> str | None:
    """`characters`, remembered for the head that every format of text is asked about in turn."""
    return characters(head, size)


def characters(head: bytes, size: int) -> str | None:
    """The characters of `head`, or None when it is no text. A character cut at the end of `head` is left out.

    Any control character makes it no text. Bytes that are not UTF-8 are read as Latin-1 if there are few.
    """
    if not head or head.translate(None, _CONTROL) != head:
        return None
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if size > len(head) and error.start >= len(head) - 3:
            return head[: error.start].decode("utf-8")
    foreign = len(head) - len(head.translate(None, bytes(range(128, 256))))
    return head.decode("latin-1") if foreign <= _FOREIGN_SHARE * len(head) else None


def matches(head: bytes, size: int) -> bool:
    """Characters only, in what can be seen of it."""
    return decoded(head, size) is not None
