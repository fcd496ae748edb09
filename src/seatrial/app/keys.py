"""Make, replace, take back and hand out the keys that sign records on this machine."""

import dataclasses
import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.documents.ecdsa import key_id
from seatrial.domain.errors import OperationError, UsageError
from seatrial.domain.text import shown
from seatrial.record.elsewhere import FILE, SECRET
from seatrial.record.keyring import (
    KeptKey,
    Keyring,
    Revocation,
    added,
    changed,
    exported,
    key_event,
    read_keyring,
    write_keyring,
)
from seatrial.record.keys import (
    AGE,
    PASSPHRASE,
    PRIVATE,
    PUBLIC,
    Signer,
    keys_directory,
    own_public_key,
    own_signer,
    place_file,
    use_elsewhere,
)

KEYRING: Final = "keyring.json"
RETIRED: Final = "retired"


class MadeKey(NamedTuple):
    """A key that is in use now."""

    key: KeptKey
    sealed: bool
    """Whether its file is under a passphrase."""
    event: Path | None = None
    """The signed statement that it replaced another, for a log."""


def new_key(
    name: str,
    now: datetime.datetime | None = None,
    home: Path | None = None,
    *,
    uri: str = "",
    public: Path | None = None,
) -> MadeKey:
    """Make this machine's key, under a passphrase where one can be had, or let the one at `uri` be it.

    Raises `UsageError` when there is one already, `OperationError` for the disk.
    """
    if own_public_key(home) is not None:
        advice = "`seatrial keys rotate` replaces it; `seatrial keys list` shows it"
        raise UsageError("this machine has a key already", advice=advice)
    with _disk(home):
        ring = ring_of(home)
        if uri:
            use_elsewhere(uri, public.read_bytes() if public else None, home)
        signer = own_signer(home)
        key = KeptKey(name=name, public_key=signer.public_pem.decode(), not_before=_day(now))
        _keep(added(ring, key), home)
    return MadeKey(key, _is_sealed(home))


def ring_of(home: Path | None = None) -> Keyring:
    """The keyring, with a key that was made without one. Raises `UsageError` for a damaged one."""
    path = keys_directory(home) / KEYRING
    try:
        with path.open("rb") as file:
            ring = read_keyring(file.read(2 * 1024 * 1024))
    except FileNotFoundError:
        ring = Keyring()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", advice="check its permissions") from error
    public = own_public_key(home)
    if public is None or any(key.key_id == key_id(public) for key in ring.keys):
        return ring
    made = datetime.datetime.fromtimestamp((keys_directory(home) / PUBLIC).stat().st_mtime, datetime.UTC).date()
    return added(ring, KeptKey(name="this machine's own key", public_key=public.decode(), not_before=made))


def rotate(
    reason: str,
    now: datetime.datetime | None = None,
    home: Path | None = None,
    *,
    uri: str = "",
    public: Path | None = None,
) -> MadeKey:
    """Close the window of the key in use, keep it for evidence that it salted, and make another, or use that at `uri`.

    The old key signs that the new one follows it; the statement is for a log. Raises `UsageError`, `OperationError`.
    """
    ring, old = ring_of(home), own_public_key(home)
    if old is None:
        raise UsageError("this machine has no key yet", advice="seatrial keys new")
    kept = next(key for key in ring.keys if key.key_id == key_id(old))
    directory, day = keys_directory(home), _day(now)
    with _disk(home):
        signer = own_signer(home)
        retired = directory / RETIRED / kept.key_id.removeprefix("sha256:")[:16]
        retired.mkdir(parents=True, mode=0o700)
        parts = [part for part in (PRIVATE, FILE, SECRET, PUBLIC) if (directory / part).exists()]
        for part in parts:
            (directory / part).rename(retired / part)
        try:
            if uri:
                use_elsewhere(uri, public.read_bytes() if public else None, home)
            successor = own_signer(home)
        except (UsageError, OperationError, OSError):
            for part in parts:  # the old one stays in use
                (retired / part).rename(directory / part)
            retired.rmdir()
            raise
        closed = dataclasses.replace(kept, not_after=max(day, kept.not_before))
        made = KeptKey(name=kept.name, public_key=successor.public_pem.decode(), not_before=day)
        _keep(added(changed(ring, closed), made), home)
        event = _signed_event("rotated", kept, reason, signer, home, now=now, successor=successor.public_pem.decode())
    return MadeKey(made, _is_sealed(home), event)


def revoke(
    name: str,
    reason: str,
    on: datetime.date | None = None,
    home: Path | None = None,
) -> Path:
    """Take a key back from a day on, and return the signed statement of it, for a log.

    It is signed by the key in use, which may be the one that is revoked. Raises `UsageError` and `OperationError`.
    """
    ring = ring_of(home)
    key = ring.find(name)
    if key.revoked is not None:
        raise UsageError(f"{shown(key.name)} was revoked on {key.revoked.on}", advice="nothing is left to do")
    try:
        taken = dataclasses.replace(key, revoked=Revocation(on=on or _day(None), reason=reason))
    except ValueError as error:
        raise UsageError(str(error), advice="say why with --reason") from error
    with _disk(home):
        _keep(changed(ring, taken), home)
        return _signed_event("revoked", key, reason, own_signer(home), home)


def as_text(ring: Keyring, home: Path | None = None) -> str:
    """Every key with its window, the one in use marked."""
    public = own_public_key(home)
    used = key_id(public) if public else ""
    if not ring.keys:
        return "no key yet; `seatrial keys new` makes one, and so does the first review"
    return "\n".join(_line(key, key.key_id == used) for key in ring.keys)


def for_trust_files(home: Path | None = None) -> str:
    """The `[[signer]]` tables for those who verify. Raises `UsageError` when there is no key."""
    ring = ring_of(home)
    if not ring.keys:
        raise UsageError("this machine has no key yet", advice="seatrial keys new")
    return exported(ring)


def _line(key: KeptKey, used: bool) -> str:
    window = f"{key.not_before} to {key.not_after or 'now'}"
    state = (
        f"REVOKED from {key.revoked.on}: {shown(key.revoked.reason)}" if key.revoked else "in use" if used else "closed"
    )
    return f"{'*' if used else ' '} {key.key_id[:23]}…  {shown(key.name)}  {window}  {state}"


def _signed_event(
    what: str,
    key: KeptKey,
    reason: str,
    signer: Signer,
    home: Path | None,
    *,
    now: datetime.datetime | None = None,
    successor: str = "",
) -> Path:
    at = (now or datetime.datetime.now(datetime.UTC)).replace(microsecond=0)
    path = keys_directory(home) / f"{what}-{key.key_id.removeprefix('sha256:')[:16]}.sigstore.json"
    path.write_bytes(signer.seal(key_event(what, key, at, reason, successor)))
    return path


def _keep(ring: Keyring, home: Path | None) -> None:
    directory = keys_directory(home)
    part = directory / f".{KEYRING}.part"
    part.unlink(missing_ok=True)
    place_file(part, write_keyring(ring), 0o644)
    part.replace(directory / KEYRING)


def _is_sealed(home: Path | None) -> bool:
    """Whether nobody who can read the directory has the key: it is under a passphrase, or elsewhere."""
    directory = keys_directory(home)
    return (directory / FILE).exists() or (directory / PRIVATE).read_bytes().startswith(AGE)


def _day(now: datetime.datetime | None) -> datetime.date:
    return (now or datetime.datetime.now(datetime.UTC)).date()


@contextmanager
def _disk(home: Path | None) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OperationError(
            f"the keys in {keys_directory(home)} cannot be changed: {error.strerror}",
            advice="check the directory, its permissions and the disk",
        ) from error


def unsealed_note(made: MadeKey) -> str:
    """What to say of a key file that lies open; empty when it is under a passphrase."""
    if made.sealed:
        return ""
    where = os.fspath(Path("keys") / PRIVATE)
    return f"{where} is readable by you alone, and under no passphrase: set {PASSPHRASE} before making a key to seal it"
