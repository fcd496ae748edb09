"""A witness: remembers the latest state of every log it knows, and cosigns only what continues it.

C2SP tlog-witness without the network. The state is one SQLite database. It is advanced by compare-and-swap before
anything is answered, and its triggers refuse to take a log back, whoever asks.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.tlog.cosignature import Request, decode_request
from seatrial.tlog.note import (
    MAX_SIGNATURES,
    Checkpoint,
    Note,
    NoteError,
    NoteKey,
    checkpoint_of,
    cosign,
    decode,
    verified,
)
from seatrial.tlog.tree import consistent, root

DATABASE: Final = "witness.db"
TEXT: Final = "text/plain; charset=utf-8"
SIZE: Final = "text/x.tlog.size"
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS seen (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL,
                                 seconds INTEGER NOT NULL, note BLOB NOT NULL) STRICT;
CREATE TRIGGER IF NOT EXISTS seen_grows BEFORE UPDATE ON seen
  WHEN NEW.origin IS NOT OLD.origin OR NEW.size < OLD.size OR NEW.seconds < OLD.seconds
    OR (NEW.size = OLD.size AND NEW.root IS NOT OLD.root)
  BEGIN SELECT RAISE(ABORT, 'a log is never taken back'); END;
CREATE TRIGGER IF NOT EXISTS seen_kept BEFORE DELETE ON seen
  BEGIN SELECT RAISE(ABORT, 'what was seen is never forgotten'); END;
CREATE TRIGGER IF NOT EXISTS seen_once BEFORE INSERT ON seen WHEN EXISTS (SELECT 1 FROM seen WHERE origin = NEW.origin)
  BEGIN SELECT RAISE(ABORT, 'what was seen is never replaced'); END;
"""


class WitnessError(Exception):
    """The witness cannot read or keep its state; it answers nothing then."""


class Answer(NamedTuple):
    """What a witness says: an HTTP status, a body, and the type of the body."""

    status: int
    body: bytes
    media_type: str = TEXT


class Seen(NamedTuple):
    """The state of a log that was cosigned last."""

    size: int
    root: bytes
    seconds: int
    note: bytes


_NOTHING: Final = Seen(0, root(()), 0, b"")


class Witness:
    """One witness with one key. Each call has a connection of its own: calls may come from many threads."""

    def __init__(
        self, directory: Path, key: NoteKey, signer: Callable[[bytes], bytes], logs: Sequence[NoteKey]
    ) -> None:
        """State lies in `directory`, and is made when it is not there. Raises `WitnessError`."""
        self._path, self._key, self._signer, self._logs = directory / DATABASE, key, signer, tuple(logs)
        with self._database() as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript(_SCHEMA)

    def add_checkpoint(self, body: bytes, now: int) -> Answer:
        """Answer `add-checkpoint` at `now`, in seconds since 1970. Raises `WitnessError` when nothing can be kept."""
        try:
            request = decode_request(body)
            note = decode(request.note)
            state = checkpoint_of(note)
        except NoteError as error:
            return Answer(400, f"{error}\n".encode())
        trusted = [key for key in self._logs if key.name == state.origin]
        if not trusted:
            return Answer(404, b"this log is not known here\n")
        lines = _lines_of(note, trusted)
        if not lines:
            return Answer(403, b"the checkpoint is not signed by its log\n")
        if request.old_size > state.size:
            return Answer(400, b"the old size is larger than that of the checkpoint\n")
        return self._advance(request, Note(note.text, lines), state, now)

    def checkpoint(self, origin_hash: str) -> Answer:
        """The latest checkpoint that was cosigned, by the SHA-256 of the log's origin in hex."""
        for log in self._logs:
            if hashlib.sha256(log.name.encode()).hexdigest() == origin_hash:
                with self._database() as database:
                    seen = _seen(database, log.name)
                return Answer(200, seen.note) if seen.note else Answer(404, b"nothing was cosigned yet\n")
        return Answer(404, b"this log is not known here\n")

    def _advance(self, request: Request, note: Note, state: Checkpoint, now: int) -> Answer:
        with self._database() as database:
            seen = _seen(database, state.origin)
            if request.old_size != seen.size:
                return _conflict(seen)
            if state.size == 0 and state.root != root(()):
                return Answer(422, b"an empty tree with another root\n")
            if not consistent(seen.root, seen.size, state.root, state.size, request.proof):
                return Answer(422, b"the checkpoint does not continue the one that was cosigned before\n")
            seconds = max(now, seen.seconds, 1)
            line = cosign(note, self._key, self._signer, seconds)
            whole = Note(note.text, (*note.signatures, line)).encode()
            if not _moved(database, state, seen, Seen(state.size, state.root, seconds, whole)):
                return _conflict(_seen(database, state.origin))
        return Answer(200, Note("", (line,)).encode()[1:])

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        try:
            database = sqlite3.connect(self._path, isolation_level=None, timeout=10.0)
            try:
                database.execute("PRAGMA synchronous = FULL")
                yield database
            finally:
                database.close()
        except sqlite3.Error as error:
            raise WitnessError(f"{self._path} cannot be used: {error}") from error


def _lines_of(note: Note, keys: Sequence[NoteKey]) -> tuple[tuple[str, bytes], ...]:
    """The lines of keys that signed; none at all when a line under a known key does not hold."""
    found: list[tuple[str, bytes]] = []
    for key in keys:
        mine = [line for line in note.signatures if line[0] == key.name and line[1][:4] == key.id]
        if mine and verified(note, key) is None:
            return ()
        found += mine[:1]
    return tuple(found[: MAX_SIGNATURES - 1])


def _seen(database: sqlite3.Connection, origin: str) -> Seen:
    row = database.execute("SELECT size, root, seconds, note FROM seen WHERE origin = ?", (origin,)).fetchone()
    return _NOTHING if row is None else Seen(int(row[0]), bytes(row[1]), int(row[2]), bytes(row[3]))


def _moved(database: sqlite3.Connection, state: Checkpoint, seen: Seen, new: Seen) -> bool:
    """Compare and swap: whether the state was still what had been read, and is now the new one, on the disk."""
    if not seen.note:
        known = "INSERT INTO seen SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM seen WHERE origin = ?)"
        return database.execute(known, (state.origin, *new, state.origin)).rowcount == 1
    swap = "UPDATE seen SET size = ?, root = ?, seconds = ?, note = ? WHERE origin = ? AND note = ?"
    return database.execute(swap, (*new, state.origin, seen.note)).rowcount == 1


def _conflict(seen: Seen) -> Answer:
    return Answer(409, f"{seen.size}\n".encode(), SIZE)
