"""Nouns to JSON: indented for people, canonical (RFC 8785) for digests."""

from typing import Any

import msgspec
import rfc8785


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
    return rfc8785.dumps(to_builtins(value))
