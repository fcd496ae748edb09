"""A reader of logs that nobody here wrote (tlog-scales) agrees with ours, and refuses what was changed."""

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from seatrial.tlog.ledger import Ledger
from seatrial.tlog.note import NoteKey, sign
from seatrial.tlog.proof import Proof

PRIVATE = Ed25519PrivateKey.generate()
KEY = NoteKey("example.org/log", PRIVATE.public_key().public_bytes_raw())
BODIES = [b'{"entry": %d}' % n for n in range(1_300)]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    pytest.importorskip("tlog_scales")
    ledger = Ledger.create(tmp_path_factory.mktemp("log") / "log", KEY.name)
    ledger.append(BODIES)
    ledger.publish(ledger.advance(lambda state: sign(state, KEY, PRIVATE.sign).encode()), ledger.size)
    return ledger


def read(public: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from tlog_scales.cli import main; main()", arguments[0]]
    options, numbers = arguments[1:-1], arguments[-1:]
    return subprocess.run([*command, *options, str(public), *numbers], capture_output=True, check=False)


@pytest.mark.parametrize("number", [0, 255, 256, 1_023, 1_299])
def test_its_proof_is_ours_byte_for_byte(log: Ledger, number: int) -> None:
    note = log.latest()
    assert note is not None
    ours = Proof(number, log.inclusion(number, log.size), note).encode()
    assert read(log.directory / "public", "gen-proof", str(number)).stdout == ours


def test_it_reads_our_entries(log: Ledger) -> None:
    assert read(log.directory / "public", "get-leaf", "1299").stdout == BODIES[1_299]
