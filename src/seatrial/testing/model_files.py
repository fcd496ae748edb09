"""Small model files, built byte by byte: sound ones, and the raw pieces for broken ones."""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

GgufScalar = str | bool | int | float
GgufValue = GgufScalar | Sequence[GgufScalar]
_U32, _F32, _BOOL, _STRING, _ARRAY, _U64, _I64 = 4, 6, 7, 8, 9, 10, 11


def f32(*values: float) -> bytes:
    """Little-endian 32-bit floats."""
    return struct.pack(f"<{len(values)}f", *values)


def f16(*values: float) -> bytes:
    """Little-endian 16-bit floats."""
    return struct.pack(f"<{len(values)}e", *values)


def bf16(*values: float) -> bytes:
    """Little-endian bfloat16: the upper half of a 32-bit float."""
    return b"".join(struct.pack("<f", value)[2:] for value in values)


def ramp(count: int) -> bytes:
    """`count` different 32-bit floats."""
    return f32(*(0.001 * (number + 1) for number in range(count)))


def safetensors(
    tensors: Mapping[str, tuple[str, Sequence[int], bytes]], metadata: Mapping[str, str] | None = None
) -> bytes:
    """A sound file: name to dtype, shape and bytes, packed in the given order."""
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    reached = 0
    for name, (dtype, shape, data) in tensors.items():
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [reached, reached + len(data)]}
        reached += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    return safetensors_raw(text + b" " * (-len(text) % 8), b"".join(data for _, _, data in tensors.values()))


def safetensors_raw(header: bytes, data: bytes = b"", length: int | None = None) -> bytes:
    """A file from any header text, with a stated length that may lie."""
    return struct.pack("<Q", len(header) if length is None else length) + header + data


@dataclass(frozen=True, slots=True, kw_only=True)
class GgufTensor:
    """One tensor to write. `offset` inside the data region is worked out unless given."""

    name: str
    type: int
    """Number of the GGML type: 0 F32, 1 F16, 3 Q4_1, 8 Q8_0, 30 BF16."""
    shape: tuple[int, ...]
    """Innermost first."""
    data: bytes
    offset: int | None = None


def gguf(
    metadata: Mapping[str, GgufValue] | Sequence[tuple[str, GgufValue]],
    tensors: Sequence[GgufTensor] = (),
    *,
    version: int = 3,
    alignment: int = 32,
    big_endian: bool = False,
    key_count: int | None = None,
    tensor_count: int | None = None,
) -> bytes:
    """A GGUF file; counts may be made to lie. Pairs instead of a mapping can repeat a key."""
    order = ">" if big_endian else "<"
    pairs = list(metadata.items()) if isinstance(metadata, Mapping) else list(metadata)
    counts = (len(tensors) if tensor_count is None else tensor_count, len(pairs) if key_count is None else key_count)
    out = bytearray(b"GGUF" + struct.pack(f"{order}IQQ", version, *counts))
    for key, value in pairs:
        kind, body = _value(order, value)
        out += _string(order, key) + struct.pack(f"{order}I", kind) + body
    data = bytearray()
    for tensor in tensors:
        offset = len(data) if tensor.offset is None else tensor.offset
        out += _string(order, tensor.name) + struct.pack(f"{order}I", len(tensor.shape))
        out += struct.pack(f"{order}{len(tensor.shape)}Q", *tensor.shape)
        out += struct.pack(f"{order}IQ", tensor.type, offset)
        data += tensor.data + bytes(-len(tensor.data) % alignment)
    return bytes(out + bytes(-len(out) % alignment) + data)


def _string(order: str, text: str) -> bytes:
    data = text.encode()
    return struct.pack(f"{order}Q", len(data)) + data


def _value(order: str, value: GgufValue) -> tuple[int, bytes]:
    if isinstance(value, str):
        return _STRING, _string(order, value)
    if isinstance(value, bool):
        return _BOOL, bytes([value])
    if isinstance(value, int):
        kind = _I64 if value < 0 else _U32 if value < 1 << 32 else _U64
        return kind, struct.pack(order + {_I64: "q", _U32: "I", _U64: "Q"}[kind], value)
    if isinstance(value, float):
        return _F32, struct.pack(f"{order}f", value)
    items = [_value(order, item) for item in value]
    kind = items[0][0] if items else _U32
    return _ARRAY, struct.pack(f"{order}IQ", kind, len(items)) + b"".join(body for _, body in items)


LLAMA_METADATA: Final[dict[str, GgufValue]] = {
    "general.architecture": "llama",
    "general.name": "Tiny Llama",
    "general.license": "apache-2.0",
    "general.file_type": 0,
    "llama.context_length": 128,
    "tokenizer.ggml.model": "gpt2",
    "tokenizer.ggml.tokens": ["<s>", "</s>", "a", "b"],
}
PLAIN_TEMPLATE: Final = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def tiny_gguf(**more: GgufValue) -> bytes:
    """A sound GGUF file with one matrix; `more` adds metadata, `__` in a name standing for a dot."""
    metadata = {**LLAMA_METADATA, **{key.replace("__", "."): value for key, value in more.items()}}
    return gguf(metadata, [GgufTensor(name="token_embd.weight", type=0, shape=(16, 8), data=ramp(128))])


def tiny_safetensors() -> bytes:
    """A sound safetensors file with one matrix and one vector."""
    return safetensors({"embed.weight": ("F32", (8, 16), ramp(128)), "norm.weight": ("F32", (16,), f32(*[1.0] * 16))})


def config_json(**more: object) -> bytes:
    """A `config.json` of a small Llama."""
    plain = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "max_position_embeddings": 128,
        "torch_dtype": "bfloat16",
    }
    return json.dumps({**plain, **more}, indent=2).encode()


FULL_SECTIONS: Final = (
    "Intended use",
    "Out-of-scope use",
    "Limitations",
    "Training data",
    "Evaluation",
)


def model_card(
    front_matter: Mapping[str, str] | None = None, sections: Sequence[str] = FULL_SECTIONS, text: str = "Some words."
) -> bytes:
    """A model card with front matter (licence and base model unless given otherwise) and the named sections."""
    stated = {"license": "apache-2.0", "base_model": "example/base"} if front_matter is None else front_matter
    head = "".join(f"{key}: {value}\n" for key, value in stated.items())
    body = "".join(f"\n## {title}\n\n{text}\n" for title in sections)
    return f"---\n{head}---\n\n# A model\n{body}".encode()
