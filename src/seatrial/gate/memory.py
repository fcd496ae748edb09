"""What a gate remembers of files that it read: which chunks held, and in which state the file was.

A file is known by device, inode, size and both its times; the change time cannot be set back by who may write to the
file, as the modification time can. The memory is sealed with a key of this machine, so that a file of it that was
written by others is worth nothing. Whoever is root here can forge all of it: it saves time, and decides nothing first.
"""

import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from seatrial.domain.errors import OperationError
from seatrial.inventory.digest import FileState
from seatrial.record.keys import keys_directory, place_file

MAX_BYTES: Final = 256 * 1024 * 1024
KEY: Final = "memory.key"
_KEY_BYTES: Final = 32


@dataclass(slots=True)
class _Kept:
    state: FileState
    held: set[int] = field(default_factory=set)


class Memory:
    """Chunks of one record that held. Without a path it forgets everything with the process."""

    def __init__(
        self, path: Path | None, record_sha256: str, *, arriving: bool = False, home: Path | None = None
    ) -> None:
        """Read the file at `path`; one of another record, or that was tampered with, is begun anew.

        Files that are `arriving` grow, and what held of them counts on. Raises `OperationError` when this machine's
        key for the memory cannot be had.
        """
        self._path, self._record, self._arriving = path, record_sha256, arriving
        self._key = _machine_key(home) if path is not None else b""
        self._files = _read(path, self._key, record_sha256) if path is not None else {}

    def held(self, path: str, state: FileState) -> set[int]:
        """Numbers of the chunks of a file that held when it was in this state."""
        kept = self._files.get(path)
        return set(kept.held) if kept is not None and self._same(kept.state, state) else set()

    def add(self, path: str, state: FileState | None, number: int) -> None:
        """Remember that a chunk held when its file was in this state."""
        if state is None:
            return
        kept = self._files.get(path)
        if kept is None or kept.state != state:
            before = kept.held if kept is not None and self._same(kept.state, state) else set()
            kept = self._files[path] = _Kept(state, before)
        kept.held.add(number)

    def _same(self, before: FileState, now: FileState) -> bool:
        grown = self._arriving and before[:2] == now[:2] and before[2] <= now[2]
        return before == now or grown

    def save(self) -> None:
        """Write it, whole or not at all. Raises `OperationError`."""
        if self._path is None:
            return
        files = {path: {"state": list(k.state), "held": _packed(k.held)} for path, k in self._files.items()}
        body = {"record": self._record, "files": files}
        part = self._path.with_name(f".{self._path.name}.part")
        try:
            part.write_bytes(json.dumps({**body, "mac": _mac(self._key, body)}).encode())
            part.replace(self._path)
        except OSError as error:
            advice = "name another file with --resume"
            raise OperationError(f"{self._path} cannot be written: {error.strerror}", advice=advice) from error


def _read(path: Path, key: bytes, record: str) -> dict[str, _Kept]:
    try:
        with path.open("rb") as file:
            plain: dict[str, Any] = json.loads(file.read(MAX_BYTES))
        mac = plain.pop("mac")
        if not hmac.compare_digest(str(mac), _mac(key, plain)) or plain["record"] != record:
            return {}
        return {name: _Kept(tuple(kept["state"]), _unpacked(kept["held"])) for name, kept in plain["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _mac(key: bytes, body: dict[str, Any]) -> str:
    return hmac.digest(key, json.dumps(body, sort_keys=True).encode(), "sha256").hex()


def _packed(numbers: set[int]) -> str:
    return f"{sum(1 << number for number in numbers):x}"


def _unpacked(text: str) -> set[int]:
    bits = int(text, 16)
    return {number for number in range(bits.bit_length()) if bits >> number & 1}


def _machine_key(home: Path | None) -> bytes:
    """32 random bytes that only this user can read, made on first use."""
    path = keys_directory(home) / KEY
    try:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        if not path.exists():
            place_file(path, secrets.token_bytes(_KEY_BYTES), 0o600)
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            status, key = os.fstat(descriptor), file.read(_KEY_BYTES)
    except OSError as error:
        advice = "verify without --resume, or check its directory"
        raise OperationError(f"the key {path} cannot be used: {error.strerror}", advice=advice) from error
    if len(key) != _KEY_BYTES or status.st_mode & 0o077 or status.st_uid not in (os.geteuid(), 0):
        raise OperationError(f"the key {path} is not this user's own", advice="remove it, and check who wrote it")
    return key
