"""A verifier of logs and a witness of others, aics-tlog and aics-witness, read our logs and refuse forks of them."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from seatrial.app.log_cosign import AskedWitness, cosign_all, witness_at
from seatrial.app.log_http import open_witness, server, witness_calls
from seatrial.tlog.ledger import Ledger
from seatrial.tlog.note import NoteKey, sign
from tests.conformance.peers import environment, newer_python

pytestmark = pytest.mark.slow
PRIVATE = Ed25519PrivateKey.generate()
KEY = NoteKey("example.org/log", PRIVATE.public_key().public_bytes_raw())
BODIES = [b'{"entry": %d}' % n for n in range(600)]


@pytest.fixture(scope="module")
def peers() -> Path:
    return environment("aics", ("aics-tlog==0.2.1", "aics-witness==0.1.0"), python=newer_python())


def signed(ledger: Ledger) -> bytes:
    return ledger.advance(lambda state: sign(state, KEY, PRIVATE.sign).encode())


def grown(directory: Path, *bodies: bytes) -> Ledger:
    ledger = Ledger.create(directory, KEY.name)
    ledger.append(bodies)
    ledger.publish(signed(ledger), ledger.size)
    return ledger


def says(program: Path, *arguments: object) -> bool:
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["ok"] is (done.returncode == 0)
    return bool(report["ok"])


def test_checkpoint_inclusion_and_consistency(peers: Path, tmp_path: Path) -> None:
    tlog = peers / "aics-tlog"
    ledger = grown(tmp_path / "log", *BODIES[:300])
    public = tmp_path / "log" / "public"
    (tmp_path / "old").write_bytes(signed(ledger))
    (tmp_path / "log.vkey").write_text(KEY.verifier + "\n")
    ledger.append(BODIES)
    ledger.publish(signed(ledger), 600)
    key = ("--vkey-file", tmp_path / "log.vkey", "--tiles", public)
    assert says(tlog, "verify-checkpoint", *key)
    for number in (0, 255, 256, 599):
        (tmp_path / "leaf").write_bytes(BODIES[number])
        assert says(tlog, "verify-inclusion", *key, "--leaf", tmp_path / "leaf", "--index", number)
        assert not says(tlog, "verify-inclusion", *key, "--leaf", tmp_path / "leaf", "--index", (number + 1) % 600)
    assert says(tlog, "verify-consistency", *key, "--old-checkpoint", tmp_path / "old")
    stranger = KEY._replace(public=Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    assert not says(tlog, "verify-checkpoint", "--log-key", stranger.verifier, "--tiles", public)
    fork = grown(tmp_path / "fork", b"other", *BODIES[1:])
    tampered = ("--vkey-file", tmp_path / "log.vkey", "--tiles", fork.directory / "public")
    assert not says(tlog, "verify-consistency", *tampered, "--old-checkpoint", tmp_path / "old")
    tile = public / "tile" / "0" / "001"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    assert not says(tlog, "verify-inclusion", *key, "--leaf-hash", "00" * 32, "--index", 256)


def test_it_counts_the_cosignatures_of_our_witness(peers: Path, tmp_path: Path) -> None:
    tlog = peers / "aics-tlog"
    ledger = grown(tmp_path / "log", *BODIES)
    witness, key = open_witness(tmp_path / "witness", "example.org/witness", (KEY.verifier,))
    made = server("127.0.0.1:0", witness_calls(witness))
    from threading import Thread

    thread = Thread(target=made.serve_forever, daemon=True)
    thread.start()
    try:
        asked = AskedWitness(f"http://127.0.0.1:{made.server_address[1]}", key)
        note, answers = cosign_all(ledger, signed(ledger), [asked])
    finally:
        made.shutdown()
        made.server_close()
    assert answers[0].line is not None
    (tmp_path / "note").write_bytes(note)
    command = ("verify-checkpoint", "--log-key", KEY.verifier, "--note", tmp_path / "note", "--quorum", 1)
    assert says(tlog, *command, "--witness-key", key.verifier)
    other, unknown = open_witness(tmp_path / "other", "example.org/other", (KEY.verifier,))
    assert other is not witness
    assert not says(tlog, *command, "--witness-key", unknown.verifier)


@pytest.fixture
def witness(peers: Path, tmp_path: Path) -> Iterator[AskedWitness]:
    """Their witness, trusting our log, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = tmp_path / "witness.json"
    program = str(peers / "aics-witness")

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [program, *arguments, "--config", str(config)], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    verifier = run("init", "--name", "witness.example.org/w1", "--listen", f"127.0.0.1:{port}").splitlines()[-1]
    run("add-log", "--origin", KEY.name, "--vkey", KEY.verifier)
    serving = subprocess.Popen([program, "serve", "--config", str(config)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield witness_at(f"http://127.0.0.1:{port}", verifier)
    finally:
        serving.terminate()
        serving.wait()


def test_their_witness_cosigns_what_continues_and_refuses_a_fork_and_a_rollback(
    witness: AskedWitness, tmp_path: Path
) -> None:
    ledger = grown(tmp_path / "log", *BODIES[:10])
    for size in (10, 300, 600):
        ledger.append(BODIES[:size])
        note, (answer,) = cosign_all(ledger, signed(ledger), [witness])
        assert answer.line is not None, answer.why
        assert note.count(witness.key.name.encode()) == 1
    fork = grown(tmp_path / "fork", b"other", *BODIES[1:], b"more")
    _, (answer,) = cosign_all(fork, signed(fork), [witness])
    assert answer.line is None
    assert "refused it with 422" in answer.why
    rollback = grown(tmp_path / "rollback", *BODIES[:300])
    _, (answer,) = cosign_all(rollback, signed(rollback), [witness])
    assert answer.line is None
    assert "has seen 600 entries" in answer.why
