"""Landlock: a process gives up writing, most of reading, and TCP, for good. Linux 5.13 and later.

Source of numbers: `include/uapi/linux/landlock.h`; the calls have the same number on every architecture.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_FLAG: Final = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_CONNECT_TCP, _BIND_TCP = 1 << 1, 1 << 0
_RULE_PATH, _RULE_PORT = 1, 2
_FS_BITS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
"""Rights to files known to each ABI; 16 from ABI 5 on."""
_SCOPES: Final = 0b11
"""Abstract Unix sockets and signals to processes outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restricted:
    """What a call to `restrict` put in force."""

    abi: int
    tcp: bool
    """TCP is denied, but for the ports given (ABI 4)."""
    scoped: bool
    """Signals and abstract sockets end at the process (ABI 6)."""


def abi() -> int:
    """The version that the kernel speaks. Raises `OSError` when it has none or it is switched off."""
    return _call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))


def restrict(readable: Iterable[str], tcp_ports: Iterable[int], *, listening: bool = False) -> Restricted:
    """Allow reading beneath `readable` and TCP to `tcp_ports`, and nothing else of what the kernel can refuse.

    `listening` leaves listening on TCP ports out of it.

    Paths that do not exist are passed over. Needs `no_new_privs`. Raises `OSError`.
    """
    version = abi()
    files = (1 << _FS_BITS.get(version, 16)) - 1
    net = _CONNECT_TCP | (0 if listening else _BIND_TCP) if version >= 4 else 0
    scopes = _SCOPES if version >= 6 else 0
    attributes = struct.pack("=QQQ", files, net, scopes)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = _call(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0))
    try:
        for path in readable:
            _allow_reading(ruleset, path)
        for port in tcp_ports if net else ():
            rule = struct.pack("=QQ", _CONNECT_TCP, port)
            _call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_RULE_PORT), rule, ctypes.c_uint32(0))
        _call(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)
    return Restricted(abi=version, tcp=bool(net), scoped=bool(scopes))


def _allow_reading(ruleset: int, path: str) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = _READ_FILE | (_READ_DIR if stat.S_ISDIR(os.fstat(descriptor).st_mode) else 0)
        rule = struct.pack("=Qi", rights, descriptor)
        _call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_RULE_PATH), rule, ctypes.c_uint32(0))
    finally:
        os.close(descriptor)


def _call(number: int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    result: int = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
