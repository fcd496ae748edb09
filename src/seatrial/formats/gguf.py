"""GGUF, the file format of llama.cpp, versions 2 and 3 in both byte orders.

Rules of the format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from seatrial.domain.inventory import Basis, Fact, Role
from seatrial.domain.text import shown
from seatrial.formats.ggml_types import FILE_TYPES, TENSOR_TYPES
from seatrial.formats.gguf_values import ArrayValue, Cursor, Value
from seatrial.formats.protocol import FormatError
from seatrial.formats.tensor import Fault, TensorInfo, refuse_first

NAME = "gguf"
ROLE = Role.WEIGHTS
PRIORITY = 10
MAGIC: Final = b"GGUF"
STARTS = (MAGIC,)
DEFAULT_ALIGNMENT: Final = 32
MAX_KEYS: Final = 100_000
MAX_TENSORS: Final = 250_000
MAX_KEY_BYTES: Final = 65_535
MAX_NAME_BYTES: Final = 64
"""Loaders hold names in 64 bytes with the closing zero; longer ones are read and reported."""
MAX_DIMENSIONS: Final = 4
_SHARD: Final = re.compile(r"-\d{5}-of-\d{5}\.gguf$")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header that could be read, and what is wrong with the layout it states."""

    version: int
    big_endian: bool
    metadata: dict[str, Value]
    tensors: tuple[TensorInfo, ...]
    """In the order of the header. Shapes are innermost first, as GGUF writes them."""
    data_offset: int
    file_size: int
    faults: tuple[Fault, ...]

    @property
    def extent(self) -> int:
        """Bytes that a file with these tensors has, without padding behind the last one."""
        return max([self.data_offset if self.tensors else 0, *(tensor.end for tensor in self.tensors)])

    def text(self, key: str) -> str:
        """A string of the metadata, safe to show and cut; empty when there is none."""
        value = self.metadata.get(key)
        return shown(value.strip(), _LONGEST) if isinstance(value, str) else ""


def matches(head: bytes, size: int) -> bool:
    """The magic, and more than it."""
    return head.startswith(MAGIC) and size >= 8


def read_header(reader: BinaryIO) -> Header:
    """Header and layout faults.

    Raises `FormatError` when it cannot be read to its end, `LimitReached` when it unfolds to too much.
    """
    reader.seek(0)
    start = reader.read(8)
    if not start.startswith(MAGIC) or len(start) < 8:
        raise FormatError("does not begin with the magic and a version", 0)
    big_endian = is_big_endian(start)
    version = int.from_bytes(start[4:], "big" if big_endian else "little")
    if version not in (2, 3):
        raise FormatError(f"is of version {version}, which no current loader reads", 4)
    cursor = Cursor(reader, ">" if big_endian else "<", 8)
    tensor_count, key_count = cursor.unsigned(8), cursor.unsigned(8)
    # A key takes 13 bytes at least, a tensor 24.
    if key_count > min(MAX_KEYS, cursor.left // 13) or tensor_count > min(MAX_TENSORS, cursor.left // 24):
        raise FormatError(f"states {key_count:,} keys and {tensor_count:,} tensors in {cursor.file_size:,} bytes", 8)
    faults: list[Fault] = []
    metadata = _metadata(cursor, key_count, faults)
    alignment = _alignment(metadata, faults)
    stated = [_tensor(cursor) for _ in range(tensor_count)]
    data_offset = cursor.position + -cursor.position % alignment
    tensors = [_placed(name, kind, shape, offset + data_offset, faults) for name, kind, shape, offset in stated]
    faults.extend(_layout_faults(tensors, alignment, data_offset, cursor.file_size))
    return Header(
        version=version,
        big_endian=big_endian,
        metadata=metadata,
        tensors=tuple(tensors),
        data_offset=data_offset,
        file_size=cursor.file_size,
        faults=tuple(faults),
    )


def is_big_endian(start: bytes) -> bool:
    """The byte order of a file that begins with `start`: versions are small, so theirs tells."""
    return start[4:6] == b"\0\0" and start[4:8] != b"\0\0\0\0"


def tensors(reader: BinaryIO) -> tuple[TensorInfo, ...]:
    """Every tensor in the order of the header. Raises `FormatError` for a layout that loaders would not agree on."""
    header = read_header(reader)
    refuse_first(header.faults, frozenset({"trailing-bytes", "gap", "long-name"}))
    return header.tensors


def extent(reader: BinaryIO) -> int:
    """Bytes that the header promises for the whole file. Raises as `read_header` does."""
    return read_header(reader).extent


def _metadata(cursor: Cursor, count: int, faults: list[Fault]) -> dict[str, Value]:
    metadata: dict[str, Value] = {}
    for _ in range(count):
        at = cursor.position
        key = cursor.text(MAX_KEY_BYTES)
        if not key.isascii() or not key.isprintable() or "\\x" in key:
            text = f'has the key "{shown(key, 80)}", which is not plain ASCII'
            faults.append(Fault(rule="key-characters", message=text, offset=at))
        value = cursor.value(cursor.unsigned(4))
        if key in metadata:
            faults.append(Fault(rule="duplicate-key", message=f'has the key "{shown(key, 80)}" twice', offset=at))
        else:
            metadata[key] = value
    return metadata


def _alignment(metadata: dict[str, Value], faults: list[Fault]) -> int:
    stated = metadata.get("general.alignment", DEFAULT_ALIGNMENT)
    if (
        isinstance(stated, int)
        and not isinstance(stated, bool)
        and 0 < stated <= 1 << 20
        and stated & (stated - 1) == 0
    ):
        return stated
    text = "states an alignment that is not a power of two up to a mebibyte"
    faults.append(Fault(rule="alignment", message=text))
    return DEFAULT_ALIGNMENT


def _tensor(cursor: Cursor) -> tuple[str, int, tuple[int, ...], int]:
    """Name, type, shape, and offset inside the data region."""
    name = cursor.text(MAX_KEY_BYTES)
    dimensions = cursor.unsigned(4)
    if dimensions > MAX_DIMENSIONS:
        text = f'gives tensor "{shown(name, 80)}" {dimensions:,} dimensions; loaders know up to {MAX_DIMENSIONS}'
        raise FormatError(text, cursor.position)
    shape = tuple(cursor.unsigned(8) for _ in range(dimensions))
    return name, cursor.unsigned(4), shape, cursor.unsigned(8)


def _placed(name: str, kind: int, shape: tuple[int, ...], offset: int, faults: list[Fault]) -> TensorInfo:
    called = f'tensor "{shown(name, 80)}"'
    if len(name.encode("utf-8", "surrogatepass")) >= MAX_NAME_BYTES:
        faults.append(Fault(rule="long-name", message=f"has {called} with a name that loaders cut off", tensor=name))
    known = TENSOR_TYPES.get(kind)
    if known is None:
        text = f"gives {called} the type {kind}, which this reader does not know"
        faults.append(Fault(rule="unknown-type", message=text, tensor=name))
        return TensorInfo(name=name, dtype=str(kind), shape=shape, offset=offset, size=0)
    tensor = TensorInfo(name=name, dtype=known.name, shape=shape, offset=offset, size=0)
    row = shape[0] if shape else 1
    if row % known.block or tensor.elements > 1 << 63:
        text = f"gives {called} rows of {row:,} elements, which blocks of {known.block} do not fill"
        faults.append(Fault(rule="size-mismatch", message=text, offset=offset, tensor=name))
    size = tensor.elements // known.block * known.size
    return TensorInfo(name=name, dtype=known.name, shape=shape, offset=offset, size=size)


def _layout_faults(tensors: list[TensorInfo], alignment: int, data_offset: int, file_size: int) -> Iterator[Fault]:
    seen: set[str] = set()
    reached = data_offset
    for tensor in sorted(tensors, key=lambda tensor: (tensor.offset, tensor.size)):
        called = f'tensor "{shown(tensor.name, 80)}"'
        if tensor.name in seen:
            yield Fault(
                rule="duplicate-tensor", message=f"has {called} twice", offset=tensor.offset, tensor=tensor.name
            )
        seen.add(tensor.name)
        if (tensor.offset - data_offset) % alignment:
            text = f"places {called} off the alignment of {alignment}"
            yield Fault(rule="misaligned", message=text, offset=tensor.offset, tensor=tensor.name)
        if tensor.offset < reached and tensor.size:
            text = f"lets {called} begin {reached - tensor.offset:,} bytes inside the one before it"
            yield Fault(rule="overlap", message=text, offset=tensor.offset, tensor=tensor.name)
        elif tensor.offset > reached + -reached % alignment:
            text = f"leaves {tensor.offset - reached:,} bytes before {called} that no tensor owns"
            yield Fault(rule="gap", message=text, offset=reached, tensor=tensor.name)
        reached = max(reached, tensor.end)
    if reached > file_size and tensors:
        yield Fault(
            rule="truncated",
            message=f"promises {reached:,} bytes and has {file_size:,}: it is cut off",
            offset=file_size,
        )
    elif file_size > reached + -reached % alignment:
        text = f"has {file_size - reached:,} bytes behind the last tensor that no tensor owns"
        yield Fault(rule="trailing-bytes", message=text, offset=reached)


def facts(reader: BinaryIO, path: str) -> Iterator[Fact]:
    """What the metadata declares, and the number of parameters. Raises as `read_header` does."""
    header = read_header(reader)
    for name, value in _declared(header):
        yield Fact(name=name, value=value, basis=Basis.FILES, source=path)
    sizes: dict[str, int] = {}
    for tensor in header.tensors:
        sizes[tensor.dtype] = sizes.get(tensor.dtype, 0) + tensor.size
    if not sizes:
        return
    dtypes = tuple(sorted(sizes, key=lambda dtype: (-sizes[dtype], dtype)))
    yield Fact(name="model.dtypes", value=dtypes[:32], basis=Basis.MEASURED, source=path)
    if not header.faults:
        split = header.metadata.get("split.count", 1)
        shard = _SHARD.search(path) is not None or (isinstance(split, int) and split > 1)
        # A shard's own count would pass for the model's.
        name = "model.shard_parameter_count" if shard else "model.parameter_count"
        count = sum(tensor.elements for tensor in header.tensors)
        yield Fact(name=name, value=count, basis=Basis.MEASURED, source=path)


def _declared(header: Header) -> Iterator[tuple[str, str | int | tuple[str, ...]]]:
    architecture = header.text("general.architecture")
    yield from (
        (name, text)
        for name, text in (
            ("model.architecture", architecture),
            ("model.name", header.text("general.name")),
            ("model.tokenizer", header.text("tokenizer.ggml.model")),
            ("model.license", header.text("general.license")),
        )
        if text
    )
    length = header.metadata.get(f"{architecture}.context_length")
    if isinstance(length, int) and not isinstance(length, bool) and length > 0:
        yield "model.context_length", length
    file_type = header.metadata.get("general.file_type")
    if isinstance(file_type, int) and file_type in FILE_TYPES:
        yield "model.quantization", FILE_TYPES[file_type]
    if bases := tuple(_base_models(header)):
        yield "model.base_model", bases[0] if len(bases) == 1 else bases


def _base_models(header: Header) -> Iterator[str]:
    """Base models as `general.base_model.N.*` names them: by repository if there is one, else by name."""
    count = header.metadata.get("general.base_model.count", 0)
    for number in range(min(count, 32) if isinstance(count, int) else 0):
        prefix = f"general.base_model.{number}"
        repository = header.text(f"{prefix}.repo_url").rstrip("/").removeprefix("https://huggingface.co/")
        named = "/".join(filter(None, (header.text(f"{prefix}.organization"), header.text(f"{prefix}.name"))))
        if repository or named:
            yield repository or named.replace(" ", "-")


def strings(value: Value | None) -> tuple[str, ...]:
    """The first strings of an array value; empty for anything else."""
    return tuple(v for v in value.first if isinstance(v, str)) if isinstance(value, ArrayValue) else ()
