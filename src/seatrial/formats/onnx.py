"""ONNX models: a `ModelProto`, which has no magic. Field numbers: onnx.proto3."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.inventory import Role
from seatrial.formats import onnx_tensors
from seatrial.formats.graph_parts import (
    CONSTANT,
    MAX_DEPTH,
    MAX_NAME_BYTES,
    MAX_TEXT_BYTES,
    Definition,
    ExternalData,
    Operator,
    Part,
    Text,
)
from seatrial.formats.protobuf_fields import BYTES, VARINT, Field, Walk, known_fields
from seatrial.formats.protocol import FormatError

NAME = "onnx"
ROLE = Role.WEIGHTS
PRIORITY = 50
STARTS = (b"\x08", b"\x12", b"\x1a", b"\x3a", b"\x42")
_IR_VERSION, _GRAPH, _OPSETS, _TRAINING, _FUNCTIONS = 1, 7, 8, 20, 25
_WIRE: Final = {1: VARINT, 5: VARINT} | dict.fromkeys((2, 3, 4, 6, 7, 8, 14, 20, 25, 26), BYTES)
_GRAPH_WIRE: Final = dict.fromkeys((1, 2, 5, 10, 11, 12, 13, 14, 15, 16), BYTES)
_NODE_WIRE: Final = dict.fromkeys((1, 2, 3, 4, 5, 6, 7, 8, 9, 10), BYTES)
_OPERATOR_TYPE: Final = 4
_MAX_ARGUMENTS: Final = 16
_MAX_ARGUMENT_BYTES: Final = 300
_TENSOR, _SUBGRAPH, _STRINGS, _TENSORS, _SUBGRAPHS, _SPARSE, _SPARSES = 5, 6, 9, 10, 11, 22, 23
_ANY_SIZE: Final = 1 << 62


def matches(head: bytes, size: int) -> bool:
    """Every field seen is one of ModelProto's: a small format version and graph or operator sets, or a real graph."""
    if size < 16 or not head.startswith(STARTS):
        return False
    seen = known_fields(head, _ANY_SIZE, _WIRE)
    if not seen:
        return False
    if any(number not in (_IR_VERSION, 5) and at + length > size for number, at, length in seen):
        # Cut off: still one to be read as far as it goes when what there is of a graph reads as one.
        return any(n == _GRAPH and _looks_like_graph(head[at : at + length], length) for n, at, length in seen)
    numbers = {number for number, _, _ in seen}
    if any(number == _IR_VERSION and not 0 < value < 64 for number, _, value in seen):
        return False
    if _IR_VERSION in numbers:
        return not numbers.isdisjoint((_GRAPH, _OPSETS))
    # Readers take fields in any order; without the version in sight the graph itself has to speak for it.
    return any(n == _GRAPH and _looks_like_graph(head[at : at + length], length) for n, at, length in seen)


def _looks_like_graph(data: bytes, total: int) -> bool:
    found = known_fields(data, total, _GRAPH_WIRE)
    for number, place, length in found or ():
        if number == 1:
            node = known_fields(data[place : place + length], length, _NODE_WIRE)
            return any(n == _OPERATOR_TYPE and _is_word(data[place + at :][:size]) for n, at, size in node or ())
    return False


def _is_word(data: bytes) -> bool:
    return 0 < len(data) < 128 and data.decode("latin-1").isidentifier()


def parts(reader: BinaryIO) -> Iterator[Part]:
    """Operators, function definitions, references to outside files and texts, of every graph and function.

    Tensor data is skipped by seeking. Raises `FormatError` for broken or too deeply nested messages, `LimitReached`.
    """
    walk = Walk(reader)
    for field in walk.fields(0, walk.size):
        if field.wire != BYTES:
            continue
        if field.number == _GRAPH:
            yield from _graph(walk, field, 0)
        elif field.number == _TRAINING:
            for inner in walk.fields(field.start, field.end):
                if inner.wire == BYTES and inner.number in (1, 2):
                    yield from _graph(walk, inner, 0)
        elif field.number == _FUNCTIONS:
            yield from _function(walk, field)
        elif field.number == 14:
            yield _entry(walk, field, "metadata")
        elif field.number in (2, 3, 4, 6):
            key = {2: "producer_name", 3: "producer_version", 4: "domain", 6: "doc_string"}[field.number]
            yield _text(walk, field, key)


def _text(walk: Walk, field: Field, key: str) -> Text:
    return Text(key=key, text=walk.whole(field, MAX_TEXT_BYTES), offset=field.start)


def _entry(walk: Walk, field: Field, what: str) -> Text:
    key, value, _ = onnx_tensors.pair(walk, field)
    return Text(key=f"{what} {key}", text=value, offset=field.start)


def _graph(walk: Walk, graph: Field, depth: int) -> Iterator[Part]:
    if depth > MAX_DEPTH:
        raise FormatError(f"nests graphs deeper than {MAX_DEPTH}", graph.start)
    for field in walk.fields(graph.start, graph.end):
        if field.wire != BYTES:
            continue
        if field.number == 1:
            yield from _node(walk, field, depth)
        elif field.number == 5:
            yield from onnx_tensors.parts(walk, field)
        elif field.number == 15:
            yield from _sparse(walk, field)
        elif field.number == 10:
            yield _text(walk, field, "graph doc_string")
        elif field.number == 16:
            yield _entry(walk, field, "graph metadata")


def _function(walk: Walk, function: Field) -> Iterator[Part]:
    name = domain = ""
    for field in walk.fields(function.start, function.end):
        if field.wire != BYTES:
            continue
        if field.number == 1:
            name = walk.text(field, MAX_NAME_BYTES)
        elif field.number == 10:
            domain = walk.text(field, MAX_NAME_BYTES)
        elif field.number == 7:
            yield from _node(walk, field, 0)
        elif field.number == 8:
            yield _text(walk, field, "function doc_string")
        elif field.number == 11:
            yield from _attribute(walk, field, [], 0)
        elif field.number == 14:
            yield _entry(walk, field, "function metadata")
    yield Definition(name=name, domain=domain, offset=function.start)


def _node(walk: Walk, node: Field, depth: int) -> Iterator[Part]:
    words = {3: "", 4: "", 7: ""}
    arguments: list[str] = []
    for field in walk.fields(node.start, node.end):
        if field.wire != BYTES:
            continue
        if field.number in words:
            words[field.number] = walk.text(field, MAX_NAME_BYTES)
        elif field.number == 5:
            yield from _attribute(walk, field, arguments, depth)
        elif field.number == 6:
            yield _text(walk, field, "node doc_string")
        elif field.number == 9:
            yield _entry(walk, field, "node metadata")
    if words[4] == "EPContext" and "embed_mode=0" in arguments:
        for text in arguments:
            if text.startswith("ep_cache_context="):
                yield ExternalData(location=text.partition("=")[2], owner=words[3], offset=node.start)
    yield Operator(name=words[4], domain=words[7], node=words[3], arguments=tuple(arguments), offset=node.start)


def _attribute(walk: Walk, attribute: Field, arguments: list[str], depth: int) -> Iterator[Part]:
    """What lies in an attribute; its texts are added to `arguments` as `name=text`."""
    name = ""
    texts: list[str] = []
    for field in walk.fields(attribute.start, attribute.end):
        if field.number == 3 and field.wire == VARINT:
            texts.append(str(field.value))
        if field.wire != BYTES:
            continue
        if field.number == 1:
            name = walk.text(field, MAX_NAME_BYTES)
        elif field.number in (4, _STRINGS) and len(texts) < _MAX_ARGUMENTS:
            texts.append(walk.text(field, _MAX_ARGUMENT_BYTES))
            yield Text(key=f"{CONSTANT} {name}", text=texts[-1], offset=field.start)
        elif field.number in (_TENSOR, _TENSORS):
            yield from onnx_tensors.parts(walk, field)
        elif field.number in (_SUBGRAPH, _SUBGRAPHS):
            yield from _graph(walk, field, depth + 1)
        elif field.number in (_SPARSE, _SPARSES):
            yield from _sparse(walk, field)
        elif field.number == 13:
            yield _text(walk, field, "attribute doc_string")
    if name == "embed_mode" and not texts:
        texts.append("0")  # what is not written is 0 for some writers
    room = _MAX_ARGUMENTS - len(arguments)
    arguments.extend([f"{name}={text}" for text in texts][: max(room, 0)])


def _sparse(walk: Walk, sparse: Field) -> Iterator[Part]:
    for field in walk.fields(sparse.start, sparse.end):
        if field.wire == BYTES and field.number in (1, 2):
            yield from onnx_tensors.parts(walk, field)
