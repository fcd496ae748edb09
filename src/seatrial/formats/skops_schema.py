"""The schema of a skops archive: which types and functions loading it builds. Layout: skops.io, protocols 0 to 3.

Each node names a loader, a module and a class. Older versions of skops checked the stated class and built another one
(CVE-2025-54412, CVE-2025-54413); here the name that is built is what counts, and a statement that differs is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.formats import json_guessed, pickle_names
from seatrial.formats.json_guessed import FIRST


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MEMBER: Final = "schema.json"
MAX_NODES: Final = 3_000_000
LOADERS: Final = frozenset(
    f"{kind}Node"
    for kind in _words(
        "Bytearray Bytes Cached ConstructorFromReduce DType DefaultDict Dict Function Json List Loss MaskedArray "
        "Method NdArray Object OperatorFunc Partial QuantileForest RandomGenerator RandomState Set Slice SparseMatrix "
        "Tree Tuple Type _DictWithDeprecatedKeys Reduce"
    )
)
"""Kinds of nodes that skops builds."""
_ESTIMATORS: Final = ("sklearn", "imblearn", "quantile_forest", "xgboost", "lightgbm", "catboost")
_ACTING_PARTS: Final = frozenset(
    {"externals", "datasets", "_testing", "f2py", "distutils", "testing", "ctypeslib", "lib"}
)
_PLAIN: Final = frozenset(
    {("functools", "partial"), ("builtins", "map"), ("types", "NoneType"), ("operator", "itemgetter")}
)
_ARITHMETIC: Final = _words(
    "abs absolute add arccos arccosh arcsin arcsinh arctan arctan2 arctanh cbrt ceil clip conj conjugate copysign "
    "cos cosh deg2rad degrees divide equal exp exp2 expm1 fabs float_power floor floor_divide fmax fmin fmod "
    "greater greater_equal hypot invert isfinite isinf isnan less less_equal log log10 log1p log2 logaddexp "
    "logaddexp2 logical_and logical_not logical_or logical_xor matmul max maximum mean median min minimum mod "
    "multiply nan_to_num nanmax nanmean nanmedian nanmin negative not_equal positive power rad2deg radians "
    "reciprocal remainder rint round sign sin sinh sqrt square std subtract sum tan tanh true_divide trunc var "
    "float64 float32 int64 int32 bool_ str_ array asarray ravel argmax argmin reshape"
)
"""Functions of NumPy on numbers."""
_GENERATORS: Final = frozenset({"MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"})


class Standing(StrEnum):
    """What is known of a name that a schema has built."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    ACTING = "acting"
    """Building or calling it acts on the machine that loads the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node: what loading builds there."""

    loader: str
    module: str
    name: str
    where: str
    method: str = ""
    """For a method: the attribute that is taken from an object of the named class."""
    differs: str = ""
    """What the node states instead of what is built, when that differs."""
    doubled: bool = False
    """It has a key twice."""


def read(reader: BinaryIO) -> Any:
    """The parsed schema, or None for JSON that is none. Raises `FormatError` and `LimitReached`."""
    value = json_guessed.read(reader, "__loader__")
    return value if isinstance(value, dict) and ("__loader__" in value or FIRST in value) else None


def nodes(schema: Any) -> Iterator[Node]:
    """Every node of a schema, in order. Raises `LimitReached` for more than `MAX_NODES` values."""
    pending: list[tuple[Any, str]] = [(schema, "")]
    count = 0
    while pending:
        here, where = pending.pop()
        count += 1
        if count > MAX_NODES:
            raise LimitReached(f"more than {MAX_NODES:,} values in a schema")
        if isinstance(here, dict):
            if "__loader__" in here or "__class__" in here:
                yield from _node(here, where)
            pending.extend((inner, _joined(where, key)) for key, inner in reversed(here.items()))
        elif isinstance(here, list):
            pending.extend((inner, f"{where}[{n}]") for n, inner in reversed(list(enumerate(here))))


def standing(node: Node) -> Standing:
    """What is known of the name that a node builds."""
    if pickle_names.dangerous(node.module, node.name) is not None:
        return Standing.ACTING
    if node.loader in ("MethodNode", "OperatorFuncNode"):
        return _of_call(node)
    if pickle_names.harmless(node.module, node.name) is not None or (node.module, node.name) in _PLAIN:
        return Standing.KNOWN
    parts = node.module.split(".")
    if not set(parts).isdisjoint(_ACTING_PARTS):
        return Standing.UNKNOWN
    is_class = node.name.lstrip("_")[:1].isupper()
    if parts[0] in _ESTIMATORS and (is_class or (parts[0] == "sklearn" and node.loader == "FunctionNode")):
        return Standing.KNOWN
    if parts[0] in ("numpy", "scipy") and (is_class or node.name in _ARITHMETIC or parts[:2] == ["scipy", "special"]):
        return Standing.KNOWN
    return Standing.KNOWN if parts[0] == "numpy" and node.loader in ("NdArrayNode", "DTypeNode") else Standing.UNKNOWN


def _of_call(node: Node) -> Standing:
    if node.loader == "OperatorFuncNode":
        return Standing.KNOWN if node.name == "itemgetter" and not node.differs else Standing.ACTING
    return Standing.ACTING if node.differs or node.method.startswith("_") else Standing.UNKNOWN


def _node(here: dict[Any, Any], where: str) -> Iterator[Node]:
    loader, module, name = (_text(here.get(key)) for key in ("__loader__", "__module__", "__class__"))
    stated = f"{module}.{name}"
    method = differs = ""
    content = here.get("content")
    if loader == "OperatorFuncNode":
        # Whatever module is stated, the name is taken from `operator`.
        differs, module = ("" if module in ("operator", "_operator") else stated), "operator"
    elif loader == "MethodNode" and isinstance(content, dict):
        method = _text(content.get("func"))
        owner = content.get("obj")
        built = f"{_text(owner.get('__module__'))}.{_text(owner.get('__class__'))}" if isinstance(owner, dict) else ""
        differs = "" if built in ("", stated) else stated
        module, _, name = built.rpartition(".") if differs else (module, "", name)
    elif loader == "FunctionNode" and isinstance(content, dict) and isinstance(content.get("function"), str):
        # The first protocol names the function inside the node.
        built_module, built_name = _text(content.get("module_path")), content["function"]
        differs = "" if (built_module, built_name) == (module, name) or name == "function" else stated
        module, name = built_module, built_name
    if loader != "CachedNode" or name:
        yield Node(
            loader=loader, module=module, name=name, where=where, method=method, differs=differs, doubled=FIRST in here
        )
    if loader == "RandomGeneratorNode" and (generator := _generator(content)):
        yield Node(loader=loader, module="numpy.random", name=generator, where=_joined(where, "bit_generator"))


def _generator(content: Any) -> str:
    """The name of a bit generator that is looked up in `numpy.random`, when it is none of NumPy's own."""
    inner = content.get("bit_generator") if isinstance(content, dict) else None
    inner = inner.get("content", inner) if isinstance(inner, dict) else None
    name = inner.get("bit_generator") if isinstance(inner, dict) else None
    text = _text(name.get("content") if isinstance(name, dict) else name).strip('"')
    return "" if text in _GENERATORS else text


def _joined(where: str, key: Any) -> str:
    name = "(doubled)" if key is FIRST else key[:80]
    return f"{where[-200:]}.{name}" if where else name


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
