"""A file is sealed for one recipient, committed to, and opened later."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial

pytestmark = pytest.mark.skipif(find_spec("pyrage") is None, reason="the extra `seal` is not installed")


@pytest.fixture
def recipient(tmp_path: Path) -> str:
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "me.txt").write_text(f"# made for a test\n{identity}\n")
    (tmp_path / "submission.json").write_bytes(b"secret evidence" * 1000)
    return str(identity.to_public())


def test_it_is_logged_first_and_opened_later(seatrial: Seatrial, recipient: str, tmp_path: Path) -> None:
    sealed = seatrial("seal", "submission.json", "--to", recipient)
    assert sealed.code == 0
    assert b"secret evidence" not in (tmp_path / "submission.json.age").read_bytes()
    commitment = "submission.json.age.commitment.sigstore.json"
    seatrial("log", "init", "log", "--origin", "example.org/sealed")
    assert "entry 0" in seatrial("log", "append", "log", commitment).out
    opened = seatrial(
        *("unseal", "submission.json.age", "--identity", "me.txt", "--out", "o.json", "--commitment", commitment)
    )
    assert (opened.code, "as committed to" in opened.out) == (0, True)
    assert (tmp_path / "o.json").read_bytes() == (tmp_path / "submission.json").read_bytes()


def test_a_sealed_file_exchanged_after_the_commitment(seatrial: Seatrial, recipient: str, tmp_path: Path) -> None:
    seatrial("seal", "submission.json", "--to", recipient)
    (tmp_path / "other.json").write_text("another")
    seatrial("seal", "other.json", "--to", recipient)
    (tmp_path / "other.json.age").replace(tmp_path / "submission.json.age")
    said = seatrial(
        *("unseal", "submission.json.age", "--identity", "me.txt", "--out", "o.json"),
        *("--commitment", "submission.json.age.commitment.sigstore.json"),
    )
    assert (said.code, "is not what" in said.err) == (2, True)
    assert not (tmp_path / "o.json").exists()


def test_a_sealed_file_changed(seatrial: Seatrial, recipient: str, tmp_path: Path) -> None:
    seatrial("seal", "submission.json", "--to", recipient)
    data = bytearray((tmp_path / "submission.json.age").read_bytes())
    data[-5] ^= 1
    (tmp_path / "submission.json.age").write_bytes(data)
    said = seatrial("unseal", "submission.json.age", "--identity", "me.txt", "--out", "o.json")
    assert said.code == 2
    assert sorted(path.name for path in tmp_path.glob("*o.json*")) == []


def test_another_identity_opens_nothing(seatrial: Seatrial, recipient: str, tmp_path: Path) -> None:
    import pyrage

    seatrial("seal", "submission.json", "--to", recipient)
    (tmp_path / "you.txt").write_text(str(pyrage.x25519.Identity.generate()))
    assert seatrial("unseal", "submission.json.age", "--identity", "you.txt", "--out", "o.json").code == 2
    (tmp_path / "you.txt").write_text("nonsense")
    assert seatrial("unseal", "submission.json.age", "--identity", "you.txt", "--out", "o.json").code == 2
    assert seatrial("seal", "submission.json", "--to", "age1nonsense").code == 2
    again = seatrial("seal", "submission.json", "--to", recipient)
    assert (again.code, "already" in again.err) == (2, True)


@pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not installed")
def test_the_age_command_opens_it(seatrial: Seatrial, recipient: str, tmp_path: Path) -> None:
    seatrial("seal", "submission.json", "--to", recipient)
    command = ["age", "-d", "-i", "me.txt", "submission.json.age"]
    opened = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert opened.stdout == (tmp_path / "submission.json").read_bytes()
