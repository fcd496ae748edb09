"""What somebody could do with a log: fork it, roll it back, take entries out, pass off another's, kill its writer."""

import datetime
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from seatrial.app import log
from seatrial.app.audit_log import audit
from seatrial.domain.errors import OperationError, TrustError, UsageError
from seatrial.gate.admission import AdmissionResult
from seatrial.gate.verify import verify
from seatrial.record.keys import Signer
from seatrial.tlog import tree
from seatrial.tlog.ledger import Ledger
from seatrial.tlog.note import NoteKey, key_of, sign
from tests.attacks.records import ALLOW, DENY, NOW, UNKNOWN, statement_of, trusting

ORIGIN = "example.org/log"
PRIVATE = Ed25519PrivateKey.generate()
KEY = NoteKey(ORIGIN, PRIVATE.public_key().public_bytes_raw())


def grown(directory: Path, *bodies: bytes) -> Path:
    """The public files of a log under the one key that holds these entries."""
    ledger = Ledger.create(directory, ORIGIN)
    ledger.append(bodies)
    return ledger.publish(ledger.advance(lambda state: sign(state, KEY, PRIVATE.sign).encode()), len(bodies))


def test_log_fork(tmp_path: Path) -> None:
    state = tmp_path / "seen.json"
    audit(str(grown(tmp_path / "one", b"a", b"b")), KEY.verifier, state)
    with pytest.raises(TrustError, match="fork"):
        audit(str(grown(tmp_path / "two", b"a", b"x", b"c")), KEY.verifier, state)


def test_log_rollback(tmp_path: Path) -> None:
    state = tmp_path / "seen.json"
    audit(str(grown(tmp_path / "one", b"a", b"b")), KEY.verifier, state)
    with pytest.raises(TrustError, match="rollback"):
        audit(str(grown(tmp_path / "two", b"a")), KEY.verifier, state)


def test_an_entry_is_taken_out(tmp_path: Path) -> None:
    public = grown(tmp_path / "one", b"a", b"b")
    (public / "tile/entries/000.p/2").unlink()
    with pytest.raises(TrustError, match="not there"):
        audit(str(public), KEY.verifier)


def test_an_entry_is_changed(tmp_path: Path) -> None:
    public = grown(tmp_path / "one", b"a", b"b")
    (public / "tile/entries/000.p/2").write_bytes(b"\0\x01a\0\x01c")
    with pytest.raises(TrustError, match="promises"):
        audit(str(public), KEY.verifier)


def test_a_checkpoint_under_another_key(tmp_path: Path) -> None:
    public = grown(tmp_path / "one", b"a")
    other = NoteKey(ORIGIN, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    with pytest.raises(TrustError, match="not signed"):
        audit(str(public), other.verifier)


def test_growth_is_no_attack(tmp_path: Path) -> None:
    state = tmp_path / "seen.json"
    audit(str(grown(tmp_path / "one", b"a", b"b")), KEY.verifier, state)
    found = audit(str(grown(tmp_path / "two", b"a", b"b", b"c")), KEY.verifier, state)
    assert (found.before, found.size) == (2, 3)


def test_a_log_that_cannot_be_reached_proves_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(OperationError):
        audit(str(tmp_path / "empty"), KEY.verifier)


def test_what_was_seen_is_not_quietly_forgotten(tmp_path: Path) -> None:
    state = tmp_path / "seen.json"
    state.write_text(json.dumps({"checkpoint": "AAAA"}))
    with pytest.raises(UsageError, match="seen before"):
        audit(str(grown(tmp_path / "one", b"a")), KEY.verifier, state)


class TestGate:
    """A verifier that asks for a log."""

    @pytest.fixture
    def files(self, record: bytes, signer: Signer, tmp_path: Path) -> tuple[Path, Path]:
        """The record and its reviewer's public key, in files."""
        (tmp_path / "record.sigstore.json").write_bytes(record)
        (tmp_path / "reviewer.pub").write_bytes(signer.public_pem)
        return tmp_path / "record.sigstore.json", tmp_path / "reviewer.pub"

    @pytest.fixture
    def key(self, tmp_path: Path) -> NoteKey:
        return key_of(log.begin(tmp_path / "log", ORIGIN))

    def answer(self, model: Path, record: bytes, signer: Signer, key: NoteKey, proof: bytes | None) -> AdmissionResult:
        moment = NOW + datetime.timedelta(hours=1)
        return verify(model, record, trusting(signer, logs=(key,)), moment, proof=proof).result

    def test_a_record_that_is_logged(
        self, model: Path, record: bytes, signer: Signer, key: NoteKey, files: tuple[Path, Path], tmp_path: Path
    ) -> None:
        (found,) = log.append(tmp_path / "log", [files[0]], files[1])
        assert self.answer(model, record, signer, key, found.proof.read_bytes()) is ALLOW
        (again,) = log.append(tmp_path / "log", [files[0]], files[1])
        assert again == found
        assert log.prove(tmp_path / "log", files[0], files[1]) == found

    def test_a_record_without_its_proof(self, model: Path, record: bytes, signer: Signer, key: NoteKey) -> None:
        assert self.answer(model, record, signer, key, None) is UNKNOWN

    def test_the_proof_of_another_log(
        self, model: Path, record: bytes, signer: Signer, key: NoteKey, files: tuple[Path, Path], tmp_path: Path
    ) -> None:
        log.begin(tmp_path / "other", ORIGIN)
        (found,) = log.append(tmp_path / "other", [files[0]], files[1])
        assert self.answer(model, record, signer, key, found.proof.read_bytes()) is DENY

    def test_the_proof_of_another_record(
        self, model: Path, signer: Signer, key: NoteKey, files: tuple[Path, Path], tmp_path: Path
    ) -> None:
        (found,) = log.append(tmp_path / "log", [files[0]], files[1])
        other = signer.seal(statement_of(model, signer))
        assert other != files[0].read_bytes()
        assert self.answer(model, other, signer, key, found.proof.read_bytes()) is DENY

    @pytest.mark.parametrize("broken", [b"", b"c2sp.org/tlog-proof@v1\n", b"\xff\xfe", b"index 0\n\n"])
    def test_a_broken_proof(self, model: Path, record: bytes, signer: Signer, key: NoteKey, broken: bytes) -> None:
        assert self.answer(model, record, signer, key, broken) is DENY

    def test_a_record_that_somebody_else_signed_is_not_taken(
        self, stranger: Signer, key: NoteKey, files: tuple[Path, Path], tmp_path: Path
    ) -> None:
        assert key.name == ORIGIN
        files[1].write_bytes(stranger.public_pem)
        with pytest.raises(TrustError, match="not signed by this key"):
            log.append(tmp_path / "log", [files[0]], files[1])


WRITER = """
import sys
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from seatrial.tlog.ledger import Ledger
from seatrial.tlog.note import NoteKey, sign
private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
key = NoteKey("example.org/log", private.public_key().public_bytes_raw())
ledger = Ledger(Path(sys.argv[1]))
key = key._replace(name=ledger.origin)
for number in range(1_000_000):
    body = f"{sys.argv[2]} {number}".encode()
    (place,) = ledger.append([body])
    print(place, body.decode(), flush=True)
    if number % 3 == 0:
        ledger.publish(ledger.advance(lambda state: sign(state, key, private.sign).encode()), ledger.signed_size)
"""


def kill_often(directory: Path, times: int, seed: int, server: str = "") -> None:
    """Kill the writer at random moments, and hold what is left to what was acknowledged and published.

    Every third entry is followed by a checkpoint and its files, so that about half of the kills meet these.
    """
    chance, acknowledged, seen = random.Random(seed), dict[int, str](), (0, b"")
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    origin = f"example.org/killed-{seed}" if server else ORIGIN
    key = NoteKey(origin, private.public_key().public_bytes_raw())
    Ledger.create(directory, origin, server).close()
    for round_number in range(times):
        command = [sys.executable, "-c", WRITER, str(directory), f"round {round_number}"]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.05))
        os.kill(writer.pid, signal.SIGKILL)
        out, _ = writer.communicate()
        for line in (first + out).splitlines(keepends=True):
            if line.endswith("\n"):
                place, _, body = line.rstrip("\n").partition(" ")
                assert acknowledged.setdefault(int(place), body) == body
        ledger = Ledger(directory)
        leaves = [tree.leaf_hash(ledger.body(n)) for n in range(ledger.size)]
        assert {n: ledger.body(n).decode() for n in acknowledged} == acknowledged
        assert ledger.checkpoint().root == tree.root(leaves)
        ledger.close()
        if (directory / "public" / "checkpoint").exists():
            found = audit(str(directory / "public"), key.verifier)
            assert found.size >= seen[0]
            assert tree.root(leaves[: found.size]) == found.root
            seen = (found.size, found.root)
    assert seen[0] > 0


def test_a_writer_that_is_killed_loses_nothing_and_forks_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path / "log", times=8, seed=1)


@pytest.mark.slow
def test_a_writer_that_is_killed_two_hundred_times(tmp_path: Path) -> None:
    kill_often(tmp_path / "log", times=200, seed=2)


@pytest.mark.xdist_group("postgres")
def test_a_writer_to_postgresql_that_is_killed_loses_nothing_and_forks_nothing(tmp_path: Path, postgres: str) -> None:
    kill_often(tmp_path / "log", times=8, seed=3, server=postgres)


@pytest.mark.slow
@pytest.mark.xdist_group("postgres")
def test_a_writer_to_postgresql_that_is_killed_two_hundred_times(tmp_path: Path, postgres: str) -> None:
    kill_often(tmp_path / "log", times=200, seed=4, server=postgres)


def test_a_directory_that_cannot_be_written(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        (tmp_path / "log").write_text("a file")
    else:
        (tmp_path / "log").mkdir(mode=0o500)
    with pytest.raises((OperationError, UsageError)):
        log.begin(tmp_path / "log", ORIGIN)


def test_a_key_that_was_exchanged(tmp_path: Path) -> None:
    log.begin(tmp_path / "log", ORIGIN)
    log.begin(tmp_path / "other", ORIGIN)
    shutil.copy(tmp_path / "other" / log.KEY, tmp_path / "log" / log.KEY)
    with pytest.raises(TrustError, match="not the key of this log"):
        log.checkpoint(tmp_path / "log")
