"""Pickles written opcode by opcode, so that each can be wrong in exactly one way. Nothing here loads any.

Payloads are inert: the command is `echo seatrial-inert`, the hosts end in `.invalid`.
"""

import struct
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from seatrial.testing.builders import torch_zip

COMMAND: Final = "echo seatrial-inert"
CODE: Final = "print('seatrial-inert')"
STOP: Final = b"."
POP: Final = b"0"


class Ops(bytes):
    """Opcodes, where a value is expected."""


Value: TypeAlias = "Ops | str | bytes | int | float | tuple[Value, ...] | list[Value] | dict[str, Value] | None"


def text(content: str) -> Ops:
    """SHORT_BINUNICODE, or BINUNICODE where it is longer."""
    data = content.encode()
    return Ops(b"\x8c" + bytes([len(data)]) + data if len(data) < 256 else b"X" + struct.pack("<L", len(data)) + data)


def octets(content: bytes) -> Ops:
    """SHORT_BINBYTES, or BINBYTES where it is longer."""
    return Ops(
        (b"C" + bytes([len(content)]) if len(content) < 256 else b"B" + struct.pack("<L", len(content))) + content
    )


def value(content: Value) -> Ops:
    """Opcodes that push a plain value; opcodes stand for themselves."""
    if isinstance(content, Ops):
        return content
    if content is None or isinstance(content, bool):
        return Ops({None: b"N", True: b"\x88", False: b"\x89"}[content])
    if isinstance(content, str):
        return text(content)
    if isinstance(content, bytes):
        return octets(content)
    if isinstance(content, int):
        return Ops(b"K" + bytes([content]) if 0 <= content < 256 else b"J" + struct.pack("<l", content))
    if isinstance(content, float):
        return Ops(b"G" + struct.pack(">d", content))
    if isinstance(content, dict):
        return Ops(b"}(" + b"".join(value(k) + value(v) for k, v in content.items()) + b"u")
    inner = b"".join(map(value, content))
    return Ops(b"(" + inner + b"t" if isinstance(content, tuple) else b"](" + inner + b"e")


def name(module: str, attribute: str) -> Ops:
    """GLOBAL."""
    return Ops(f"c{module}\n{attribute}\n".encode())


def stack_name(module: str, attribute: str) -> Ops:
    """STACK_GLOBAL of two texts."""
    return Ops(text(module) + text(attribute) + b"\x93")


def call(module: str, attribute: str, *arguments: Value) -> Ops:
    """REDUCE of a name."""
    return reduced(name(module, attribute), *arguments)


def reduced(callee: bytes, *arguments: Value) -> Ops:
    """REDUCE of whatever the opcodes of `callee` push."""
    return Ops(callee + value(arguments) + b"R")


def instance(module: str, attribute: str, state: Value = None, *arguments: Value) -> Ops:
    """NEWOBJ, and BUILD where there is a state."""
    made = name(module, attribute) + value(arguments) + b"\x81"
    return Ops(made if state is None else made + value(state) + b"b")


def pickled(*opcodes: bytes, protocol: int = 4) -> bytes:
    """A stream of these opcodes; protocols 0 and 1 have no header."""
    return (bytes([0x80, protocol]) if protocol >= 2 else b"") + b"".join(opcodes) + STOP


def framed(*opcodes: bytes, stated: int | None = None) -> bytes:
    """Protocol 4 with one frame, of another length than it has where `stated`."""
    body = b"".join(opcodes) + STOP
    return b"\x80\x04\x95" + struct.pack("<Q", len(body) if stated is None else stated) + body


def shell(protocol: int = 4) -> bytes:
    """A stream that would run the inert command."""
    return pickled(call("os", "system", COMMAND), protocol=protocol)


SHELL: Final = shell()


def tensor(
    key: str = "0", storage: str = "FloatStorage", shape: tuple[int, ...] = (2, 2), module: str = "torch"
) -> Ops:
    """`torch._utils._rebuild_tensor_v2` of a storage by persistent identifier, as `torch.save` writes it."""
    count = 1
    for length in shape:
        count *= length
    stored = Ops(value(("storage", name(module, storage), key, "cpu", count)) + b"Q")
    strides: tuple[int, ...] = tuple(int(count / _product(shape[: at + 1])) for at in range(len(shape)))
    return call("torch._utils", "_rebuild_tensor_v2", stored, 0, shape, strides, Ops(b"\x89"), ordered({}))


def _product(lengths: Iterable[int]) -> int:
    result = 1
    for length in lengths:
        result *= length
    return result


def ordered(content: Mapping[str, Value]) -> Ops:
    """An OrderedDict."""
    filled = b"".join(value(key) + value(item) for key, item in content.items())
    return Ops(name("collections", "OrderedDict") + b")R" + (b"(" + filled + b"u" if filled else b""))


def torch_file(content: Value, storages: int = 1, protocol: int = 2) -> bytes:
    """A file as `torch.save` writes it, of this value."""
    return torch_zip(pickled(value(content), protocol=protocol), [bytes(64)] * storages)


def dtype(code: str = "f8") -> Ops:
    """`numpy.dtype`."""
    return Ops(
        call("numpy", "dtype", code, Ops(b"\x89"), Ops(b"\x88")) + value((3, "<", None, None, None, -1, -1, 0)) + b"b"
    )


def array(count: int = 2, code: str = "f8", width: int = 8, core: str = "numpy._core.multiarray") -> Ops:
    """A NumPy array of zeros, in line."""
    made = call(core, "_reconstruct", name("numpy", "ndarray"), (0,), b"b")
    return Ops(made + value((1, (count,), dtype(code), Ops(b"\x89"), bytes(count * width))) + b"b")


def joblib_array(data: bytes = bytes(16), count: int = 2, code: str = "f8") -> Ops:
    """A joblib wrapper and the bytes that follow it."""
    state: dict[str, Value] = {
        "subclass": name("numpy", "ndarray"),
        "shape": (count,),
        "order": "C",
        "dtype": dtype(code),
        "allow_mmap": Ops(b"\x88"),
        "numpy_array_alignment_bytes": 16,
    }
    return Ops(instance("joblib.numpy_pickle", "NumpyArrayWrapper", state) + b"\x01\xff" + data)


def layer(module: str, attribute: str, **state: Value) -> Ops:
    """A layer as `torch.save(model)` writes it: made without arguments, with its dictionary as state."""
    empty = ordered({})
    return instance(
        module,
        attribute,
        {
            "training": Ops(b"\x89"),
            "_parameters": empty,
            "_buffers": empty,
            "_modules": empty,
            "_backward_hooks": empty,
            **state,
        },
    )


def estimator(module: str, attribute: str, **state: Value) -> Ops:
    """An estimator of scikit-learn."""
    return instance(f"sklearn.{module}", attribute, {**state, "_sklearn_version": "1.5.2"})


def random_state() -> Ops:
    """A NumPy RandomState."""
    made = call(
        "numpy.random._pickle", "__randomstate_ctor", call("numpy.random._pickle", "__bit_generator_ctor", "MT19937")
    )
    return Ops(
        made + value({"bit_generator": "MT19937", "gauss": 0.0, "state": {"key": array(4, "u4", 4), "pos": 1}}) + b"b"
    )
