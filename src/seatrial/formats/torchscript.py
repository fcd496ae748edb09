"""TorchScript: source in a PyTorch archive that PyTorch's own interpreter runs, not Python.

It lies under `code/` beside `constants.pkl`, looks like Python, and calls operations by two names: `torch.<op>` and
`ops.<namespace>.<op>`. Archives for phones hold the same operations as texts in `bytecode.pkl`. Layout:
torch/csrc/jit/serialization (python_print.cpp, import_source.cpp).
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO, Final, NamedTuple

from seatrial.domain.context import LimitReached

MAX_BYTES: Final = 32 * 1024 * 1024
"""Largest source or bytecode read."""
MAX_USES: Final = 2_000_000
_OWN_PLACE: Final = re.compile(r"/code/__torch__(?:/|\.py)")
_IMPORT: Final = re.compile(rb"^[ \t]*(?:import|from)[ \t]+(?!__torch__)\w", re.MULTILINE)
_STRINGS: Final = re.compile(
    rb"#[^\n]*|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL
)
_DOT: Final = rb"[\s\\]*\.[\s\\]*"
_DOTTED: Final = re.compile(rb"(?<![\w.])(?:torch|ops|__torch__)(?:" + _DOT + rb"\w+)*")
_DECLARED: Final = re.compile(rb"[ \t]*(?::|=(?!=))")
"""What follows the name of an attribute or a keyword, which is no namespace."""
_PYTHON: Final = re.compile(rb"\^\s*([A-Za-z_]\w*)\s*\(")
_AFTER: Final = re.compile(rb"::([A-Za-z_]\w{0,80})")
_BEFORE: Final = re.compile(rb"[A-Za-z_]\w*\Z")
_CLASSES: Final = ("torch", "classes")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMESPACES: Final = _words(
    "aten prim quantized quantized_decomposed _quantized prepacked sparse mkldnn mkldnn_prepacked onednn xnnpack cuda "
    "vulkan_prepack metal_prepack metal static_runtime tensorexpr torchvision torchaudio torchtext image video "
    "torch_scatter torch_sparse torch_cluster torch_spline_conv pyg fbgemm profiler"
)
"""Namespaces of PyTorch and of its own libraries."""
_CLASS_NAMESPACES: Final = _words("quantized sparse xnnpack rnn vulkan metal cuda _nnapi torchtext onednn")
_ACTING: Final = frozenset({"save", "load", "from_file", "_save_parameter"})
"""Operations of PyTorch itself that reach files."""
_REACHING: Final = re.compile(
    r"(?:read|write|open|load|save|encode|copy|remove|delete|io)_(?:\w+_)?(?:file|library|model|module)\b"
    r"|sox_io|effects_file|ffmpeg|\brpc_|dlopen|system|popen|shell|exec_|_exec\b|download|upload|http|socket|[gs]etenv"
)
_REMOTE: Final = frozenset({"dist_c10d", "dist_rpc", "c10d", "rpc"})


class Standing(StrEnum):
    """What an operation does beyond computing."""

    COMPUTES = "computes"
    UNKNOWN = "unknown"
    """Of a library that is not PyTorch: native code that has to be loaded beside it."""
    ACTS = "acts"
    """Reads or writes files, loads code, or reaches other machines."""


class Use(NamedTuple):
    """One operation or native class that a source names."""

    name: str
    """`aten.save`, `torchvision.nms`, `classes.quantized.Linear`; a namespace alone when it is handed on whole."""
    line: int
    """From 1; 0 in bytecode."""


def source(reader: BinaryIO) -> bytes:
    """The source without what stands in quotes and comments, on the same lines; all of it where a quote is left open.

    Raises `LimitReached` beyond `MAX_BYTES`.
    """
    data = _whole(reader)
    plain = _STRINGS.sub(lambda found: b" " + b"\n" * found.group().count(b"\n"), data)
    return data if b'"' in plain or b"'" in plain else plain


def is_python(plain: bytes, path: str) -> bool:
    """Whether source under a folder that only happens to be called `code` is Python's: it imports modules."""
    return not _OWN_PLACE.search(path) and _IMPORT.search(plain) is not None


def uses(plain: bytes) -> Iterator[Use]:
    """Every operation, native class and whole namespace that TorchScript source names, as `source` gives it.

    Raises `LimitReached` beyond `MAX_USES`.
    """
    line, place = 1, 0
    for count, (name, start) in enumerate(_found(plain)):
        if count > MAX_USES:
            raise LimitReached(f"more than {MAX_USES:,} operations in one TorchScript source")
        line, place = line + plain.count(b"\n", place, start), start
        yield Use(name=name, line=line)


def _found(plain: bytes) -> Iterator[tuple[str, int]]:
    for match in _DOTTED.finditer(plain):
        if _DECLARED.match(plain, match.end()) and b"." not in match.group():
            continue
        name = _name(match.group(), called=plain[match.end() : match.end() + 64].lstrip(b" \t\r\n\\")[:1] == b"(")
        if name:
            yield name, match.start()
    for match in _PYTHON.finditer(plain):
        yield f"python.{match.group(1).decode()}", match.start()


def _name(dotted: bytes, *, called: bool) -> str:
    """The operation that a dotted name stands for, empty for a class of the archive's own or a plain type."""
    parts = [part.strip(b" \t\r\n\\\f\v").decode("ascii", "backslashreplace") for part in dotted.split(b".")]
    if parts[0] == "__torch__":
        return ".".join(("classes", *parts[3:])) if tuple(parts[1:3]) == _CLASSES else ""
    if parts[0] == "torch" and parts[1:2] == ["ops"]:
        parts = parts[1:]
    if parts[0] == "ops":
        return ".".join(parts[1:]) or "ops"
    if tuple(parts[:2]) == _CLASSES:
        return ".".join(("classes", *parts[2:]))
    if parts[1:2] == ["_C"]:
        return "torch._C"
    # `torch` is another name for the namespace `aten`; a name that is not called is a type or a constant.
    return ".".join(("aten", *parts[1:])) if called or parts[-1] in _ACTING or len(parts) == 1 else ""


def bytecode_uses(reader: BinaryIO) -> Iterator[Use]:
    """Every operation that bytecode for phones names. Raises `LimitReached` beyond `MAX_BYTES`."""
    data = _whole(reader)
    names: dict[str, None] = {}
    for found in _AFTER.finditer(data):
        space = _BEFORE.search(data[max(found.start() - 80, 0) : found.start()])
        if space:
            names[f"{space.group().decode()}.{found[1].decode()}"] = None
    yield from (Use(name=name, line=0) for name in names)


def _whole(reader: BinaryIO) -> bytes:
    reader.seek(0)
    data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"TorchScript of more than {MAX_BYTES:,} bytes")
    return data


def standing(name: str) -> Standing:
    """What is known of an operation or native class, by the name that `uses` gives it."""
    parts = name.split(".")
    if parts[0] == "classes":
        if parts[1:2] and parts[1] in _REMOTE:
            return Standing.ACTS
        return Standing.COMPUTES if len(parts) > 2 and parts[1] in _CLASS_NAMESPACES else Standing.UNKNOWN
    if parts[0] == "aten" and parts[-1] in _ACTING:
        return Standing.ACTS
    if parts[0] in _REMOTE or _REACHING.search(parts[-1]):
        return Standing.ACTS
    return Standing.COMPUTES if len(parts) > 1 and parts[0] in _NAMESPACES else Standing.UNKNOWN
