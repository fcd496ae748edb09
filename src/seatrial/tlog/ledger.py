"""The writer's side of a log: a database that only grows, in SQLite or PostgreSQL, and the static files made from it.

What is in the database cannot be changed through it: triggers refuse. The checkpoint moves by compare-and-swap, and
never back. An entry that was acknowledged is on the disk; files are written tiles first and checkpoint last, so that
whoever reads them at any moment finds what the checkpoint promises.
"""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from seatrial.tlog import tiles
from seatrial.tlog.database import Database, LedgerError, SQLite
from seatrial.tlog.note import Checkpoint
from seatrial.tlog.postgres import PREFIXES, Postgres
from seatrial.tlog.tree import consistency_path, inclusion_path, leaf_hash, node_hash, subtree_root

DATABASE: Final = "log.db"
ELSEWHERE: Final = "log.database"
"""In place of `log.db`: origin and URL of a log that lies in PostgreSQL, a line each."""
PUBLIC: Final = "public"


class Ledger:
    """One log in one directory."""

    def __init__(self, directory: Path) -> None:
        """Open the log that lies in `directory`, or that it points at. Raises `LedgerError` when there is none."""
        self.directory = directory
        self._database = _opened(directory)
        row = self._database.execute("SELECT origin FROM head").fetchone()
        if row is None:
            raise LedgerError(f"the log in {directory} has no origin")
        self.origin = str(row[0])

    @classmethod
    def create(cls, directory: Path, origin: str, address: str = "") -> "Ledger":
        """Make a new log, in PostgreSQL when an address (`postgresql://...`) is given.

        Raises `LedgerError` when there is one already, or when the database cannot be reached.
        """
        directory.mkdir(parents=True, exist_ok=True)
        if (directory / DATABASE).exists() or (directory / ELSEWHERE).exists():
            raise LedgerError(f"there is a log in {directory} already")
        if not address:
            SQLite.create(directory / DATABASE, origin)
        elif not address.startswith(PREFIXES):
            raise LedgerError("the address of a database begins with postgresql://")
        else:
            Postgres.create(address, origin)
            _place(directory / ELSEWHERE, f"{origin}\n{address}\n".encode(), 0o600)
        return cls(directory)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    @property
    def size(self) -> int:
        """Entries that are acknowledged."""
        return int(self._database.execute("SELECT COALESCE(MAX(number) + 1, 0) FROM entry").fetchone()[0])

    def append(self, bodies: Sequence[bytes]) -> list[int]:
        """Add entries and return where each stands; one that is there already keeps its place. On disk on return.

        Raises `ValueError` for an entry of more than `tiles.MAX_ENTRY` bytes, `LedgerError` when it cannot be written.
        """
        if any(len(body) > tiles.MAX_ENTRY for body in bodies):
            raise ValueError(f"an entry of more than {tiles.MAX_ENTRY:,} bytes")
        with self._database.writing():
            return [self._append(body) for body in bodies]

    def _append(self, body: bytes) -> int:
        leaf = leaf_hash(body)
        database = self._database
        known = database.execute("SELECT number FROM entry WHERE leaf = ?", (leaf,)).fetchone()
        if known is not None:
            return int(known[0])
        number = self.size
        database.execute("INSERT INTO entry VALUES (?, ?, ?)", (number, body, leaf))
        level, position, found = 0, number, leaf
        while True:
            database.execute("INSERT INTO node VALUES (?, ?, ?)", (level, position, found))
            if not position & 1:
                return number
            found = node_hash(self.node(level, position - 1), found)
            level, position = level + 1, position >> 1

    def node(self, level: int, number: int) -> bytes:
        """The hash of a complete subtree. Raises `LedgerError` when the log does not reach so far."""
        row = self._database.execute("SELECT hash FROM node WHERE level = ? AND number = ?", (level, number)).fetchone()
        if row is None:
            raise LedgerError(f"the log has no hash {level}/{number}")
        return bytes(row[0])

    def body(self, number: int) -> bytes:
        """An entry. Raises `LedgerError` when there is none of this number."""
        row = self._database.execute("SELECT body FROM entry WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise LedgerError(f"the log has no entry {number}")
        return bytes(row[0])

    def find(self, body: bytes) -> int | None:
        """Where an entry stands, or None."""
        row = self._database.execute("SELECT number FROM entry WHERE leaf = ?", (leaf_hash(body),)).fetchone()
        return None if row is None else int(row[0])

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The state at a size, by default all that is acknowledged."""
        reached = self.size if size is None else size
        return Checkpoint(self.origin, reached, subtree_root(self.node, 0, reached))

    def inclusion(self, number: int, size: int) -> tuple[bytes, ...]:
        """The audit path of an entry in the tree of `size`. Raises `IndexError`."""
        return inclusion_path(self.node, number, size)

    def consistency(self, old_size: int, size: int) -> tuple[bytes, ...]:
        """The proof that the tree of `size` begins with that of `old_size`. Raises `IndexError`."""
        return consistency_path(self.node, old_size, size)

    @property
    def signed_size(self) -> int:
        """Entries under the latest signed checkpoint."""
        return int(self._database.execute("SELECT size FROM head").fetchone()[0])

    def latest(self) -> bytes | None:
        """The latest signed checkpoint, or None when none was signed."""
        row = self._database.execute("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        return None if row is None else bytes(row[0])

    def advance(self, sign: Callable[[Checkpoint], bytes]) -> bytes:
        """Sign what is acknowledged, unless it is signed already, and return the latest signed checkpoint.

        Of two writers at once one signs, and both return the same note: one size is never signed twice.
        """
        known = self.latest()
        if known is not None and self.signed_size == self.size:
            return known
        database = self._database
        with database.writing():
            before, now, latest = self.signed_size, self.size, self.latest()
            if latest is not None and before == now:
                return latest
            note = sign(self.checkpoint(now))
            database.execute("INSERT INTO checkpoint VALUES (?, ?)", (now, note))
            moved = database.execute("UPDATE head SET size = ? WHERE size = ?", (now, before))
            if moved.rowcount != 1:
                raise LedgerError("the checkpoint was moved by somebody else meanwhile")
            return note

    def publish(self, note: bytes, size: int) -> Path:
        """Write tiles and entries of the tree of `size`, then the checkpoint, and return their directory."""
        public = self.directory / PUBLIC
        present = _published_size(public)
        for level, index, width in tiles.written(min(present, size), size):
            hashes = b"".join(self.node(level * tiles.HEIGHT, index * tiles.WIDTH + n) for n in range(width))
            _place(public / tiles.tile_path(level, index, width), hashes)
            if level == 0:
                bodies = [self.body(index * tiles.WIDTH + n) for n in range(width)]
                _place(public / tiles.entries_path(index, width), tiles.bundle(bodies))
        if size >= present:
            _place(public / tiles.CHECKPOINT, note)
        return public


def _opened(directory: Path) -> Database:
    if (directory / DATABASE).is_file():
        return SQLite(directory / DATABASE)
    try:
        origin, address, *_ = (directory / ELSEWHERE).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError as error:
        raise LedgerError(f"there is no log in {directory}") from error
    except ValueError as error:
        raise LedgerError(f"{directory / ELSEWHERE} does not say where the log lies") from error
    return Postgres(address, origin)


def _published_size(public: Path) -> int:
    """The size that the published checkpoint speaks of; 0 when there is none that can be read."""
    try:
        return int((public / tiles.CHECKPOINT).read_bytes().split(b"\n", 2)[1])
    except (OSError, ValueError, IndexError):
        return 0


def _place(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file whole and lasting, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).rename(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
