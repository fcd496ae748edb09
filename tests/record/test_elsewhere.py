"""Keys that never come here: a token by PKCS#11, with SoftHSM as the token."""

import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest

from seatrial.app import keys as app
from seatrial.documents.sigstore import decode, verify
from seatrial.domain.errors import OperationError, UsageError
from seatrial.record import elsewhere
from seatrial.record.keys import PASSPHRASE, keys_directory, own_public_key, own_signer, use_elsewhere

LIBRARIES = [Path("/usr/lib/softhsm/libsofthsm2.so"), *Path("/usr/lib").glob("*/softhsm/libsofthsm2.so")]
LIBRARY = next((path for path in LIBRARIES if path.exists()), None)
URI = "hsm:2?label=board"
needs_token = pytest.mark.skipif(
    LIBRARY is None or shutil.which("softhsm2-util") is None, reason="needs SoftHSM (Debian: softhsm2)"
)


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token with a P-256 key that does not leave it."""
    pkcs11 = pytest.importorskip("pkcs11")
    pytest.importorskip("securesystemslib")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    monkeypatch.setenv("PYKCS11LIB", str(LIBRARY))
    monkeypatch.setenv(PASSPHRASE, "1234")
    init = ["softhsm2-util", "--init-token", "--free", "--label", "board", "--pin", "1234", "--so-pin", "4321"]
    subprocess.run(init, check=True, capture_output=True)
    library = pkcs11.lib(str(LIBRARY))
    library.reinitialize()
    with library.get_token(token_label="board").open(rw=True, user_pin="1234") as session:
        curve = pkcs11.util.ec.encode_named_curve_parameters("1.2.840.10045.3.1.7")
        parameters = session.create_domain_parameters(
            pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: curve}, local=True
        )
        parameters.generate_keypair(store=True, label="board", id=b"\x02")


@needs_token
@pytest.mark.usefixtures("token")
def test_a_token_signs_and_the_key_stays_there(tmp_path: Path) -> None:
    made = app.new_key("The board", home=tmp_path, uri=URI)
    assert made.sealed
    signer = own_signer(tmp_path)
    sealed = signer.seal(b"{}")
    assert verify(decode(sealed), signer.public_pem)
    assert not verify(dataclasses.replace(decode(sealed), payload=b"[]"), signer.public_pem)
    names = {path.name for path in keys_directory(tmp_path).iterdir()}
    assert names == {"reviewer.pub", "signer.json", "evidence.secret", "keyring.json"}
    assert signer.evidence_secret(b"n") == own_signer(tmp_path).evidence_secret(b"n")


@needs_token
@pytest.mark.usefixtures("token")
def test_a_wrong_pin_token_or_key_signs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_elsewhere(URI, home=tmp_path)
    other = own_signer(tmp_path / "other").public_pem
    with pytest.raises(OperationError, match="another than the public key"):
        use_elsewhere(URI, other, home=tmp_path / "second")
    assert own_public_key(tmp_path / "second") is None
    monkeypatch.setenv(PASSPHRASE, "9999")
    with pytest.raises(OperationError, match="cannot be used"):
        own_signer(tmp_path).seal(b"{}")
    for uri in ("hsm:7?label=board", "hsm:2?label=nobody"):
        with pytest.raises(OperationError, match="cannot be used"):
            use_elsewhere(uri, home=tmp_path / "third")


@needs_token
@pytest.mark.usefixtures("token")
def test_a_local_key_is_rotated_to_a_token_and_stays_in_use_when_that_fails(tmp_path: Path) -> None:
    app.new_key("The board", home=tmp_path)
    before = own_signer(tmp_path)
    with pytest.raises(OperationError):
        app.rotate("to hardware", home=tmp_path, uri="hsm:9?label=board")
    assert own_signer(tmp_path).key_id == before.key_id
    made = app.rotate("to hardware", home=tmp_path, uri=URI)
    assert own_signer(tmp_path).key_id == made.key.key_id != before.key_id
    assert made.event is not None
    assert verify(decode(made.event.read_bytes()), before.public_pem)


@pytest.mark.parametrize("uri", ["", "file:/etc/passwd", "gpg:x", "https://example.org", "awskms"])
def test_what_names_no_key_is_refused(tmp_path: Path, uri: str) -> None:
    with pytest.raises(UsageError, match="no URI of a signing key"):
        use_elsewhere(uri, home=tmp_path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"uri": 1}', '{"uri": "hsm:2", "more": 1}', '{"uri": "env:X"}'])
def test_a_damaged_pointer_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / elsewhere.FILE
    path.write_text(text)
    with pytest.raises(UsageError):
        elsewhere.uri_in(path)


def test_a_key_service_that_is_not_there_is_said(tmp_path: Path) -> None:
    pytest.importorskip("securesystemslib")
    with pytest.raises(OperationError, match="cannot be used"):
        use_elsewhere("awskms:alias/reviewer", home=tmp_path)
