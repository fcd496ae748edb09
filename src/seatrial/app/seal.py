"""Sealed submissions: a file for one recipient alone, by age, and a signed statement of its digest for a log."""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Final, NamedTuple

from seatrial.documents import DocumentError, canonical
from seatrial.documents.sigstore import MAX_BYTES, decode
from seatrial.domain.errors import OperationError, UsageError
from seatrial.record.keys import own_signer

SUFFIX: Final = ".age"
COMMITMENT: Final = ".commitment.sigstore.json"
SEALED_TYPE: Final = "https://seatrial.dev/attestation/sealed-submission/v1"
MAX_IDENTITY: Final = 1024 * 1024


class Sealed(NamedTuple):
    """A sealed file, and the statement that commits to it."""

    path: Path
    commitment: Path
    sha256: str


def seal(path: Path, recipients: Sequence[str], out: Path | None = None) -> Sealed:
    """Seal a file for age recipients, and sign the digest of what came out: that can be logged before it is opened.

    Raises `UsageError` for recipients, a file or an output that cannot be used, `OperationError` for the disk.
    """
    age = _age()
    try:
        to = [age.x25519.Recipient.from_str(recipient.strip()) for recipient in recipients]
    except age.RecipientError as error:
        raise UsageError(
            f"a recipient cannot be used: {error}", advice="give it as age1..., from `age-keygen`"
        ) from error
    target = out or path.with_name(path.name + SUFFIX)
    _refuse(path, target)
    try:
        age.encrypt_file(os.fspath(path), os.fspath(target), to)
        digest = _sha256(target)
        commitment = target.with_name(target.name + COMMITMENT)
        commitment.write_bytes(own_signer().seal(_statement(target.name, digest)))
    except (OSError, age.EncryptError) as error:
        raise OperationError(
            f"{path} cannot be sealed: {error}", advice="check the disk and its permissions"
        ) from error
    return Sealed(target, commitment, digest)


def unseal(path: Path, identity: Path, out: Path, commitment: Path | None = None) -> str:
    """Open a sealed file with an age identity into a new file, and return the SHA-256 of what was sealed.

    With `commitment`, what was sealed must be what was committed to. Raises `UsageError` for anything that does not
    fit, and leaves no part of a file behind.
    """
    age = _age()
    digest = _sha256(path)
    if commitment is not None and _committed(commitment) != digest:
        raise UsageError(f"{path} is not what {commitment} commits to", advice="ask for the file that was committed to")
    _refuse(path, out)
    try:
        text = identity.read_text("utf-8")[:MAX_IDENTITY]
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        keys = [age.x25519.Identity.from_str(line) for line in lines]
    except (OSError, UnicodeDecodeError, age.IdentityError) as error:
        raise UsageError(
            f"the identity {identity} cannot be used: {error}", advice="give the file of age-keygen"
        ) from error
    part = out.with_name(f".{out.name}.part")
    try:
        age.decrypt_file(os.fspath(path), os.fspath(part), keys)
        part.rename(out)
    except (OSError, age.DecryptError) as error:
        raise UsageError(f"{path} cannot be opened: {error}", advice="check that it was sealed for you") from error
    finally:
        part.unlink(missing_ok=True)
    return digest


def _age() -> ModuleType:
    try:
        import pyrage  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("sealing needs the extra `seal`", advice="pip install 'seatrial[seal]'") from error
    module: ModuleType = pyrage
    return module


def _refuse(path: Path, target: Path) -> None:
    if not path.is_file():
        raise UsageError(f"{path} is not a file", advice="pack a directory first, with tar or zip")
    if os.path.lexists(target):
        raise UsageError(f"there is a file {target} already", advice="name another one with --out")


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", advice="check the path") from error


def _statement(name: str, digest: str) -> bytes:
    return canonical(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": [{"name": name, "digest": {"sha256": digest}}],
            "predicateType": SEALED_TYPE,
            "predicate": {"by": "age"},
        }
    )


def _committed(path: Path) -> str:
    """The digest that a statement commits to; who signed it is for the log or the reader to tell."""
    try:
        with path.open("rb") as file:
            plain = json.loads(decode(file.read(MAX_BYTES + 1)).payload)
        if plain["predicateType"] != SEALED_TYPE:
            raise ValueError("another statement")
        return str(plain["subject"][0]["digest"]["sha256"])
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", advice="check the path") from error
    except (DocumentError, ValueError, KeyError, TypeError, IndexError) as error:
        raise UsageError(f"{path} is no commitment: {error}", advice="`seatrial seal` writes one") from error
