"""Signed notes, checkpoints and cosignatures."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from seatrial.tlog.note import (
    COSIGNATURE,
    Checkpoint,
    Note,
    NoteError,
    NoteKey,
    checkpoint_of,
    cosign,
    decode,
    key_of,
    sign,
    verified,
)

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
LOG = NoteKey("example.org/log", PUBLIC)
WITNESS = NoteKey("witness.example", PUBLIC, COSIGNATURE)
STATE = Checkpoint("example.org/log", 7, bytes(32))
NOTE = sign(STATE, LOG, PRIVATE.sign)


def test_a_note_is_read_as_it_was_written() -> None:
    assert decode(NOTE.encode()) == NOTE
    assert checkpoint_of(NOTE) == STATE
    assert verified(NOTE, LOG) == 0


def test_a_key_is_read_as_it_was_published() -> None:
    assert key_of(LOG.verifier) == LOG
    assert key_of(WITNESS.verifier + "\n") == WITNESS


@pytest.mark.parametrize("broken", ["", "a+b", "a+00000000+AAAA", LOG.verifier[:-4] + "AAAA", "a b" + LOG.verifier])
def test_a_broken_key_is_refused(broken: str) -> None:
    with pytest.raises(NoteError):
        key_of(broken)


def test_a_cosignature_tells_its_time() -> None:
    both = NOTE._replace(signatures=(*NOTE.signatures, cosign(NOTE, WITNESS, PRIVATE.sign, 1_800_000_000)))
    assert verified(decode(both.encode()), WITNESS) == 1_800_000_000


def test_a_logs_own_signature_is_no_cosignature() -> None:
    assert verified(NOTE, NoteKey("example.org/log", PUBLIC, COSIGNATURE)) is None


def test_one_wrong_line_under_the_key_spoils_the_right_one() -> None:
    name, data = NOTE.signatures[0]
    wrong = (name, data[:-1] + bytes([data[-1] ^ 1]))
    assert verified(NOTE._replace(signatures=(NOTE.signatures[0], wrong)), LOG) is None


def test_another_text_is_not_signed() -> None:
    assert verified(Note(STATE._replace(size=8).text, NOTE.signatures), LOG) is None


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"text\n",
        b"text\n\n",
        NOTE.encode()[:-1],
        NOTE.encode().replace("\u2014 ".encode(), b"- "),
        NOTE.encode().replace(b"example.org/log ", b" "),
        NOTE.encode() + "\u2014 a !!!!\n".encode(),
        NOTE.encode().replace(b"7\n", b"7\t\n", 1),
        b"\xff" + NOTE.encode(),
        NOTE.encode() + "\u2014 a AAAAAAAA\n".encode() * 80,
    ],
)
def test_a_broken_note_is_refused(broken: bytes) -> None:
    with pytest.raises(NoteError):
        decode(broken)


@pytest.mark.parametrize("text", ["", "a\n", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "\n1\n", "a\n\u0661\nAAAA\n"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        checkpoint_of(Note(text, ()))


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_or_read(data: bytes) -> None:
    try:
        note = decode(data)
    except NoteError:
        return
    assert note.encode() == data or verified(note, LOG) is None


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
def test_no_changed_byte_is_believed(place: int, mask: int) -> None:
    changed = bytearray(NOTE.encode())
    changed[place] ^= mask
    try:
        note = decode(bytes(changed))
    except NoteError:
        return
    assert verified(note, LOG) is None or checkpoint_of(note) == STATE
