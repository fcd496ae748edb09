"""The key of a log or a witness: Ed25519 in a file that its owner alone can read, sealed if there is a passphrase."""

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from seatrial.domain.errors import OperationError, UsageError
from seatrial.record.keys import AGE, new_passphrase, place_file, sealed, unsealed
from seatrial.tlog.note import ED25519, NoteKey

MAX_BYTES: Final = 64 * 1024


class NoteSigner(NamedTuple):
    """A key with the name it signs under."""

    key: NoteKey
    sign: Callable[[bytes], bytes]


def make_note_key(path: Path, name: str, kind: int = ED25519) -> NoteSigner:
    """Make a key at `path`, sealed with a passphrase where there is one. Raises `OperationError`, `UsageError`."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise UsageError(f"there is a key at {path} already", advice="name another directory")
        passphrase = new_passphrase(f"a passphrase for the new key of {name} (empty leaves it open)")
        place_file(path, sealed(pem, passphrase) if passphrase else pem, 0o600)
    except OSError as error:
        advice = "check the directory and its permissions"
        raise OperationError(f"the key {path} cannot be made: {error.strerror}", advice=advice) from error
    return open_note_key(path, name, kind)


def open_note_key(path: Path, name: str, kind: int = ED25519) -> NoteSigner:
    """The key at `path`. Raises `UsageError` for loose permissions, a wrong passphrase, or what is no such key."""
    try:
        status = path.stat()
        content = path.read_bytes()[:MAX_BYTES]
    except OSError as error:
        advice = "run this where the log's key lies"
        raise UsageError(f"the key {path} cannot be read: {error.strerror}", advice=advice) from error
    if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077:
        raise UsageError(f"the key {path} can be read by others than its owner", advice=f"chmod 600 {path}")
    pem = unsealed(content, path, None) if content.startswith(AGE) else content
    try:
        private = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{path} is not a private key", advice="restore it from a copy") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise UsageError(f"{path} is not a key of Ed25519", advice="restore it from a copy")
    return NoteSigner(NoteKey(name, private.public_key().public_bytes_raw(), kind), private.sign)
