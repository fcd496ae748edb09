"""Follow a log as a stranger: is it signed, does it only grow, is everything it promises there?

Everything is read anew each time, and what was seen last is kept in a file of the reader's own. A log that shows one
history to one reader and another to the next is found out when the two compare what they kept.
"""

import base64
import binascii
import datetime
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.domain.errors import OperationError, TrustError, UsageError
from seatrial.tlog import tiles
from seatrial.tlog.note import MAX_BYTES, Checkpoint, NoteError, NoteKey, checkpoint_of, decode, key_of, verified
from seatrial.tlog.proof import HEADER as PROOF_HEADER
from seatrial.tlog.proof import MAX_BYTES as MAX_PROOF
from seatrial.tlog.tree import leaf_hash, root

MAX_BUNDLE: Final = tiles.WIDTH * (tiles.MAX_ENTRY + 2)
MAX_ENTRIES: Final = 50_000_000
_SECONDS: Final = 30.0
_NOT_OURS: Final = "do not rely on records of this log, and show both checkpoints to those who do"

Fetch = Callable[[str, int], bytes | None]
"""Path and most bytes -> content, None where there is nothing."""


class Audited(NamedTuple):
    """What was seen of a log that kept its promises."""

    origin: str
    size: int
    before: int
    """Entries when it was last looked at; 0 the first time."""
    root: bytes

    @property
    def text(self) -> str:
        """What to say of it."""
        since = f", {self.size - self.before:,} of them new" if self.before else ""
        entries = "1 entry" if self.size == 1 else f"{self.size:,} entries"
        return f"✓ {self.origin}: {entries}{since}; nothing was changed or taken away"


def follow(
    source: str,
    verifier: str,
    state: Path | None,
    *,
    against: Sequence[Path],
    seconds: int,
    say: Callable[[str], object],
) -> int:
    """Watch a log: read it every so many seconds, until it breaks a promise (`TrustError`) or this is interrupted.

    That it cannot be read is said, and proves nothing. Needs a state, to know what it showed before: `UsageError`.
    """
    if state is None:
        raise UsageError("to follow a log, what it showed has to be kept", advice="name a file with --state")
    try:
        while True:
            try:
                found = audit(source, verifier, state, against)
                if found.size != found.before:
                    say(found.text)
            except OperationError as error:
                say(f"? {error.message}")
            time.sleep(seconds)
    except KeyboardInterrupt:
        return 0


def audit(source: str, verifier: str, state: Path | None = None, against: Sequence[Path] = ()) -> Audited:
    """Read the log at a directory or URL whole, and hold it to what was seen before, by oneself and by others.

    `verifier` is the log's key in one line, or a file with it; `against` are files with checkpoints of the same log
    that others were shown: by its witnesses, or in a proof. Raises `TrustError` for a log that is not what it
    promises: a wrong signature, a fork, a rollback, an entry that is missing or was changed. Raises `OperationError`
    when it cannot be read, which is no proof of anything, and `UsageError` for a key or state that cannot be used.
    """
    key, seen = _key(verifier), _remembered(state)
    fetch = _fetcher(source)
    note = _note(fetch, source)
    found = _checkpoint(note, key)
    if seen and found.size < seen.size:
        text = f"the log shrank: it had {seen.size:,} entries and has {found.size:,} (rollback)"
        raise TrustError(text, advice=_NOT_OURS)
    leaves = _promised(fetch, found)
    if seen and root(leaves[: seen.size]) != seen.root:
        text = f"the log does not begin with the {seen.size:,} entries that it had before (fork)"
        raise TrustError(text, advice=_NOT_OURS)
    for path in against:
        _held_to(found, leaves, _others(path, key), path)
    if state is not None:
        _remember(state, note, source)
    return Audited(found.origin, found.size, seen.size if seen else 0, found.root)


def leaves_of(source: str, verifier: str) -> list[bytes]:
    """Digests of all entries of the log at a directory or URL, as its signed checkpoint promises them.

    Raises what `audit` raises.
    """
    fetch = _fetcher(source)
    return _promised(fetch, _checkpoint(_note(fetch, source), _key(verifier)))


def _note(fetch: Fetch, source: str) -> bytes:
    note = fetch(tiles.CHECKPOINT, MAX_BYTES)
    if note is None:
        raise OperationError(f"{source} has no checkpoint", advice="check the address; try again later")
    return note


def _promised(fetch: Fetch, found: Checkpoint) -> list[bytes]:
    if found.size > MAX_ENTRIES:
        raise OperationError(f"the log has {found.size:,} entries, more than are read", advice="follow it from tiles")
    leaves = list(_leaves(fetch, found.size))
    if root(leaves) != found.root:
        raise TrustError("the entries are not those that the checkpoint promises", advice=_NOT_OURS)
    return leaves


def _others(path: Path, key: NoteKey) -> Checkpoint:
    """A checkpoint that somebody else was shown: the note alone, or in a proof."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PROOF + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", advice="check the path") from error
    if data.startswith(PROOF_HEADER.encode()):
        data = data.partition(b"\n\n")[2]
    return _checkpoint(data, key)


def _held_to(found: Checkpoint, leaves: list[bytes], other: Checkpoint, path: Path) -> None:
    if found.size < other.size:
        text = f"the log has {found.size:,} entries, and {path} is of {other.size:,} (rollback, or not yet published)"
        raise TrustError(text, advice=_NOT_OURS)
    if root(leaves[: other.size]) != other.root:
        text = f"the log does not begin with the {other.size:,} entries of {path} (fork: others are shown another log)"
        raise TrustError(text, advice=_NOT_OURS)


def _checkpoint(data: bytes, key: NoteKey) -> Checkpoint:
    try:
        note = decode(data)
        found = checkpoint_of(note)
    except NoteError as error:
        raise TrustError(f"the checkpoint is none: {error}", advice=_NOT_OURS) from error
    if verified(note, key) is None:
        raise TrustError(f"the checkpoint is not signed by {key.name}", advice="check the key, and whose log it is")
    if found.origin != key.name:
        raise TrustError(f"the checkpoint is of another log than {key.name}", advice="check whose log it is")
    return found


def _leaves(fetch: Fetch, size: int) -> Iterator[bytes]:
    for index in range((size + tiles.WIDTH - 1) // tiles.WIDTH):
        width = min(size - index * tiles.WIDTH, tiles.WIDTH)
        data = fetch(tiles.entries_path(index, width), MAX_BUNDLE)
        if data is None and width < tiles.WIDTH:  # a full bundle may have taken the place of a partial one
            data = fetch(tiles.entries_path(index), MAX_BUNDLE)
        if data is None:
            first = index * tiles.WIDTH
            text = f"entries {first:,} to {first + width - 1:,} are promised and not there"
            raise TrustError(text, advice=_NOT_OURS)
        try:
            entries = list(tiles.unbundle(data))
        except ValueError as error:
            raise TrustError(f"{tiles.entries_path(index, width)}: {error}", advice=_NOT_OURS) from error
        if len(entries) < width:
            raise TrustError(f"{tiles.entries_path(index, width)} holds too few entries", advice=_NOT_OURS)
        yield from map(leaf_hash, entries[:width])


def _key(verifier: str) -> NoteKey:
    try:
        return key_of(Path(verifier).read_text(encoding="ascii") if Path(verifier).is_file() else verifier)
    except (NoteError, OSError, UnicodeDecodeError) as error:
        advice = "give the log's key as it publishes it, `name+id+key`, or the file log.vkey"
        raise UsageError(f"{verifier[:120]!r} is no key of a log: {error}", advice=advice) from error


def _fetcher(source: str) -> Fetch:
    if not source.startswith(("http://", "https://")):
        base = Path(source)
        if not base.is_dir():
            raise UsageError(f"there is no directory {source}", advice="give the log's public directory or its URL")
        return lambda path, most: _file(base / path, most)
    return _http(source.rstrip("/"))


def _file(path: Path, most: int) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OperationError(f"{path} cannot be read: {error.strerror}", advice="check its permissions") from error
    return _bounded(data, most, str(path))


def _http(base: str) -> Fetch:
    import urllib3  # noqa: PLC0415 - only for logs that lie elsewhere

    pool = urllib3.PoolManager(timeout=_SECONDS, retries=urllib3.Retry(2, redirect=2))

    def fetch(path: str, most: int) -> bytes | None:
        try:
            answer = pool.request("GET", f"{base}/{path}", preload_content=False)
            with answer:
                if answer.status == 404:
                    return None
                if answer.status != 200:
                    raise OperationError(f"{base}/{path} answers {answer.status}", advice="try again later")
                return _bounded(answer.read(most + 1), most, path)
        except urllib3.exceptions.HTTPError as error:
            advice = "check the address and the network; try again later"
            raise OperationError(f"{base} cannot be read: {type(error).__name__}", advice=advice) from error

    return fetch


def _bounded(data: bytes, most: int, path: str) -> bytes:
    if len(data) > most:
        raise TrustError(f"{path} is larger than {most:,} bytes, which no part of a log is", advice=_NOT_OURS)
    return data


def _remembered(state: Path | None) -> Checkpoint | None:
    if state is None or not state.exists():
        return None
    try:
        plain = json.loads(state.read_bytes()[: MAX_BYTES * 2])
        return checkpoint_of(decode(base64.b64decode(plain["checkpoint"], validate=True)))
    except (OSError, ValueError, KeyError, TypeError, binascii.Error) as error:
        advice = "restore it from a copy; without it the log can only be looked at as if for the first time"
        raise UsageError(f"{state} does not hold what was seen before: {error}", advice=advice) from error


def _remember(state: Path, note: bytes, source: str) -> None:
    plain = {
        "source": source,
        "seen_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "checkpoint": base64.b64encode(note).decode(),
    }
    temporary = state.with_name(state.name + ".part")
    try:
        temporary.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
        os.replace(temporary, state)  # noqa: PTH105 - whole or not at all
    except OSError as error:
        raise OperationError(f"{state} cannot be written: {error.strerror}", advice="check the directory") from error
