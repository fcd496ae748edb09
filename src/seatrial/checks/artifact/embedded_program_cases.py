"""Known answers for `artifact.embedded-program`."""

import json
import struct

from seatrial.testing.case import Case

_ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 3, 62, 1) + bytes(40)
_NUMBERS = struct.pack("<64f", *(0.01 * n for n in range(64)))


def _tensor(data: bytes) -> bytes:
    data += bytes(-len(data) % 4)
    stated = {"weight": {"dtype": "F32", "shape": [len(data) // 4], "data_offsets": [0, len(data)]}}
    header = json.dumps(stated, separators=(",", ":")).encode()
    return struct.pack("<Q", len(header)) + header + data


CASES: tuple[Case, ...] = (
    Case(
        name="a program in a tensor",
        files={"model.safetensors": _tensor(_NUMBERS + _ELF)},
        expect=("review: holds what reads as the beginning of an ELF program",),
    ),
    Case(
        name="a script behind a picture",
        files={"logo.jpg": b"\xff\xd8\xff\xe0" + bytes(80) + b"\xff\xd9\n#!/bin/sh\necho inert\n"},
        expect=("review: holds what reads as the beginning of a script",),
    ),
    Case(name="the mark of a program by chance", files={"m.safetensors": _tensor(b"\x7fELF" + _NUMBERS)}, good=True),
    Case(name="numbers", files={"m.safetensors": _tensor(_NUMBERS)}, good=True),
)
