"""Proof that an entry is in a log, in one file: C2SP tlog-proof. https://c2sp.org/tlog-proof"""

import base64
import binascii
from pathlib import Path
from typing import Final, NamedTuple

from seatrial.tlog.note import HASH_BYTES, NoteError, NoteKey, checkpoint_of, decode, verified
from seatrial.tlog.tree import includes, leaf_hash

HEADER: Final = "c2sp.org/tlog-proof@v1"
MAX_BYTES: Final = 128 * 1024
SUFFIX: Final = ".tlog-proof"
_MAX_HASHES: Final = 64


def proof_path(record: Path) -> Path:
    """Where the proof of a file lies: beside it."""
    return record.with_name(record.name + SUFFIX)


class Proof(NamedTuple):
    """Where an entry stands, the path to the root, and the checkpoint that signs the root."""

    leaf_index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    """The signed note. Nothing in it is believed until `proves` has said so."""

    def encode(self) -> bytes:
        """The file."""
        lines = [HEADER, f"index {self.leaf_index}", *(base64.b64encode(step).decode() for step in self.path)]
        return ("\n".join(lines) + "\n\n").encode() + self.checkpoint


def decode_proof(data: bytes) -> Proof:
    """A proof. Raises `NoteError` for anything that is not exactly one."""
    if len(data) > MAX_BYTES:
        raise NoteError(f"a proof larger than {MAX_BYTES:,} bytes")
    head, gap, rest = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise NoteError("a proof that is not ASCII before its checkpoint") from error
    if not gap or lines[0] != HEADER:
        raise NoteError(f"not a proof: it does not begin with {HEADER}")
    body = lines[2:] if len(lines) > 1 and lines[1].startswith("extra ") else lines[1:]
    number = body[0].removeprefix("index ") if body and body[0].startswith("index ") else ""
    if not number.isdigit() or (number != "0" and number[0] == "0") or len(number) > 19 or len(body) > _MAX_HASHES + 1:
        raise NoteError("a proof without its index, or with too many hashes")
    try:
        path = tuple(base64.b64decode(line, validate=True) for line in body[1:])
    except binascii.Error as error:
        raise NoteError("a proof with a hash that is not Base64") from error
    if any(len(step) != HASH_BYTES for step in path):
        raise NoteError("a proof with a hash of another length")
    return Proof(int(number), path, rest)


def proves(proof: Proof, entry: bytes, log: NoteKey) -> bool:
    """Whether the log says, under its own key and origin, that `entry` is in it."""
    try:
        note = decode(proof.checkpoint)
        checkpoint = checkpoint_of(note)
    except NoteError:
        return False
    if verified(note, log) is None:
        return False
    return checkpoint.origin == log.name and includes(
        checkpoint.root, checkpoint.size, proof.leaf_index, leaf_hash(entry), proof.path
    )
