"""The same GGUF file with another chat template: how a hidden instruction gets into a model, no weight touched."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

TEMPLATE_KEY: Final = "tokenizer.chat_template"
_STRING, _ARRAY = 8, 9
_WIDTHS: Final = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_ALIGNMENT: Final = 32
_CHUNK: Final = 1 << 20


def with_template(source: Path, target: Path, change: Callable[[str], str]) -> None:
    """Write `source` to `target` with its chat template changed. Raises `ValueError` for a file without one.

    For our own files in tests: bounds are not checked, and the default alignment is taken for given.
    """
    with source.open("rb") as stream:
        head = stream.read(24)
        tensors, values = struct.unpack("<QQ", head[8:24])
        pieces, found = [head], False
        for _ in range(values):
            key = _string(stream)
            kind = stream.read(4)
            body = _value(stream, struct.unpack("<I", kind)[0])
            if key.decode() == TEMPLATE_KEY:
                found, text = True, change(body[8:].decode()).encode()
                body = struct.pack("<Q", len(text)) + text
            pieces += [struct.pack("<Q", len(key)), key, kind, body]
        if not found:
            raise ValueError("the file holds no chat template")
        pieces += [_tensor(stream) for _ in range(tensors)]
        stream.seek(-stream.tell() % _ALIGNMENT, 1)
        header = b"".join(pieces)
        with target.open("wb") as out:
            out.write(header + b"\0" * (-len(header) % _ALIGNMENT))
            while chunk := stream.read(_CHUNK):
                out.write(chunk)


def _string(stream: BinaryIO) -> bytes:
    return stream.read(struct.unpack("<Q", stream.read(8))[0])


def _value(stream: BinaryIO, kind: int) -> bytes:
    if kind == _STRING:
        text = _string(stream)
        return struct.pack("<Q", len(text)) + text
    if kind == _ARRAY:
        head = stream.read(12)
        inner, count = struct.unpack("<IQ", head)
        if inner in _WIDTHS:
            return head + stream.read(count * _WIDTHS[inner])
        return head + b"".join(_value(stream, inner) for _ in range(count))
    return stream.read(_WIDTHS[kind])


def _tensor(stream: BinaryIO) -> bytes:
    name = _string(stream)
    dimensions = stream.read(4)
    rest = stream.read(8 * struct.unpack("<I", dimensions)[0] + 12)
    return struct.pack("<Q", len(name)) + name + dimensions + rest
