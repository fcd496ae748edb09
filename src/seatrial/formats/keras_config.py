"""Configurations of Keras: which classes and functions a model is made of, with any code that stands in them.

They lie as `config.json` in a `.keras` archive, as an attribute in an HDF5 file, and alone as JSON.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.formats import json_guessed, marshal_strings
from seatrial.formats.json_guessed import FIRST

MAX_NODES: Final = 3_000_000
MAX_OBJECTS: Final = 200_000
_SHORTEST_CODE: Final = 40
_WHERE_LENGTH: Final = 200
_OUTER: Final = ("model_config", "training_config", "modelTopology", "config")
_CODE_KEYS: Final = ("code", "value", "function", "output_shape", "mask")


@dataclass(frozen=True, slots=True, kw_only=True)
class KerasObject:
    """One class or function that a configuration names."""

    class_name: str
    """As stated; `function` when it is one."""
    name: str
    """The name that is looked up: the class, or the function's own name."""
    module: str
    """Empty when none is stated."""
    registered: str
    """`package>Name` or the like, empty when none is stated."""
    config: Any
    where: str
    """Keys on the way, for people: `config.layers[2]`."""

    @property
    def is_function(self) -> bool:
        """A function rather than a class."""
        return self.class_name == "function"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Marshalled code that a configuration holds."""

    data: bytes
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that reads as Python that acts on the machine."""

    phrase: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubled:
    """An object that has a key twice: loaders of Keras take the last one, others the first."""

    where: str


Item = KerasObject | Code | Source | Doubled


def read(reader: BinaryIO) -> Any:
    """The parsed configuration, or None for JSON that names no class.

    Raises `FormatError` for what is no JSON, `LimitReached` for too much of it. Doubled keys are kept for `items`.
    """
    value = json_guessed.read(reader, "class_name")
    return value if _is_configuration(value) else None


def items(value: Any) -> Iterator[Item]:
    """Every class, function and piece of code named in a parsed configuration, at any depth.

    Raises `LimitReached` beyond `MAX_NODES` values or `MAX_OBJECTS` named objects.
    """
    pending: list[tuple[Any, str]] = [(value, "")]
    nodes = objects = 0
    while pending:
        here, where = pending.pop()
        nodes += 1
        if nodes > MAX_NODES:
            raise LimitReached(f"more than {MAX_NODES:,} values in a configuration")
        if isinstance(here, dict):
            if FIRST in here:
                yield Doubled(where=where)
            found = _object(here, where)
            if found is not None:
                objects += 1
                if objects > MAX_OBJECTS:
                    raise LimitReached(f"more than {MAX_OBJECTS:,} named objects in a configuration")
                yield found
                yield from _bodies(found)
            pending.extend((inner, _joined(where, key)) for key, inner in reversed(here.items()))
        elif isinstance(here, list):
            # Weights and vocabularies are long lists of plain values: only what can name code is kept.
            kept = [(n, inner) for n, inner in enumerate(here) if isinstance(inner, dict | list | str)]
            pending.extend((inner, f"{where}[{n}]") for n, inner in reversed(kept))
        elif isinstance(here, str):
            code = _code(here, where)
            if code is not None:
                yield code


def _is_configuration(value: Any) -> bool:
    """Whether the outermost object is one that Keras builds, or holds one in the places of known exports."""
    for _ in range(4):
        if not isinstance(value, dict):
            return False
        if FIRST in value and _is_configuration(value[FIRST]):
            return True
        if isinstance(value.get("class_name"), str) and ("config" in value or "module" in value):
            return True
        value = next((value[key] for key in _OUTER if isinstance(value.get(key), dict)), None)
    return False


def _object(here: dict[str, Any], where: str) -> KerasObject | None:
    class_name = here.get("class_name")
    if not isinstance(class_name, str) or here.keys().isdisjoint(("config", "module", "registered_name")):
        return None
    config = here.get("config")
    name = class_name
    if class_name.lower() == "function" and isinstance(config, str):
        class_name, name = "function", config
    elif class_name == "__typespec__" and isinstance(here.get("spec_name"), str):
        name = here["spec_name"]
    return KerasObject(
        class_name=class_name,
        name=name,
        module=_text(here.get("module")),
        registered=_text(here.get("registered_name")),
        config=config,
        where=where,
    )


def _bodies(found: KerasObject) -> Iterator[Code]:
    """What stands where a function without a name keeps its code, whether it reads as code or not."""
    kind = found.class_name.rpartition(">")[2]
    if kind not in ("Lambda", "__lambda__"):
        return
    config = found.config if isinstance(found.config, dict) else {"code": found.config}
    for key in _CODE_KEYS:
        stated = config.get(key)
        if isinstance(stated, dict) and isinstance(stated.get("items"), list):
            # TensorFlow writes a tuple as an object with its items.
            stated = stated["items"]
        body = stated[0] if isinstance(stated, list) and stated else stated
        if not isinstance(body, str) or (kind == "Lambda" and key == "value"):
            continue
        # A layer may name its function; a name is no code.
        named = kind == "Lambda" and config.get(f"{key}_type") not in ("lambda", "raw") and body is stated
        if not (named and body.replace(">", "").isidentifier()):
            data = marshal_strings.decoded(body)
            where = f"{found.where}.config.{key}"
            yield Code(data=body.encode("utf-8", "replace") if data is None else data, where=where)


def _code(text: str, where: str) -> Code | Source | None:
    """Marshalled code in any text, or text that reads as Python that acts.

    Marshalled code begins with one byte, of which base64 leaves a letter and a few that follow.
    """
    if len(text) >= _SHORTEST_CODE and text[:64].lstrip().startswith(("4w", "4x", "\xe3")):
        data = marshal_strings.decoded(text)
        if data is not None and data[0] == marshal_strings.CODE:
            return Code(data=data, where=where)
    if "(" in text and (phrase := marshal_strings.phrase(text)):
        return Source(phrase=phrase, where=where)
    return None


def _joined(where: str, key: Any) -> str:
    name = "(doubled)" if key is FIRST else key[:80]
    return f"{where[-_WHERE_LENGTH:]}.{name}" if where else name


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
