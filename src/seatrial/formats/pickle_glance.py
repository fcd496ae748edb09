"""A quick first look at a pickle: enough for one in which nothing but known names stands, and no more.

It keeps the same stack and memo as the full machine, but of values only the strings and the names. Whatever it does
not know for certain - another name, a call of anything but a name, an opcode that ordinary checkpoints do not have,
broken bytes - ends the look, and the full machine reads the stream from its start.
"""

import re
from collections.abc import Callable
from typing import BinaryIO, Final, NamedTuple

from seatrial.formats.pickle_machine import RENAMED, Import
from seatrial.formats.pickle_opcodes import KEEP_BYTES

FIRST_BYTES: Final = 64 * 1024
LAST_BYTES: Final = 8 * 1024 * 1024
"""Longer streams are the full machine's; so the look's memory is bounded by some multiple of this."""
MAX_STEPS: Final = 1_000_000
_SCALARS: Final = re.compile(rb"K.|M..|J.{4}|G.{8}|[N\x88\x89]", re.DOTALL)
_RUN: Final = re.compile(rb"(?:K.|M..|J.{4}|G.{8}|[N\x88\x89])++", re.DOTALL)
_RUN_CODES: Final = frozenset(b"KMJGN\x88\x89")
_WIDTHS: Final = {ord("K"): 1, ord("M"): 2, ord("J"): 4, ord("G"): 8, ord("N"): 0, 0x88: 0, 0x89: 0}
_TEXT: Final = {0x8C: 1, ord("X"): 4, 0x8D: 8}
_BYTES: Final = {ord("C"): 1, ord("B"): 4, 0x8E: 8, 0x96: 8, ord("U"): 1, ord("T"): 4}
_NUMBERS: Final = {0x8A: 1, 0x8B: 4}
_TUPLES: Final = {0x85: 1, 0x86: 2, 0x87: 3}
_SIZED: Final = _TEXT | _BYTES | _NUMBERS

MAX_SHARED: Final = 24
"""How often collections may be used once more: too seldom for them to unfold without measure."""
_COLLECTING: Final = frozenset({"builtins", "collections"})
_BOX: Final = object()
"""A collection on the stack."""
_TENSOR: Final = object()
"""A tensor on the stack, which holds no items."""

Known = Callable[[str, str], bool]
"""Whether a name, by module and name, is known to do nothing but rebuild data."""


class Glance(NamedTuple):
    """What one stream holds that was read to its end."""

    end: int
    """Offset behind the stream's STOP."""
    imports: tuple[Import, ...]
    """Each different name once, at its first place."""
    strings: tuple[tuple[int, int, bytes], ...]
    """Byte strings that may be pickles: offset, size, and the bytes where they are few."""
    opcodes: int


class _Name(tuple[str, str]):
    """A name on the stack."""

    __slots__ = ()


class _Unusual(Exception):  # noqa: N818 - not an error: the full machine takes over
    """Something that only the full machine can judge."""


def glance(reader: BinaryIO, start: int, end: int | None, known: Known) -> Glance | None:
    """The stream from offset `start` on (to `end` at most), or None when the full machine has to read it."""
    size = FIRST_BYTES
    while True:
        most = size if end is None else min(size, end - start)
        reader.seek(start)
        data = reader.read(most)
        try:
            return _read(data, start, known)
        except IndexError:
            # Either the bytes at hand or the stack ended too early.
            if len(data) < most or most < size or size >= LAST_BYTES:
                return None
            size = min(size * 16, LAST_BYTES)
        except (_Unusual, UnicodeDecodeError):
            return None


def _read(data: bytes, base: int, known: Known) -> Glance:  # noqa: C901, PLR0912, PLR0915 - one loop, for speed
    """See `glance`. Raises `IndexError` when the bytes or the stack end too early, `_Unusual` to give up."""
    stack: list[object] = []
    below: list[list[object]] = []
    memo: dict[int, object] = {}
    names: dict[tuple[str, str], int] = {}
    strings: list[tuple[int, int, bytes]] = []
    at, steps, length, frame, shared = 0, 0, len(data), 0, 0
    while True:
        if frame and at >= frame:
            if at > frame:
                raise _Unusual  # an opcode goes beyond the end of its frame
            frame = 0
        code = data[at]
        at += 1
        steps += 1
        if steps > MAX_STEPS:
            raise _Unusual
        if code in _SIZED:
            width = _SIZED[code]
            size = int.from_bytes(data[at : at + width], "little")
            at += width
            stop = at + size
            if stop > length:
                raise IndexError
            if code in _NUMBERS:
                stack.append(None)
            elif code in _TEXT:
                stack.append(data[at:stop].decode("utf-8", "surrogatepass") if size <= KEEP_BYTES else None)
            else:
                stack.append(None)
                if size > KEEP_BYTES:
                    strings.append((base + at, size, b""))
                elif size >= 4 and (data[at] == 0x80 or data[stop - 1] == 0x2E):
                    strings.append((base + at, size, data[at:stop]))
            at = stop
        elif code == 0x94:
            memo[len(memo)] = stack[-1]
        elif code == 0x71:
            memo[data[at]] = stack[-1]
            at += 1
        elif code == 0x68:
            value = memo[data[at]] if data[at] in memo else _missing()
            if value is _BOX:
                shared += 1
                if shared > MAX_SHARED:
                    raise _Unusual
            stack.append(value)
            at += 1
        elif code in _RUN_CODES:
            if data[at + _WIDTHS[code]] in _RUN_CODES:
                run = _RUN.match(data, at - 1)
                if run is None:
                    raise IndexError
                stack.extend([None] * len(_SCALARS.findall(run.group())))
                at = run.end()
            else:
                stack.append(None)
                at += _WIDTHS[code]
        elif code == 0x28:
            below.append(stack)
            stack = []
        elif code in b"]})\x8f":
            stack.append(_BOX)
        elif code in b"ue\x90":
            stack = below.pop()
            if stack[-1] is _TENSOR or isinstance(stack[-1], _Name):
                raise _Unusual
        elif code in b"tdl\x91":
            stack = below.pop()
            stack.append(_BOX)
        elif code in _TUPLES:
            for _ in range(_TUPLES[code]):
                stack.pop()
            stack.append(_BOX)
        elif code in b"c\x93":
            if code == 0x63:
                middle = data.index(b"\n", at) if data.find(b"\n", at) >= 0 else _missing_bytes()
                final = data.find(b"\n", middle + 1)
                if final < 0:
                    raise IndexError
                module, name = data[at:middle].decode(), data[middle + 1 : final].decode()
                offset, at = at - 1, final + 1
            else:
                last, first = stack.pop(), stack.pop()
                if not isinstance(last, str) or not isinstance(first, str):
                    raise _Unusual
                module, name, offset = first, last, at - 1
            found = _Name((RENAMED.get(module, module), name))
            if found not in names:
                if not known(*found):
                    raise _Unusual
                names[found] = base + offset
            stack.append(found)
        elif code in b"R\x81\x92":
            if code == 0x92:
                stack.pop()
            stack.pop()
            callee = stack.pop()
            if not isinstance(callee, _Name):
                raise _Unusual
            stack.append(_BOX if callee[0] in _COLLECTING else _TENSOR if callee[1][:8] == "_rebuild" else None)
        elif code in b"bas":
            stack.pop()
            if code == 0x73:
                stack.pop()
            if isinstance(stack[-1], _Name) or (stack[-1] is _TENSOR and code != 0x62):
                raise _Unusual
        elif code == 0x51:
            stack.pop()
            stack.append(None)
        elif code == 0x6A:
            place = int.from_bytes(data[at : at + 4], "little")
            value = memo[place] if place in memo else _missing()
            if value is _BOX:
                shared += 1
                if shared > MAX_SHARED:
                    raise _Unusual
            stack.append(value)
            at += 4
        elif code == 0x72:
            memo[int.from_bytes(data[at : at + 4], "little")] = stack[-1]
            at += 4
        elif code == 0x95:
            if frame:
                raise _Unusual
            at += 8
            frame = at + int.from_bytes(data[at - 8 : at], "little")
        elif code == 0x80:
            if data[at] > 5:
                raise _Unusual
            at += 1
        elif code == 0x2E:
            stack[-1]
            if at > length:
                raise IndexError
            if frame and at > frame:
                raise _Unusual
            imports = tuple(Import(module=m, name=n, offset=place) for (m, n), place in names.items())
            return Glance(end=base + at, imports=imports, strings=tuple(strings), opcodes=steps)
        else:
            raise _Unusual


def _missing() -> object:
    raise _Unusual


def _missing_bytes() -> int:
    raise IndexError
