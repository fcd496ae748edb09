"""A record goes into a log, and a stranger finds out what was done to it."""

from pathlib import Path

import pytest

from tests.journeys.conftest import Seatrial


@pytest.fixture
def logged(seatrial: Seatrial, tmp_path: Path) -> str:
    """A reviewed model whose record is in a log; the key of the log."""
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "config.json").write_text("{}")
    seatrial("review", "m", "--static", "--out", "r")
    began = seatrial("log", "init", "log", "--origin", "example.org/log")
    assert began.code == 0
    appended = seatrial("log", "append", "log", "r/record.sigstore.json")
    assert (appended.code, "entry 0" in appended.out) == (0, True)
    key = (tmp_path / "log" / "log.vkey").read_text().strip()
    assert key in began.out
    return key


def test_a_record_in_a_log_is_followed(seatrial: Seatrial, logged: str, tmp_path: Path) -> None:
    first = seatrial("log", "audit", "log/public", "--key", logged, "--state", "seen.json")
    assert (first.code, "1 entry" in first.out) == (0, True)
    assert "example.org/log\n1\n" in seatrial("log", "checkpoint", "log").out
    assert seatrial("log", "prove", "log", "r/record.sigstore.json").code == 0
    (tmp_path / "log/public/tile/entries/000.p/1").write_bytes(b"\0\1x")
    changed = seatrial("log", "audit", "log/public", "--key", "log/log.vkey", "--state", "seen.json")
    assert changed.code == 1
    assert "promises" in changed.err


def test_a_verifier_asks_for_the_log(seatrial: Seatrial, logged: str, tmp_path: Path) -> None:
    key = (tmp_path / "home/config/keys/reviewer.pub").read_text()
    (tmp_path / "trust.toml").write_text(
        f'[[signer]]\nname = "me"\npublic_key = """\n{key}"""\n[[log]]\nkey = "{logged}"\n'
        '[accept]\nresults = ["clear", "not-clear", "could-not-tell"]\n'
    )
    verify = ("verify", "m", "--record", "r/record.sigstore.json", "--trust", "trust.toml")
    assert seatrial(*verify).code == 0
    (tmp_path / "r/record.sigstore.json.tlog-proof").rename(tmp_path / "elsewhere")
    without = seatrial(*verify)
    assert (without.code, "--proof" in without.out) == (3, True)
    assert seatrial(*verify, "--proof", "elsewhere").code == 0


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("append", "nowhere", "r/record.sigstore.json"), "log init"),
        (("append", "log", "m/config.json"), "record.sigstore.json of a review"),
        (("init", "log", "--origin", "again"), "key at"),
        (("init", "new", "--origin", "two words"), "no spaces"),
        (("audit", "nowhere", "--key", "log/log.vkey"), "directory"),
        (("audit", "log/public", "--key", "nonsense"), "name+id+key"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_way_out(
    seatrial: Seatrial, logged: str, command: tuple[str, ...], words: str
) -> None:
    assert logged
    said = seatrial("log", *command)
    assert said.code == 2
    assert words in said.err
