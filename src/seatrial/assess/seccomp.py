"""A system call filter: no new processes, no programs, no sockets, no changes to files' attributes, no tracing.

It refuses what namespaces and Landlock leave open (Unix sockets of other services, io_uring, signals, attributes).
Source of numbers: the kernel's `syscall_64.tbl` and `asm-generic/unistd.h`.
"""

import ctypes
import errno
import os
import platform
import struct
from dataclasses import dataclass
from typing import Final

_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _EQUAL, _SET, _RETURN, _GREATER_EQUAL = 0x20, 0x15, 0x45, 0x06, 0x35
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_CLONE_THREAD: Final = 0x00010000
_FAMILIES: Final = (2, 10, 16)
"""IPv4, IPv6 and netlink, which looking up a name asks for local addresses."""


@dataclass(frozen=True, slots=True)
class _Machine:
    audit: int
    socket: int
    clone: int
    tgkill: int
    denied: tuple[int, ...]


_EVERYWHERE: Final = (424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 442, 452)
"""pidfd_send_signal, io_uring_*, open_tree, move_mount, fs*, pidfd_open, pidfd_getfd, mount_setattr, fchmodat2."""
_MACHINES: Final = {
    "x86_64": _Machine(
        audit=0xC000003E,
        socket=41,
        clone=56,
        tgkill=234,
        # connect bind listen accept accept4, fork vfork execve execveat, ptrace process_vm_*, kill tkill rt_*sigqueueinfo,
        # unshare setns mount umount2 pivot_root chroot open_by_handle_at, bpf perf_event_open userfaultfd, keys, modules,
        # kexec reboot swap, chmod chown utime and extended attributes in all their forms.
        denied=(42, 49, 50, 43, 288, 57, 58, 59, 322, 101, 310, 311, 62, 200, 129, 297)
        + (272, 308, 165, 166, 155, 161, 304, 321, 298, 323, 248, 249, 250, 175, 313, 176)
        + (246, 320, 169, 167, 168, 90, 91, 268, 92, 93, 94, 260, 132, 235, 261, 280)
        + (188, 189, 190, 197, 198, 199),
    ),
    "aarch64": _Machine(
        audit=0xC00000B7,
        socket=198,
        clone=220,
        tgkill=131,
        denied=(203, 200, 201, 202, 242, 221, 281, 117, 270, 271, 129, 130, 138, 240)
        + (97, 268, 40, 39, 41, 51, 265, 280, 241, 282, 217, 218, 219, 105, 273, 106)
        + (104, 294, 142, 224, 225, 52, 53, 54, 55, 88, 5, 6, 7, 14, 15, 16),
    ),
}
_NETWORK: Final = {"x86_64": (42,), "aarch64": (203,)}
_CLONE3: Final = 435


def apply(*, sockets: bool) -> None:
    """Put the filter in force for this process and its threads, for good. Needs `no_new_privs`.

    `sockets`: leave IPv4 and IPv6 connections open, for a model that is reached over the network.
    Raises `OSError` when the kernel or the machine's architecture does not offer it.
    """
    name = platform.machine()
    machine = _MACHINES.get(name)
    if machine is None:
        raise OSError(errno.ENOTSUP, f"no list of system calls for {name}")
    program = _program(machine, _NETWORK[name] if sockets else (), sockets=sockets)
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), header, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _program(machine: _Machine, spared: tuple[int, ...], *, sockets: bool) -> bytes:
    """The filter in classic BPF. Every test either returns or falls through to the next one."""
    refuse = _ERRNO | errno.EPERM
    code = [
        *((_LOAD, 0, 0, 4), (_EQUAL, 1, 0, machine.audit), (_RETURN, 0, 0, _KILL)),
        # Calls of the x32 ABI carry bit 30 and would slip past numbers.
        *((_LOAD, 0, 0, 0), (_GREATER_EQUAL, 0, 1, 0x40000000), (_RETURN, 0, 0, refuse)),
        # clone3 hides its flags in memory; without it the C library takes clone.
        *((_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)),
    ]
    for number in (*machine.denied, *_EVERYWHERE):
        if number not in spared:
            code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, refuse)]
    code += [
        # Threads, but no processes.
        *((_EQUAL, 0, 4, machine.clone), (_LOAD, 0, 0, 16), (_SET, 1, 0, _CLONE_THREAD), (_RETURN, 0, 0, refuse)),
        (_RETURN, 0, 0, _ALLOW),
        # A process may signal itself, which `abort` does.
        *((_EQUAL, 0, 4, machine.tgkill), (_LOAD, 0, 0, 16), (_EQUAL, 1, 0, os.getpid()), (_RETURN, 0, 0, refuse)),
        (_RETURN, 0, 0, _ALLOW),
    ]
    families = _FAMILIES if sockets else ()
    code += [(_EQUAL, 0, 3 + len(families), machine.socket), (_LOAD, 0, 0, 16)]
    code += [(_EQUAL, len(families) - index, 0, family) for index, family in enumerate(families)]
    code += [(_RETURN, 0, 0, refuse), (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in code)
