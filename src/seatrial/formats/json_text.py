"""JSON text: configurations, tokenizers, indexes. Read strictly, in bounded size."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Fact, Role
from seatrial.domain.text import shown
from seatrial.formats import hub_config
from seatrial.formats.protocol import FormatError
from seatrial.formats.text import decoded

NAME = "json"
ROLE = Role.CONFIG
PRIORITY = 90
MAX_BYTES = 8 * 1024 * 1024
"""Largest file read as a whole. Larger ones are tokenizer tables, which are not needed here."""
MAX_CONTAINERS = 1_000_000
MAX_ITEMS = 4_000_000
"""Bounds on what a document may unfold to in memory, counted on the text before it is parsed."""
_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*(?:[\[\]{"\-0-9]|true\b|false\b|null\b))')


def matches(head: bytes, size: int) -> bool:
    """Text that starts as an object or an array does."""
    if head.lstrip(b" \t\r\n")[:1] not in (b"{", b"["):
        return False
    text = decoded(head, size)
    return text is not None and _START.match(text) is not None


def load(data: bytes) -> Any:
    """Builtins from JSON in UTF-8; `NaN` and `Infinity` are read, as configurations in the wild have them.

    Raises `FormatError` for what is no JSON, a doubled key (readers differ in which one they take), too deep
    nesting and numbers beyond reading; `LimitReached` for more than `MAX_CONTAINERS` or `MAX_ITEMS`.
    """
    if data.count(b"{") + data.count(b"[") > MAX_CONTAINERS or data.count(b",") > MAX_ITEMS:
        raise LimitReached("a JSON document unfolds to too much")
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_single_keys)
    except UnicodeDecodeError as error:
        raise FormatError("is not UTF-8", error.start) from error
    except json.JSONDecodeError as error:
        raise FormatError(f"is not JSON: {error.msg} in line {error.lineno}", error.pos) from error
    except RecursionError as error:
        raise FormatError("nests too deeply") from error
    except ValueError as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("holds a number that is too long to read") from error


def _single_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        doubled = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise FormatError(f'has the key "{shown(doubled, 80)}" twice')
    return found


def read(reader: BinaryIO) -> Any:
    """Builtins of a whole file of at most `MAX_BYTES`. Raises as `load` does, `LimitReached` for a larger file."""
    reader.seek(0)
    data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LimitReached(f"a JSON file larger than {MAX_BYTES:,} bytes")
    return load(data)


def facts(reader: BinaryIO, path: str) -> Iterator[Fact]:
    """What configurations of the hub declare; other JSON declares nothing. Raises as `read` does."""
    basename = path.rsplit("/", 1)[-1]
    if hub_config.declares(basename):
        yield from hub_config.facts(read(reader), basename, path)
