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
from typing import Final, TypeAlias

_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _EQUAL, _SET, _RETURN, _GREATER_EQUAL, _AND = 0x20, 0x15, 0x45, 0x06, 0x35, 0x54
_ALLOW, _KILL, _KILL_THREAD, _ERRNO = 0x7FFF0000, 0x80000000, 0x00000000, 0x00050000
_CLONE_THREAD: Final = 0x00010000
_IP4, _IP6, _NETLINK, _STREAM = 2, 10, 16, 1
_REFUSE: Final = _ERRNO | errno.EPERM
_Step: TypeAlias = tuple[int, int, int, int]
"""Code, jump if true, jump if false, operand: one instruction of classic BPF."""


@dataclass(frozen=True, slots=True)
class Sockets:
    """What sockets are left for."""

    families: tuple[int, ...]
    streams_only: bool
    spared: frozenset[str]
    """Calls that the filter does not refuse for it."""
    fatal: frozenset[str] = frozenset()
    """Calls that end the thread that makes them, and only it."""


NO_SOCKETS: Final = Sockets((), False, frozenset())
LISTEN: Final = Sockets((_IP4, _IP6), True, frozenset(("bind", "listen")), frozenset(("accept", "accept4")))
"""For a library that insists on listening beside being called: the thread that would let somebody in ends there."""
CONNECT: Final = Sockets((_IP4, _IP6, _NETLINK), False, frozenset(("connect", "sendto", "sendmsg", "sendmmsg")))
"""For a model that is reached over the network. Looking up a name takes netlink."""


@dataclass(frozen=True, slots=True)
class _Machine:
    audit: int
    column: int
    """Of the table of denied calls."""
    socket: int
    clone: int
    tgkill: int


_MACHINES: Final = {
    "x86_64": _Machine(audit=0xC000003E, column=0, socket=41, clone=56, tgkill=234),
    "aarch64": _Machine(audit=0xC00000B7, column=1, socket=198, clone=220, tgkill=131),
}
_CLONE3: Final = 435
_DENIED: Final[dict[str, tuple[int, ...]]] = {
    # Name: number on x86_64 and on aarch64, which lacks the last ones.
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "sendmmsg": (307, 269),
    "execve": (59, 221),
    "execveat": (322, 281),
    "unshare": (272, 97),
    "setns": (308, 268),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kill": (62, 129),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "fork": (57,),
    "vfork": (58,),
    "chmod": (90,),
    "chown": (92,),
    "lchown": (94,),
    "utime": (132,),
    "utimes": (235,),
    "futimesat": (261,),
}


def apply(sockets: Sockets) -> None:
    """Put the filter in force for this process and its threads, for good. Needs `no_new_privs`.

    Raises `OSError` when the kernel or the machine's architecture does not offer it.
    """
    name = platform.machine()
    machine = _MACHINES.get(name)
    if machine is None:
        raise OSError(errno.ENOTSUP, f"no list of system calls for {name}")
    program = _program(machine, sockets)
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), header, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _program(machine: _Machine, sockets: Sockets) -> bytes:
    """The filter in classic BPF. Every test either returns or falls through to the next one."""
    code: list[_Step] = [
        *((_LOAD, 0, 0, 4), (_EQUAL, 1, 0, machine.audit), (_RETURN, 0, 0, _KILL)),
        # Calls of the x32 ABI carry bit 30 and would slip past numbers.
        *((_LOAD, 0, 0, 0), (_GREATER_EQUAL, 0, 1, 0x40000000), (_RETURN, 0, 0, _REFUSE)),
        # clone3 hides its flags in memory; without it the C library takes clone.
        *((_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)),
    ]
    for name, numbers in _DENIED.items():
        if name not in sockets.spared and machine.column < len(numbers):
            answer = _KILL_THREAD if name in sockets.fatal else _REFUSE
            code += [(_EQUAL, 0, 1, numbers[machine.column]), (_RETURN, 0, 0, answer)]
    # Threads, but no processes.
    code += _when(machine.clone, [(_LOAD, 0, 0, 16), (_SET, 1, 0, _CLONE_THREAD), (_RETURN, 0, 0, _REFUSE)])
    # A process may signal itself, which `abort` does.
    code += _when(machine.tgkill, [(_LOAD, 0, 0, 16), (_EQUAL, 1, 0, os.getpid()), (_RETURN, 0, 0, _REFUSE)])
    code += _when(machine.socket, _making(sockets))
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in code)


def _when(number: int, steps: list[_Step]) -> list[_Step]:
    """For one call: these steps, and what runs off their end is let through."""
    return [(_EQUAL, 0, len(steps) + 1, number), *steps, (_RETURN, 0, 0, _ALLOW)]


def _making(sockets: Sockets) -> list[_Step]:
    """Which sockets may be made: by family, and with `streams_only` for TCP alone."""
    families = sockets.families
    tests = [(_EQUAL, len(families) - index, 0, family) for index, family in enumerate(families)]
    # The lowest four bits of the type are its kind; the rest are flags.
    kind = [(_LOAD, 0, 0, 24), (_AND, 0, 0, 0xF), (_EQUAL, 1, 0, _STREAM), (_RETURN, 0, 0, _REFUSE)]
    return [(_LOAD, 0, 0, 16), *tests, (_RETURN, 0, 0, _REFUSE), *(kind if sockets.streams_only else ())]
