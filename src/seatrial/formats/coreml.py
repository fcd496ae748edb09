"""Core ML models (`.mlmodel`): a `Model` message, which has no magic. Field numbers: Model.proto and its neighbours.

A package (`.mlpackage`) is a directory with such a file, the weights beside it, and a manifest in JSON.
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.inventory import Role
from seatrial.formats.graph_parts import (
    MAX_DEPTH,
    MAX_NAME_BYTES,
    MAX_TEXT_BYTES,
    ExternalData,
    Operator,
    Part,
    Text,
)
from seatrial.formats.protobuf_fields import BYTES, VARINT, Field, Walk, known_fields
from seatrial.formats.protocol import FormatError

NAME = "coreml"
ROLE = Role.WEIGHTS
PRIORITY = 50
STARTS = (b"\x08",)
CUSTOM_LAYER: Final = "custom-layer"
CUSTOM_MODEL: Final = "custom-model"
PACKAGE: Final = "@model_path/"
"""What references inside a package begin with."""
_KINDS: Final = frozenset(
    (
        *range(200, 203),
        *range(300, 305),
        *range(400, 405),
        500,
        501,
        502,
        555,
        556,
        560,
        *range(600, 605),
        606,
        607,
        609,
        610,
        900,
        *range(2000, 2007),
        3000,
    )
)
_WIRE: Final = {1: VARINT, 2: BYTES, 10: VARINT} | dict.fromkeys(_KINDS, BYTES)
_DESCRIPTION: Final = dict.fromkeys((1, 10, 11, 12, 13, 20, 21, 50, 100), BYTES)
_NETWORKS: Final = frozenset({303, 403, 500})
_PIPELINES: Final = frozenset({200, 201})
_PIPELINE, _PROGRAM, _CUSTOM, _LINKED = 202, 502, 555, 556
_MAX_VERSION: Final = 100


def matches(head: bytes, size: int) -> bool:
    """A small version, a description of inputs and outputs, and one of the kinds of model."""
    if size < 16 or not head.startswith(STARTS):
        return False
    found = known_fields(head, size, _WIRE) or ()
    return any(number in _KINDS for number, _, _ in found) and _begins_as_model(head, size)


def matches_reader(head: bytes, reader: BinaryIO, size: int) -> bool:
    """The same where the description is longer than what `matches` is shown."""
    if not head.startswith(STARTS) or not _begins_as_model(head, size):
        return False
    walk = Walk(reader)
    try:
        top = [field for field, _ in zip(walk.fields(0, size), range(64), strict=False)]
    except FormatError:
        return False
    return all(_WIRE.get(f.number) == f.wire for f in top) and any(f.number in _KINDS for f in top)


def _begins_as_model(head: bytes, size: int) -> bool:
    found = known_fields(head, size, _WIRE) or ()
    version = [value for number, _, value in found if number == 1]
    if not version or not 0 < version[0] <= _MAX_VERSION:
        return False
    return any(
        number == 2 and bool(known_fields(head[at : at + length], length, _DESCRIPTION)) for number, at, length in found
    )


def parts(reader: BinaryIO) -> Iterator[Part]:
    """Custom layers and models, operations of programs, weight files, and texts of the description.

    Raises `FormatError` for broken or too deeply nested messages, `LimitReached` for too many fields.
    """
    walk = Walk(reader)
    yield from _model(walk, Field(0, BYTES, 0, walk.size), 0)


def _inside(walk: Walk, parent: Field, *numbers: int) -> Iterator[Field]:
    """The fields of a message with one of the numbers and a length."""
    for field in walk.fields(parent.start, parent.end):
        if field.wire == BYTES and field.number in numbers:
            yield field


def _first_text(walk: Walk, parent: Field, number: int) -> str:
    texts = [walk.text(field, MAX_NAME_BYTES) for field in _inside(walk, parent, number)]
    return texts[-1] if texts else ""


def _model(walk: Walk, model: Field, depth: int) -> Iterator[Part]:
    if depth > MAX_DEPTH:
        raise FormatError(f"nests models deeper than {MAX_DEPTH}", model.start)
    for field in walk.fields(model.start, model.end):
        if field.wire != BYTES:
            continue
        if field.number == 2:
            yield from _described(walk, field)
        elif field.number in _PIPELINES:
            for pipeline in _inside(walk, field, 1):
                yield from _pipeline(walk, pipeline, depth)
        elif field.number == _PIPELINE:
            yield from _pipeline(walk, field, depth)
        elif field.number in _NETWORKS:
            yield from _network(walk, field, depth)
        elif field.number == _PROGRAM:
            yield from _program(walk, field, depth)
        elif field.number == _CUSTOM:
            name = _first_text(walk, field, 10)
            yield Operator(name=name, domain=CUSTOM_MODEL, offset=field.start)
        elif field.number == _LINKED:
            yield from _linked(walk, field)


def _described(walk: Walk, description: Field) -> Iterator[Text]:
    for metadata in _inside(walk, description, 100):
        for field in _inside(walk, metadata, 1, 2, 3, 4, 100):
            if field.number == 100:
                key = _first_text(walk, field, 1)
                for value in _inside(walk, field, 2):
                    yield Text(key=f"metadata {key}", text=walk.whole(value, MAX_TEXT_BYTES), offset=value.start)
            else:
                key = {1: "description", 2: "version", 3: "author", 4: "license"}[field.number]
                yield Text(key=key, text=walk.whole(field, MAX_TEXT_BYTES), offset=field.start)


def _pipeline(walk: Walk, pipeline: Field, depth: int) -> Iterator[Part]:
    for model in _inside(walk, pipeline, 1):
        yield from _model(walk, model, depth + 1)


def _linked(walk: Walk, linked: Field) -> Iterator[ExternalData]:
    """A model in another file, by a name and a search path; each is a message with a default text."""
    for file in _inside(walk, linked, 1):
        for parameter in _inside(walk, file, 1, 2):
            owner = "linked model" if parameter.number == 1 else "search path of the linked model"
            text = _first_text(walk, parameter, 1)
            if text:
                yield ExternalData(location=text, owner=owner, offset=parameter.start)


def _network(walk: Walk, network: Field, depth: int) -> Iterator[Part]:
    if depth > MAX_DEPTH:
        raise FormatError(f"nests networks deeper than {MAX_DEPTH}", network.start)
    for layer in _inside(walk, network, 1):
        for field in _inside(walk, layer, 500, 605, 615):
            if field.number == 500:
                name = _first_text(walk, field, 10)
                yield Operator(name=name, domain=CUSTOM_LAYER, node=_first_text(walk, layer, 1), offset=field.start)
                continue
            for inner in _inside(walk, field, *((1, 2) if field.number == 605 else (3, 4))):
                yield from _network(walk, inner, depth + 1)


def _program(walk: Walk, program: Field, depth: int) -> Iterator[Part]:
    for entry in _inside(walk, program, 2):
        for function in _inside(walk, entry, 2):
            for special in _inside(walk, function, 3):
                for block in _inside(walk, special, 2):
                    yield from _block(walk, block, depth)


def _block(walk: Walk, block: Field, depth: int) -> Iterator[Part]:
    if depth > MAX_DEPTH:
        raise FormatError(f"nests blocks deeper than {MAX_DEPTH}", block.start)
    for operation in _inside(walk, block, 3):
        kind = ""
        for field in _inside(walk, operation, 1, 2, 4, 5):
            if field.number == 1:
                kind = walk.text(field, MAX_NAME_BYTES)
            elif field.number == 4:
                yield from _block(walk, field, depth + 1)
            else:
                yield from _bound(walk, field)
        yield Operator(name=kind, offset=operation.start)


def _bound(walk: Walk, entry: Field) -> Iterator[ExternalData]:
    """Weight files in an input (2) or an attribute (5) of an operation."""
    for value in _inside(walk, entry, 2):
        if entry.number == 5:
            yield from _blob(walk, value)
            continue
        for binding in _inside(walk, value, 1):
            for held in _inside(walk, binding, 2):
                yield from _blob(walk, held)


def _blob(walk: Walk, value: Field) -> Iterator[ExternalData]:
    for blob in _inside(walk, value, 5):
        begin = [field.value for field in walk.fields(blob.start, blob.end) if field[:2] == (2, VARINT)]
        yield ExternalData(
            location=_first_text(walk, blob, 1).removeprefix(PACKAGE),
            owner="weights",
            begin=str(begin[-1]) if begin else "",
            offset=blob.start,
        )
