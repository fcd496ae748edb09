"""A witness cosigns what continues what it saw, and nothing else."""

import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from seatrial.tlog import tree
from seatrial.tlog.cosignature import Request, cosignature_in, cosigned_by
from seatrial.tlog.ledger import Ledger
from seatrial.tlog.note import COSIGNATURE, Checkpoint, Note, NoteKey, decode, sign, verified
from seatrial.tlog.witness import DATABASE, SIZE, Witness, WitnessError

PRIVATE, LOG_PRIVATE = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
KEY = NoteKey("witness.example/w1", PRIVATE.public_key().public_bytes_raw(), COSIGNATURE)
LOG = NoteKey("example.org/log", LOG_PRIVATE.public_key().public_bytes_raw())
NOW = 1_800_000_000


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness(tmp_path, KEY, PRIVATE.sign, [LOG])


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger.create(tmp_path / "log", LOG.name)
    made.append([b"entry %d" % n for n in range(40)])
    return made


def noted(state: Checkpoint) -> Note:
    return sign(state, LOG, LOG_PRIVATE.sign)


def asked(ledger: Ledger, old: int, size: int) -> bytes:
    proof = ledger.consistency(old, size) if old <= size else ()
    return Request(old, proof, noted(ledger.checkpoint(size)).encode()).encode()


def test_growth_is_cosigned_step_by_step(witness: Witness, ledger: Ledger) -> None:
    for number, (old, size) in enumerate([(0, 1), (1, 7), (7, 7), (7, 32), (32, 40)]):
        answer = witness.add_checkpoint(asked(ledger, old, size), NOW + number)
        assert answer.status == 200
        line = cosignature_in(answer.body, noted(ledger.checkpoint(size)), KEY)
        assert int.from_bytes(line[1][4:12], "big") == NOW + number


def test_what_was_cosigned_last_can_be_asked_for(witness: Witness, ledger: Ledger) -> None:
    origin = hashlib.sha256(LOG.name.encode()).hexdigest()
    assert witness.checkpoint(origin).status == 404
    witness.add_checkpoint(asked(ledger, 0, 7), NOW)
    answer = witness.checkpoint(origin)
    note = decode(answer.body)
    assert (answer.status, verified(note, LOG), cosigned_by(note, [KEY])) == (200, 0, {KEY: NOW})
    assert witness.checkpoint("0" * 64).status == 404


def test_another_old_size_is_told_the_right_one(witness: Witness, ledger: Ledger) -> None:
    witness.add_checkpoint(asked(ledger, 0, 7), NOW)
    for old in (0, 3, 9):
        answer = witness.add_checkpoint(asked(ledger, old, 20), NOW)
        assert (answer.status, answer.body, answer.media_type) == (409, b"7\n", SIZE)


def test_a_fork_a_rollback_and_a_wrong_proof_are_refused(witness: Witness, ledger: Ledger) -> None:
    witness.add_checkpoint(asked(ledger, 0, 7), NOW)
    right, fork = ledger.consistency(7, 20), Checkpoint(LOG.name, 20, bytes(32))
    refused = [
        (422, Request(7, right, noted(fork).encode())),
        (422, Request(7, right[:-1], noted(ledger.checkpoint(20)).encode())),
        (422, Request(7, (*right, bytes(32)), noted(ledger.checkpoint(20)).encode())),
        (422, Request(7, (), noted(Checkpoint(LOG.name, 7, bytes(32))).encode())),
        (422, Request(7, (bytes(32),), noted(ledger.checkpoint(7)).encode())),
        (400, Request(7, (), noted(ledger.checkpoint(6)).encode())),
        (409, Request(0, (), noted(fork).encode())),
    ]
    for status, request in refused:
        assert witness.add_checkpoint(request.encode(), NOW).status == status
    assert witness.add_checkpoint(asked(ledger, 7, 20), NOW).status == 200


def test_an_empty_log_may_be_cosigned_and_grow(witness: Witness, ledger: Ledger) -> None:
    wrong = Request(0, (), noted(Checkpoint(LOG.name, 0, bytes(32))).encode())
    assert witness.add_checkpoint(wrong.encode(), NOW).status == 422
    assert witness.add_checkpoint(asked(ledger, 0, 0), NOW).status == 200
    assert witness.add_checkpoint(asked(ledger, 0, 0), NOW).status == 200
    proof = Request(0, (bytes(32),), noted(ledger.checkpoint(5)).encode())
    assert witness.add_checkpoint(proof.encode(), NOW).status == 422
    assert witness.add_checkpoint(asked(ledger, 0, 5), NOW).status == 200


def test_who_is_not_known_or_did_not_sign_is_refused(witness: Witness, ledger: Ledger) -> None:
    state = ledger.checkpoint(7)
    stranger = Checkpoint("example.org/other", 7, state.root)
    assert witness.add_checkpoint(Request(0, (), noted(stranger).encode()).encode(), NOW).status == 404
    unsigned = sign(state, LOG, PRIVATE.sign)
    assert witness.add_checkpoint(Request(0, (), unsigned.encode()).encode(), NOW).status == 403
    both = Note(state.text, (*noted(state).signatures, *unsigned.signatures))
    assert witness.add_checkpoint(Request(0, (), both.encode()).encode(), NOW).status == 403
    assert witness.add_checkpoint(b"old 0\n\nnonsense", NOW).status == 400


def test_lines_of_unknown_keys_are_not_kept(witness: Witness, ledger: Ledger) -> None:
    note = noted(ledger.checkpoint(7))
    more = Note(note.text, (*note.signatures, *(("stranger.example", bytes(68)) for _ in range(63))))
    assert witness.add_checkpoint(Request(0, (), more.encode()).encode(), NOW).status == 200
    kept = decode(witness.checkpoint(hashlib.sha256(LOG.name.encode()).hexdigest()).body)
    assert [name for name, _ in kept.signatures] == [LOG.name, KEY.name]


def test_a_clock_that_goes_back_does_not_take_the_time_back(witness: Witness, ledger: Ledger) -> None:
    witness.add_checkpoint(asked(ledger, 0, 7), NOW)
    witness.add_checkpoint(asked(ledger, 7, 20), NOW - 3_600)
    kept = decode(witness.checkpoint(hashlib.sha256(LOG.name.encode()).hexdigest()).body)
    assert cosigned_by(kept, [KEY]) == {KEY: NOW}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE seen SET size = 3",
        "UPDATE seen SET root = x'00'",
        "UPDATE seen SET origin = 'other'",
        "UPDATE seen SET seconds = 1",
        "DELETE FROM seen",
        "INSERT OR REPLACE INTO seen VALUES ('example.org/log', 0, x'00', 1, x'00')",
    ],
)
def test_the_database_itself_refuses_to_take_a_log_back(
    witness: Witness, ledger: Ledger, tmp_path: Path, statement: str
) -> None:
    witness.add_checkpoint(asked(ledger, 0, 7), NOW)
    foreign = sqlite3.connect(tmp_path / DATABASE)
    with pytest.raises(sqlite3.Error):
        foreign.execute(statement)
    foreign.close()


def test_of_many_at_once_no_two_histories_are_cosigned(witness: Witness, tmp_path: Path) -> None:
    branches = []
    for number in range(8):
        branch = Ledger.create(tmp_path / f"branch-{number}", LOG.name)
        branch.append([b"common", b"branch %d" % number])
        branches.append(asked(branch, 0, 2))
        branch.close()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda body: witness.add_checkpoint(body, NOW), branches * 3))
    winner = {n % 8 for n, answer in enumerate(answers) if answer.status == 200}
    assert len(winner) == 1
    assert {answer.status for answer in answers} <= {200, 409}


def test_a_state_that_cannot_be_kept_is_no_answer(witness: Witness, ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"something else entirely" * 400)
    with pytest.raises(WitnessError):
        witness.add_checkpoint(asked(ledger, 0, 7), NOW)
    assert tree.root(()) == ledger.checkpoint(0).root
