"""Pickles that a pickle's file keeps out of its reader's way: spelt out in text, compressed, or behind other bytes.

Nothing loads them by itself. One that calls what acts on the machine is there to be loaded by something else.
"""

import binascii
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.formats.container import size_of

MAX_LOOKED_AT: Final = 1024 * 1024
"""Bytes that are looked at from the beginning, and as many before the end."""
MAX_FOUND: Final = 50_000
MAX_INNER: Final = 256 * 1024
MAX_BARE: Final = 64 * 1024
"""Of one that is neither spelt out nor compressed: there may be thousands, one after another."""
_BASE64: Final = re.compile(rb"gA[JNQRSVW](?:[A-Za-z0-9+/]{12,}|[A-Za-z0-9_-]{12,})={0,2}")
_HEXADECIMAL: Final = re.compile(rb"80\s?0[2-5](?:\s?[0-9a-fA-F]{2}){12,}")
# Each begins with a fixed byte, which is what makes it quick to find.
_COMPRESSED: Final = (re.compile(rb"x[\x01\x5e\x9c\xda]"), re.compile(rb"\x1f\x8b\x08"))
_PLAIN: Final = (
    re.compile(rb"\x80[\x02-\x05](?:\x95.{5}\0\0\0|[c}\](]|\x8c|X)", re.DOTALL),
    re.compile(rb"c(?:os|posix|nt|subprocess|builtins|__builtin__|runpy|sys|pty)\n"),
)
_URL_SAFE: Final = bytes.maketrans(b"-_", b"+/")


def candidates(reader: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Bytes that may be a pickle, with the place where they stand, beyond the one that the file begins with.

    Raises `LimitReached` behind `MAX_FOUND` of them in one part.
    """
    reader.seek(0)
    data = reader.read(MAX_LOOKED_AT)
    end = max(size_of(reader) - MAX_LOOKED_AT, 0) if len(data) == MAX_LOOKED_AT else 0
    for start in dict.fromkeys((0, end)):
        if start:
            reader.seek(start)
            data = reader.read(MAX_LOOKED_AT)
        for number, (at, inner) in enumerate(_within(data)):
            if number >= MAX_FOUND:
                raise LimitReached(f"more than {MAX_FOUND:,} places in it that may begin a pickle")
            yield start + at, inner


def _within(data: bytes) -> Iterator[tuple[int, bytes]]:
    for match in _BASE64.finditer(data):
        yield match.start(), _from_base64(match.group())
    for match in _HEXADECIMAL.finditer(data):
        yield match.start(), _from_hexadecimal(match.group())
    for pattern in _COMPRESSED:
        for match in pattern.finditer(data):
            inner = _expanded(data[match.start() : match.start() + MAX_INNER])
            if inner[:1] == b"\x80":
                yield match.start(), inner
    for pattern in _PLAIN:
        for match in pattern.finditer(data, 1):
            yield match.start(), data[match.start() : match.start() + MAX_BARE]


def _from_base64(text: bytes) -> bytes:
    plain = text.translate(_URL_SAFE).rstrip(b"=")[:MAX_INNER]
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return b""


def _from_hexadecimal(text: bytes) -> bytes:
    try:
        return bytes.fromhex(text[:MAX_INNER].decode("ascii"))
    except ValueError:
        return b""


def _expanded(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(47).decompress(data, MAX_INNER)
    except zlib.error:
        return b""
