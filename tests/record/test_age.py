"""Key files are files of age: other implementations open ours, we open theirs, and neither takes a changed one."""

import os
import pty
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.record.age import CHUNK, AgeError, decrypt, encrypt

QUICK = 10
"""Work factor of tests; age accepts any."""
SEALED = encrypt(b"a secret key", "over the sea", QUICK)


def test_it_opens_with_its_passphrase_alone() -> None:
    assert decrypt(SEALED, "over the sea") == b"a secret key"
    with pytest.raises(AgeError, match="does not open"):
        decrypt(SEALED, "under the sea")
    assert encrypt(b"a secret key", "over the sea", QUICK) != SEALED


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
@settings(max_examples=200)
def test_no_changed_byte_is_taken(place: int, mask: int) -> None:
    changed = bytearray(SEALED)
    changed[place] ^= mask
    with pytest.raises(AgeError):
        decrypt(bytes(changed), "over the sea")


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_rubbish_is_refused(data: bytes) -> None:
    for attempt in (data, b"age-encryption.org/v1\n" + data, SEALED + data if data else b""):
        with pytest.raises(AgeError):
            decrypt(attempt, "over the sea")


def test_a_file_that_asks_for_too_much_memory_is_not_opened() -> None:
    with pytest.raises(AgeError, match="small file"):
        decrypt(SEALED.replace(b" 10\n", b" 30\n", 1), "over the sea")


def test_only_small_content_is_sealed() -> None:
    assert decrypt(encrypt(bytes(CHUNK), "x", QUICK), "x") == bytes(CHUNK)
    with pytest.raises(ValueError, match="65,536"):
        encrypt(bytes(CHUNK + 1), "x", QUICK)


def test_the_implementation_in_rust_agrees() -> None:
    pyrage = pytest.importorskip("pyrage")
    assert pyrage.passphrase.decrypt(SEALED, "over the sea") == b"a secret key"
    with pytest.raises(Exception, match="ecrypt"):
        pyrage.passphrase.decrypt(SEALED[:-1] + b"\0", "over the sea")
    assert decrypt(pyrage.passphrase.encrypt(b"theirs", "over the sea"), "over the sea") == b"theirs"


def typed(command: list[str], answers: list[bytes]) -> int:
    """Run a command at a terminal of its own, and type an answer at each prompt.

    Who is asked once more than there are answers hangs up.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    try:
        seen = b""
        while answers:
            try:
                seen += os.read(terminal, 1024)
            except OSError:
                break
            if seen.rstrip().endswith(b":"):
                os.write(terminal, answers.pop(0) + b"\n")
                seen = b""
        while not seen.rstrip().endswith(b":"):
            try:
                read = os.read(terminal, 1024)
            except OSError:
                break
            if not read:
                break
            seen += read
    finally:
        os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not installed")
def test_the_age_command_agrees(tmp_path: Path) -> None:
    (tmp_path / "ours.age").write_bytes(SEALED)
    command = ["age", "-d", "-o", str(tmp_path / "plain"), str(tmp_path / "ours.age")]
    assert typed(command, [b"over the sea"]) == 0
    assert (tmp_path / "plain").read_bytes() == b"a secret key"
    (tmp_path / "ours.age").write_bytes(SEALED[:-1] + bytes([SEALED[-1] ^ 1]))
    assert typed(command, [b"over the sea"]) != 0
    (tmp_path / "key").write_bytes(b"theirs")
    sealing = ["age", "-p", "-o", str(tmp_path / "theirs.age"), str(tmp_path / "key")]
    assert typed(sealing, [b"over the sea", b"over the sea"]) == 0
    assert decrypt((tmp_path / "theirs.age").read_bytes(), "over the sea") == b"theirs"


def test_a_terminal_is_asked_for_the_passphrase_of_a_new_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By default: nothing in the environment, somebody at a terminal."""
    monkeypatch.delenv("SEATRIAL_KEY_PASSPHRASE", raising=False)
    monkeypatch.setenv("SEATRIAL_HOME", str(tmp_path))
    command = [sys.executable, "-m", "seatrial", "keys", "new"]
    assert typed(command, [b"over the sea", b"under the sea"]) == 2
    assert typed(command, [b"over the sea", b"over the sea"]) == 0
    assert decrypt((tmp_path / "keys" / "reviewer.key").read_bytes(), "over the sea").startswith(b"-----BEGIN")
