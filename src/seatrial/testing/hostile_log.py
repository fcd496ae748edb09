"""A log that can lie to whoever reads it, and a witness that can lie to whoever asks it: real HTTP, no network.

For tests of monitors, witnesses and gates. Each holds a true log of its own; what it shows is chosen by `Lie`.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from seatrial.tlog import tiles
from seatrial.tlog.cosignature import MAX_REQUEST, decode_request
from seatrial.tlog.ledger import Ledger
from seatrial.tlog.note import COSIGNATURE, Note, NoteKey, cosign, decode, sign


class Lie(StrEnum):
    """How a log misbehaves."""

    NONE = "none"
    FORK = "fork"
    """Another history of the same size, under the same key."""
    ROLLBACK = "rollback"
    """An earlier state, as if the newest entries had never been."""
    REMOVED = "removed"
    """The newest entries are promised and not served."""
    CHANGED = "changed"
    """An entry is served with other bytes than were promised."""
    STRANGER = "stranger"
    """A checkpoint under the same name by another key."""
    ENDLESS = "endless"
    """Answers without end."""


@dataclass(kw_only=True)
class HostileLog:
    """A log under one key. `lie` may be changed while it serves."""

    directory: Path
    origin: str = "example.org/hostile"
    bodies: Sequence[bytes] = (b"one", b"two", b"three")
    lie: Lie = Lie.NONE
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    url: str = ""

    def __post_init__(self) -> None:
        """Make the true history and the others."""
        self.key = NoteKey(self.origin, self.private.public_key().public_bytes_raw())
        forged = [b"forged " + self.bodies[0], *self.bodies[1:]]
        stranger = Ed25519PrivateKey.generate()
        self._shown = {
            Lie.NONE: self._grown("true", self.bodies, self.private),
            Lie.FORK: self._grown("fork", forged, self.private),
            Lie.ROLLBACK: self._grown("rollback", self.bodies[:-1], self.private),
            Lie.STRANGER: self._grown("stranger", self.bodies, stranger),
        }

    def ledger(self, lie: Lie = Lie.NONE) -> Ledger:
        """The writer's side of one of its histories."""
        return self._shown[lie]

    def note(self, lie: Lie = Lie.NONE) -> bytes:
        """The signed checkpoint of one of its histories."""
        return self._shown[lie].latest() or b""

    def public(self) -> Path:
        """The files that it shows now; what is missing or changed is so on the disk, too."""
        return self._shown.get(self.lie, self._shown[Lie.NONE]).directory / "public"

    def body(self, path: str) -> bytes | None:
        """The answer to a path; None when there is nothing."""
        if self.lie is Lie.ENDLESS:
            return bytes(tiles.WIDTH * (tiles.MAX_ENTRY + 2) + 1)
        if self.lie is Lie.REMOVED and path.startswith("/tile/entries/"):
            return None
        try:
            data = (self.public() / path.lstrip("/")).read_bytes()
        except OSError:
            return None
        if self.lie is Lie.CHANGED and path.startswith("/tile/entries/"):
            return data[:-1] + bytes([data[-1] ^ 1])
        return data

    def _grown(self, name: str, bodies: Sequence[bytes], private: Ed25519PrivateKey) -> Ledger:
        key = NoteKey(self.origin, private.public_key().public_bytes_raw())
        ledger = Ledger.create(self.directory / name, self.origin)
        ledger.append(bodies)
        ledger.publish(ledger.advance(lambda state: sign(state, key, private.sign).encode()), len(bodies))
        return ledger


class Betrayal(StrEnum):
    """How a witness misbehaves."""

    NONE = "none"
    """It cosigns whatever it is shown: forks and rollbacks as well."""
    OTHER_STATE = "other-state"
    """Its cosignature is of another checkpoint."""
    OTHER_KEY = "other-key"
    """Its line is signed by another key, under its own name and id."""
    FUTURE = "future"
    """It says a time to come."""
    SILENT = "silent"
    """It answers 200 with nothing."""
    AHEAD = "ahead"
    """It says that it has seen more, whatever it is asked."""
    ENDLESS = "endless"


@dataclass(kw_only=True)
class HostileWitness:
    """A witness that keeps nothing and checks nothing. `betrayal` may be changed while it serves."""

    name: str = "example.org/hostile-witness"
    betrayal: Betrayal = Betrayal.NONE
    seconds: int = 1_800_000_000
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    asked: list[bytes] = field(default_factory=list)
    """The notes that it was shown, in order."""
    url: str = ""

    def __post_init__(self) -> None:
        """The key that others trust."""
        self.key = NoteKey(self.name, self.private.public_key().public_bytes_raw(), COSIGNATURE)

    def answer(self, request: bytes) -> tuple[int, bytes]:
        """Status and body for an `add-checkpoint`."""
        note = decode(decode_request(request).note)
        self.asked.append(note.encode())
        if self.betrayal is Betrayal.SILENT:
            return 200, b""
        if self.betrayal is Betrayal.AHEAD:
            return 409, b"18446744073709551615\n"
        if self.betrayal is Betrayal.ENDLESS:
            return 200, b"\xe2\x80\x94 " * (1 << 20)
        signer = Ed25519PrivateKey.generate() if self.betrayal is Betrayal.OTHER_KEY else self.private
        text = note.text.replace("\n", "\n9", 1) if self.betrayal is Betrayal.OTHER_STATE else note.text
        seconds = self.seconds + (10**9 if self.betrayal is Betrayal.FUTURE else 0)
        line = cosign(Note(text, ()), self.key, signer.sign, seconds)
        return 200, Note("", (line,)).encode()[1:]


@contextmanager
def serving(party: HostileLog | HostileWitness) -> Iterator[str]:
    """Serve it on a free port of the loopback, and give the address, which is also `party.url`."""
    get: Callable[[str], bytes | None] = party.body if isinstance(party, HostileLog) else lambda _: None

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = get(self.path)
            self._send(200 if body is not None else 404, body or b"")

        def do_POST(self) -> None:
            request = self.rfile.read(min(int(self.headers.get("content-length", 0)), MAX_REQUEST))
            self._send(*(party.answer(request) if isinstance(party, HostileWitness) else (405, b"")))

        def _send(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    party.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield party.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
