"""The reviewer's own key: ECDSA P-256, made on first use, readable by its owner only, optionally under a passphrase.

A passphrase seals the key with scrypt (n = 2^17, r = 8, p = 1) and AES-256-GCM. PKCS#8's own encryption is not used:
its customary key derivation opens in a millisecond, and so does a stolen file.
"""

import base64
import hmac
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from seatrial.documents import DocumentError
from seatrial.documents.ecdsa import key_hint, key_id, lower_half
from seatrial.documents.sigstore import MAX_BYTES as MAX_RECORD_BYTES
from seatrial.documents.sigstore import PAYLOAD_TYPE, Envelope, encode, pae
from seatrial.domain.errors import OperationError, UsageError

HOME: Final = "SEATRIAL_HOME"
PASSPHRASE: Final = "SEATRIAL_KEY_PASSPHRASE"
PRIVATE: Final = "reviewer.key"
PUBLIC: Final = "reviewer.pub"
MAX_BYTES: Final = 64 * 1024
_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_SCRYPT: Final = {"n": 2**17, "r": 8, "p": 1}


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key that signs statements."""

    _key: ec.EllipticCurvePrivateKey

    @property
    def public_pem(self) -> bytes:
        """The public key, SubjectPublicKeyInfo in PEM."""
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def key_id(self) -> str:
        """`sha256:` of the public key in DER."""
        return key_id(self.public_pem)

    def seal(self, statement: bytes) -> bytes:
        """The record: one Sigstore bundle, its signature in the one spelling that gates accept.

        Raises `UsageError` for a statement that is larger than any reader takes.
        """
        public = self.public_pem
        signature = lower_half(self._key.sign(pae(PAYLOAD_TYPE, statement), ec.ECDSA(hashes.SHA256())), public)
        sealed = encode(
            Envelope(payload=statement, payload_type=PAYLOAD_TYPE, signature=signature, hint=key_hint(public))
        )
        if len(sealed) > MAX_RECORD_BYTES:
            raise UsageError(
                f"the record would be larger than {MAX_RECORD_BYTES:,} bytes, since it lists every file",
                advice="review the model in parts, or pack its files into fewer",
            )
        return sealed

    def evidence_secret(self, nonce: bytes) -> bytes:
        """The secret that salts one record's evidence tree: made again from key and nonce, so it is kept nowhere."""
        number = self._key.private_numbers().private_value.to_bytes(32, "big")
        return hmac.digest(number, b"seatrial evidence salt v1" + nonce, "sha256")


def keys_directory(home: Path | None = None) -> Path:
    """Where keys lie: `keys` under `home`, `SEATRIAL_HOME`, or the user's configuration directory."""
    import platformdirs  # noqa: PLC0415 - only here

    base = home or Path(os.environ.get(HOME) or platformdirs.user_config_dir("seatrial"))
    return base / "keys"


def own_signer(home: Path | None = None, ask: Callable[[], str] | None = None) -> Signer:
    """The local key, made when there is none. `ask` is called for a passphrase when the environment has none.

    Raises `OperationError` when it cannot be read or made, `UsageError` for a wrong passphrase, loose permissions or a
    public key that is not its own.
    """
    directory = keys_directory(home)
    try:
        directory.mkdir(parents=True, mode=0o700, exist_ok=True)
        _refuse_writable(directory, directory.stat())
        if not (directory / PRIVATE).exists():
            _make(directory)
        signer = Signer(_open(directory / PRIVATE, ask))
        if not (directory / PUBLIC).exists():
            place_file(directory / PUBLIC, signer.public_pem, 0o644)
        if own_public_key(home) != signer.public_pem:
            raise UsageError(
                f"{directory / PUBLIC} is not the public half of the signing key beside it",
                advice="remove it: it is made again from the private key",
            )
    except OSError as error:
        raise OperationError(
            f"the signing key in {directory} cannot be used: {error.strerror}",
            advice=f"check its permissions and the disk, or name another directory in {HOME}",
        ) from error
    return signer


def _make(directory: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    passphrase = os.environ.get(PASSPHRASE, "")
    content = sealed(pem, passphrase) if passphrase else pem
    place_file(directory / PRIVATE, content, 0o600)


def place_file(path: Path, content: bytes, mode: int) -> None:
    """Write a file whole, once: of two processes that make a key at the same time, one wins and both use it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
    finally:
        Path(temporary).unlink(missing_ok=True)


def own_public_key(home: Path | None = None) -> bytes | None:
    """The public half of the local key in PEM, or None when there is none yet.

    Raises `UsageError` when others than its owner could have put another in its place, or it is no usable key.
    """
    directory = keys_directory(home)
    try:
        _refuse_writable(directory, directory.stat())
        descriptor = os.open(directory / PUBLIC, _FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            _refuse_writable(directory / PUBLIC, os.fstat(descriptor))
            pem = file.read(MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(
            f"the public key {directory / PUBLIC} cannot be read: {error.strerror}", advice="check its permissions"
        ) from error
    try:
        key_id(pem)
    except DocumentError as error:
        advice = "remove it: it is made again from the private key"
        raise UsageError(f"{directory / PUBLIC} is damaged: {error}", advice=advice) from error
    return pem


def _refuse_writable(path: Path, status: os.stat_result) -> None:
    if status.st_mode & 0o022 or status.st_uid not in (os.geteuid(), 0):
        raise UsageError(
            f"others than you can write to {path}, so the key in it may not be yours",
            advice=f"chmod go-w {path}, and compare the key with a copy before you rely on it",
        )


def _open(path: Path, ask: Callable[[], str] | None) -> ec.EllipticCurvePrivateKey:
    descriptor = os.open(path, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077 or status.st_uid not in (os.geteuid(), 0):
            raise UsageError(
                f"the signing key {path} can be read by others than its owner",
                advice=f"chmod 600 {path}; if others may have read it, remove it and let a new one be made",
            )
        content = file.read(MAX_BYTES)
    pem = unsealed(content, path, ask) if content.startswith(b"{") else content
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{path} is not a private key", advice="restore it from a copy, or remove it") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise UsageError(f"{path} is not an ECDSA P-256 key", advice="restore it from a copy, or remove it")
    return key


def sealed(pem: bytes, passphrase: str) -> bytes:
    """A private key under a passphrase, as a file."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    hidden = AESGCM(_derived(passphrase, salt)).encrypt(nonce, pem, None)
    fields = {"salt": salt, "nonce": nonce, "sealed": hidden}
    encoded = {name: base64.b64encode(value).decode() for name, value in fields.items()}
    return json.dumps({"kind": "seatrial sealed key v1", "kdf": "scrypt", **_SCRYPT, **encoded}).encode() + b"\n"


def unsealed(content: bytes, path: Path, ask: Callable[[], str] | None) -> bytes:
    """The private key in a sealed file; `path` names it in errors. Raises `UsageError`."""
    passphrase = os.environ.get(PASSPHRASE) or (ask() if ask else "")
    if not passphrase:
        raise UsageError(f"the signing key {path} is under a passphrase", advice=f"give it in {PASSPHRASE}")
    try:
        fields: dict[str, Any] = json.loads(content)
        parts = {name: base64.b64decode(fields[name], validate=True) for name in ("salt", "nonce", "sealed")}
        return AESGCM(_derived(passphrase, parts["salt"])).decrypt(parts["nonce"], parts["sealed"], None)
    except InvalidTag as error:
        raise UsageError(f"the passphrase does not open {path}", advice="try again") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is damaged", advice="restore it from a copy, or remove it") from error


def _derived(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase.encode())
