"""safetensors: a length, a JSON header, and tensors side by side.

Rules of the format: https://github.com/huggingface/safetensors (README, "Format") and its reference reader,
which refuses a header over 100 MB, holes, overlaps and bytes that no tensor owns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, TypeGuard

from seatrial.domain.inventory import Basis, Fact, Role
from seatrial.domain.text import shown
from seatrial.formats import json_text
from seatrial.formats.container import size_of
from seatrial.formats.protocol import FormatError
from seatrial.formats.tensor import Fault, TensorInfo, refuse_first

NAME = "safetensors"
ROLE = Role.WEIGHTS
PRIORITY = 20
MARKS = ((8, b"{"),)
MAX_HEADER_BYTES: Final = 100_000_000
"""As the reference reader: a longer header is refused."""
MAX_DIMENSIONS: Final = 64
DTYPE_BITS: Final[dict[str, int]] = {
    "BOOL": 8,
    "F4": 4,
    "F6_E2M3": 6,
    "F6_E3M2": 6,
    "U8": 8,
    "I8": 8,
    "F8_E5M2": 8,
    "F8_E4M3": 8,
    "F8_E8M0": 8,
    "F8_E4M3FNUZ": 8,
    "F8_E5M2FNUZ": 8,
    "I16": 16,
    "U16": 16,
    "F16": 16,
    "BF16": 16,
    "I32": 32,
    "U32": 32,
    "F32": 32,
    "C64": 64,
    "F64": 64,
    "I64": 64,
    "U64": 64,
}
"""Bits of one element."""
_KNOWN_FIELDS: Final = {"dtype", "shape", "data_offsets"}
_SHARD: Final = re.compile(r"-\d{5,}-of-\d{5,}\.safetensors$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that could be read, and what is wrong with the layout it states."""

    tensors: tuple[TensorInfo, ...]
    """In the order of their bytes."""
    metadata: dict[str, str]
    data_offset: int
    """Where the data region begins; it reaches to the end of the file."""
    file_size: int
    faults: tuple[Fault, ...]

    @property
    def extent(self) -> int:
        """Bytes that a file with these tensors has."""
        return max([self.data_offset, *(tensor.end for tensor in self.tensors)])


def matches(head: bytes, size: int) -> bool:
    """A header length and the brace that opens the header; an absurd length only with the header's own words."""
    if size < 10 or head[8:9] != b"{":
        return False
    length = int.from_bytes(head[:8], "little")
    return length <= MAX_HEADER_BYTES or b'"data_offsets"' in head or b'"__metadata__"' in head


def read_header(reader: BinaryIO) -> Header:
    """Header and layout faults.

    Raises `FormatError` when it cannot be read, `LimitReached` when it unfolds to too much.
    """
    file_size = size_of(reader)
    reader.seek(0)
    length = int.from_bytes(reader.read(8), "little")
    if file_size < 8 or length > file_size - 8:
        raise FormatError(f"states a header of {length:,} bytes in a file of {file_size:,}: it is cut off", 0)
    if length > MAX_HEADER_BYTES:
        raise FormatError(f"states a header of {length:,} bytes; readers refuse more than {MAX_HEADER_BYTES:,}", 0)
    data = reader.read(length)
    if not data.startswith(b"{"):
        raise FormatError("has a header that does not begin with a brace", 8)
    try:
        stated = json_text.load(data)
    except FormatError as error:
        offset = None if error.offset is None else 8 + error.offset
        raise FormatError(f"has a header that {error}", offset) from error
    metadata, faults = _metadata(stated.pop("__metadata__", {}))
    data_offset = 8 + length
    tensors: list[TensorInfo] = []
    for name, entry in stated.items():
        tensors.append(_tensor(name, entry, data_offset))
        faults.extend(_entry_faults(tensors[-1], entry))
    tensors.sort(key=lambda tensor: (tensor.offset, tensor.end))
    faults.extend(_layout_faults(tensors, data_offset, file_size))
    return Header(
        tensors=tuple(tensors), metadata=metadata, data_offset=data_offset, file_size=file_size, faults=tuple(faults)
    )


def tensors(reader: BinaryIO) -> tuple[TensorInfo, ...]:
    """Every tensor, in the order of their bytes. Raises `FormatError` for a layout that readers would not agree on."""
    header = read_header(reader)
    refuse_first(header.faults, frozenset({"trailing-bytes", "gap", "metadata", "unknown-field"}))
    return header.tensors


def extent(reader: BinaryIO) -> int:
    """Bytes that the header promises for the whole file. Raises as `read_header` does."""
    return read_header(reader).extent


def facts(reader: BinaryIO, path: str) -> Iterator[Fact]:
    """Types, and the number of parameters unless the file is one shard of several. Raises as `read_header` does."""
    header = read_header(reader)
    sizes: dict[str, int] = {}
    for tensor in header.tensors:
        sizes[tensor.dtype] = sizes.get(tensor.dtype, 0) + tensor.size
    if not sizes:
        return
    dtypes = tuple(sorted(sizes, key=lambda dtype: (-sizes[dtype], dtype)))
    yield Fact(name="model.dtypes", value=tuple(shown(d, 40) for d in dtypes[:32]), basis=Basis.MEASURED, source=path)
    # A shard's own count would pass for the model's; the index of the shards states the whole.
    name = "model.shard_parameter_count" if _SHARD.search(path) else "model.parameter_count"
    if not header.faults:
        count = sum(tensor.elements for tensor in header.tensors)
        yield Fact(name=name, value=count, basis=Basis.MEASURED, source=path)


def _metadata(stated: Any) -> tuple[dict[str, str], list[Fault]]:
    if not isinstance(stated, dict):
        raise FormatError("has metadata that is not an object", 8)
    plain = {key: value for key, value in stated.items() if isinstance(value, str)}
    faults = [Fault(rule="metadata", message="has metadata that is not text", offset=8)] if plain != stated else []
    return plain, faults


def _tensor(name: str, entry: Any, data_offset: int) -> TensorInfo:
    called = f'"{shown(name, 80)}"'
    if not isinstance(entry, dict):
        raise FormatError(f"describes tensor {called} by something that is not an object", 8)
    dtype, shape, offsets = (entry.get(key) for key in ("dtype", "shape", "data_offsets"))
    if not isinstance(dtype, str):
        raise FormatError(f"gives tensor {called} no dtype", 8)
    if not _counts(shape) or len(shape) > MAX_DIMENSIONS:
        raise FormatError(f"gives tensor {called} a shape that is not a short list of sizes", 8)
    if not _counts(offsets) or len(offsets) != 2 or offsets[0] > offsets[1]:
        raise FormatError(f"gives tensor {called} data offsets that are not a begin and an end", 8)
    begin, end = offsets
    return TensorInfo(name=name, dtype=dtype, shape=tuple(shape), offset=data_offset + begin, size=end - begin)


def _counts(value: Any) -> TypeGuard[list[int]]:
    """A list of whole numbers that fit 64 bits, as the reference reader holds them."""
    return isinstance(value, list) and all(type(item) is int and 0 <= item < 1 << 64 for item in value)


def _entry_faults(tensor: TensorInfo, entry: dict[str, Any]) -> Iterator[Fault]:
    called = f'tensor "{shown(tensor.name, 80)}"'
    if entry.keys() - _KNOWN_FIELDS:
        yield Fault(
            rule="unknown-field", message=f"gives {called} fields that the format does not have", tensor=tensor.name
        )
    bits = DTYPE_BITS.get(tensor.dtype)
    if bits is None:
        text = f"gives {called} the type {shown(tensor.dtype, 40)}, which this reader does not know"
        yield Fault(rule="unknown-dtype", message=text, offset=tensor.offset, tensor=tensor.name)
    elif tensor.elements * bits != tensor.size * 8:
        text = f"gives {called} {tensor.size:,} bytes for {tensor.elements:,} elements of {tensor.dtype}"
        yield Fault(rule="size-mismatch", message=text, offset=tensor.offset, tensor=tensor.name)


def _layout_faults(tensors: list[TensorInfo], data_offset: int, file_size: int) -> Iterator[Fault]:
    """Faults between tensors. They are in the order of their bytes."""
    reached = data_offset
    for tensor in tensors:
        called = f'tensor "{shown(tensor.name, 80)}"'
        if tensor.offset < reached and tensor.size:
            text = f"lets {called} begin {reached - tensor.offset:,} bytes inside the one before it"
            yield Fault(rule="overlap", message=text, offset=tensor.offset, tensor=tensor.name)
        elif tensor.offset > reached:
            text = f"leaves {tensor.offset - reached:,} bytes before {called} that no tensor owns"
            yield Fault(rule="gap", message=text, offset=reached, tensor=tensor.name)
        reached = max(reached, tensor.end)
    if reached > file_size:
        text = f"promises {reached:,} bytes and has {file_size:,}: it is cut off"
        yield Fault(rule="truncated", message=text, offset=file_size)
    elif reached < file_size:
        text = f"has {file_size - reached:,} bytes behind the last tensor that no tensor owns"
        yield Fault(rule="trailing-bytes", message=text, offset=reached)
