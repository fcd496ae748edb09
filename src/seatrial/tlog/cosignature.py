"""Who cosigned a checkpoint, when, and whether that is enough; and how witnesses are asked for it.

Pure: bytes, keys and a given time. https://c2sp.org/tlog-cosignature, https://c2sp.org/tlog-witness
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from seatrial.tlog.note import COSIGNATURE, HASH_BYTES, Note, NoteError, NoteKey, decode, verified
from seatrial.tlog.note import MAX_BYTES as MAX_NOTE

MAX_HASHES: Final = 63
MAX_REQUEST: Final = MAX_NOTE + (MAX_HASHES + 1) * 64
MAX_ANSWER: Final = 16 * 1024
CLOCKS_DIFFER: Final = 300
"""Seconds by which the clock of a witness may be ahead of a verifier's."""
_LAST_SECOND: Final = (1 << 63) - 1


def cosigned_by(note: bytes | Note, witnesses: Sequence[NoteKey]) -> dict[NoteKey, int]:
    """The witnesses that cosigned a checkpoint, each with the time of its cosignature in seconds since 1970.

    A key counts once however many names it stands under, because the message that is signed does not hold the name.
    A log's own signature is no cosignature, and one without a time is none. Raises `NoteError` for what is no note.
    """
    read = decode(note) if isinstance(note, bytes) else note
    found: dict[NoteKey, int] = {}
    counted: set[bytes] = set()
    for key in witnesses:
        if key.kind != COSIGNATURE or key.public in counted:
            continue
        seconds = verified(read, key)
        if seconds is not None and 0 < seconds <= _LAST_SECOND:
            found[key] = seconds
            counted.add(key.public)
    return found


def shortfall(found: Mapping[NoteKey, int], quorum: int, now: int, max_age: int | None = None) -> str | None:
    """Why these cosignatures are not enough, in words; None when they are.

    Enough is `quorum` of them or more, none counted that is older than `max_age` seconds at `now` (where an age is
    given) or that says a time to come. So the newest is never older than `max_age`, nor is any that the quorum needs.
    """
    if len(found) < quorum:
        return f"{len(found)} of {quorum} witnesses cosigned it"
    known = [seconds for seconds in found.values() if seconds <= now + CLOCKS_DIFFER]
    if len(known) < quorum:
        return f"{len(known)} of {quorum} witnesses cosigned it at a time that has come"
    fresh = [seconds for seconds in known if max_age is None or now - seconds <= max_age]
    if len(fresh) < quorum:
        return f"{len(fresh)} of {quorum} witnesses cosigned it within the last {max_age:,} seconds"
    return None


class Request(NamedTuple):
    """What a log asks of a witness: to cosign a checkpoint that continues one of `old_size` entries."""

    old_size: int
    proof: tuple[bytes, ...]
    note: bytes

    def encode(self) -> bytes:
        """The body of `add-checkpoint`. Raises `ValueError` for more than 63 hashes."""
        if len(self.proof) > MAX_HASHES:
            raise ValueError(f"a proof of more than {MAX_HASHES} hashes")
        lines = [f"old {self.old_size}", *(base64.b64encode(step).decode() for step in self.proof)]
        return ("\n".join(lines) + "\n\n").encode() + self.note


def decode_request(data: bytes) -> Request:
    """The body of `add-checkpoint`. Raises `NoteError` for anything that is not exactly one."""
    head, gap, note = data.partition(b"\n\n")
    if len(data) > MAX_REQUEST or not gap or not head.isascii():
        raise NoteError("a request that is too large, or has no checkpoint")
    first, *steps = head.decode("ascii").split("\n")
    size = size_of(first.removeprefix("old ")) if first.startswith("old ") else None
    if size is None or len(steps) > MAX_HASHES:
        raise NoteError("a request without the old size, or with too many hashes")
    try:
        proof = tuple(base64.b64decode(step, validate=True) for step in steps)
    except binascii.Error as error:
        raise NoteError("a request with a hash that is not Base64") from error
    if any(len(step) != HASH_BYTES for step in proof):
        raise NoteError("a request with a hash of another length")
    return Request(size, proof, note)


def cosignature_in(answer: bytes, note: Note, key: NoteKey) -> tuple[str, bytes]:
    """The line by which the witness of `key` cosigned `note`, out of its answer; lines of unknown keys are dropped.

    Raises `NoteError` when there is none, or when one under its name and key does not hold.
    """
    if len(answer) > MAX_ANSWER:
        raise NoteError(f"an answer of more than {MAX_ANSWER:,} bytes")
    lines = decode(note.text.encode() + b"\n" + answer).signatures
    if cosigned_by(Note(note.text, lines), [key]):
        mine = [line for line in lines if line[0] == key.name and line[1][:4] == key.id]
        return max(mine, key=lambda line: line[1][4:12])
    raise NoteError(f"no cosignature of this checkpoint by {key.name}")


def size_of(text: str) -> int | None:
    """A size in ASCII decimals without leading zeroes, or None."""
    plain = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0") and len(text) < 20
    return int(text) if plain else None
