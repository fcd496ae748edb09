"""A log's public files and a witness over HTTP: small, bounded, and nothing else of the directory."""

import re
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.domain.errors import OperationError, UsageError
from seatrial.record.note_keys import make_note_key, open_note_key
from seatrial.tlog import tiles
from seatrial.tlog.cosignature import MAX_REQUEST
from seatrial.tlog.note import COSIGNATURE, NoteKey, key_of
from seatrial.tlog.witness import TEXT, Answer, Witness, WitnessError

WITNESS_KEY: Final = "witness.key"
WITNESS_VERIFIER: Final = "witness.vkey"
SECONDS: Final = 10.0
"""How long a client may keep silent."""
_TILE: Final = re.compile(r"/tile/(?:entries|\d{1,2})(?:/x\d{3}){0,6}/\d{3}(?:\.p/\d{1,3})?")
_ADDRESS: Final = re.compile(r"(?P<host>[\w.-]*|\[[0-9a-f:]+\]):(?P<port>\d{1,5})")
_LASTING: Final = {"cache-control": "public, max-age=31536000, immutable"}
_FLEETING: Final = {"cache-control": "no-cache"}


class Said(NamedTuple):
    """An answer to one request."""

    answer: Answer
    headers: dict[str, str]


Respond = Callable[[str, str, bytes], Said]
"""Method, path and body -> answer."""


def log_files(public: Path) -> Respond:
    """Answers with the checkpoint and tiles under `public`, and with nothing else."""

    def respond(method: str, path: str, _body: bytes) -> Said:
        if method != "GET":
            return Said(Answer(405, b"only GET\n"), {})
        if path == f"/{tiles.CHECKPOINT}":
            return _file(public / tiles.CHECKPOINT, TEXT, _FLEETING)
        if _TILE.fullmatch(path):
            return _file(public / path[1:], "application/octet-stream", _LASTING)
        return Said(Answer(404, b"nothing here\n"), {})

    return respond


def witness_calls(witness: Witness, clock: Callable[[], float] = time.time) -> Respond:
    """Answers `add-checkpoint` and the checkpoints that were cosigned last."""

    def respond(method: str, path: str, body: bytes) -> Said:
        try:
            if (method, path) == ("POST", "/add-checkpoint"):
                return Said(witness.add_checkpoint(body, int(clock())), {})
            found = re.fullmatch(r"/([0-9a-f]{64})/checkpoint", path)
            if method == "GET" and found:
                return Said(witness.checkpoint(found[1]), _FLEETING)
        except WitnessError:
            return Said(Answer(500, b"the witness cannot keep its state\n"), {})
        return Said(Answer(404, b"nothing here\n"), {})

    return respond


def open_witness(directory: Path, name: str, logs: tuple[str, ...]) -> tuple[Witness, NoteKey]:
    """The witness of a directory; its key is made when there is none.

    Raises `UsageError` for keys or a name that cannot be used, `OperationError` for the disk.
    """
    try:
        keys = [key_of(line.strip()) for line in logs]
    except ValueError as error:
        advice = "give the line that the log publishes, `name+id+key`"
        raise UsageError(f"a log's key cannot be used: {error}", advice=advice) from error
    if not keys:
        raise UsageError("a witness has to know whose logs it cosigns", advice="name each with --log KEY")
    if not name or "+" in name or any(mark.isspace() or not mark.isprintable() for mark in name):
        raise UsageError(f"{name!r} cannot be the name of a witness", advice="write it like `example.org/witness`")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        made = (directory / WITNESS_KEY).exists()
        signer = (open_note_key if made else make_note_key)(directory / WITNESS_KEY, name, COSIGNATURE)
        (directory / WITNESS_VERIFIER).write_text(signer.key.verifier + "\n", encoding="ascii")
        return Witness(directory, signer.key, signer.sign, keys), signer.key
    except (OSError, WitnessError) as error:
        text = error.strerror if isinstance(error, OSError) else str(error)
        raise OperationError(f"the witness in {directory} cannot be used: {text}", advice="check the disk") from error


def server(listen: str, respond: Respond) -> ThreadingHTTPServer:
    """A server on `HOST:PORT` that is not serving yet. Raises `UsageError` when it cannot listen there."""
    address = _ADDRESS.fullmatch(listen)
    if not address or int(address["port"]) > 65535:
        raise UsageError(f"{listen!r} is no address", advice="write HOST:PORT, as 127.0.0.1:8080")
    try:
        made = ThreadingHTTPServer(
            (address["host"].strip("[]") or "127.0.0.1", int(address["port"])), _handler(respond)
        )
    except OSError as error:
        raise UsageError(f"cannot listen on {listen}: {error.strerror}", advice="choose another address") from error
    made.daemon_threads = True
    return made


def serve(made: ThreadingHTTPServer) -> None:
    """Serve until it is interrupted."""
    try:
        made.serve_forever()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
    finally:
        made.server_close()


def _handler(respond: Respond) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = SECONDS
        server_version = "seatrial"
        sys_version = ""

        def do_GET(self) -> None:
            self._answer(respond("GET", self.path.partition("?")[0], b""))

        def do_POST(self) -> None:
            length = self.headers.get("content-length", "")
            if not length.isascii() or not length.isdigit() or len(length) > 9 or int(length) > MAX_REQUEST:
                self.close_connection = True
                self._answer(Said(Answer(413, b"too large, or without its length\n"), {}))
                return
            self._answer(respond("POST", self.path.partition("?")[0], self.rfile.read(int(length))))

        def _answer(self, said: Said) -> None:
            self.send_response(said.answer.status)
            self.send_header("content-type", said.answer.media_type)
            self.send_header("content-length", str(len(said.answer.body)))
            self.send_header("x-content-type-options", "nosniff")
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Say nothing: who asks is nobody's business."""

    return Handler


def _file(path: Path, media_type: str, headers: dict[str, str]) -> Said:
    try:
        return Said(Answer(200, path.read_bytes(), media_type), headers)
    except (FileNotFoundError, NotADirectoryError):
        return Said(Answer(404, b"nothing here\n"), {})
    except OSError:
        return Said(Answer(500, b"cannot be read\n"), {})
