"""Keys are made, replaced and taken back, and verifiers learn of it."""

import json
from pathlib import Path

import pytest

from seatrial.documents.sigstore import decode, verify
from tests.journeys.conftest import Seatrial


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "home" / "config" / "keys"


def test_a_key_is_made_once_and_listed(seatrial: Seatrial, keys: Path) -> None:
    assert "no key yet" in seatrial("keys", "list").out
    made = seatrial("keys", "new", "--name", "The board")
    assert (made.code, "under no passphrase" in made.err) == (0, True)
    assert (keys / "reviewer.key").stat().st_mode & 0o077 == 0
    again = seatrial("keys", "new")
    assert (again.code, "rotate" in again.err) == (2, True)
    listed = seatrial("keys", "list").out
    assert "* sha256:" in listed
    assert "The board" in listed
    assert "in use" in listed


def test_a_passphrase_seals_the_key(seatrial: Seatrial, tiny: Path, keys: Path) -> None:
    secret = {"SEATRIAL_KEY_PASSPHRASE": "correct horse"}
    made = seatrial("keys", "new", env=secret)
    assert (made.code, made.err) == (0, "")
    assert b"PRIVATE KEY" not in (keys / "reviewer.key").read_bytes()
    assert seatrial("review", tiny, "--static", "--out", "r", env=secret).code == 0
    wrong = seatrial("keys", "rotate", env={"SEATRIAL_KEY_PASSPHRASE": "wrong"})
    assert (wrong.code, "passphrase" in wrong.err) == (2, True)
    assert (keys / "reviewer.key").exists()


def test_records_of_a_rotated_key_are_believed_in_its_window(
    seatrial: Seatrial, tiny: Path, keys: Path, tmp_path: Path
) -> None:
    seatrial("keys", "new", "--name", "The board")
    assert seatrial("review", tiny, "--static", "--out", "before").code == 0
    old = (keys / "reviewer.pub").read_bytes()
    rotated = seatrial("keys", "rotate", "--reason", "planned")
    assert rotated.code == 0
    assert (keys / "reviewer.pub").read_bytes() != old
    assert seatrial("review", tiny, "--static", "--out", "after").code == 0
    (tmp_path / "trust.toml").write_text(seatrial("keys", "export").out)
    assert (tmp_path / "trust.toml").read_text().count("[[signer]]") == 2
    for record in ("before", "after"):
        said = seatrial("verify", tiny, "--record", f"{record}/record.sigstore.json", "--trust", "trust.toml")
        assert said.code == 0, said.out
    (event,) = keys.glob("rotated-*.sigstore.json")
    envelope = decode(event.read_bytes())
    assert verify(envelope, old)
    statement = json.loads(envelope.payload)
    assert statement["predicate"]["successor"] == (keys / "reviewer.pub").read_text()
    seatrial("log", "init", "log", "--origin", "example.org/keys")
    (tmp_path / "old.pub").write_bytes(old)
    logged = seatrial("log", "append", "log", event, "--key", "old.pub")
    assert (logged.code, "entry 0" in logged.out) == (0, True)


def test_a_revoked_key_is_not_believed(seatrial: Seatrial, tiny: Path, keys: Path, tmp_path: Path) -> None:
    seatrial("keys", "new", "--name", "The board")
    assert seatrial("review", tiny, "--static", "--out", "r").code == 0
    seatrial("keys", "rotate")
    listed = seatrial("keys", "list").out.splitlines()
    old = next(line for line in listed if "closed" in line).split()[0].rstrip("…")
    revoked = seatrial("keys", "revoke", old, "--reason", "the laptop was stolen")
    assert revoked.code == 0
    assert "REVOKED" in seatrial("keys", "list").out
    assert list(keys.glob("revoked-*.sigstore.json"))
    exported = seatrial("keys", "export").out
    assert "the laptop was stolen" in exported
    (tmp_path / "trust.toml").write_text(exported)
    said = seatrial("verify", tiny, "--record", "r/record.sigstore.json", "--trust", "trust.toml")
    assert said.code == 3, "made on the day of the revocation, so by a key that is not believed"
    again = seatrial("keys", "revoke", old, "--reason", "x")
    assert (again.code, "was revoked" in again.err) == (2, True)


def test_a_keyring_tampered_with_is_refused(seatrial: Seatrial, keys: Path) -> None:
    seatrial("keys", "new")
    ring = json.loads((keys / "keyring.json").read_text())
    for change in ({"more": 1}, {"keys": ring["keys"] * 2}, {"schema": "x"}, {"keys": [{"name": "x"}]}):
        (keys / "keyring.json").write_text(json.dumps(ring | change))
        said = seatrial("keys", "list")
        assert (said.code, "damaged" in said.err) == (2, True), change
    window = ring["keys"][0] | {"not_after": "2000-01-01"}
    (keys / "keyring.json").write_text(json.dumps(ring | {"keys": [window]}))
    assert seatrial("keys", "export").code == 2


@pytest.mark.parametrize("arguments", [("revoke", "nobody", "--reason", "x"), ("rotate",), ("export",)])
def test_without_a_key_there_is_nothing_to_do(seatrial: Seatrial, arguments: tuple[str, ...]) -> None:
    assert seatrial("keys", *arguments).code == 2


def test_an_empty_reason_revokes_nothing(seatrial: Seatrial) -> None:
    seatrial("keys", "new", "--name", "board")
    assert seatrial("keys", "revoke", "board", "--reason", " ").code == 2
    assert "REVOKED" not in seatrial("keys", "list").out


def test_a_name_cannot_break_out_of_the_trust_file(seatrial: Seatrial, tiny: Path, tmp_path: Path) -> None:
    seatrial("keys", "new", "--name", 'x"\n[accept]\nresults = ["not-clear"]')
    (tmp_path / "trust.toml").write_text(seatrial("keys", "export").out)
    said = seatrial("gate", "--lint", "--trust", "trust.toml")
    assert said.code == 0
    assert "accepts clear under" in said.out
