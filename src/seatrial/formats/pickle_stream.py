"""Python pickles: what loading one would import and call, told without doing either.

An abstract stack machine reads each stream. Streams in which only known names stand are spared it by a quick look
(`pickle_glance`); callers see no difference but the speed.
"""

import io
import itertools
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from seatrial.domain.context import LimitReached
from seatrial.domain.inventory import Role
from seatrial.formats import joblib_arrays, pickle_names, pickle_sizes
from seatrial.formats.container import Near
from seatrial.formats.pickle_actions import run
from seatrial.formats.pickle_glance import glance
from seatrial.formats.pickle_machine import Budget, Call, Event, Import, Machine, Oddity
from seatrial.formats.pickle_opcodes import TABLE, Cursor
from seatrial.formats.protocol import FormatError

NAME = "pickle"
ROLE = Role.WEIGHTS
PRIORITY = 40
MAX_STREAMS = 100_000
"""Pickles one after another in one file."""
MAX_NESTING = 3
MAX_NESTED = 10_000
_TRIAL_BYTES = 4096
_MANY = 16
_TRIAL_OPCODES = 400
_LONG_TRIAL_OPCODES = 10_000
_MIN_WITH_PROTOCOL = 4
_MIN_WITHOUT = 40
_TINY_OPCODES = 8
_OPCODES = frozenset(bytes([code]) for code in TABLE)

__all__ = ["NAME", "PRIORITY", "ROLE", "Budget", "Call", "Event", "Import", "Oddity", "calls", "matches", "uses"]


def matches(head: bytes, size: int) -> bool:
    """Whether the first opcodes make sense as a program, by a strict trial on the bytes at hand."""
    return looks_like_pickle(head, complete=size <= len(head))


def matches_reader(head: bytes, reader: BinaryIO, size: int) -> bool:
    """The same by reading on, where the head ends in the middle of a long opcode and so decides nothing."""
    if not _may_begin(head) or size <= len(head) or _trial(Cursor(io.BytesIO(head)), _TRIAL_OPCODES)[0] is not None:
        return False
    return _trial(Cursor(reader), _LONG_TRIAL_OPCODES)[0] is True


def looks_like_pickle(head: bytes, *, complete: bool) -> bool:
    """Whether bytes begin a pickle; `complete` tells that nothing follows them.

    A protocol header and a few opcodes that hold suffice. Without the header, as in protocols 0 and 1, text could
    pass for opcodes: then the program has to call something, end properly, or go on for long without a fault.
    """
    if not _may_begin(head):
        return False
    if _is_framed(head):
        return True
    verdict, opcodes = _trial(Cursor(io.BytesIO(head)), _TRIAL_OPCODES)
    if verdict is None:
        # No writer states a protocol below 2, though readers take it.
        stated = head[0] == 0x80 and head[1] >= 2
        return stated or (not complete and opcodes >= _MIN_WITHOUT)
    return verdict


def _may_begin(head: bytes) -> bool:
    if not head or head[0] not in TABLE:
        return False
    return head[0] != 0x80 or (len(head) > 1 and head[1] <= 5)


def _is_framed(head: bytes) -> bool:
    """A protocol of 4 or 5 and a frame of less than a terabyte, with an opcode in it: no chance find."""
    return (
        len(head) > 11
        and head[0] == 0x80
        and head[1] in (4, 5)
        and head[2:3] == b"\x95"
        and head[8:11] == b"\0\0\0"
        and head[11:12] in _OPCODES
    )


def _trial(cursor: Cursor, most: int) -> tuple[bool | None, int]:
    """Whether a program stands at the cursor, None when the bytes end before that shows; and opcodes read."""
    has_protocol = cursor.peek(1) == b"\x80"
    machine = Machine(cursor, Budget(most))
    try:
        for event in run(machine):
            if has_protocol or _convinces(event):
                return True, machine.opcodes
    except LimitReached:
        return True, machine.opcodes
    except FormatError as error:
        if error.offset is not None and not _byte_at(cursor, error.offset):
            return None, machine.opcodes
        return has_protocol and machine.opcodes > _MIN_WITH_PROTOCOL, machine.opcodes
    enough = machine.opcodes >= (2 if has_protocol else 3)
    return enough and len(machine.stack) == 1 and not machine.marks, machine.opcodes


def _byte_at(cursor: Cursor, offset: int) -> bytes:
    """The byte at an offset; nothing beyond the end."""
    cursor.seek(offset)
    return cursor.peek(1)


def _convinces(event: Event) -> bool:
    """Whether an event is no chance find in text: a call of what has the form of a name, or a name that acts."""
    if isinstance(event, Call):
        return _is_dotted(event.module) and _is_dotted(event.name)
    if not isinstance(event, Import) or not _is_dotted(event.module) or not _is_dotted(event.name):
        return False
    return pickle_names.dangerous(event.module, event.name) is not None


def _is_dotted(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))


def calls(reader: BinaryIO, start: int = 0, budget: Budget | None = None) -> Iterator[Call]:
    """The calls among `uses`."""
    return (event for event in uses(reader, start, budget) if isinstance(event, Call))


def uses(reader: BinaryIO, start: int = 0, budget: Budget | None = None) -> Iterator[Event]:
    """What loading would import and call, in order, for every pickle from offset `start` on.

    Pickles that follow one another are read as long as something like one follows; raw bytes after the last are
    the caller's. Byte strings that hold pickles are read after the stream they stand in, with `nested` above 0.
    Raises `FormatError` where a stream breaks off or breaks its rules, after everything before that was given,
    and `LimitReached` at a bound of the machine.
    """
    return _streams(reader, start, None, budget or Budget(), 0)


def calls_of_one(data: bytes, budget: Budget) -> Iterator[Call]:
    """The calls of the pickle that `data` begins with, and of those in it, whatever follows. Raises as `uses`."""
    return (event for event in _streams(io.BytesIO(data), 0, None, budget, 0, most=1) if isinstance(event, Call))


def _streams(
    reader: BinaryIO, start: int, end: int | None, budget: Budget, depth: int, *, most: int | None = None
) -> Iterator[Event]:
    position = start
    for number in itertools.count() if most is None else range(most):
        if number == _MANY:
            # Each pickle is asked for further than it reaches: a file of thousands is not to be read over and over.
            reader = io.BufferedReader(Near(reader), 1)
        if number:
            following = _following(reader, position, end)
            if following is None:
                return
            position = following
        if number >= MAX_STREAMS:
            raise LimitReached(f"more than {MAX_STREAMS:,} pickles in a row")
        plain = glance(reader, position, end, _plain)
        if plain is not None:
            budget.spend(plain.opcodes)
            yield from plain.imports
            yield from _nested(reader, plain.strings, budget, depth + 1)
            position = plain.end
            continue
        cursor = Cursor(reader, position)
        machine = Machine(cursor, budget)
        broken: FormatError | None = None
        try:
            yield from run(machine)
        except FormatError as error:
            broken = error
        position = cursor.position
        yield from _nested(reader, machine.strings, budget, depth + 1)
        if broken is not None:
            raise broken


def _following(reader: BinaryIO, position: int, end: int | None) -> int | None:
    """Where the next pickle begins; None when nothing like one follows.

    Pickles of one value and no header are passed over: by themselves they could be anything, but a loader that
    reads one after another comes through them to what stands behind.
    """
    for _ in range(MAX_STREAMS):
        if end is not None and position >= end:
            return None
        if _goes_on(reader, position):
            return position
        cursor = Cursor(reader, position)
        machine = Machine(cursor, Budget(_TINY_OPCODES))
        try:
            named = any(True for _ in run(machine))
        except (FormatError, LimitReached):
            return None
        if named or len(machine.stack) != 1:
            return None
        position = cursor.position
    raise LimitReached(f"more than {MAX_STREAMS:,} pickles in a row")


def _goes_on(reader: BinaryIO, position: int) -> bool:
    """Whether another pickle follows; read on where its first bytes decide nothing."""
    head = _head(reader, position, _TRIAL_BYTES)
    if looks_like_pickle(head, complete=len(head) < _TRIAL_BYTES):
        return True
    if not _may_begin(head) or len(head) < _TRIAL_BYTES:
        return False
    return _trial(Cursor(io.BytesIO(head)), _TRIAL_OPCODES)[0] is None and bool(
        _trial(Cursor(reader, position), _LONG_TRIAL_OPCODES)[0]
    )


def _plain(module: str, name: str) -> bool:
    """Whether the quick look may pass a name: known as harmless, and not followed by bytes of its own."""
    if module == joblib_arrays.MODULE or f"{module}.{name}" in pickle_sizes.NAMES:
        return False
    return pickle_names.harmless(module, name) is not None


def _nested(reader: BinaryIO, strings: Sequence[tuple[int, int, bytes]], budget: Budget, depth: int) -> Iterator[Event]:
    if depth > MAX_NESTING:
        return
    for number, (offset, size, data) in enumerate(strings):
        if number >= MAX_NESTED:
            raise LimitReached(f"more than {MAX_NESTED:,} byte strings that may be pickles")
        head = data[:_TRIAL_BYTES] if data else _head(reader, offset, size)
        if not looks_like_pickle(head, complete=size <= len(head)):
            continue
        # Long strings are read where they lie; short ones from memory, where escapes are undone already.
        source, base = (io.BytesIO(data), 0) if data else (reader, offset)
        try:
            for event in _streams(source, base, base + size, budget, depth):
                here = offset if data else event.offset
                if not isinstance(event, Oddity):  # bytes that only resemble a pickle may tear
                    yield event._replace(nested=max(event.nested, depth), offset=here)
        except FormatError:
            # Bytes that only resemble a pickle break off; what they would have called was given.
            continue


def _head(reader: BinaryIO, offset: int, size: int) -> bytes:
    reader.seek(offset)
    return reader.read(min(size, _TRIAL_BYTES))
