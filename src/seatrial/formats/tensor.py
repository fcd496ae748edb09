"""What readers of tensor files share: where a tensor lies, and a fault of the layout."""

import math
from dataclasses import dataclass

from seatrial.formats.protocol import FormatError


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorInfo:
    """One tensor as the header states it. The name is the attacker's, unchanged."""

    name: str
    dtype: str
    """The format's own word: `F32`, `BF16`, `Q4_1`; a number when the format's table does not know it."""
    shape: tuple[int, ...]
    """As written in the file: outermost first in safetensors, innermost first in GGUF."""
    offset: int
    """Byte offset from the start of the file."""
    size: int
    """Bytes, as stated or as type and shape give."""

    @property
    def elements(self) -> int:
        """Product of the shape; 1 for a scalar."""
        return math.prod(self.shape)

    @property
    def end(self) -> int:
        """Byte offset just behind it."""
        return self.offset + self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way in which a header that can be read breaks the rules of its format."""

    rule: str
    """Stable short name: `overlap`, `gap`, `truncated`, `trailing-bytes`, ..."""
    message: str
    """A plain sentence without a subject, safe to show."""
    offset: int | None = None
    tensor: str = ""
    """Name of the tensor, unchanged; empty when the fault is the file's."""


def refuse_first(faults: "tuple[Fault, ...]", tolerated: frozenset[str]) -> None:
    """Raise `FormatError` for the first fault whose rule is not tolerated."""
    for fault in faults:
        if fault.rule not in tolerated:
            raise FormatError(fault.message, fault.offset)
