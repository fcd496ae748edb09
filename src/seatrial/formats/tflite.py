"""TensorFlow Lite models: a FlatBuffer with file identifier TFL3. Field numbers: tflite schema.fbs, version 3."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.inventory import Role
from seatrial.formats.bounds import up_to
from seatrial.formats.flatbuffer_tables import Buffer, Table
from seatrial.formats.graph_names import TENSORFLOW
from seatrial.formats.graph_parts import MAX_NAME_BYTES, MAX_TEXT_BYTES, ExternalData, Operator, Part, Text
from seatrial.formats.protocol import FormatError

NAME = "tflite"
ROLE = Role.WEIGHTS
PRIORITY = 20
MARKS = ((4, b"TFL3"),)
CUSTOM_DOMAIN: Final = "custom"
FLEX: Final = "Flex"
"""How operators begin that run as TensorFlow's own."""
_CODES, _SUBGRAPHS, _DESCRIPTION, _BUFFERS, _METADATA, _GROUPS = 1, 2, 3, 4, 6, 8
_CUSTOM: Final = 32
_MAX_OPTIONS_BYTES: Final = 4 * 1024 * 1024
_WRAPPED: Final = re.compile(
    rb"(?<![A-Za-z_/.])(?:" + b"|".join(sorted(name.encode() for name in TENSORFLOW)) + rb")(?![A-Za-z0-9_/.:])"
)
"""A TensorFlow operator that does more than compute, in the options of another."""


def matches(head: bytes, size: int) -> bool:
    """The identifier, and a root table inside the file."""
    return size >= 16 and head[4:8] == b"TFL3" and int.from_bytes(head[:4], "little") < size


def parts(reader: BinaryIO) -> Iterator[Part]:
    """Custom operators with what TensorFlow operators they wrap, and texts. Operators of TFLite itself only compute.

    Raises `FormatError` for offsets outside of the file, `LimitReached` for too many parts.
    """
    buffer = Buffer(reader)
    root = buffer.root()
    yield Text(
        key="description", text=root.whole(_DESCRIPTION, MAX_TEXT_BYTES).decode("utf-8", "replace"), offset=root.place
    )
    customs: dict[int, Operator] = {}
    for number, code in enumerate(root.tables(_CODES)):
        # The first field is the code of old files, a byte; newer ones repeat it in a wider one.
        if max(code.number(0, 1), code.number(3, 4)) == _CUSTOM:
            name = code.text(1, MAX_NAME_BYTES)
            customs[number] = Operator(name=name, domain=CUSTOM_DOMAIN, offset=code.place)
    yield from customs.values()
    flex = {number for number, operator in customs.items() if operator.name.startswith(FLEX)}
    if flex:
        for subgraph in root.tables(_SUBGRAPHS):
            for operator in subgraph.tables(3):
                if operator.number(0, 4) in flex:
                    yield from _wrapped(operator)
    else:
        _walk(root)
    yield from _metadata(root)
    for group in root.tables(_GROUPS):
        yield ExternalData(location=group.text(0, MAX_NAME_BYTES), owner="buffer group", offset=group.place)


def _walk(root: Table) -> None:
    """See that the operators of every subgraph are there: a file that is cut off is not one that was read."""
    for subgraph in root.tables(_SUBGRAPHS):
        subgraph.vector(3, 4)
        subgraph.vector(0, 4)


def _wrapped(operator: Table) -> Iterator[Operator]:
    """The options of a Flex operator hold the node that TensorFlow will run, whatever the operator is called."""
    options = operator.whole(5, _MAX_OPTIONS_BYTES)
    for name in sorted({found.group() for found in _WRAPPED.finditer(options)}):
        yield Operator(name=f"{FLEX}{name.decode()}", domain=CUSTOM_DOMAIN, offset=operator.place)


def _metadata(root: Table) -> Iterator[Text]:
    named = [(entry.text(0, MAX_NAME_BYTES), entry.number(1)) for entry in root.tables(_METADATA)]
    if not named:
        return
    start, count = root.vector(_BUFFERS, 4)
    for name, number in up_to(named, 1_000, "entries of metadata"):
        if not 0 <= number < count:
            raise FormatError("names a buffer that it does not have", start)
        at = start + 4 * number
        held = Table(buffer=root.buffer, place=at + root.buffer.unsigned(at, 4))
        data = held.whole(0, MAX_TEXT_BYTES)
        yield Text(key=f"metadata {name}", text=data.decode("latin-1"), offset=held.place)
