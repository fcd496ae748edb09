"""GGUF files by parts, so that each part can lie."""

import struct
from collections.abc import Iterable

UINT8, INT8, UINT16, INT16, UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY, UINT64, INT64, FLOAT64 = range(13)
FORMATS = {
    UINT8: "B",
    INT8: "b",
    UINT16: "H",
    INT16: "h",
    UINT32: "I",
    INT32: "i",
    FLOAT32: "f",
    BOOL: "B",
    UINT64: "Q",
    INT64: "q",
    FLOAT64: "d",
}
F32, F16, Q4_0, Q4_1, Q8_0 = 0, 1, 2, 3, 8


class Writer:
    """Encodes with one byte order."""

    def __init__(self, order: str = "<") -> None:
        self.order = order

    def number(self, format_: str, value: float) -> bytes:
        """One number of a `struct` format."""
        return struct.pack(self.order + format_, value)

    def text(self, value: str | bytes, length: int | None = None) -> bytes:
        """A string behind its length, which may lie."""
        body = value.encode() if isinstance(value, str) else value
        return self.number("Q", len(body) if length is None else length) + body

    def pair(self, key: str | bytes, kind: int, value: object) -> bytes:
        """A key and a value; for an array, `value` is `(kind, values)`."""
        return self.text(key) + self.number("I", kind) + self.value(kind, value)

    def value(self, kind: int, value: object) -> bytes:
        """One value of a kind."""
        if kind == STRING:
            return self.text(value if isinstance(value, bytes) else str(value))
        if kind == ARRAY:
            assert isinstance(value, tuple)
            item, values = value
            return (
                self.number("I", item)
                + self.number("Q", len(values))
                + b"".join(self.value(item, one) for one in values)
            )
        assert isinstance(value, int | float)
        return self.number(FORMATS[kind], value)

    def tensor(self, name: str | bytes, shape: Iterable[int], kind: int = F32, offset: int = 0) -> bytes:
        """The description of one tensor."""
        sizes = list(shape)
        return (
            self.text(name)
            + self.number("I", len(sizes))
            + b"".join(self.number("Q", n) for n in sizes)
            + self.number("I", kind)
            + self.number("Q", offset)
        )

    def file(
        self,
        pairs: Iterable[bytes],
        tensors: Iterable[bytes] = (),
        data: bytes = b"",
        *,
        version: int = 3,
        n_pairs: int | None = None,
        n_tensors: int | None = None,
        align: int = 32,
    ) -> bytes:
        """The whole file; the counts may lie."""
        pairs, tensors = list(pairs), list(tensors)
        head = b"GGUF" + self.number("I", version)
        head += self.number("Q", len(tensors) if n_tensors is None else n_tensors)
        head += self.number("Q", len(pairs) if n_pairs is None else n_pairs)
        head += b"".join(pairs) + b"".join(tensors)
        return head + bytes(-len(head) % align) + data
