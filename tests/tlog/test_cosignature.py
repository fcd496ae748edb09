"""Who counts as having cosigned, and when that is enough."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from seatrial.tlog.cosignature import (
    MAX_ANSWER,
    MAX_REQUEST,
    Request,
    cosignature_in,
    cosigned_by,
    decode_request,
    shortfall,
)
from seatrial.tlog.note import COSIGNATURE, Checkpoint, Note, NoteError, NoteKey, cosign, sign

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
LOG = NoteKey("example.org/log", PRIVATE.public_key().public_bytes_raw())
ONE = NoteKey("one.example", PRIVATE.public_key().public_bytes_raw(), COSIGNATURE)
TWO = NoteKey("two.example", OTHER.public_key().public_bytes_raw(), COSIGNATURE)
NOTE = sign(Checkpoint("example.org/log", 7, bytes(32)), LOG, PRIVATE.sign)
NOW = 1_800_000_000


def under(*lines: tuple[str, bytes]) -> Note:
    return Note(NOTE.text, (*NOTE.signatures, *lines))


def test_each_witness_is_found_with_its_time() -> None:
    note = under(cosign(NOTE, ONE, PRIVATE.sign, NOW), cosign(NOTE, TWO, OTHER.sign, NOW - 5))
    assert cosigned_by(note.encode(), [ONE, TWO]) == {ONE: NOW, TWO: NOW - 5}
    assert cosigned_by(note, [TWO]) == {TWO: NOW - 5}


def test_one_key_under_two_names_counts_once() -> None:
    twin = ONE._replace(name="twin.example")
    note = under(cosign(NOTE, ONE, PRIVATE.sign, NOW), cosign(NOTE, twin, PRIVATE.sign, NOW))
    assert list(cosigned_by(note, [ONE, twin, ONE])) == [ONE]


def test_a_logs_own_signature_is_no_cosignature_even_when_its_key_is_called_a_witness() -> None:
    assert cosigned_by(NOTE, [LOG]) == {}


@pytest.mark.parametrize("seconds", [0, 1 << 63])
def test_a_cosignature_without_a_time_that_can_be_is_none(seconds: int) -> None:
    assert cosigned_by(under(cosign(NOTE, ONE, PRIVATE.sign, seconds)), [ONE]) == {}


def test_a_cosignature_of_another_state_is_none() -> None:
    other = sign(Checkpoint("example.org/log", 8, bytes(32)), LOG, PRIVATE.sign)
    assert cosigned_by(under(cosign(other, ONE, PRIVATE.sign, NOW)), [ONE]) == {}


@pytest.mark.parametrize(
    ("found", "quorum", "max_age", "why"),
    [
        ({ONE: NOW, TWO: NOW}, 2, None, None),
        ({ONE: NOW}, 2, None, "1 of 2 witnesses"),
        ({}, 0, 10, None),
        ({ONE: NOW - 10, TWO: NOW}, 2, 10, None),
        ({ONE: NOW - 11, TWO: NOW}, 2, 10, "within the last 10 seconds"),
        ({ONE: NOW - 11, TWO: NOW}, 1, 10, None),
        ({ONE: NOW + 300}, 1, 10, None),
        ({ONE: NOW + 301}, 1, None, "a time that has come"),
    ],
)
def test_what_is_enough(found: dict[NoteKey, int], quorum: int, max_age: int | None, why: str | None) -> None:
    said = shortfall(found, quorum, NOW, max_age)
    assert (said is None) if why is None else (said is not None and why in said)


def test_a_request_is_read_as_it_was_written() -> None:
    request = Request(5, (bytes(32), bytes(range(32))), NOTE.encode())
    assert decode_request(request.encode()) == request
    assert decode_request(Request(0, (), b"x").encode()) == Request(0, (), b"x")


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"old 1\n",
        b"old 01\n\nx",
        b"old -1\n\nx",
        b"old \n\nx",
        b"new 1\n\nx",
        b"old 1\n!!!!\n\nx",
        b"old 1\nAAAA\n\nx",
        b"old 1\n" + b"A" * 43 + b"=\n" * 64 + b"\nx",
        b"old 1\n\n" + bytes(MAX_REQUEST),
        "old \u0661\n\nx".encode(),
    ],
)
def test_a_broken_request_is_refused(broken: bytes) -> None:
    with pytest.raises(NoteError):
        decode_request(broken)


@given(st.binary(max_size=200))
def test_random_bytes_are_no_request_or_one_that_is_written_alike(data: bytes) -> None:
    try:
        request = decode_request(b"old " + data)
    except NoteError:
        return
    assert decode_request(request.encode()) == request


def test_too_many_hashes_are_not_sent() -> None:
    with pytest.raises(ValueError, match="63"):
        Request(1, (bytes(32),) * 64, b"").encode()


def answer(*lines: tuple[str, bytes]) -> bytes:
    return Note("", lines).encode()[1:]


def test_of_an_answer_only_the_line_of_the_witness_is_taken() -> None:
    mine, foreign = cosign(NOTE, ONE, PRIVATE.sign, NOW), cosign(NOTE, TWO, OTHER.sign, NOW)
    assert cosignature_in(answer(foreign, mine), NOTE, ONE) == mine
    assert cosignature_in(answer(mine), NOTE, ONE) == mine


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"hello\n",
        answer(cosign(NOTE, TWO, OTHER.sign, NOW)),
        answer(cosign(NOTE, ONE, OTHER.sign, NOW)),
        answer(cosign(NOTE, ONE, PRIVATE.sign, NOW), cosign(NOTE, ONE, OTHER.sign, NOW)),
        answer(NOTE.signatures[0]),
        b"x" * (MAX_ANSWER + 1),
    ],
)
def test_an_answer_that_is_no_cosignature_is_refused(said: bytes) -> None:
    with pytest.raises(NoteError):
        cosignature_in(said, NOTE, ONE)
