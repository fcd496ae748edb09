"""A model that took over the worker can do nothing with it: each attempt is made from inside, and must be refused."""

import os
import socket
import sys
from pathlib import Path

import pytest

from seatrial.domain.declaration import Declaration
from seatrial.domain.finding import Kind
from seatrial.domain.outcome import Outcome, Status
from tests.assess.planting import assess, subject_at

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's protections are Linux's")
ATTEMPTS = (
    *("tcp", "udp", "unix", "abstract", "beside_subject", "in_subject", "change_subject", "mode", "times", "remove"),
    *("read_secret", "own_environment", "initial_environment", "parent_environment", "parent_memory", "signal_parent"),
    *("fork", "execute", "new_namespace", "trace_parent", "raise_limit"),
)


@pytest.fixture(scope="module")
def escape(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The outcome of a check that tries everything, with real listeners and a real secret within reach."""
    tmp_path = tmp_path_factory.mktemp("escape")
    root = subject_at(tmp_path / "subject")
    secret = tmp_path / "signing.key"
    secret.write_bytes(b"key")
    abstract = f"seatrial-{os.getpid()}"
    os.environ["SEATRIAL_TEST_SECRET"] = "in the environment"
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as beside,
        socket.socket(socket.AF_UNIX) as unnamed,
    ):
        beside.bind(os.fspath(tmp_path / "s"))
        beside.listen()
        unnamed.bind("\0" + abstract)
        unnamed.listen()
        facts = {
            "root": os.fspath(root),
            "secret": os.fspath(secret),
            "port": server.getsockname()[1],
            "unix": os.fspath(tmp_path / "s"),
            "abstract": abstract,
        }
        assessment = assess(root, ["escape"], declaration=Declaration(name="m", facts=facts))
    del os.environ["SEATRIAL_TEST_SECRET"]
    assert (root / "a.bin").read_bytes() == b"\x01" * 3000
    assert not (tmp_path / "escaped").exists()
    return assessment.outcomes[0]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_worker_is_refused(escape: Outcome, attempt: str) -> None:
    containment = escape.containment
    assert containment is not None
    if containment.absent:
        pytest.skip(f"this machine lacks a protection: {containment.absent}")
    said = {f.message.split(":")[0]: f for f in escape.findings}
    assert said[attempt].kind is Kind.PASS, said[attempt].message


def test_every_attempt_was_made(escape: Outcome) -> None:
    assert escape.status is Status.COMPLETED
    assert sorted(f.message.split(":")[0] for f in escape.findings) == sorted(ATTEMPTS)


def test_a_module_beside_the_subject_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reviews `.` must not run the subject's `json.py` in place of Python's."""
    root = subject_at(tmp_path / "subject", {"json.py": b"raise SystemExit('the subject was imported')", "b.bin": b"x"})
    monkeypatch.chdir(root)
    assert assess(root, ["sound"]).outcomes[0].passed
    assert assess(Path(), ["sound"]).outcomes[0].passed
