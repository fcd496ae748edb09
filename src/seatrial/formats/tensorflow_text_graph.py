"""TensorFlow graphs written as text: `saved_model.pbtxt`, `graph.pbtxt`. TensorFlow loads them as it does binary ones.

Source: tensorflow/core/framework/graph.proto and node_def.proto, in the text form of protocol buffers.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats.graph_parts import Operator
from seatrial.formats.text import decoded

NAME = "tensorflow-text-graph"
ROLE = Role.WEIGHTS
PRIORITY = 88
MAX_BYTES: Final = 32 * 1024 * 1024
MAX_ARGUMENTS: Final = 8
_NODES: Final = re.compile(r"\b(?:node|node_def|graph_def|meta_graphs)\s*:?\s*[{<]")
_OPERATOR: Final = re.compile(r"\bop\s*:\s*[\"']([\w>.]{1,200})[\"']")
_TEXTS: Final = re.compile(r"\bstring_val\s*:\s*[\"']([^\"'\n]{1,200})[\"']")


def matches(head: bytes, size: int) -> bool:
    """Text with nodes that name operators."""
    if b"op" not in head or (b"node" not in head and b"graph_def" not in head):
        return False
    text = decoded(head, size)
    return text is not None and _NODES.search(text) is not None and _OPERATOR.search(text) is not None


def parts(reader: BinaryIO) -> Iterator[Operator]:
    """Each operator once, with texts that are fixed in the graph. Raises `LimitReached` for too large a file."""
    data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"a graph as text of more than {MAX_BYTES:,} bytes")
    text = data.decode("utf-8", "replace")
    arguments = tuple(dict.fromkeys(match[1] for match in _TEXTS.finditer(text)))[:MAX_ARGUMENTS]
    seen: set[str] = set()
    for match in _OPERATOR.finditer(text):
        if match[1] not in seen:
            seen.add(match[1])
            yield Operator(name=match[1], arguments=arguments, offset=match.start())
