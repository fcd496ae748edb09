"""The worker gives up what it does not need, before it meets anything of the subject.

Every protection is asked for, tried where trying is possible, and recorded as in force or as absent with the
reason. Nothing here raises: a machine that offers less runs with less, and the record says so.
"""

import ctypes
import errno
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seatrial.assess import landlock, seccomp
from seatrial.domain.outcome import Containment

_PDEATHSIG, _NO_NEW_PRIVS = 1, 38
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_CAPABILITY_VERSION: Final = 0x20080522
_REFUSED: Final = frozenset(
    (errno.EPERM, errno.EACCES, errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.ENETDOWN)
)
"""What a denied network answers. A refused connection is none of these: somebody was there to refuse it."""
_SYSTEM: Final = (
    *(
        "/usr",
        "/lib",
        "/lib64",
        "/lib32",
        "/opt",
        "/nix/store",
        "/etc/ld.so.cache",
        "/etc/ld.so.conf",
        "/etc/localtime",
    ),
    *("/dev/null", "/dev/zero", "/dev/urandom", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat"),
    *("/sys/devices/system", "/sys/fs/cgroup", "/proc/sys/vm/overcommit_memory", "/sys/kernel/mm"),
)
"""What a Python process and its libraries read. No home directory, no other process, no configuration."""
_NAMES: Final = (
    *("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/etc/services"),
    *("/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/run/systemd/resolve"),
)
"""What reaching an endpoint reads besides: names and certificate authorities."""
CPU_GRACE_SECONDS: Final = 5
_KEPT: Final = ("LC_ALL", "PYTHONHASHSEED", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainmentOrder:
    """What the parent wants in force. All sizes in bytes."""

    parent: int
    """Process id of the parent, with which the worker dies."""
    memory_bytes: int
    cpu_seconds: int
    open_files: int
    readable: tuple[str, ...]
    """Where the subject lies."""
    network: str = "none"
    """`none`, or `remote-target`."""
    listens: bool = False
    """The model's library insists on listening on a port: it may, and nobody is let in."""
    ports: tuple[int, ...] = ()
    """For a remote target: the TCP ports it may be reached at."""
    leave_out: tuple[str, ...] = ()
    """Protections not to ask for, by name: for machines whose kernel breaks on one, and for tests."""


class _Record:
    """Asks for protections one after another and notes how each went."""

    def __init__(self, leave_out: Iterable[str]) -> None:
        self._leave_out = frozenset(leave_out)
        self.in_force: list[str] = []
        self.absent: list[str] = []

    def ask(self, name: str, step: Callable[[], object]) -> bool:
        if name in self._leave_out:
            self.absent.append(f"{name}: left out on request")
            return False
        try:
            step()
        except (OSError, ValueError, AttributeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self.absent.append(f"{name}: {reason}")
            return False
        self.in_force.append(name)
        return True


def contain(order: ContainmentOrder) -> Containment:
    """Apply everything that this machine offers, for good, and say what is in force."""
    remote = order.network == "remote-target"
    readable = (*_own_paths(), *_SYSTEM, *order.readable, *(_NAMES if remote else ()))
    record = _Record(order.leave_out)
    record.ask("empty-environment", _drop_environment)
    record.ask("no-new-privileges", lambda: _prctl(_NO_NEW_PRIVS, 1))
    _limits(order, record)
    isolated = _namespaces(record, remote=remote)
    record.ask("no-capabilities", _drop_capabilities)
    restricted: list[landlock.Restricted] = []
    record.ask("landlock-read-only", lambda: _landlock(restricted, readable, order))
    for found in restricted:
        _landlock_parts(found, record)
    record.ask("dies-with-parent", lambda: _die_with(order.parent))
    sockets = seccomp.CONNECT if remote else seccomp.LISTEN if order.listens else seccomp.NO_SOCKETS
    filtered = record.ask("seccomp", lambda: seccomp.apply(sockets))
    network = "remote-target" if remote else "open"
    if not remote and (isolated or filtered):
        network = "none" if record.ask("network-denied", _try_network) else "open"
    return Containment(in_force=tuple(record.in_force), absent=tuple(record.absent), network=network)


def _drop_environment() -> None:
    for name in tuple(os.environ):
        if name not in _KEPT:
            del os.environ[name]


def _own_paths() -> list[str]:
    """Where Python and installed packages lie."""
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, *(p for p in sys.path if Path(p).is_absolute())}
    return sorted(place for place in places if place != "/")


def _limits(order: ContainmentOrder, record: _Record) -> None:
    for name, which, most in (
        ("no-core-dumps", resource.RLIMIT_CORE, 0),
        ("memory-limit", resource.RLIMIT_AS, order.memory_bytes),
        ("cpu-limit", resource.RLIMIT_CPU, order.cpu_seconds),
        ("open-files-limit", resource.RLIMIT_NOFILE, order.open_files),
        ("no-file-growth", resource.RLIMIT_FSIZE, 0),
    ):
        record.ask(name, lambda which=which, most=most: _limit(which, most))  # type: ignore[misc]


def _limit(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    # At the soft limit of processor time comes a signal that names it, at the hard one a plain kill.
    grace = CPU_GRACE_SECONDS if which == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else 0
    resource.setrlimit(which, (most, most + grace))


def _namespaces(record: _Record, *, remote: bool) -> bool:
    """A user namespace takes away every right of the account beyond its own files; whether the network went too."""
    if remote:
        record.ask("user-namespace", lambda: _unshare(_NEW_USER))
        return False
    if record.ask("user-namespace", lambda: _unshare(_NEW_USER)):
        return record.ask("network-namespace", lambda: _unshare(_NEW_NET))
    # Without a user namespace only a privileged account may leave the network.
    return record.ask("network-namespace", lambda: _unshare(_NEW_NET))


def _landlock(restricted: list[landlock.Restricted], readable: Iterable[str], order: ContainmentOrder) -> None:
    ports = order.ports if order.network == "remote-target" else ()
    restricted.append(landlock.restrict(readable, ports, listening=order.listens))
    _try_writing()


def _landlock_parts(found: landlock.Restricted, record: _Record) -> None:
    parts = (("landlock-tcp", found.tcp, "4"), ("landlock-signals", found.scoped, "6"))
    record.in_force.extend(name for name, held, _ in parts if held)
    record.absent.extend(
        f"{name}: the kernel speaks Landlock ABI {found.abi}, and {needed} is needed"
        for name, held, needed in parts
        if not held
    )


def _try_writing() -> None:
    """Raises `OSError` when a file can be made after all."""
    for folder in ("/tmp", "/dev/shm"):  # noqa: S108 - nothing is written there: that is what is tried
        trial = f"{folder}/.seatrial-{os.getpid()}"
        try:
            descriptor = os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError:
            continue
        os.close(descriptor)
        Path(trial).unlink()
        raise OSError(errno.ENOTSUP, "tried, and a file could be made")


def _try_network() -> None:
    """Raises `OSError` unless every try of TCP and UDP, to this machine and beyond it, is denied.

    192.0.2.1 and 2001:db8::1 are addresses for documentation (RFC 5737, RFC 3849) that belong to nobody.
    """
    for family, address in (
        (socket.AF_INET, "127.0.0.1"),
        (socket.AF_INET, "192.0.2.1"),
        (socket.AF_INET6, "::1"),
        (socket.AF_INET6, "2001:db8::1"),
    ):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            answer = _tried(family, kind, address)
            if answer not in _REFUSED:
                word = errno.errorcode.get(answer, "it went out") if answer else "it went out"
                raise OSError(errno.ENOTSUP, f"tried {address}, and was not denied ({word})")


def _tried(family: socket.AddressFamily, kind: socket.SocketKind, address: str) -> int:
    """The error number of one try; 0 when it went through."""
    try:
        with socket.socket(family, kind) as tried:
            tried.settimeout(0.2)
            if kind is socket.SOCK_STREAM:
                tried.connect((address, 9))
            else:
                tried.sendto(b"", (address, 9))
    except TimeoutError:
        return errno.ETIMEDOUT
    except OSError as error:
        return error.errno or errno.EIO
    return 0


def _die_with(parent: int) -> None:
    _prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # It died before the kernel was told; nobody is left to work for.
        os._exit(1)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _prctl(option: int, value: int) -> None:
    _checked(_libc().prctl(option, ctypes.c_ulong(value), 0, 0, 0))


def _unshare(flags: int) -> None:
    _checked(_libc().unshare(flags))


def _drop_capabilities() -> None:
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    _checked(_libc().capset(header, bytes(24)))
