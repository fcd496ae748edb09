"""Nouns to JSON: indented for people, canonical (RFC 8785) for digests."""

import contextlib
from typing import Any, Final

import msgspec
import rfc8785

_EXACT: Final = 2**53 - 1
"""The largest whole number that every reader of JSON has exactly."""


def to_builtins(noun: object) -> Any:
    """Dicts, lists, strings, numbers: dates as ISO 8601, enums by value. Snake case, as in the code."""
    return msgspec.to_builtins(noun)


def write(noun: object, schema: str) -> bytes:
    """An indented UTF-8 document with its schema named first, ending in a newline."""
    document = {"schema": schema, **to_builtins(noun)}
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def canonical(value: object) -> bytes:
    """RFC 8785 bytes of a noun or of plain builtins, for hashing and signing.

    Raises `rfc8785.CanonicalizationError` for what JSON cannot carry exactly.
    """
    plain = to_builtins(value)
    if _plainly(plain):
        with contextlib.suppress(UnicodeEncodeError):  # of half a surrogate pair, which the other names better
            return msgspec.json.encode(plain, order="sorted")
    return rfc8785.dumps(plain)


def _plainly(value: Any) -> bool:
    """Whether compact JSON with sorted keys is RFC 8785 already: no floats, no large numbers, and keys in ASCII.

    Keys are compared by their UTF-16 units there and by code points here, which differ beyond ASCII only.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is dict:
        return all(type(key) is str and key.isascii() and _plainly(item) for key, item in value.items())
    if kind is list or kind is tuple:
        return all(map(_plainly, value))
    return kind is int and -_EXACT <= value <= _EXACT
