"""A whole office in one file, and back: database, keys, log and what was published, verified before it is used.

The file opens everything that the office can open and signs as it does: it is kept as its keys are.
"""

import datetime
import hashlib
import io
import json
import os
import re
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy.exc import SQLAlchemyError

from seatrial.app.audit_log import leaves_of
from seatrial.app.log import VERIFIER
from seatrial.app.office import register
from seatrial.app.office.case_file import load_case
from seatrial.app.office.configuration import FILE
from seatrial.app.office.office import DATABASE, LOG, PUBLISHED, Office, disk
from seatrial.domain.errors import TrustError, UsageError
from seatrial.domain.text import shown
from seatrial.journal import dump, events
from seatrial.journal.open import Journal
from seatrial.tlog.ledger import DATABASE as LOG_DATABASE
from seatrial.tlog.ledger import ELSEWHERE, PUBLIC

SCHEMA: Final = "seatrial.office-backup/v1"
MANIFEST: Final = "manifest.json"
MOST_MANIFEST: Final = 256 * 1024 * 1024
_CHUNK: Final = 1024 * 1024
_NAME: Final = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,200}/){0,12}[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,200}")
_ROWS: Final = "database/"
_ADVICE: Final = "take another backup; this one is damaged or was changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a backup holds, or what was verified of a restored office."""

    cases: int
    events: int
    chain: str
    published: int
    """Entries of the register."""
    logged: int
    """Entries of the log."""


def backup(office: Office, file: Path) -> Saved:
    """Write the office to a new file, while it may be at work. Raises `UsageError`, `OperationError` for the disk."""
    if (office.directory / LOG / ELSEWHERE).exists():
        raise UsageError("the log lies in a database of its own", advice="save that database with its own tools, too")
    try:
        with tempfile.TemporaryDirectory(dir=file.resolve().parent, prefix=".backup-") as room:
            found, manifest = _gathered(office, Path(room))
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as made, tarfile.open(fileobj=made, mode="w:gz", compresslevel=6) as tar:
                _add(tar, MANIFEST, io.BytesIO(manifest), len(manifest))
                for name, path in _paths(Path(room)):
                    with path.open("rb") as body:
                        _add(tar, name, body, path.stat().st_size)
                made.flush()
                os.fsync(made.fileno())
    except FileExistsError as error:
        raise UsageError(f"{file} is there already", advice="name a new file") from error
    except OSError as error:
        raise disk(f"{file} cannot be written", error) from error
    return found


def restore(file: Path, directory: Path, database: str = "") -> Saved:
    """Make the office of a backup in a new directory, and verify all of it before it takes its place.

    `database` is where its rows go, by default SQLite in the directory. Raises `UsageError`, and `TrustError` for a
    backup that does not hold what an office signed.
    """
    if directory.exists():
        raise UsageError(f"{directory} is there already", advice="name a new directory")
    try:
        with tempfile.TemporaryDirectory(dir=directory.resolve().parent, prefix=".restore-") as room:
            whole, rows = Path(room) / "office", Path(room) / "rows"
            manifest = _unpacked(file, whole, rows)
            _placed(whole, database)
            _filled(whole, rows, manifest, database)
            office = Office(whole, database)
            try:
                found = verify(office)
            finally:
                office.close()
            if (found.events, found.chain) != (manifest["events"], manifest["chain"]):
                raise TrustError("the journal is not the one that was saved", advice=_ADVICE)
            whole.rename(directory)
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
        raise TrustError(f"{file} is no backup of an office: {shown(str(error))}", advice=_ADVICE) from error
    except OSError as error:
        raise disk(f"{directory} cannot be made", error) from error
    return found


def verify(office: Office) -> Saved:
    """Hold an office to itself: journal to its chain, every event to its signature, register and log to each other.

    Raises `TrustError`, naming what does not hold.
    """
    cases, count, chain = held(office, _ADVICE)
    log = office.directory / LOG
    logged = len(leaves_of(str(log / PUBLIC), str(log / VERIFIER)))
    published = register.rebuild(office)
    return Saved(cases=cases, events=count, chain=chain, published=published, logged=logged)


def held(office: Office, advice: str) -> tuple[int, int, str]:
    """Hold the journal to its chain and every event to its signature: cases, events and chain.

    Raises `TrustError`, naming what does not hold.
    """
    with office.journal.looking() as db:
        count, chain = events.office_head(db)
        broken = events.broken_at(db)
        if broken is not None:
            raise TrustError(f"event {broken} of the journal is not what it was", advice=advice)
        cases = events.case_ids(db)
        for case_id in cases:
            load_case(office, db, case_id, office.clock(), whole=True)
    return len(cases), count, chain


def _gathered(office: Office, room: Path) -> tuple[Saved, bytes]:
    """Everything in one directory: the database as of one moment, and what it refers to not earlier."""
    (room / _ROWS).mkdir()
    with office.journal.snapshot() as db:
        count, chain = events.office_head(db)
        cases = len(events.case_ids(db))
        for table in dump.tables(db):
            with (room / _ROWS / f"{table.name}.jsonl").open("wb") as out:
                out.writelines(dump.rows(db, table))
    for path in _kept(office.directory):
        target = room / "files" / path.relative_to(office.directory)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.name == LOG_DATABASE:
            _copied(path, target)
        else:
            target.write_bytes(path.read_bytes())
    digests = {name: _digest(path) for name, path in _paths(room)}
    at = office.clock().astimezone(datetime.UTC).isoformat()
    plain: dict[str, Any] = {"schema": SCHEMA, "at": at, "revision": office.journal.revision(), "files": digests}
    manifest = json.dumps({**plain, "events": count, "chain": chain}, indent=1, sort_keys=True).encode()
    found = Saved(cases=cases, events=count, chain=chain, published=len(register.all_entries(office)), logged=0)
    return found, manifest


def _kept(directory: Path) -> Iterator[Path]:
    """Files of an office, the log's own database after what was made from it."""
    own = [path for path in directory.iterdir() if path.is_file() and not path.name.startswith((".", DATABASE))]
    below = [p for name in (LOG, PUBLISHED, "keys") for p in (directory / name).rglob("*") if p.is_file()]
    found = [p for p in (*own, *below) if not p.is_symlink() and not p.name.startswith(".")]
    plain = [p for p in found if not p.name.startswith(f"{LOG_DATABASE}-")]
    yield from sorted(plain, key=lambda path: (path.name == LOG_DATABASE, path))


def _copied(source: Path, target: Path) -> None:
    reading, writing = sqlite3.connect(f"file:{source}?mode=ro", uri=True), sqlite3.connect(target)
    try:
        reading.backup(writing)
    finally:
        reading.close()
        writing.close()


def _paths(room: Path) -> list[tuple[str, Path]]:
    return sorted((path.relative_to(room).as_posix(), path) for path in room.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add(tar: tarfile.TarFile, name: str, body: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, body)


def _unpacked(file: Path, whole: Path, rows: Path) -> dict[str, Any]:
    """Write what the manifest names, each file held to its digest, and nothing else."""
    with tarfile.open(file, "r:gz") as tar:
        first = tar.next()
        body = tar.extractfile(first) if first and first.isfile() and first.size <= MOST_MANIFEST else None
        if first is None or body is None or first.name != MANIFEST:
            raise ValueError("it does not begin with its manifest")
        manifest: dict[str, Any] = json.loads(body.read(MOST_MANIFEST))
        if manifest["schema"] != SCHEMA:
            raise ValueError(f"it is of another kind than {SCHEMA}")
        wanted = dict(manifest["files"])
        while (entry := tar.next()) is not None:
            digest = wanted.pop(entry.name, None)
            source = tar.extractfile(entry) if entry.isfile() and _NAME.fullmatch(entry.name) else None
            if digest is None or source is None:
                raise ValueError(f"{shown(entry.name)} does not belong there")
            area, _, name = entry.name.partition("/")
            target = {"files": whole, "database": rows}[area] / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if _written(source, target) != digest:
                raise ValueError(f"{shown(entry.name)} is not what it was")
    if wanted:
        raise ValueError(f"{shown(sorted(wanted)[0])} is not there")
    return manifest


def _written(source: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _placed(whole: Path, database: str) -> None:
    """Have the configuration name the database that the rows go to, and keep directories that were empty."""
    (whole / PUBLISHED).mkdir(exist_ok=True)
    path = whole / FILE
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not re.match(r"\s*database\s*=", line)]
    named = [f"database = {json.dumps(database)}"] if database else []
    path.write_text("\n".join([*named, *lines]) + "\n", encoding="utf-8")


def _filled(whole: Path, rows: Path, manifest: dict[str, Any], database: str) -> None:
    journal = Journal(database or f"sqlite:///{whole / DATABASE}")
    try:
        if journal.revision() is not None:
            raise UsageError("the database holds an office already", advice="name an empty one")
        journal.migrate(str(manifest["revision"]))
        with journal.writing() as db:
            found = {table.name: table for table in dump.tables(db)}
            if {f"{name}.jsonl" for name in found} != {path.name for path in rows.iterdir()}:
                raise ValueError("its tables are others than those of its revision")
            for name, table in found.items():
                with (rows / f"{name}.jsonl").open("rb") as lines:
                    dump.put(db, table, lines)
        journal.migrate()
    except SQLAlchemyError as error:
        raise TrustError(f"the rows cannot be put back: {type(error).__name__}", advice=_ADVICE) from error
    finally:
        journal.close()
