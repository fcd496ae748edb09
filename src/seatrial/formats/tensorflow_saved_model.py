"""TensorFlow graphs: `saved_model.pb`, a frozen `GraphDef`, the `MetaGraphDef` beside a checkpoint. None has a magic.

Field numbers: saved_model.proto, meta_graph.proto, graph.proto, function.proto, node_def.proto, attr_value.proto.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from seatrial.domain.inventory import Role
from seatrial.formats.graph_names import DESTINATIONS, TENSORFLOW
from seatrial.formats.graph_parts import MAX_NAME_BYTES, MAX_TEXT_BYTES, ExternalData, Operator, Part, Text
from seatrial.formats.protobuf_fields import BYTES, VARINT, Field, Walk, known_fields
from seatrial.formats.protocol import HEAD_BYTES

NAME = "tensorflow-graph"
ROLE = Role.WEIGHTS
PRIORITY = 50
STARTS = (b"\x08", b"\x0a", b"\x12", b"\x22")
ASSET: Final = "asset"
"""Owner of a reference that counts from the directory of assets."""
_SAVED: Final = {1: VARINT, 2: BYTES}
_META: Final = dict.fromkeys(range(1, 8), BYTES)
_META_INFO: Final = dict.fromkeys((1, 2, 3, 4, 5, 6, 8), BYTES) | {7: VARINT}
_GRAPH: Final = {1: BYTES, 2: BYTES, 3: VARINT, 4: BYTES, 5: BYTES}
_NODE: Final = dict.fromkeys(range(1, 8), BYTES)
_OPERATOR_DEFINITION: Final = dict.fromkeys((1, 2, 3, 4, 5, 6, 8, 20), BYTES) | dict.fromkeys(
    (16, 17, 18, 19, 21), VARINT
)
_COMMON: Final = frozenset(
    {"Const", "Placeholder", "NoOp", "Identity", "VarHandleOp", "Variable", "VariableV2", *TENSORFLOW}
)
_NODE_NAME: Final = re.compile(rb"[A-Za-z0-9.][A-Za-z0-9_.\\/>\-]*")
_OPERATOR_NAME: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_.>]*")
_VERSION: Final = re.compile(rb"\d+\.\d+")
_CARRIERS: Final = frozenset(
    {"Const", "Identity", "StringJoin", "ShardedFilename", "PlaceholderWithDefault", "Reshape", "ExpandDims", "Pack"}
    | {"ConcatV2", "Fill", "StringFormat", "TensorSliceDataset", "TensorDataset"}
)
"""Operators through which a text fixed in the graph reaches others."""
_STRING: Final = 7
"""`DT_STRING`."""
_MAX_REMEMBERED: Final = 200_000
_MAX_HOPS: Final = 64
_MAX_ARGUMENTS: Final = 8
_MAX_ARGUMENT_BYTES: Final = 300
_MAX_INPUTS: Final = 32
_MAX_STRINGS: Final = 16


def matches(head: bytes, size: int) -> bool:
    """One of the three messages: every field seen is one of its own, down to a node or a list of operators."""
    return size >= 8 and head.startswith(STARTS) and _message(head, size) is not None


def _message(head: bytes, size: int) -> str | None:
    """Which message a file is, told from its beginning."""
    saved = known_fields(head, size, _SAVED) or ()
    if all(0 < value < 1_000 for number, _, value in saved if number == 1):
        for number, at, length in saved:
            if number == 2 and _is_meta_graph(head[at : at + length], length):
                return "SavedModel"
    if _is_graph(head, size):
        return "GraphDef"
    return "MetaGraphDef" if _is_meta_graph(head, size) else None


def _is_meta_graph(data: bytes, total: int) -> bool:
    for number, at, length in known_fields(data, total, _META) or ():
        inside = data[at : at + length]
        if (number == 1 and _is_meta_info(inside, length)) or (number == 2 and _is_graph(inside, length)):
            return True
    return False


def _is_meta_info(data: bytes, total: int) -> bool:
    for number, at, length in known_fields(data, total, _META_INFO) or ():
        inside = data[at : at + length]
        if number == 5 and _VERSION.match(inside):
            return True
        if number == 2:
            for first, place, size in (known_fields(inside, length, {1: BYTES}) or ())[:1]:
                known = known_fields(inside[place : place + size], size, _OPERATOR_DEFINITION)
                return first == 1 and bool(known) and _named(inside[place : place + size], known or (), 1)
    return False


def _named(data: bytes, found: tuple[tuple[int, int, int], ...], wanted: int) -> bool:
    return any(n == wanted and _OPERATOR_NAME.fullmatch(data[at : at + size]) for n, at, size in found)


def _is_graph(data: bytes, total: int) -> bool:
    """A node or a function with one among the fields, each of which must read as such."""
    certain = False
    for number, at, length in (known_fields(data, total, _GRAPH) or ())[:64]:
        inside = data[at : at + length]
        if number == 1:
            sure = _node_certainty(inside, length)
            if sure is None:
                return False
            certain |= sure
        elif number == 2 and _is_library(inside, length):
            return True
    return certain


def _is_library(data: bytes, total: int) -> bool:
    for number, at, length in (known_fields(data, total, {1: BYTES, 2: BYTES, 3: BYTES}) or ())[:1]:
        function = data[at : at + length]
        for inner, place, size in (known_fields(function, length, dict.fromkeys(range(1, 8), BYTES)) or ())[:1]:
            signature = function[place : place + size]
            return number == inner == 1 and _named(
                signature, known_fields(signature, size, _OPERATOR_DEFINITION) or (), 1
            )
    return False


def _node_certainty(data: bytes, total: int) -> bool | None:
    """None for what is no node; whether it can be nothing else."""
    found = known_fields(data, total, _NODE)
    if not found:
        return None if total <= len(data) else False
    certain = False
    for number, at, length in found:
        inside = data[at : at + length]
        whole = len(inside) == length
        if number == 1 and whole and not _NODE_NAME.fullmatch(inside):
            return None
        if number == 2 and whole:
            if not _OPERATOR_NAME.fullmatch(inside):
                return None
            certain |= inside.decode() in _COMMON
        if number == 5 and any(n == 1 for n, _, _ in found[:1]) and any(n == 2 for n, _, _ in found):
            certain |= bool(known_fields(inside, length, {1: BYTES, 2: BYTES}))
    if total <= len(data) and not any(n == 2 for n, _, _ in found):
        return None
    return certain


def parts(reader: BinaryIO) -> Iterator[Part]:
    """Operators of every graph and library function, asset files and texts.

    Operators that do more than compute come with the texts that reach them. Tensor data is skipped by seeking.
    Raises `FormatError` for broken messages, `LimitReached` for too many fields.
    """
    walk = Walk(reader)
    message = _message(walk.read(0, min(walk.size, HEAD_BYTES)), walk.size)
    whole = Field(0, BYTES, 0, walk.size)
    if message == "GraphDef":
        yield from _graph(walk, whole)
    elif message == "MetaGraphDef":
        yield from _meta_graph(walk, whole)
    else:
        for found in walk.fields(0, walk.size):
            if (found.number, found.wire) == (2, BYTES):
                yield from _meta_graph(walk, found)


def _meta_graph(walk: Walk, meta: Field) -> Iterator[Part]:
    for found in walk.fields(meta.start, meta.end):
        if found.wire != BYTES:
            continue
        if found.number == 2:
            yield from _graph(walk, found)
        elif found.number == 6:
            yield from _asset(walk, found)
        elif found.number == 7:
            yield from _objects(walk, found)


def _asset(walk: Walk, asset: Field) -> Iterator[Part]:
    for found in walk.fields(asset.start, asset.end):
        if (found.number, found.wire) == (2, BYTES):
            yield ExternalData(location=walk.whole(found, MAX_TEXT_BYTES), owner=ASSET, offset=asset.start)


def _objects(walk: Walk, objects: Field) -> Iterator[Part]:
    """What Keras wrote of each layer: configurations as text."""
    for node in walk.fields(objects.start, objects.end):
        if (node.number, node.wire) != (1, BYTES):
            continue
        for found in walk.fields(node.start, node.end):
            if (found.number, found.wire) != (4, BYTES):
                continue
            for inner in walk.fields(found.start, found.end):
                if (inner.number, inner.wire) == (3, BYTES) and inner.value:
                    yield Text(key="object metadata", text=walk.whole(inner, MAX_TEXT_BYTES), offset=inner.start)


@dataclass(slots=True)
class _Graph:
    """What is remembered of one graph or function until its end."""

    carriers: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    """By node: inputs, and texts of its own."""
    waiting: list[tuple[Operator, tuple[str, ...]]] = field(default_factory=list)


def _graph(walk: Walk, graph: Field) -> Iterator[Part]:
    known = _Graph()
    for found in walk.fields(graph.start, graph.end):
        if (found.number, found.wire) == (1, BYTES):
            yield from _node(walk, found, known)
        elif (found.number, found.wire) == (2, BYTES):
            for function in walk.fields(found.start, found.end):
                if (function.number, function.wire) == (1, BYTES):
                    yield from _function(walk, function)
    yield from _resolved(known)


def _function(walk: Walk, function: Field) -> Iterator[Part]:
    known = _Graph()
    for found in walk.fields(function.start, function.end):
        if (found.number, found.wire) == (3, BYTES):
            yield from _node(walk, found, known)
    yield from _resolved(known)


def _node(walk: Walk, node: Field, known: _Graph) -> Iterator[Operator]:
    name = operator = ""
    inputs: list[str] = []
    attributes: list[Field] = []
    for found in walk.fields(node.start, node.end):
        if found.wire != BYTES:
            continue
        if found.number == 1:
            name = walk.text(found, MAX_NAME_BYTES)
        elif found.number == 2:
            operator = walk.text(found, MAX_NAME_BYTES)
        elif found.number == 3 and len(inputs) < _MAX_INPUTS:
            inputs.append(walk.text(found, MAX_NAME_BYTES).lstrip("^").partition(":")[0])
        elif found.number == 5 and len(attributes) < 64:
            attributes.append(found)
    made = Operator(name=operator, node=name, offset=node.start)
    if operator in _CARRIERS and len(known.carriers) < _MAX_REMEMBERED:
        texts = tuple(_constants(walk, attributes)) if operator == "Const" else ()
        if texts or operator != "Const":
            known.carriers[name] = (tuple(inputs), texts)
    if operator in DESTINATIONS:
        yield replace(made, arguments=tuple(_attribute_texts(walk, attributes, DESTINATIONS[operator])))
    elif operator in TENSORFLOW and len(known.waiting) < _MAX_REMEMBERED:
        known.waiting.append((made, tuple(inputs)))
    else:
        yield made


def _resolved(known: _Graph) -> Iterator[Operator]:
    """The operators that waited, with the texts that reach them through carriers."""
    for operator, inputs in known.waiting:
        found: list[str] = []
        ahead, seen = list(reversed(inputs)), set[str]()
        while ahead and len(seen) < _MAX_HOPS and len(found) < _MAX_ARGUMENTS:
            name = ahead.pop()
            if name in seen or name not in known.carriers:
                continue
            seen.add(name)
            further, texts = known.carriers[name]
            found.extend(texts)
            ahead.extend(reversed(further))
        yield replace(operator, arguments=tuple(found[:_MAX_ARGUMENTS]))


def _attribute(walk: Walk, attribute: Field) -> tuple[str, Field | None]:
    """Name and value of one entry of a node's attributes."""
    key, value = "", None
    for found in walk.fields(attribute.start, attribute.end):
        if (found.number, found.wire) == (1, BYTES):
            key = walk.text(found, 64)
        elif (found.number, found.wire) == (2, BYTES):
            value = found
    return key, value


def _attribute_texts(walk: Walk, attributes: list[Field], wanted: str) -> Iterator[str]:
    """A text attribute, or every text of a list."""
    for attribute in attributes:
        key, value = _attribute(walk, attribute)
        if key != wanted or value is None:
            continue
        for found in walk.fields(value.start, value.end):
            if (found.number, found.wire) == (2, BYTES):
                yield walk.text(found, _MAX_ARGUMENT_BYTES)
            elif (found.number, found.wire) == (1, BYTES):
                inner = walk.fields(found.start, found.end)
                texts = (f for f in inner if (f.number, f.wire) == (2, BYTES))
                for text, _ in zip(texts, range(_MAX_STRINGS), strict=False):
                    yield walk.text(text, _MAX_ARGUMENT_BYTES)


def _constants(walk: Walk, attributes: list[Field]) -> Iterator[str]:
    """The first texts of a constant of texts; nothing for other constants."""
    for attribute in attributes:
        key, value = _attribute(walk, attribute)
        if key != "value" or value is None:
            continue
        for found in walk.fields(value.start, value.end):
            if (found.number, found.wire) == (8, BYTES):
                yield from _strings(walk, found)


def _strings(walk: Walk, tensor: Field) -> Iterator[str]:
    count = 0
    for found in walk.fields(tensor.start, tensor.end):
        if found.number == 1 and found.wire == VARINT and found.value != _STRING:
            return
        if (found.number, found.wire) == (8, BYTES):
            count += 1
            yield walk.text(found, _MAX_ARGUMENT_BYTES)
            if count == _MAX_STRINGS:
                return
