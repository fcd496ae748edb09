"""JSON to nouns, refusing whatever was not agreed on."""

import json
import math
import re
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec

T = TypeVar("T")
MAX_BYTES = 256 * 1024 * 1024
MAX_DEPTH = 64
_LEARNS: Final = threading.Lock()
_LEARNT: Final[set[object]] = set()
_MARKS: Final = re.compile(rb'[][{}]|"(?:[^"\\]|\\.?)*+(?:"|\Z)', re.DOTALL)
"""Brackets, and whole strings: one without an end goes on to the end of the data, so that nothing is read twice."""


class DocumentError(ValueError):
    """A document is not what it says it is; the message names the place as a JSON path."""


def read(data: bytes, noun: type[T], schema: str) -> T:
    """One document of one schema. Raises `DocumentError`."""
    if len(data) > MAX_BYTES:
        raise DocumentError(f"larger than {MAX_BYTES} bytes")
    plain = parse_json(data)
    if not isinstance(plain, dict) or plain.get("schema") != schema:
        found = plain.get("schema") if isinstance(plain, dict) else type(plain).__name__
        raise DocumentError(f"$.schema: expected {schema!r}, found {found!r}")
    del plain["schema"]
    return from_builtins(plain, noun)


def from_builtins(plain: object, noun: type[T]) -> T:
    """Plain builtins to a noun, strictly. Raises `DocumentError`."""
    try:
        value = msgspec.convert(plain, noun, strict=True) if noun in _LEARNT else _learning(plain, noun)
    except (msgspec.ValidationError, ValueError, TypeError, RecursionError) as error:
        raise DocumentError(str(error)) from error
    _refuse_unknown(plain, msgspec.to_builtins(value), "$")
    return value


def _learning(plain: object, noun: type[T]) -> T:
    """The first reading of a noun, by one thread at a time.

    msgspec takes a class apart when it first meets it, and keeps what it found on the class; a thread that meets it
    meanwhile sees half of that, and ends the process.
    """
    with _LEARNS:
        try:
            return msgspec.convert(plain, noun, strict=True)
        finally:
            _LEARNT.add(noun)


def parse_json(data: bytes) -> Any:
    """JSON without doubled keys, non-finite numbers or deep nesting. Raises `DocumentError`."""
    if _depth(data) > MAX_DEPTH:
        raise DocumentError(f"nested deeper than {MAX_DEPTH}")
    try:
        return json.loads(data, object_pairs_hook=_single_keys, parse_constant=_no_constant, parse_float=_finite)
    except DocumentError:
        raise
    except (ValueError, RecursionError) as error:  # also of numbers with more digits than Python converts
        raise DocumentError(f"not JSON: {error}") from error


def _depth(data: bytes) -> int:
    """Deepest nesting of brackets outside strings: an upper bound is enough, so escapes are skipped simply."""
    depth = deepest = 0
    for mark in _MARKS.finditer(data) if data.count(b"[") + data.count(b"{") > MAX_DEPTH else ():
        found = data[mark.start()]
        if found in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif found in b"]}":
            depth -= 1
    return deepest


def _single_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise DocumentError(f"key {key!r} stands twice")
        found[key] = value
    return found


def _no_constant(name: str) -> float:
    raise DocumentError(f"{name} is not a number that JSON knows")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise DocumentError(f"{text} is too large a number")
    return value


def _refuse_unknown(given: object, known: object, path: str) -> None:
    if isinstance(given, Mapping) and isinstance(known, Mapping):
        for key, value in given.items():
            if key not in known:
                raise DocumentError(f"{path}.{key}: unknown field")
            _refuse_unknown(value, known[key], f"{path}.{key}")
    elif isinstance(given, list) and isinstance(known, Sequence):
        for index, (left, right) in enumerate(zip(given, known, strict=True)):
            _refuse_unknown(left, right, f"{path}[{index}]")
