"""JSON as loaders read it that guess its encoding, as Python's `json.loads` does with bytes.

As a format this module only claims what the plain reader of JSON does not: a byte order mark, characters of 16 or 32
bits, and a first key behind more white space than a head holds. A file so written is read by loaders of models all
the same, and would be of no known format otherwise.
"""

import codecs
import functools
import json
import re
from typing import Any, BinaryIO, Final

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats.protocol import HEAD_BYTES, FormatError

NAME = "json-guessed"
ROLE = Role.CONFIG
PRIORITY = 45
MAX_BYTES: Final = 16 * 1024 * 1024
_WINDOW: Final = 4 * 1024 * 1024
_LONGEST_KEY: Final = 4096
MAX_CONTAINERS: Final = 500_000
MAX_ITEMS: Final = 2_000_000
FIRST: Final = object()
"""The key under which the other reading of an object with doubled keys is kept; no JSON has it."""
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_SPACE: Final = b" \t\r\n"
_STARTS: Final = (b"{", b" ", b"\t", b"\r", b"\n")


def matches(head: bytes, size: int) -> bool:  # noqa: ARG001 - the shape all formats share
    """An object in an encoding that only readers which guess it can read, with a key."""
    plain = b"\0" in head[:4] and head[:4].lstrip(b"\0")[:1] in _STARTS
    if not plain and not head.startswith(_MARKS):
        return False
    text = decoded(head[: len(head) // 4 * 4] if b"\0" in head[:4] or len(head) >= HEAD_BYTES else head)
    return text is not None and text.lstrip(" \t\r\n")[:1] == "{" and text.lstrip(" \t\r\n{")[:1] in ('"', "}", "")


def matches_reader(head: bytes, reader: BinaryIO, size: int) -> bool:
    """An object whose first key lies beyond the head: nothing but white space and at most a brace before it."""
    if head.translate(None, _SPACE) not in (b"", b"{") or not HEAD_BYTES < size <= MAX_BYTES:
        return False
    reader.seek(0)
    return reader.read(MAX_BYTES).lstrip(_SPACE)[:1] == b"{"


def read(reader: BinaryIO, key: str) -> Any:
    """The parsed file, or None when no object in it has a text under `key`, however the key is written.

    Raises as `parse` does, and `LimitReached` for a file with such a key beyond `MAX_BYTES`.
    """
    reader.seek(0)
    data = reader.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        if b"\0" in data[:HEAD_BYTES] or states(reader, (key,)):
            raise LimitReached(f"a configuration larger than {MAX_BYTES:,} bytes")
        return None
    return parse(data) if spells(data, key) or b"\0" in data[:HEAD_BYTES] else None


def states(reader: BinaryIO, keys: tuple[str, ...]) -> str:
    """The first of the keys that has a text, an object or an array as its value, in a file of any length; or none."""
    reader.seek(0)
    rest = b""
    while data := reader.read(_WINDOW):
        window = rest + data
        for key in keys:
            if spells(window, key):
                return key
        rest = data[-_LONGEST_KEY:]
    return ""


def spells(data: bytes, key: str) -> bool:
    """Whether an object in the text has the key, however it is written, with a text, an object or an array."""
    return _stated(key).search(data) is not None


@functools.cache
def _stated(key: str) -> re.Pattern[bytes]:
    letters = "".join(rf"(?:\\?{re.escape(letter)}|\\u00{ord(letter):02x})" for letter in key)
    return re.compile(rf'"{letters}"\s*:\s*["{{\[]'.encode(), re.IGNORECASE)


def parse(data: bytes | str) -> Any:
    """Builtins from JSON, the encoding guessed and `NaN` read. An object that has a key twice keeps, under `FIRST`,
    what a reader would see that takes the first one.

    Raises `FormatError` for what is no JSON, too deep nesting and numbers beyond reading, `LimitReached` for more
    than `MAX_CONTAINERS` or `MAX_ITEMS`.
    """
    text = decoded(data) if isinstance(data, bytes) else data
    if text is None:
        raise FormatError("is no text")
    if text.count("{") + text.count("[") > MAX_CONTAINERS or text.count(",") > MAX_ITEMS:
        raise LimitReached("a configuration unfolds to too much")
    try:
        return json.loads(text, object_pairs_hook=_both_readings)
    except json.JSONDecodeError as error:
        raise FormatError(f"is not JSON: {error.msg} in line {error.lineno}", error.pos) from error
    except RecursionError as error:
        raise FormatError("nests too deeply") from error
    except ValueError as error:
        raise FormatError("holds a number that is too long to read") from error


def decoded(data: bytes) -> str | None:
    """The characters of JSON in the encoding that its first bytes tell, or None when they are none."""
    try:
        return data.decode(json.detect_encoding(data), "surrogatepass")
    except UnicodeDecodeError:
        return None


def _both_readings(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    last: dict[Any, Any] = dict(pairs)
    if len(last) != len(pairs):
        last[FIRST] = dict(reversed(pairs))
    return last
