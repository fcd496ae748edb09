"""Keys over time: which key signed from when to when, which was replaced and which was taken back. Pure data."""

import dataclasses
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seatrial.documents import DocumentError, canonical, from_builtins, to_builtins
from seatrial.documents.ecdsa import key_id
from seatrial.documents.read import parse_json
from seatrial.domain.errors import UsageError
from seatrial.domain.text import shown

SCHEMA: Final = "seatrial.keyring/v1"
EVENT_TYPE: Final = "https://seatrial.dev/attestation/key-event/v1"
MAX_BYTES: Final = 1024 * 1024
_ADVICE: Final = "restore the keyring from a copy; its keys are the *.pub files beside it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """A key that must not be believed any more."""

    on: datetime.date
    """From this day on; what it signed before stays."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKey:
    """One key and the window in which it signs."""

    name: str
    public_key: str
    """PEM."""
    not_before: datetime.date
    not_after: datetime.date | None = None
    revoked: Revocation | None = None

    def __post_init__(self) -> None:
        if self.not_after is not None and self.not_after < self.not_before:
            raise ValueError(f"the window of {shown(self.name)} ends before it begins")
        if self.revoked is not None and not self.revoked.reason.strip():
            raise ValueError(f"{shown(self.name)} is revoked without a reason")

    @property
    def key_id(self) -> str:
        """`sha256:` of the key in DER. Raises `DocumentError` for what is no usable key."""
        return key_id(self.public_key.encode())

    @property
    def last_day(self) -> datetime.date | None:
        """The last day on which it may have signed: before it was revoked, and within its window."""
        if self.revoked is None:
            return self.not_after
        before = self.revoked.on - datetime.timedelta(days=1)
        return before if self.not_after is None else min(before, self.not_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """Every key that this reviewer signs or signed with, the newest last."""

    keys: tuple[KeptKey, ...] = ()

    def __post_init__(self) -> None:
        ids = [key.key_id for key in self.keys]
        if len(set(ids)) != len(ids):
            raise ValueError("one key stands twice in the keyring")

    def find(self, name: str) -> KeptKey:
        """A key by its name or by at least eight digits of its id. Raises `UsageError`."""
        short = name.removeprefix("sha256:")
        found = [
            key
            for key in self.keys
            if key.name == name or (len(short) >= 8 and key.key_id.removeprefix("sha256:").startswith(short))
        ]
        if len(found) != 1:
            said = "no key" if not found else "several keys"
            raise UsageError(f"{shown(name)!r} names {said} of the keyring", advice="`seatrial keys list` names them")
        return found[0]


def added(ring: Keyring, key: KeptKey) -> Keyring:
    """With one more key. Raises `ValueError` when it is there already."""
    return dataclasses.replace(ring, keys=(*ring.keys, key))


def changed(ring: Keyring, key: KeptKey) -> Keyring:
    """With one key as it is now."""
    return dataclasses.replace(ring, keys=tuple(key if k.key_id == key.key_id else k for k in ring.keys))


def read_keyring(data: bytes) -> Keyring:
    """A keyring file. Raises `UsageError` for anything else."""
    try:
        if len(data) > MAX_BYTES:
            raise DocumentError(f"larger than {MAX_BYTES:,} bytes")
        plain = parse_json(data)
        if not isinstance(plain, dict) or plain.pop("schema", "") != SCHEMA:
            raise DocumentError(f"not {SCHEMA}")
        return from_builtins(plain, Keyring)
    except (DocumentError, ValueError) as error:
        raise UsageError(f"the keyring is damaged: {shown(str(error))}", advice=_ADVICE) from error


def write_keyring(ring: Keyring) -> bytes:
    """The file."""
    return canonical({"schema": SCHEMA, **to_builtins(ring)}) + b"\n"


def key_event(what: str, key: KeptKey, at: datetime.datetime, reason: str, successor: str = "") -> bytes:
    """What happened to a key, as a statement to be signed and logged: `rotated` to a successor, or `revoked`."""
    predicate = {"event": what, "at": at.isoformat().replace("+00:00", "Z"), "reason": reason, "successor": successor}
    return canonical(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [{"name": key.name, "digest": {"sha256": key.key_id.removeprefix("sha256:")}}],
            "predicateType": EVENT_TYPE,
            "predicate": predicate,
        }
    )


def exported(ring: Keyring) -> str:
    """`[[signer]]` tables for the trust files of others; a key that was never valid for a whole day is left out."""
    return "\n".join(_exported(ring))


def _exported(ring: Keyring) -> Iterator[str]:
    for key in ring.keys:
        last = key.last_day
        if key.revoked is not None:
            yield f"# revoked from {key.revoked.on} on: {shown(key.revoked.reason)}"
        if last is not None and last < key.not_before:
            yield f"# {shown(key.name)} is not to be believed on any day\n"
            continue
        yield "[[signer]]"
        yield f"name = {_quoted(key.name)}"
        yield f'public_key = """\n{key.public_key.strip()}\n"""'
        yield f"not_before = {key.not_before}"
        yield f"not_after = {last}\n" if last is not None else ""


def _quoted(text: str) -> str:
    return '"' + shown(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
