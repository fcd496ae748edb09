"""Signed notes, checkpoints and cosignatures: C2SP signed-note, tlog-checkpoint and tlog-cosignature, with Ed25519.

https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint, https://c2sp.org/tlog-cosignature
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from typing import Final, NamedTuple

MAX_BYTES: Final = 64 * 1024
MAX_SIGNATURES: Final = 64
ED25519: Final = 0x01
COSIGNATURE: Final = 0x04
HASH_BYTES: Final = 32
_MARK: Final = "\u2014 "


class NoteError(ValueError):
    """A note, key or checkpoint is not what it says it is."""


class NoteKey(NamedTuple):
    """A public key with the name it signs under."""

    name: str
    public: bytes
    """Ed25519, 32 bytes."""
    kind: int = ED25519

    @property
    def id(self) -> bytes:
        """Four bytes: the start of SHA-256(name || 0x0a || kind || key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def verifier(self) -> str:
        """The key in one line, `name+id+key`, as logs and witnesses publish theirs."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"


class Checkpoint(NamedTuple):
    """The state of a log at one moment."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


class Note(NamedTuple):
    """A text and signatures under it. Nothing in it is believed until `verified` has said so."""

    text: str
    signatures: tuple[tuple[str, bytes], ...]
    """Name, and four bytes of key id before the signature."""

    def encode(self) -> bytes:
        """The note as it is published."""
        lines = "".join(f"{_MARK}{name} {base64.b64encode(data).decode()}\n" for name, data in self.signatures)
        return f"{self.text}\n{lines}".encode()


def key_of(verifier: str) -> NoteKey:
    """A key from its one line. Raises `NoteError`."""
    name, _, rest = verifier.strip().partition("+")
    stated, _, encoded = rest.partition("+")
    try:
        data = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise NoteError("the key is not Base64") from error
    if not _is_name(name) or len(data) != HASH_BYTES + 1 or data[0] not in (ED25519, COSIGNATURE):
        raise NoteError("not a key of Ed25519 in the form name+id+key")
    key = NoteKey(name, data[1:], data[0])
    if key.id.hex() != stated:
        raise NoteError("the key is not the one that its id names")
    return key


def sign(checkpoint: Checkpoint, key: NoteKey, signer: Callable[[bytes], bytes]) -> Note:
    """The checkpoint under the log's own signature."""
    return Note(checkpoint.text, ((key.name, key.id + signer(checkpoint.text.encode())),))


def cosign(note: Note, key: NoteKey, signer: Callable[[bytes], bytes], seconds: int) -> tuple[str, bytes]:
    """A witness's line under a note, at a time in seconds since 1970."""
    signed = signer(_cosigned(note.text, seconds))
    return key.name, key.id + seconds.to_bytes(8, "big") + signed


def decode(data: bytes) -> Note:
    """A note. Raises `NoteError` for anything that is not exactly one."""
    if len(data) > MAX_BYTES:
        raise NoteError(f"a note larger than {MAX_BYTES:,} bytes")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise NoteError("a note that is not UTF-8") from error
    text, gap, under = whole.rpartition("\n\n")
    if not gap or not under.endswith("\n") or any(ord(mark) < 0x20 and mark != "\n" for mark in whole):
        raise NoteError("a note without its signatures, or with control characters")
    lines = under[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(f"a note with more than {MAX_SIGNATURES} signatures")
    return Note(text + "\n", tuple(map(_signature, lines)))


def verified(note: Note, key: NoteKey) -> int | None:
    """Whether the key signed the note: the time of a cosignature, 0 for a log's own signature, None when it did not.

    A line that names the key and does not verify makes the whole answer None, whatever other lines say.
    """
    times: list[int] = []
    for name, data in note.signatures:
        if name != key.name or data[:4] != key.id:
            continue
        if key.kind == COSIGNATURE:
            seconds, signature = int.from_bytes(data[4:12], "big"), data[12:]
            message = _cosigned(note.text, seconds)
        else:
            seconds, signature, message = 0, data[4:], note.text.encode()
        if not _holds(key.public, message, signature):
            return None
        times.append(seconds)
    return max(times) if times else None


def checkpoint_of(note: Note) -> Checkpoint:
    """The state that a note speaks of; further lines of its text are passed over. Raises `NoteError`."""
    lines = note.text.split("\n")
    try:
        origin, size, root = lines[0], lines[1], base64.b64decode(lines[2], validate=True)
    except (IndexError, binascii.Error) as error:
        raise NoteError("not a checkpoint") from error
    plain = size.isascii() and size.isdigit() and (size == "0" or size[0] != "0") and len(size) < 20
    if not origin or not plain or len(root) != HASH_BYTES:
        raise NoteError("not a checkpoint")
    return Checkpoint(origin, int(size), root)


def _signature(line: str) -> tuple[str, bytes]:
    mark, name, encoded = line[:2], *line[2:].partition(" ")[::2]
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("a signature that is not Base64") from error
    if mark != _MARK or not _is_name(name) or len(data) < 5:
        raise NoteError("a signature line that is none")
    return name, data


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(mark.isspace() for mark in name)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _holds(public: bytes, message: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only where signatures are met
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
