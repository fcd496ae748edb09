"""A model hub on this machine that can lie, for tests of whoever asks one: real HTTP, no network."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "c" * 40
LARGE = 1024
"""Bytes from which on a file is stored apart, and its SHA-256 stated."""


@dataclass(kw_only=True)
class HostileHub:
    """What it holds, and how it misbehaves. Everything may be changed while it runs."""

    files: dict[str, bytes]
    commit: str = COMMIT
    lies: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Fields of a file's entry, by its name, that are stated instead of the true ones."""
    listing: bytes | None = None
    """Sent instead of the list."""
    bodies: dict[str, bytes] = field(default_factory=dict)
    """Sent instead of a file's bytes."""
    status: int = 200
    drip_seconds: float = 0.0
    """Waited before each byte."""
    asked: list[str] = field(default_factory=list)
    """Paths asked for, in order."""
    url: str = ""

    def entry(self, name: str) -> dict[str, Any]:
        """What the hub states of a file."""
        data = self.files[name]
        entry: dict[str, Any] = {"rfilename": name, "size": len(data), "blobId": hashlib.sha1(data).hexdigest()}  # noqa: S324 - git's own
        if len(data) >= LARGE:
            entry["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
        return entry | self.lies.get(name, {})

    def body(self, path: str) -> bytes | None:
        """The answer to a path; None when there is nothing."""
        if path.startswith("/api/models/"):
            if self.listing is not None:
                return self.listing
            return json.dumps({"sha": self.commit, "siblings": [self.entry(name) for name in self.files]}).encode()
        name = path.partition(f"/resolve/{self.commit}/")[2]
        return self.bodies.get(name, self.files.get(name))


@contextmanager
def serving(hub: HostileHub) -> Iterator[HostileHub]:
    """Serve it on a free port of the loopback; `hub.url` says where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            hub.asked.append(path)
            body = hub.body(path)
            self.send_response(hub.status if body is not None else 404)
            self.send_header("content-length", str(len(body or b"")))
            self.end_headers()
            try:
                self._send(body or b"")
            except OSError:
                return

        def _send(self, body: bytes) -> None:
            if not hub.drip_seconds:
                self.wfile.write(body)
                return
            for at in range(len(body)):
                time.sleep(hub.drip_seconds)
                self.wfile.write(body[at : at + 1])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
