"""Functions and classes that a pickle carries as bytecode, as cloudpickle and dill write them.

Both make a code object from its parts: flags, bytecode, constants and the names that the code uses. The names tell
whether the code reaches beyond computing. That none does so clears nothing: the code still runs once it is used.
"""

from typing import Final

from seatrial.formats import marshal_strings
from seatrial.formats.pickle_names_groups import words
from seatrial.formats.pickle_values import Global, Items, Made, Value

_TYPE_MAKERS: Final = ("cloudpickle._builtin_type", "dill._dill._load_type")
_IMPORTERS: Final = ("subimport", "dynamic_subimport", "_import_module")
_PACKAGES: Final = frozenset({"cloudpickle", "dill"})
_COMPUTING: Final = words(
    "collections datetime functools itertools jax keras lightgbm math matplotlib numpy operator pandas random re "
    "scipy sklearn statsmodels statistics string tensorflow time torch torchvision transformers typing xgboost"
)
_CLASS_MAKERS: Final = ("_make_skeleton_class", "_make_skeleton_enum", "_create_type")
_MAX_DEPTH: Final = 6
_MAX_TEXTS: Final = 2_000


def is_carrier(module: str) -> bool:
    """Whether a module is one of those that bring functions and classes along."""
    return not _PACKAGES.isdisjoint(module.split("."))


def made_type(callee: Value, arguments: Value) -> Global | None:
    """The type that a lookup by its name in `types` gives, as a name of the carrier's; None for any other call."""
    if not isinstance(callee, Global) or not callee.dotted.endswith(_TYPE_MAKERS):
        return None
    parts = arguments.parts if isinstance(arguments, Items) and arguments.count == 1 else []
    if len(parts) != 1 or not isinstance(parts[0], str):
        return None
    return Global(callee.module, f"{callee.name}.{parts[0]}", callee.offset)


def made_class(callee: Value) -> Global | None:
    """What a class that the stream carries goes by where it is called; None for anything else.

    A function that is carried is no such thing: to call it is to run it.
    """
    maker = callee.callee if isinstance(callee, Made) else None
    if not isinstance(maker, Global) or not is_carrier(maker.module) or maker.name not in _CLASS_MAKERS:
        return None
    return Global(maker.module, f"{maker.name}.instance", maker.offset)


def acting(callee: Global, arguments: Value) -> tuple[str, ...]:
    """Names and phrases among the parts of what is made through which it reaches beyond computing."""
    texts: list[str] = []
    whole = _texts(arguments, texts, 0)
    if callee.name in _IMPORTERS:
        return tuple(text for text in texts if text.split(".")[0] not in _COMPUTING)
    found = [text for text in texts if marshal_strings.acts(text)]
    return tuple(found) if whole else (*found, "more names than are looked at")


def _texts(value: Value, found: list[str], depth: int) -> bool:
    """Gather the texts in collections within one another; false when there are more than are kept."""
    if isinstance(value, str):
        found.append(value)
        return len(found) <= _MAX_TEXTS
    if not isinstance(value, Items):
        return True
    if depth > _MAX_DEPTH or (value.kind == "tuple" and value.count > len(value.parts)):
        return False
    # What a dictionary calls its values is no name that code uses.
    parts = value.parts[1::2] if value.kind == "dict" else value.parts
    return all(_texts(part, found, depth + 1) for part in parts)
