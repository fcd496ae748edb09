"""The reviewer's own key: ECDSA P-256, made on first use, readable by its owner only, and sealed with a passphrase.

The passphrase comes from the environment, or is asked for at a terminal; where there is neither, or it is empty, the
key lies open. A sealed key is a file of age, which `age -d` opens as well. PKCS#8's own encryption is not used: its
customary key derivation opens in a millisecond, and so does a stolen file. A key may also lie elsewhere, on a token or
in a key service: then `signer.json` names it.
"""

import hmac
import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
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
from seatrial.record import elsewhere

HOME: Final = "SEATRIAL_HOME"
PASSPHRASE: Final = "SEATRIAL_KEY_PASSPHRASE"
PRIVATE: Final = "reviewer.key"
PUBLIC: Final = "reviewer.pub"
MAX_BYTES: Final = 64 * 1024
_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
AGE: Final = b"age-encryption.org/v1\n"
"""How a sealed key file begins."""
Ask = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs statements, here or elsewhere."""

    public_pem: bytes
    """The public key, SubjectPublicKeyInfo in PEM."""
    sign: Callable[[bytes], bytes]
    """Message -> signature in DER."""
    secret: bytes
    """What evidence is salted from: nobody else can have it."""

    @property
    def key_id(self) -> str:
        """`sha256:` of the public key in DER."""
        return key_id(self.public_pem)

    def seal(self, statement: bytes) -> bytes:
        """The record: one Sigstore bundle, its signature in the one spelling that gates accept.

        Raises `UsageError` for a statement that is larger than any reader takes.
        """
        public = self.public_pem
        signature = lower_half(self.sign(pae(PAYLOAD_TYPE, statement)), public)
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
        return hmac.digest(self.secret, b"seatrial evidence salt v1" + nonce, "sha256")


def keys_directory(home: Path | None = None) -> Path:
    """Where keys lie: `keys` under `home`, `SEATRIAL_HOME`, or the user's configuration directory."""
    import platformdirs  # noqa: PLC0415 - only here

    base = home or Path(os.environ.get(HOME) or platformdirs.user_config_dir("seatrial"))
    return base / "keys"


def own_signer(home: Path | None = None, ask: Ask | None = None) -> Signer:
    """The key of this machine, made when there is none.

    `ask` gives the passphrase or PIN when the environment has none; without it, a terminal is asked.

    Raises `OperationError` when it cannot be read or made, `UsageError` for a wrong passphrase, loose permissions or a
    public key that is not its own.
    """
    directory = keys_directory(home)
    try:
        directory.mkdir(parents=True, mode=0o700, exist_ok=True)
        _refuse_writable(directory, directory.stat())
        if (directory / elsewhere.FILE).exists():
            signer = _elsewhere(directory, ask or _asked_to_open)
        else:
            made = None if (directory / PRIVATE).exists() else _make(directory)
            signer = _local(made or _open(directory / PRIVATE, ask or _asked_to_open))
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


def _local(key: ec.EllipticCurvePrivateKey) -> Signer:
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    number = key.private_numbers().private_value.to_bytes(32, "big")
    return Signer(public, lambda message: key.sign(message, ec.ECDSA(hashes.SHA256())), number)


def _elsewhere(directory: Path, ask: Ask) -> Signer:
    with (directory / PUBLIC).open("rb") as file:
        public = file.read(MAX_BYTES)
    secret = _private_file(directory / elsewhere.SECRET)
    uri = elsewhere.uri_in(directory / elsewhere.FILE)
    return Signer(public, elsewhere.signing_at(uri, public, lambda: os.environ.get(PASSPHRASE) or ask()), secret)


def use_elsewhere(uri: str, public_pem: bytes | None = None, home: Path | None = None, ask: Ask | None = None) -> None:
    """Let the key at a URI of securesystemslib be this machine's, once it has signed something to show that it is.

    Raises `UsageError` when there is a key already or the URI cannot be used, `OperationError` when it cannot be
    reached.
    """
    directory = keys_directory(home)
    if own_public_key(home) is not None:
        raise UsageError("this machine has a key already", advice="`seatrial keys rotate --signer URI` replaces it")

    def pin() -> str:
        return os.environ.get(PASSPHRASE) or (ask or _asked_to_open)()

    public = public_pem or elsewhere.public_key_at(uri, pin)
    content = elsewhere.kept(uri, public, pin)
    try:
        directory.mkdir(parents=True, mode=0o700, exist_ok=True)
        _refuse_writable(directory, directory.stat())
        place_file(directory / elsewhere.SECRET, secrets.token_bytes(32), 0o600)
        place_file(directory / elsewhere.FILE, content, 0o600)
        place_file(directory / PUBLIC, public, 0o644)
    except OSError as error:
        advice = f"check its permissions and the disk, or name another directory in {HOME}"
        raise OperationError(f"{directory} cannot be written: {error.strerror}", advice=advice) from error


def _make(directory: Path) -> ec.EllipticCurvePrivateKey | None:
    """A new key, kept; None when another process made one at the same time, which is the one to use."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    passphrase = new_passphrase("a passphrase for this machine's new signing key (empty leaves it open)")
    content = sealed(pem, passphrase) if passphrase else pem
    place_file(directory / PRIVATE, content, 0o600)
    return key if _private_file(directory / PRIVATE) == content else None


def new_passphrase(what: str) -> str:
    """The passphrase to seal a new key with; empty when it is to lie open, or nobody can be asked.

    Raises `UsageError` when it is not the same both times.
    """
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE]
    first = _terminal(f"{what}: ")
    if first and _terminal("again: ") != first:
        raise UsageError("the two passphrases differ, and no key was made", advice="try again")
    return first


def _asked_to_open() -> str:
    return _terminal("passphrase or PIN of the signing key: ")


def _terminal(prompt: str) -> str:
    """What is typed, without showing it; empty where nobody sits at a terminal."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    from getpass import getpass  # noqa: PLC0415 - only at a terminal

    return getpass(prompt, stream=sys.stderr)


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


def _private_file(path: Path) -> bytes:
    """What is in a file that its owner alone may read. Raises `UsageError` when others may, `OSError`."""
    descriptor = os.open(path, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077 or status.st_uid not in (os.geteuid(), 0):
            raise UsageError(
                f"the signing key {path} can be read by others than its owner",
                advice=f"chmod 600 {path}; if others may have read it, remove it and let a new one be made",
            )
        return file.read(MAX_BYTES)


def _open(path: Path, ask: Ask) -> ec.EllipticCurvePrivateKey:
    content = _private_file(path)
    pem = unsealed(content, path, ask) if content.startswith(AGE) else content
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{path} is not a private key", advice="restore it from a copy, or remove it") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise UsageError(f"{path} is not an ECDSA P-256 key", advice="restore it from a copy, or remove it")
    return key


def sealed(pem: bytes, passphrase: str) -> bytes:
    """A private key under a passphrase, as a file of age."""
    from seatrial.record.age import encrypt  # noqa: PLC0415 - a gate starts without it

    return encrypt(pem, passphrase)


def unsealed(content: bytes, path: Path, ask: Ask | None) -> bytes:
    """The private key in a sealed file; `path` names it in errors. Raises `UsageError`."""
    from seatrial.record.age import AgeError, decrypt  # noqa: PLC0415 - a gate starts without it

    passphrase = os.environ.get(PASSPHRASE) or (ask or _asked_to_open)()
    if not passphrase:
        raise UsageError(f"the signing key {path} is under a passphrase", advice=f"give it in {PASSPHRASE}")
    try:
        return decrypt(content, passphrase)
    except AgeError as error:
        advice = "try again; if it was right, restore the key from a copy"
        raise UsageError(f"the passphrase does not open {path}: {error}", advice=advice) from error
