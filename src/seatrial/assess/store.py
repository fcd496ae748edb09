"""What was found out before, by content: outcomes, evidence and answers, under the user's cache directory.

An entry is a file named by its key that begins with the SHA-256 of the rest. One that is cut off or altered is as
good as none: it is made again, never an error. A disk that is full or read-only ends the keeping, not the review.
"""

import hashlib
import json
import os
import stat
import tempfile
import time
from pathlib import Path
from typing import Any, Final, Protocol

import platformdirs

from seatrial.documents import DocumentError, from_builtins, to_builtins
from seatrial.domain.context import Reply
from seatrial.domain.outcome import Outcome, Status

VARIABLE: Final = "SEATRIAL_CACHE"
MAX_ENTRY_BYTES: Final = 64 * 1024 * 1024


class KeepsResults(Protocol):
    """A store, or something that only looks like one."""

    warning: str
    """Why nothing is kept any more; empty while all is well."""

    def outcome(self, key: str) -> Outcome | None:
        """A completed outcome kept under a key, with `reused_from` set and all its evidence at hand."""

    def keep_outcome(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome; only completed ones are."""

    def evidence(self, digest: str) -> bytes | None:
        """The bytes under a digest (`sha256:...`), or None."""

    def keep_evidence(self, digest: str, content: bytes) -> None:
        """Keep bytes under their digest."""

    def answer(self, key: str, max_age: float | None) -> Reply | None:
        """An answer kept under a key, unless it is older than `max_age` seconds."""

    def keep_answer(self, key: str, reply: Reply) -> None:
        """Keep an answer as soon as it was given, so that a killed run goes on from there."""


def default_directory() -> Path:
    """`SEATRIAL_CACHE`, or the cache directory that the system gives the user."""
    given = os.environ.get(VARIABLE)
    return Path(given) if given else Path(platformdirs.user_cache_dir("seatrial"))


class NullStore:
    """Remembers nothing from run to run; holds this run's evidence in memory until it is kept elsewhere."""

    def __init__(self) -> None:
        self.warning = ""
        self._evidence: dict[str, bytes] = {}

    def outcome(self, key: str) -> Outcome | None:  # noqa: ARG002 - the signature is the protocol's
        """None."""
        return None

    def keep_outcome(self, key: str, outcome: Outcome) -> None:
        """Nothing."""

    def evidence(self, digest: str) -> bytes | None:
        """The bytes under a digest, of this run."""
        return self._evidence.get(digest)

    def keep_evidence(self, digest: str, content: bytes) -> None:
        """Hold them in memory."""
        self._evidence[digest] = content

    def answer(self, key: str, max_age: float | None) -> Reply | None:  # noqa: ARG002 - the signature is the protocol's
        """None."""
        return None

    def keep_answer(self, key: str, reply: Reply) -> None:
        """Nothing."""


class Store:
    """The store on disk. Once it cannot write, `warning` says why, and evidence is held in memory."""

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory or default_directory()
        self._memory = NullStore()
        self.warning = ""
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            status = self._directory.stat()
            if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o022:
                self.warning = f"{self._directory} can be written to by others; nothing is remembered"
        except OSError as error:
            self._degrade(error)

    def outcome(self, key: str) -> Outcome | None:
        """See `KeepsResults`. Its evidence must be at hand too, or there is none."""
        try:
            found = from_builtins(self._read("outcomes", key), Outcome)
        except DocumentError:
            return None
        whole = all(self.evidence(item.digest) is not None for item in found.evidence)
        return found if found.status is Status.COMPLETED and whole else None

    def keep_outcome(self, key: str, outcome: Outcome) -> None:
        """See `KeepsResults`."""
        if outcome.status is Status.COMPLETED and not outcome.reused_from:
            self._write("outcomes", key, to_builtins(outcome) | {"reused_from": key})

    def evidence(self, digest: str) -> bytes | None:
        """See `KeepsResults`."""
        name = digest.removeprefix("sha256:")
        content = None if self.warning else self._bytes(self._place("evidence", name))
        if content is not None and hashlib.sha256(content).hexdigest() == name:
            return content
        return self._memory.evidence(digest)

    def keep_evidence(self, digest: str, content: bytes) -> None:
        """See `KeepsResults`."""
        if not self._put(self._place("evidence", digest.removeprefix("sha256:")), content):
            self._memory.keep_evidence(digest, content)

    def answer(self, key: str, max_age: float | None) -> Reply | None:
        """See `KeepsResults`."""
        found = self._read("answers", key)
        if not isinstance(found, dict) or not isinstance(found.get("at"), float | int):
            return None
        if max_age is not None and not 0 <= time.time() - found["at"] <= max_age:
            return None
        try:
            return from_builtins(found.get("reply"), Reply)
        except DocumentError:
            return None

    def keep_answer(self, key: str, reply: Reply) -> None:
        """See `KeepsResults`."""
        self._write("answers", key, {"at": time.time(), "reply": to_builtins(reply)})

    def _place(self, kind: str, key: str) -> Path:
        return self._directory / kind / key[:2] / key

    def _read(self, kind: str, key: str) -> Any:
        """What was written under a key, or None when there is nothing whole."""
        content = None if self.warning else self._bytes(self._place(kind, key))
        seal, _, body = (content or b"").partition(b"\n")
        if seal != hashlib.sha256(body).hexdigest().encode():
            return None
        try:
            entry = json.loads(body)
        except (ValueError, RecursionError):
            return None
        # The key stands inside too: a file under another's name is not taken for it.
        return entry["value"] if isinstance(entry, dict) and entry.get("key") == f"{kind}/{key}" else None

    def _write(self, kind: str, key: str, value: object) -> None:
        body = json.dumps({"key": f"{kind}/{key}", "value": value}, allow_nan=False).encode()
        self._put(self._place(kind, key), hashlib.sha256(body).hexdigest().encode() + b"\n" + body)

    def _bytes(self, place: Path) -> bytes | None:
        try:
            descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(descriptor, "rb") as file:
                content = file.read(MAX_ENTRY_BYTES + 1)
        except OSError:
            return None
        return content if len(content) <= MAX_ENTRY_BYTES else None

    def _put(self, place: Path, content: bytes) -> bool:
        """Write a file whole or not at all; whether it is there."""
        if self.warning or len(content) > MAX_ENTRY_BYTES:
            return False
        temporary = ""
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(place)
        except OSError as error:
            if temporary:
                _remove(temporary)
            self._degrade(error)
            return False
        return True

    def _degrade(self, error: OSError) -> None:
        reason = error.strerror or "no reason given"
        self.warning = self.warning or f"{self._directory}: {reason}; from here on nothing is remembered"


def _remove(path: str) -> None:
    try:
        Path(path).unlink(missing_ok=True)
    except OSError:
        return
