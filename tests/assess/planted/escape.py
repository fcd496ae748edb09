# mypy: disable-error-code="func-returns-value"
"""Planted for tests: tries everything that a model that took over the worker would."""

import contextlib
import ctypes
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from seatrial.domain.check import Check, Cost, Scope, ThreatArea
from seatrial.domain.context import SubjectView
from seatrial.domain.finding import Finding, Kind

CHECK = Check(
    id="planted.escape",
    title="Tries to get out of the worker",
    areas=(ThreatArea.INTEGRITY,),
    refs=(),
    scope=Scope.SUBJECT,
    cost=Cost.HEADER,
)


def check(subject: SubjectView) -> Iterator[Finding]:
    """One finding for each attempt: fail when it got through, pass when it was refused."""
    described = subject.declaration.facts if subject.declaration else {}
    for name, attempt in ATTEMPTS.items():
        try:
            result = attempt({key: str(value) for key, value in described.items()})
        except (OSError, KeyError) as error:
            yield Finding(kind=Kind.PASS, message=f"{name}: {type(error).__name__}")
        else:
            yield Finding(kind=Kind.FAIL, message=f"{name}: {result!r}"[:200])


def _tcp(told: dict[str, str]) -> object:
    return socket.create_connection(("127.0.0.1", int(told["port"])), timeout=1)


def _udp(told: dict[str, str]) -> object:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"secret", ("127.0.0.1", int(told["port"])))


def _unix(told: dict[str, str]) -> object:
    with socket.socket(socket.AF_UNIX) as tried:
        return tried.connect(told["unix"])


def _abstract(told: dict[str, str]) -> object:
    with socket.socket(socket.AF_UNIX) as tried:
        return tried.connect("\0" + told["abstract"])


def _beside_subject(told: dict[str, str]) -> object:
    return (Path(told["root"]).parent / "escaped").write_bytes(b"x")


def _in_subject(told: dict[str, str]) -> object:
    return (Path(told["root"]) / "escaped").write_bytes(b"x")


def _change_subject(told: dict[str, str]) -> object:
    return (Path(told["root"]) / "a.bin").open("r+b").write(b"x")


def _mode(told: dict[str, str]) -> object:
    return (Path(told["root"]) / "a.bin").chmod(0o777)


def _times(told: dict[str, str]) -> object:
    return os.utime(Path(told["root"]) / "a.bin", (0, 0))


def _remove(told: dict[str, str]) -> object:
    return (Path(told["root"]) / "a.bin").unlink()


def _read_secret(told: dict[str, str]) -> object:
    return Path(told["secret"]).read_bytes()


def _own_environment(_: dict[str, str]) -> object:
    return os.environ["SEATRIAL_TEST_SECRET"]


def _initial_environment(_: dict[str, str]) -> object:
    whole = Path("/proc/self/environ").read_bytes()
    if b"SEATRIAL_TEST_SECRET" not in whole:
        raise KeyError("SEATRIAL_TEST_SECRET")
    return whole


def _parent_environment(_: dict[str, str]) -> object:
    return Path(f"/proc/{os.getppid()}/environ").read_bytes()


def _parent_memory(_: dict[str, str]) -> object:
    return Path(f"/proc/{os.getppid()}/mem").open("rb").read(1)


def _signal_parent(_: dict[str, str]) -> object:
    return os.kill(os.getppid(), 0)


def _fork(_: dict[str, str]) -> object:
    child = os.fork()
    if child == 0:
        os._exit(0)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)
    return child


def _execute(_: dict[str, str]) -> object:
    return os.execv("/bin/true", ["true"])


def _new_namespace(_: dict[str, str]) -> object:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x10000000) != 0:
        raise OSError(ctypes.get_errno(), "refused")
    return "a new user namespace"


def _trace_parent(_: dict[str, str]) -> object:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(16, os.getppid(), None, None) != 0:
        raise OSError(ctypes.get_errno(), "refused")
    return os.kill(os.getppid(), signal.SIGCONT)


def _raise_limit(_: dict[str, str]) -> object:
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
    except ValueError as error:
        raise OSError(str(error)) from error
    return "raised"


ATTEMPTS: dict[str, Callable[[dict[str, str]], object]] = {
    name.removeprefix("_"): attempt
    for name, attempt in list(globals().items())
    if name.startswith("_") and not name.startswith("__") and callable(attempt)
}
