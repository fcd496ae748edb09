"""What the configuration files of a model on the hub declare: architecture, numbers, tokenizer, base model."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.text import shown

_LONGEST: Final = 200
_CONTEXT_KEYS: Final = (
    "max_position_embeddings",
    "n_positions",
    "n_ctx",
    "max_seq_len",
    "max_sequence_length",
    "seq_length",
)
Value = str | int | float | bool | tuple[str, ...]


def declares(basename: str) -> bool:
    """Whether a file of this name declares anything of the model."""
    return basename in _READERS


def facts(value: Any, basename: str, path: str) -> Iterator[Fact]:
    """Facts of one parsed configuration; nothing for a value of another shape."""
    if isinstance(value, dict) and basename in _READERS:
        for name, found in _READERS[basename](value):
            yield Fact(name=name, value=found, basis=Basis.FILES, source=path)


def keyed(value: Any, keys: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Every value that stands under one of `keys`, at any depth, with its key. What was parsed is bounded already."""
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, dict):
            yield from ((key, inner) for key, inner in here.items() if key in keys)
            pending.extend(reversed(list(here.values())))
        elif isinstance(here, list):
            pending.extend(reversed(here))


def _text(value: Any) -> str:
    return shown(value.strip(), _LONGEST) if isinstance(value, str) else ""


def _config(value: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    named = value.get("architectures")
    architectures = tuple(filter(None, map(_text, named[:16]))) if isinstance(named, list) else ()
    if kind := _text(value.get("model_type")) or (architectures[0] if architectures else ""):
        yield "model.architecture", kind
    if architectures:
        yield "model.architectures", architectures
    # A model of several parts keeps the numbers of its language part one level down.
    inner = value.get("text_config")
    parts = (value, inner) if isinstance(inner, dict) else (value,)
    if dtype := next(filter(None, (_text(p.get(key)) for p in parts for key in ("dtype", "torch_dtype"))), ""):
        yield "model.dtypes", (dtype,)
    lengths = (p.get(key) for p in parts for key in _CONTEXT_KEYS)
    if length := next((n for n in lengths if isinstance(n, int) and not isinstance(n, bool) and n > 0), 0):
        yield "model.context_length", length
    quantization = value.get("quantization_config")
    if isinstance(quantization, dict) and (method := _text(quantization.get("quant_method"))):
        bits = quantization.get("bits")
        yield "model.quantization", f"{method} {bits}-bit" if isinstance(bits, int) else method
    if value.get("auto_map"):
        yield "model.custom_code", True


def _tokenizer_config(value: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    if name := _text(value.get("tokenizer_class")):
        yield "model.tokenizer", name
    if value.get("auto_map"):
        yield "model.custom_code", True


def _tokenizer(value: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    model = value.get("model")
    if isinstance(model, dict) and (kind := _text(model.get("type"))):
        yield "model.tokenizer_algorithm", kind


def _adapter_config(value: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    if base := _text(value.get("base_model_name_or_path")):
        yield "model.base_model", base
    if method := _text(value.get("peft_type")):
        yield "model.adapter", method


def _index(value: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    metadata = value.get("metadata")
    total = metadata.get("total_parameters") if isinstance(metadata, dict) else None
    if isinstance(total, int) and not isinstance(total, bool) and total > 0:
        yield "model.parameter_count", total


_READERS: Final[dict[str, Callable[[dict[str, Any]], Iterator[tuple[str, Value]]]]] = {
    "config.json": _config,
    "tokenizer_config.json": _tokenizer_config,
    "tokenizer.json": _tokenizer,
    "adapter_config.json": _adapter_config,
    "model.safetensors.index.json": _index,
}
