"""ExecuTorch programs (`.pte`): a FlatBuffer with file identifier ET12 or later. Field numbers: program.fbs."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.inventory import Role
from seatrial.formats.flatbuffer_tables import Buffer
from seatrial.formats.graph_parts import MAX_NAME_BYTES, Operator, Part, Text

NAME = "executorch"
ROLE = Role.WEIGHTS
PRIORITY = 20
MARKS = ((4, b"ET"),)
DELEGATE_DOMAIN: Final = "delegate"
_IDENTIFIER: Final = re.compile(rb"ET\d\d")
_PLANS, _OPERATORS, _DELEGATES = 1, 6, 7
_MAX_SPECS: Final = 64


def matches(head: bytes, size: int) -> bool:
    """The identifier, and a root table inside the file."""
    root = int.from_bytes(head[:4], "little")
    return size >= 16 and _IDENTIFIER.fullmatch(head[4:8]) is not None and 8 <= root < size and root % 4 == 0


def parts(reader: BinaryIO) -> Iterator[Part]:
    """Operators by `namespace::name`, and delegates: the back ends that are given a blob of the file to run.

    Raises `FormatError` for offsets outside of the file, `LimitReached` for too many parts.
    """
    for plan in Buffer(reader).root().tables(_PLANS):
        yield Text(key="method", text=plan.text(0, MAX_NAME_BYTES), offset=plan.place)
        for operator in plan.tables(_OPERATORS):
            domain, _, name = operator.text(0, MAX_NAME_BYTES).rpartition("::")
            yield Operator(name=name, domain=domain, offset=operator.place)
        for delegate in plan.tables(_DELEGATES):
            specs = [spec.text(0, 64) for spec, _ in zip(delegate.tables(2), range(_MAX_SPECS), strict=False)]
            yield Operator(
                name=delegate.text(0, MAX_NAME_BYTES),
                domain=DELEGATE_DOMAIN,
                arguments=tuple(specs),
                offset=delegate.place,
            )
