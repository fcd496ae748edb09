"""One pass over the stored values of a tensor, in bounded memory: not finite, all zero, all the same.

Quantised blocks are not expanded. A block is its scales times small integers, so it is finite when its scales are,
and all zero when they are zero; the places of the scales are those of `ggml-common.h`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from seatrial.formats.ggml_types import TENSOR_TYPES
from seatrial.formats.protocol import FormatError
from seatrial.formats.safetensors import DTYPE_BITS
from seatrial.formats.tensor import TensorInfo

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

CHUNK_BYTES: Final = 1 << 20
_GLANCE: Final = 64
"""Rows looked at before all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Numbers inside a block and how to tell one that is not finite: `bits & mask == value`."""

    offset: int
    width: int
    """Bytes."""
    mask: int
    value: int
    count: int = 1
    """How many lie side by side."""


def _half(*offsets: int) -> tuple[Field, ...]:
    return tuple(Field(offset=offset, width=2, mask=0x7C00, value=0x7C00) for offset in offsets)


def _plain(width: int, mask: int, value: int | None = None) -> tuple[Field, ...]:
    return (Field(offset=0, width=width, mask=mask, value=mask if value is None else value),)


FLOATS: Final[dict[str, tuple[Field, ...]]] = {
    "F64": _plain(8, 0x7FF0_0000_0000_0000),
    "F32": _plain(4, 0x7F80_0000),
    "C64": _plain(4, 0x7F80_0000),
    "F16": _plain(2, 0x7C00),
    "BF16": _plain(2, 0x7F80),
    # OCP 8-bit floats: E5M2 has infinities, E4M3 only one NaN for each sign, E8M0 only one in all.
    "F8_E5M2": _plain(1, 0x7C),
    "F8_E4M3": _plain(1, 0x7F),
    "F8_E8M0": _plain(1, 0xFF),
    "F8_E5M2FNUZ": _plain(1, 0xFF, 0x80),
    "F8_E4M3FNUZ": _plain(1, 0xFF, 0x80),
}
SCALES: Final[dict[str, tuple[Field, ...]]] = {
    "Q4_0": _half(0),
    "Q4_1": _half(0, 2),
    "Q5_0": _half(0),
    "Q5_1": _half(0, 2),
    "Q8_0": _half(0),
    "Q8_1": _half(0, 2),
    "Q2_K": _half(80, 82),
    "Q3_K": _half(108),
    "Q4_K": _half(0, 2),
    "Q5_K": _half(0, 2),
    "Q6_K": _half(208),
    "Q8_K": _plain(4, 0x7F80_0000),
    "IQ2_XXS": _half(0),
    "IQ2_XS": _half(0),
    "IQ2_S": _half(0),
    "IQ3_XXS": _half(0),
    "IQ3_S": _half(0),
    "IQ1_S": _half(0),
    "IQ4_NL": _half(0),
    "IQ4_XS": _half(0),
    "TQ1_0": _half(52),
    "TQ2_0": _half(64),
    "Q1_0": _half(0),
    "MXFP4": _plain(1, 0xFF),
    "NVFP4": (Field(offset=0, width=1, mask=0x7F, value=0x7F, count=4),),
}
_BLOCKS: Final = {kind.name: kind.size for kind in TENSOR_TYPES.values() if kind.block > 1}


@dataclass(slots=True, kw_only=True)
class Seen:
    """What a pass saw of one tensor."""

    examined: int = 0
    """Numbers looked at: values, or scales of blocks."""
    nonfinite: int = 0
    negative_infinities: int = 0
    """Of `nonfinite`."""
    zero: bool = True
    """Every number looked at is zero of either sign."""
    constant: bool = True
    """Every value, or every block, has the same bytes."""
    undecoded: bool = False
    """The type has numbers that this pass cannot take apart."""


def scan(reader: BinaryIO, tensor: TensorInfo, *, big_endian: bool = False) -> Seen:
    """Read a tensor once in chunks of `CHUNK_BYTES`. Raises `FormatError` when it ends before its stated size."""
    fields = FLOATS.get(tensor.dtype) or SCALES.get(tensor.dtype) or ()
    block = _BLOCKS.get(tensor.dtype) or (fields[0].width if fields else _width(tensor.dtype))
    seen = Seen(undecoded=not fields and tensor.dtype in _BLOCKS)
    order = ">" if big_endian else "<"
    first = b""
    for chunk in _chunks(reader, tensor, block):
        first = first or chunk[:block]
        if tensor.dtype in _BLOCKS:
            _look_at_blocks(seen, chunk, first, fields, order)
        elif fields:
            _look_at_floats(seen, chunk, first, fields[0], order)
        else:
            _look_at_bytes(seen, chunk, first)
    return seen


def _width(dtype: str) -> int:
    """Bytes of one whole number; types below a byte go by the byte."""
    return max(DTYPE_BITS.get(dtype, 8) // 8, 1)


def _chunks(reader: BinaryIO, tensor: TensorInfo, block: int) -> Iterator[bytes]:
    step = max(CHUNK_BYTES // block, 1) * block
    left = tensor.size
    reader.seek(tensor.offset)
    while left:
        chunk = reader.read(min(step, left))
        if not chunk or len(chunk) % block:
            raise FormatError("ends inside a tensor", tensor.offset + tensor.size - left)
        left -= len(chunk)
        yield chunk


def _look_at_floats(seen: Seen, chunk: bytes, first: bytes, field: Field, order: str) -> None:
    import numpy as np  # noqa: PLC0415 - heavy, only here

    bits = np.frombuffer(chunk, dtype=f"{order}u{field.width}")
    _count(seen, bits, field)
    seen.zero = seen.zero and _all_zero(bits)
    seen.constant = seen.constant and _all_equal(bits.reshape(-1, 1), np.frombuffer(first, dtype=bits.dtype))


def _look_at_blocks(seen: Seen, chunk: bytes, first: bytes, fields: tuple[Field, ...], order: str) -> None:
    import numpy as np  # noqa: PLC0415 - heavy, only here

    rows = np.frombuffer(chunk, dtype=np.uint8).reshape(-1, len(first))
    for field in fields:
        # A view of one column of numbers among the rows; nothing is copied before the mask is put on it.
        layout: Any = {
            "names": ["number"],
            "formats": [(f"{order}u{field.width}", (field.count,))],
            "offsets": [field.offset],
            "itemsize": len(first),
        }
        bits = np.frombuffer(chunk, dtype=np.dtype(layout))["number"].reshape(-1)
        _count(seen, bits, field)
        seen.zero = seen.zero and _all_zero(bits)
    if not fields:
        seen.zero = seen.zero and not np.any(rows)
    seen.constant = seen.constant and _all_equal(rows, np.frombuffer(first, dtype=np.uint8))


def _look_at_bytes(seen: Seen, chunk: bytes, first: bytes) -> None:
    import numpy as np  # noqa: PLC0415 - heavy, only here

    seen.examined += len(chunk) // len(first)
    rows = np.frombuffer(chunk, dtype=np.uint8).reshape(-1, len(first))
    seen.zero = seen.zero and not np.any(rows)
    seen.constant = seen.constant and _all_equal(rows, np.frombuffer(first, dtype=np.uint8))


def _all_zero(bits: "npt.NDArray[np.unsignedinteger[Any]]") -> bool:
    """Whether all numbers are zero of either sign; most tensors show that they are not at once."""
    return not (bits[:_GLANCE] << 1).any() and not (bits << 1).any()


def _all_equal(rows: "npt.NDArray[Any]", first: "npt.NDArray[Any]") -> bool:
    """Whether all rows are equal to the first; most tensors show that they are not at once."""
    return bool((rows[:_GLANCE] == first).all() and (rows == first).all())


def _count(seen: Seen, bits: "npt.NDArray[np.unsignedinteger[Any]]", field: Field) -> None:
    import numpy as np  # noqa: PLC0415 - heavy, only here

    seen.examined += bits.size
    masked = bits & bits.dtype.type(field.mask)
    if field.mask == field.value and masked.max(initial=0) != field.value:
        return
    found = int(np.count_nonzero(masked == bits.dtype.type(field.value)))
    seen.nonfinite += found
    if found:
        sign = 1 << (8 * field.width - 1)
        seen.negative_infinities += int(np.count_nonzero(bits == bits.dtype.type(field.value | sign)))
