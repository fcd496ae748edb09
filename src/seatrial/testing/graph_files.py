"""Inert bytes of model graphs, for cases and tests: Protocol Buffers and FlatBuffers put together by hand.

Field numbers are those of the public schemas of each format.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "int | str | bytes"


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)


def message(*fields: tuple[int, Value]) -> bytes:
    """A message: numbers become varints, text and bytes are written with their length."""
    made = bytearray()
    for number, value in fields:
        if isinstance(value, int):
            made += _varint(number << 3) + _varint(value & (1 << 64) - 1)
        else:
            data = value.encode() if isinstance(value, str) else value
            made += _varint(number << 3 | 2) + _varint(len(data)) + data
    return bytes(made)


def onnx_node(
    op: str, domain: str = "", attributes: Mapping[str, Value] | None = None, *more: tuple[int, Value]
) -> bytes:
    """A NodeProto; text attributes are texts, bytes are subgraphs."""
    made: list[tuple[int, Value]] = [(1, "x"), (2, "y"), (3, f"{op}_0"), (4, op)]
    for name, value in (attributes or {}).items():
        number = {int: 3, str: 4, bytes: 6}[type(value)]
        made.append((5, message((1, name), (number, value))))
    return message(*made, *([(7, domain)] if domain else []), *more)


def onnx_external(location: str, **stated: str) -> bytes:
    """A TensorProto whose data lies in another file."""
    entries = [(13, message((1, key), (2, value))) for key, value in {"location": location, **stated}.items()]
    return message((1, 4), (2, 1), (8, "weight"), *entries, (14, 1))


def onnx_graph(nodes: Iterable[bytes] = (), tensors: Iterable[bytes] = ()) -> bytes:
    """A GraphProto."""
    return message(*((1, node) for node in nodes), (2, "graph"), *((5, tensor) for tensor in tensors))


def onnx(nodes: Iterable[bytes] = (), tensors: Iterable[bytes] = (), *more: tuple[int, Value]) -> bytes:
    """A ModelProto of one graph; `more` are further fields of the model."""
    graph = onnx_graph(nodes, tensors)
    return message((1, 8), (2, "a converter"), (7, graph), (8, message((1, ""), (2, 17))), *more)


def tf_node(op: str, name: str = "", inputs: Sequence[str] = (), **attributes: Value) -> bytes:
    """A NodeDef; text attributes are `s`, bytes a whole AttrValue."""
    made: list[tuple[int, Value]] = [(1, name or op.lower()), (2, op), *((3, text) for text in inputs)]
    for key, value in attributes.items():
        held = value if isinstance(value, bytes) else message((2, value) if isinstance(value, str) else (3, value))
        made.append((5, message((1, key), (2, held))))
    return message(*made)


def tf_text(name: str, *texts: str) -> bytes:
    """A Const node that holds texts."""
    tensor = message((1, 7), (2, b""), *((8, text) for text in texts))
    return tf_node("Const", name, dtype=message((6, 7)), value=message((8, tensor)))


def tf_graph(nodes: Iterable[bytes] = (), functions: Mapping[str, Iterable[bytes]] | None = None) -> bytes:
    """A GraphDef with a library of functions."""
    library = [
        (1, message((1, message((1, name))), *((3, node) for node in inside)))
        for name, inside in (functions or {}).items()
    ]
    held: list[tuple[int, Value]] = [(2, message(*library))] if library else []
    return message(*((1, node) for node in nodes), *held, (4, message((1, 1087))))


def saved_model(graph: bytes, *more: tuple[int, Value]) -> bytes:
    """A SavedModel of one MetaGraphDef; `more` are further fields of that."""
    info = message((4, "serve"), (5, "2.15.0"))
    return message((1, 1), (2, message((1, info), (2, graph), *more)))


Node: TypeAlias = "int | str | bytes | Table | list[Table]"


class Table(dict[int, Node]):
    """A FlatBuffer table by field number: a number (32 bits), a text, bytes, a table or tables."""


def flatbuffer(root: Table, identifier: bytes) -> bytes:
    """A FlatBuffer with a file identifier, laid out front to back."""
    made = bytearray(4) + identifier
    _point(made, 0, root)
    return bytes(made)


def _point(made: bytearray, at: int, value: Node) -> None:
    """Write a value behind all others and point the offset at `at` to it."""
    made += bytes(-len(made) % 4)
    if isinstance(value, Table):
        count = max(value, default=-1) + 1
        vtable = len(made)
        made += struct.pack("<HH", 4 + 2 * count, 4 + 4 * count)
        made += b"".join(struct.pack("<H", 4 + 4 * n if n in value else 0) for n in range(count))
        made += bytes(-len(made) % 4)
        start = len(made)
        made += struct.pack("<i", start - vtable) + bytes(4 * count)
        for number, held in sorted(value.items()):
            place = start + 4 + 4 * number
            if isinstance(held, int):
                made[place : place + 4] = struct.pack("<i", held)
            else:
                _point(made, place, held)
    elif isinstance(value, list):
        start = len(made)
        made += struct.pack("<I", len(value)) + bytes(4 * len(value))
        for number, held in enumerate(value):
            _point(made, start + 4 + 4 * number, held)
    elif not isinstance(value, int):
        data = value.encode() if isinstance(value, str) else value
        start = len(made)
        made += struct.pack("<I", len(data)) + data + b"\0"
    made[at : at + 4] = struct.pack("<I", start - at)


def tflite(customs: Mapping[str, bytes] | None = None, description: str = "a model") -> bytes:
    """A model of one built-in operator, and of custom ones with their options."""
    codes = [Table({0: 0})]
    operators = [Table({0: 0})]
    for number, (name, options) in enumerate((customs or {}).items(), 1):
        codes.append(Table({0: 32, 1: name, 3: 32}))
        operators.append(Table({0: number, 5: options}))
    subgraph = Table({3: operators, 4: "main"})
    return flatbuffer(Table({0: 3, 1: codes, 2: [subgraph], 3: description, 4: [Table()]}), b"TFL3")


def executorch(operators: Iterable[str], delegates: Iterable[str] = ()) -> bytes:
    """A program of one method."""
    named = [Table({0: name, 1: "out"}) for name in operators]
    plan = Table({0: "forward", 6: named, 7: [Table({0: name}) for name in delegates]})
    return flatbuffer(Table({0: 0, 1: [plan]}), b"ET12")


def coreml_custom(class_name: str = "") -> bytes:
    """A CoreML model of a neural network with one layer, a custom one if it names a class."""
    layer = message((1, "layer"), (2, "x"), (3, "y"), (500, message((10, class_name)))) if class_name else b""
    plain = message((1, "act"), (2, "x"), (3, "y"), (130, message((10, b""))))
    return coreml((500, message((1, layer or plain))))


def coreml(*model: tuple[int, Value]) -> bytes:
    """A CoreML model with a description, of the given kind."""
    feature = message((1, "x"), (3, message((5, message((1, 3), (2, 65568))))))
    described = message((1, feature), (10, feature), (100, message((1, "a model"), (3, "somebody"))))
    return message((1, 4), (2, described), *model)


def openvino(layers: Iterable[tuple[str, str]] = (), before: str = "", data: str = 'offset="0" size="16"') -> bytes:
    """An IR of one constant and further layers, each a type and an operator set; `before` stands before the root."""
    inside = "".join(
        f'<layer id="{number}" name="l{number}" type="{kind}" version="{opset}"><data/></layer>'
        for number, (kind, opset) in enumerate(layers, 1)
    )
    constant = f'<layer id="0" name="w" type="Const" version="opset1"><data element_type="f32" {data}/></layer>'
    text = f'<?xml version="1.0"?>\n{before}<net name="m" version="11"><layers>{constant}{inside}</layers></net>\n'
    return text.encode()
