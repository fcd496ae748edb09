"""Changes to bytes that parsers trip over: flips, numbers at their limits, cuts, repetitions, parts of other files."""

import random
import struct
from typing import Final

_EDGES: Final = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, (1 << 63) - 1)
_FORMS: Final = ("<B", "<H", ">H", "<I", ">I", "<Q", ">Q")


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """`data` after one to six changes; `other` lends parts."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if not changed:
            changed = bytearray(other[:64])
        chance.choice((_flip, _flip, _number, _number, _cut, _repeat, _splice, _swap, _text))(changed, other, chance)
    return bytes(changed[: 1 << 20])


def _flip(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(changed))
        changed[at] = chance.choice((changed[at] ^ (1 << chance.randrange(8)), chance.randrange(256)))


def _number(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    form = chance.choice(_FORMS)
    size = struct.calcsize(form)
    if len(changed) >= size:
        at = chance.randrange(len(changed) - size + 1)
        value = chance.choice((*_EDGES, len(changed), len(changed) - at)) & ((1 << 8 * size) - 1)
        changed[at : at + size] = struct.pack(form, value)


def _cut(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    start = chance.randrange(len(changed))
    del changed[start : chance.choice((len(changed), start + chance.randint(1, 64)))]


def _repeat(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    start = chance.randrange(len(changed))
    part = changed[start : start + chance.randint(1, 256)]
    changed[start:start] = part * chance.choice((1, 2, 50))


def _splice(changed: bytearray, other: bytes, chance: random.Random) -> None:
    if other:
        start = chance.randrange(len(other))
        at = chance.randrange(len(changed))
        changed[at : at + chance.choice((0, 16, 64))] = other[start : start + chance.randint(1, 512)]


def _swap(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    a, b = sorted(chance.randrange(len(changed)) for _ in range(2))
    size = chance.randint(1, 64)
    changed[a : a + size], changed[b : b + size] = changed[b : b + size], changed[a : a + size]


def _text(changed: bytearray, _other: bytes, chance: random.Random) -> None:
    words = (
        b'"',
        b"{" * 200,
        b"[" * 200,
        b"\n",
        b"../",
        b"\x00",
        b"(" * 100,
        b"999999999999",
        b"{{",
        b"%}",
        b"\xff\xfe",
    )
    at = chance.randrange(len(changed))
    changed[at:at] = chance.choice(words)
