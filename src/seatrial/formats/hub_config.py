"""What the configuration files of a model on the hub declare: architecture, numbers, tokenizer, base model."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.text import shown
from seatrial.formats import hub_kernels
from seatrial.formats.python_targets import Target, judge

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


class Reach(StrEnum):
    """Where the code is that a configuration names."""

    ELSEWHERE = "elsewhere"
    """In another repository, or at an address: whoever holds that can change it after a review."""
    BESIDE = "beside"
    """In a file that ships with the model."""
    OUTSIDE = "outside"
    """At a path that leaves the folder of the model."""
    SYSTEM = "system"
    """In a module through which programs are started or code is run."""
    PACKAGE = "package"
    """In a package that has to be installed, and is none of the known ones."""
    CURATED = "curated"
    """In a collection of kernels that the library's own makers keep elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeReference:
    """Code that a configuration tells loaders to import."""

    key: str
    text: str
    """As written."""
    reach: Reach
    module: str = ""
    """POSIX path of the source file relative to the configuration, for code that ships."""


_LIBRARIES: Final = frozenset(
    [
        "diffusers",
        "transformers",
        "stable_diffusion",
        "onnxruntime",
        "optimum",
        "flax",
        "peft",
        "tokenizers",
        "timm",
        "torch",
        "torchvision",
        "sentence_transformers",
        "k_diffusion",
        "nunchaku",
        "sdnq",
        "bitsandbytes",
        "controlnet_aux",
        "open_clip",
        "ip_adapter",
        "paint_by_example",
        "latent_diffusion",
        "audioldm",
        "musicldm",
        "unidiffuser",
        "kandinsky",
        "deepfloyd_if",
        "stable_diffusion_safe",
        "shap_e",
        "pix2pix_zero",
        "semantic_stable_diffusion",
        "versatile_diffusion",
        "wuerstchen",
        "alt_diffusion",
        "spectrogram_diffusion",
        "gligen",
        "stable_diffusion_xl",
        "stable_cascade",
        "hunyuan_video",
        "image_processor",
        "pipelines",
        "kolors",
        "aura_flow",
        "lumina",
    ]
)
"""First names in `model_index.json` that diffusers has itself or as folders of its pipelines."""


def code_references(value: Any, basename: str) -> Iterator[CodeReference]:
    """What a parsed configuration has loaders import that is not the loader's own library."""
    for key, stated in keyed(value, frozenset({"auto_map", "custom_pipelines"})):
        if key == "auto_map":
            for text in _texts(stated):
                yield _reference("auto_map", text)
        else:
            yield from (_reference("impl", t) for _, t in keyed(stated, frozenset({"impl"})) if isinstance(t, str))
    for key, stated in keyed(value, hub_kernels.KEYS):
        for text, curated in hub_kernels.kernels(stated):
            yield CodeReference(key=key, text=text, reach=Reach.CURATED if curated else Reach.ELSEWHERE)
    if basename == "modules.json":
        for _, text in keyed(value, frozenset({"type"})):
            if isinstance(text, str) and not text.startswith(("sentence_transformers.", "transformers.")):
                yield _reference("type", text)
    if basename == "model_index.json" and isinstance(value, dict):
        yield from _components(value)
    if basename == "adapter_config.json" and isinstance(value, dict):
        mapping = value.get("auto_mapping")
        library = mapping.get("parent_library") if isinstance(mapping, dict) else None
        if isinstance(library, str) and library.split(".")[0] not in (*_LIBRARIES, "transformers_modules"):
            yield _named_module("parent_library", library)


def _texts(stated: Any) -> Iterator[str]:
    """The names in an `auto_map`: a text, or a list or mapping of texts."""
    inner = stated.values() if isinstance(stated, dict) else stated if isinstance(stated, list) else [stated]
    seen: dict[str, None] = {}
    for item in inner:
        for text in item if isinstance(item, list) else [item]:
            if isinstance(text, str) and text:
                seen[text] = None
    yield from seen


def _reference(key: str, text: str) -> CodeReference:
    repository, _, dotted = text.rpartition("--")
    if repository or "://" in text or "@" in text:
        return CodeReference(key=key, text=text, reach=Reach.ELSEWHERE)
    if ".." in dotted or dotted.startswith(("/", "\\", "~")) or "\\" in dotted:
        return CodeReference(key=key, text=text, reach=Reach.OUTSIDE)
    if judge(dotted) is Target.DANGEROUS:
        return CodeReference(key=key, text=text, reach=Reach.SYSTEM)
    module = dotted.rpartition(".")[0].replace(".", "/") or dotted
    return CodeReference(key=key, text=text, reach=Reach.BESIDE, module=f"{module}.py")


def _components(value: dict[str, Any]) -> Iterator[CodeReference]:
    for key, stated in value.items():
        if not isinstance(stated, list) or len(stated) != 2 or not all(isinstance(item, str) for item in stated):
            continue
        library, name = stated
        if library.split(".")[0] in _LIBRARIES and judge(f"{library}.{name}") is not Target.DANGEROUS:
            continue
        yield _named_module(
            key, f"{library}.{name}", f"{key}/{library}.py" if key != "_class_name" else f"{library}.py"
        )


def _named_module(key: str, text: str, module: str = "") -> CodeReference:
    reach = Reach.SYSTEM if judge(text) is Target.DANGEROUS or judge(f"{text}.x") is Target.DANGEROUS else Reach.PACKAGE
    if "/" in text or ".." in text:
        reach = Reach.OUTSIDE
    elif reach is Reach.PACKAGE and module:
        reach = Reach.BESIDE
    return CodeReference(key=key, text=text, reach=reach, module=module)


OBJECT_KEYS: Final = frozenset(
    {"py/object", "py/reduce", "py/function", "py/type", "py/repr", "py/newargs", "py/newargsex", "py/mod"}
    | {"py/initargs", "__reduce__", "__reduce_ex__"}
)
"""Keys from which decoders (jsonpickle and its like) build objects of any class."""
