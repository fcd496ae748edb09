"""The reviewer's key: made once, closed to others, the same for everybody who asks."""

import concurrent.futures
import hashlib
import os
import stat
from pathlib import Path

import pytest

from seatrial.documents.sigstore import decode, verify
from seatrial.domain.errors import OperationError, UsageError
from seatrial.record import keys
from seatrial.record.keys import PASSPHRASE, PRIVATE, PUBLIC, keys_directory, own_public_key, own_signer


def test_it_is_made_on_first_use_and_closed_to_others(tmp_path: Path) -> None:
    first, again = own_signer(tmp_path), own_signer(tmp_path)
    assert first.key_id == again.key_id
    assert stat.S_IMODE((keys_directory(tmp_path) / PRIVATE).stat().st_mode) == 0o600
    assert stat.S_IMODE(keys_directory(tmp_path).stat().st_mode) == 0o700
    assert (keys_directory(tmp_path) / PUBLIC).read_bytes() == first.public_pem


def test_what_it_seals_is_verified_by_its_public_half_only(tmp_path: Path) -> None:
    one, other = own_signer(tmp_path / "one"), own_signer(tmp_path / "other")
    envelope = decode(one.seal(b"{}"))
    assert verify(envelope, one.public_pem)
    assert not verify(envelope, other.public_pem)


def test_two_processes_at_once_end_with_one_key(tmp_path: Path) -> None:
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        ids = {s.key_id for s in pool.map(lambda _: own_signer(tmp_path), range(24))}
    assert len(ids) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    own_signer(tmp_path)
    (keys_directory(tmp_path) / PRIVATE).chmod(mode)
    with pytest.raises(UsageError) as caught:
        own_signer(tmp_path)
    assert "chmod 600" in caught.value.advice


def test_a_passphrase_seals_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE, "over the sea")
    made = own_signer(tmp_path)
    assert b"PRIVATE" not in (keys_directory(tmp_path) / PRIVATE).read_bytes()
    assert own_signer(tmp_path).key_id == made.key_id
    monkeypatch.setenv(PASSPHRASE, "under the sea")
    with pytest.raises(UsageError, match="does not open"):
        own_signer(tmp_path)
    monkeypatch.delenv(PASSPHRASE)
    with pytest.raises(UsageError, match="passphrase"):
        own_signer(tmp_path)
    assert own_signer(tmp_path, lambda: "over the sea").key_id == made.key_id


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"age-encryption.org/v1\n",
        b"age-encryption.org/v1\n-> scrypt x 1\n",
        b"-----BEGIN PRIVATE KEY-----\n",
        b"\xff" * 100,
    ],
)
def test_a_damaged_key_is_said_to_be_damaged(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE, "x")
    own_signer(tmp_path)
    (keys_directory(tmp_path) / PRIVATE).write_bytes(content)
    with pytest.raises(UsageError) as caught:
        own_signer(tmp_path)
    assert caught.value.advice


def test_a_link_in_place_of_the_key_is_refused(tmp_path: Path) -> None:
    own_signer(tmp_path)
    key = keys_directory(tmp_path) / PRIVATE
    key.rename(tmp_path / "elsewhere")
    key.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OperationError):
        own_signer(tmp_path)


def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperationError):
        own_signer(tmp_path / "file")


def test_the_secret_of_the_evidence_differs_by_key_and_nonce(tmp_path: Path) -> None:
    one, other = own_signer(tmp_path / "one"), own_signer(tmp_path / "other")
    secrets = {one.evidence_secret(b"a"), one.evidence_secret(b"b"), other.evidence_secret(b"a")}
    assert len(secrets) == 3
    assert os.environ.get(PASSPHRASE) is None


def test_a_public_key_that_is_not_its_own_is_refused_and_made_again_once_removed(tmp_path: Path) -> None:
    signer, other = own_signer(tmp_path / "one"), own_signer(tmp_path / "other")
    public = keys_directory(tmp_path / "one") / PUBLIC
    public.write_bytes(other.public_pem)
    with pytest.raises(UsageError, match="public half"):
        own_signer(tmp_path / "one")
    public.unlink()
    assert own_signer(tmp_path / "one").key_id == signer.key_id
    assert own_public_key(tmp_path / "one") == signer.public_pem


def test_without_a_key_there_is_no_public_one(tmp_path: Path) -> None:
    assert own_public_key(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PUBLIC KEY-----\n", b"\xff"])
def test_a_damaged_public_key_is_said_to_be_damaged(content: bytes, tmp_path: Path) -> None:
    own_signer(tmp_path)
    (keys_directory(tmp_path) / PUBLIC).write_bytes(content)
    with pytest.raises(UsageError, match="damaged"):
        own_public_key(tmp_path)


@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_directory_of_keys_that_others_can_write_to_is_refused(tmp_path: Path, mode: int) -> None:
    own_signer(tmp_path)
    keys_directory(tmp_path).chmod(mode)
    with pytest.raises(UsageError) as caught:
        own_signer(tmp_path)
    assert "chmod go-w" in caught.value.advice


def test_the_hint_is_the_one_that_model_signing_tools_look_for(tmp_path: Path) -> None:
    signer = own_signer(tmp_path)
    assert decode(signer.seal(b"{}")).hint == hashlib.sha256(signer.public_pem).hexdigest()


def test_a_record_larger_than_readers_take_is_not_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MAX_RECORD_BYTES", 10_000)
    signer = own_signer(tmp_path)
    signer.seal(b"x" * 5_000)
    with pytest.raises(UsageError) as caught:
        signer.seal(b"x" * 10_000)
    assert caught.value.advice
