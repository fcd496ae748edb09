"""What each opcode of a pickle does to the machine.

The C unpickler is followed where it differs from the Python one, marks that fence off the stack included.
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from seatrial.domain.context import LimitReached
from seatrial.formats import joblib_arrays
from seatrial.formats.pickle_machine import (
    MAX_ARGUMENTS,
    MAX_MEMO,
    MAX_STACK,
    Call,
    Event,
    Import,
    Machine,
    texts_in,
)
from seatrial.formats.pickle_opcodes import CODES, Argument, Blob, walk_opcodes
from seatrial.formats.pickle_values import MAX_WEIGHT, Global, Items, Made, Opaque, Value, rendered, weight_of
from seatrial.formats.protocol import FormatError

_NAMING = (Made, Opaque, Blob, Global)
"""What may turn out as text when loaded, though it is none here."""
_TENSORS = ("torch._utils._rebuild", "torch.storage._load", "torch.serialization._get")
Action: TypeAlias = Callable[[Machine, Argument, int], None]
_ESCAPES = re.compile(rb"\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.|\n)", re.DOTALL)
_SIMPLE = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v", b"\n": b""}


def run(machine: Machine) -> Iterator[Event]:
    """Events of one stream in order, to its STOP.

    Raises `FormatError` where loading would fail, `LimitReached` at a bound.
    """
    running = True
    while running:
        for offset, code, argument in walk_opcodes(machine.cursor):
            machine.opcodes += 1
            machine.budget.spend(1)
            if machine.frame_end is not None and machine.cursor.position > machine.frame_end:
                machine.leave_frame(offset)
            ACTIONS[code](machine, argument, offset)
            if len(machine.stack) > MAX_STACK or len(machine.memo) > MAX_MEMO:
                raise LimitReached("a stack or memo that outgrows its bound")
            if machine.events:
                yield from machine.events
                machine.events.clear()
        running = bool(machine.waiting)
        if running:
            result = machine.stack[-1]
            machine.stack, machine.marks, machine.memo = machine.waiting.pop()
            machine.stack[-1] = result


def _raw(argument: Argument) -> bytes:
    return argument if isinstance(argument, bytes) else b""


def _integer(text: bytes, offset: int, base: int = 10) -> int:
    """A number as the C unpickler reads it: with base 0, hexadecimal, binary and C's octal numbers too."""
    digits = text.strip()
    # Longer numbers are refused by Python's own reading of decimal text as well.
    if len(digits) <= 4300:
        try:
            return int(digits, base)
        except ValueError:
            if base == 0 and re.fullmatch(rb"[+-]?0[0-7]+", digits):
                return int(digits, 8)
    raise FormatError("a number that is none", offset)


def _mark(machine: Machine, _argument: Argument, _offset: int) -> None:
    machine.marks.append(len(machine.stack))
    if len(machine.marks) > MAX_STACK:
        raise LimitReached("marks that outgrow their bound")


def _pop(machine: Machine, _argument: Argument, offset: int) -> None:
    if machine.marks and machine.marks[-1] == len(machine.stack):
        machine.marks.pop()
    else:
        machine.pop(offset)


def _push_argument(machine: Machine, argument: Argument, _offset: int) -> None:
    machine.push(argument if isinstance(argument, int | float) else None)


def _constant(value: Value) -> Action:
    def push(machine: Machine, _argument: Argument, _offset: int) -> None:
        machine.push(value)

    return push


def _int(machine: Machine, argument: Argument, offset: int) -> None:
    text = _raw(argument)
    machine.push({b"00": False, b"01": True}[text] if text in (b"00", b"01") else _integer(text, offset, 0))


def _long(machine: Machine, argument: Argument, offset: int) -> None:
    machine.push(_integer(_raw(argument).removesuffix(b"L"), offset, 0))


def _long_bytes(machine: Machine, argument: Argument, _offset: int) -> None:
    data = argument if isinstance(argument, bytes) else None
    short = data is not None and len(data) <= 64
    machine.push(int.from_bytes(data, "little", signed=True) if data is not None and short else Opaque("long integer"))


def _float(machine: Machine, argument: Argument, offset: int) -> None:
    try:
        machine.push(float(_raw(argument)[:640]))
    except ValueError as error:
        raise FormatError("a number that is none", offset) from error


def _string(machine: Machine, argument: Argument, offset: int) -> None:
    if isinstance(argument, Blob):
        machine.push(argument)
        return
    text = _raw(argument).rstrip()
    if len(text) < 2 or text[:1] not in (b"'", b'"') or text[-1:] != text[:1]:
        raise FormatError("a string without quotes", offset)
    data = _ESCAPES.sub(_unescaped, text[1:-1])
    machine.note_bytes(data, offset, len(data))
    machine.push(data.decode("latin-1"))


def _unescaped(match: "re.Match[bytes]") -> bytes:
    code = match.group(1)
    if code[:1] == b"x" and len(code) == 3:
        return bytes([int(code[1:], 16)])
    if code[:1].isdigit() and code[:1] < b"8":
        return bytes([int(code, 8) & 0xFF])
    return _SIMPLE.get(code, code if code in (b"\\", b"'", b'"') else b"\\" + code)


def _unicode(machine: Machine, argument: Argument, offset: int) -> None:
    if isinstance(argument, Blob):
        machine.push(argument)
        return
    try:
        machine.push(_raw(argument).decode("raw-unicode-escape"))
    except UnicodeDecodeError as error:
        raise FormatError("text that cannot be decoded", offset) from error


def _utf8(machine: Machine, argument: Argument, offset: int) -> None:
    if isinstance(argument, Blob):
        machine.push(argument)
        return
    data = machine.keep(_raw(argument), offset)
    try:
        machine.push(data if isinstance(data, Blob) else data.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError as error:
        raise FormatError("text that cannot be decoded", offset) from error


def _byte_text(machine: Machine, argument: Argument, offset: int) -> None:
    """A string of Python 2, which loaders read as text or as bytes."""
    _bytes(machine, argument, offset)
    data = machine.stack[-1]
    if isinstance(data, bytes):
        machine.stack[-1] = data.decode("latin-1")


def _bytes(machine: Machine, argument: Argument, offset: int) -> None:
    if isinstance(argument, Blob):
        machine.strings.append((argument.offset, argument.size, b""))
        machine.push(argument)
        return
    data = _raw(argument)
    machine.note_bytes(data, machine.cursor.position - len(data), len(data))
    machine.push(machine.keep(data, offset))


def _persistent(machine: Machine, argument: Argument, offset: int) -> None:
    if argument is None:  # the binary form takes the identifier from the stack
        machine.pop(offset)
    machine.push(Opaque("persistent object"))


def _binary_persistent(machine: Machine, argument: Argument, offset: int) -> None:
    """An object that the loader brings. PyTorch's old files name classes so, with their source beside them."""
    identifier = machine.top(offset)
    _persistent(machine, argument, offset)
    parts = identifier.parts if isinstance(identifier, Items) and identifier.kind == "tuple" else []
    if len(parts) > 1 and parts[0] == "module" and isinstance(parts[1], Global):
        machine.stack[-1] = parts[1]


def _extension(machine: Machine, argument: Argument, offset: int) -> None:
    name = f"extension {argument!r}"
    machine.events.append(Import(module="copyreg", name=name, offset=offset, computed=True))
    machine.push(Opaque(name))


def _collect(kind: str) -> Action:
    def collect(machine: Machine, _argument: Argument, offset: int) -> None:
        items = Items(kind)
        items.extend(machine.above_mark(offset))
        machine.filled(items, offset)
        machine.push(items)

    return collect


def _empty(kind: str) -> Action:
    def push(machine: Machine, _argument: Argument, _offset: int) -> None:
        machine.push(Items(kind))

    return push


def _short_tuple(count: int) -> Action:
    def collect(machine: Machine, _argument: Argument, offset: int) -> None:
        values = [machine.pop(offset) for _ in range(count)]
        items = Items("tuple")
        items.extend(values[::-1])
        machine.filled(items, offset)
        machine.push(items)

    return collect


def _extend(machine: Machine, _argument: Argument, offset: int) -> None:
    values = machine.above_mark(offset)
    _fill(machine, values, offset)


def _fill(machine: Machine, values: list[Value], offset: int) -> None:
    target = machine.top(offset)
    if isinstance(target, Items):
        target.extend(values)
    elif isinstance(target, Made):
        if isinstance(target.callee, Global) and target.callee.dotted.startswith(_TENSORS):
            # Readers that allow few names carry this out on whatever was made (CVE-2026-24747).
            machine.remark("sets-on-tensor", "puts items into a tensor as if it were a list or dictionary", offset)
        target.weight = min(target.weight + sum(map(weight_of, values)), MAX_WEIGHT)
    machine.filled(target, offset)


def _add(count: int) -> Action:
    def add(machine: Machine, _argument: Argument, offset: int) -> None:
        values = [machine.pop(offset) for _ in range(count)]
        _fill(machine, values[::-1], offset)

    return add


def _put(machine: Machine, argument: Argument, offset: int) -> None:
    index = argument if isinstance(argument, int) else _integer(_raw(argument), offset)
    if index < 0:
        raise FormatError("a negative place in the memo", offset)
    machine.memo[index] = machine.top(offset)


def _get(machine: Machine, argument: Argument, offset: int) -> None:
    index = argument if isinstance(argument, int) else _integer(_raw(argument), offset)
    if index not in machine.memo:
        raise FormatError("a place in the memo that holds nothing", offset)
    machine.push(machine.memo[index])


def _memoize(machine: Machine, _argument: Argument, offset: int) -> None:
    machine.memo[len(machine.memo)] = machine.top(offset)


def _dup(machine: Machine, _argument: Argument, offset: int) -> None:
    machine.push(machine.top(offset))


def _global_names(argument: Argument, offset: int) -> tuple[str, str]:
    try:
        pair = argument if isinstance(argument, tuple) else (b"", b"")
        module, name = pair[0].decode("utf-8"), pair[1].decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError("a name that is not UTF-8", offset) from error
    return module, name


def _global(machine: Machine, argument: Argument, offset: int) -> None:
    machine.look_up(*_global_names(argument, offset), offset)


def _stack_global(machine: Machine, _argument: Argument, offset: int) -> None:
    name, module = machine.pop(offset), machine.pop(offset)
    if isinstance(name, str) and isinstance(module, str):
        machine.look_up(module, name, offset)
        return
    if not isinstance(name, _NAMING) and not isinstance(module, _NAMING):
        raise FormatError("a name that is not text", offset)
    words = (rendered(module)[:MAX_ARGUMENTS], rendered(name)[:MAX_ARGUMENTS])
    machine.events.append(Import(module=words[0], name=words[1], offset=offset, computed=True))
    machine.push(Made(Opaque("computed name"), None))


def _inst(machine: Machine, argument: Argument, offset: int) -> None:
    arguments = Items("tuple")
    arguments.extend(machine.above_mark(offset))
    machine.look_up(*_global_names(argument, offset), offset)
    machine.push(machine.call(machine.pop(offset), arguments, offset, "INST"))


def _obj(machine: Machine, _argument: Argument, offset: int) -> None:
    values = machine.above_mark(offset)
    if not values:
        raise FormatError("an object without a class", offset)
    arguments = Items("tuple")
    arguments.extend(values[1:])
    machine.push(machine.call(values[0], arguments, offset, "OBJ"))


def _reduce(how: str) -> Action:
    def call(machine: Machine, _argument: Argument, offset: int) -> None:
        keywords = machine.pop(offset) if how == "NEWOBJ_EX" else None
        arguments, callee = machine.pop(offset), machine.pop(offset)
        if not isinstance(callee, Global | Made | Opaque):
            raise FormatError("a call of something that cannot be called", offset)
        if isinstance(keywords, Items) and keywords.count:
            both = Items("tuple")
            both.extend([*(arguments.parts if isinstance(arguments, Items) else []), keywords])
            arguments = both
        machine.push(machine.call(callee, arguments, offset, how))

    return call


def _build(machine: Machine, _argument: Argument, offset: int) -> None:
    state = machine.pop(offset)
    target = machine.top(offset)
    if not isinstance(target, Made):
        machine.filled(target, offset)
        return
    target.state = state
    target.weight = min(target.weight + weight_of(state), MAX_WEIGHT)
    if isinstance(target.callee, Global):
        machine.events.append(
            Call(
                module=target.callee.module,
                name=target.callee.name,
                arguments=rendered(state)[:MAX_ARGUMENTS],
                offset=offset,
                how="BUILD",
                texts=texts_in(state),
            )
        )
    array = joblib_arrays.array_after(target)
    if array is not None:
        joblib_arrays.pass_padding(array, machine.cursor)
        if array.holds_objects:
            machine.suspend(target)
        else:
            machine.cursor.skip(array.size)


def _proto(_machine: Machine, argument: Argument, offset: int) -> None:
    if isinstance(argument, int) and argument > 5:
        raise FormatError(f"protocol {argument} is not known", offset)


def _stop(machine: Machine, _argument: Argument, offset: int) -> None:
    machine.top(offset)


def _frame(machine: Machine, argument: Argument, offset: int) -> None:
    machine.enter_frame(argument if isinstance(argument, int) else 0, offset)


def _nothing(_machine: Machine, _argument: Argument, _offset: int) -> None:
    return


def _discard_marked(machine: Machine, _argument: Argument, offset: int) -> None:
    machine.above_mark(offset)


_BY_NAME: dict[str, Action] = {
    "MARK": _mark,
    "STOP": _stop,
    "POP": _pop,
    "POP_MARK": _discard_marked,
    "DUP": _dup,
    "FLOAT": _float,
    "INT": _int,
    "LONG": _long,
    "LONG1": _long_bytes,
    "LONG4": _long_bytes,
    "NONE": _constant(None),
    "NEWTRUE": _constant(True),
    "NEWFALSE": _constant(False),
    "PERSID": _persistent,
    "BINPERSID": _binary_persistent,
    "STRING": _string,
    "BINSTRING": _byte_text,
    "SHORT_BINSTRING": _byte_text,
    "UNICODE": _unicode,
    "BINUNICODE": _utf8,
    "SHORT_BINUNICODE": _utf8,
    "BINUNICODE8": _utf8,
    "BINBYTES": _bytes,
    "SHORT_BINBYTES": _bytes,
    "BINBYTES8": _bytes,
    "BYTEARRAY8": _bytes,
    "NEXT_BUFFER": _constant(Opaque("buffer")),
    "READONLY_BUFFER": _nothing,
    "APPEND": _add(1),
    "SETITEM": _add(2),
    "APPENDS": _extend,
    "SETITEMS": _extend,
    "ADDITEMS": _extend,
    "DICT": _collect("dict"),
    "LIST": _collect("list"),
    "TUPLE": _collect("tuple"),
    "FROZENSET": _collect("frozenset"),
    "EMPTY_DICT": _empty("dict"),
    "EMPTY_LIST": _empty("list"),
    "EMPTY_TUPLE": _empty("tuple"),
    "EMPTY_SET": _empty("set"),
    "TUPLE1": _short_tuple(1),
    "TUPLE2": _short_tuple(2),
    "TUPLE3": _short_tuple(3),
    "GET": _get,
    "BINGET": _get,
    "LONG_BINGET": _get,
    "PUT": _put,
    "BINPUT": _put,
    "LONG_BINPUT": _put,
    "MEMOIZE": _memoize,
    "GLOBAL": _global,
    "STACK_GLOBAL": _stack_global,
    "INST": _inst,
    "OBJ": _obj,
    "REDUCE": _reduce("REDUCE"),
    "NEWOBJ": _reduce("NEWOBJ"),
    "NEWOBJ_EX": _reduce("NEWOBJ_EX"),
    "BUILD": _build,
    "EXT1": _extension,
    "EXT2": _extension,
    "EXT4": _extension,
    "PROTO": _proto,
    "FRAME": _frame,
    "BININT": _push_argument,
    "BININT1": _push_argument,
    "BININT2": _push_argument,
    "BINFLOAT": _push_argument,
}
ACTIONS: dict[int, Action] = {CODES[name]: action for name, action in _BY_NAME.items()}
"""By code; one for every opcode."""
