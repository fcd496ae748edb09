"""What a developer hands in: a record with its review, key and proof, as one bounded document."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seatrial.app.keep import RECORD, REVIEW
from seatrial.documents import DocumentError, read, write
from seatrial.domain.errors import UsageError
from seatrial.record.keys import own_public_key
from seatrial.tlog.proof import proof_path

SCHEMA: Final = "seatrial.submission/v1"
MEDIA_TYPE: Final = "application/vnd.seatrial.submission+json"
SEALED_MEDIA_TYPE: Final = "application/vnd.age"
MAX_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    review: str
    record: str
    public_key: str
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What is in it, as bytes."""

    review: bytes
    """`review.json`."""
    record: bytes
    """The signed record."""
    public_key: str
    """PEM, by which the record is signed."""
    proof: bytes = b""
    """That the record is in a log; empty where there is none."""


def pack(review: Path) -> bytes:
    """The package of a kept review. Raises `UsageError` for a directory that holds none."""
    key = own_public_key()
    if key is None:
        raise UsageError("this machine has no key of its own", advice="submit where the record was signed")
    try:
        document, record = (review / REVIEW).read_bytes(), (review / RECORD).read_bytes()
        proof = proof_path(review / RECORD)
        shown = proof.read_bytes() if proof.exists() else b""
    except OSError as error:
        raise UsageError(
            f"there is no review in {review}: {error.strerror}", advice="give the directory that `seatrial review` left"
        ) from error
    return write_package(Package(review=document, record=record, public_key=key.decode(), proof=shown))


def write_package(package: Package) -> bytes:
    """The document. Raises `UsageError` when it is larger than an office takes."""
    document = _Document(
        review=base64.b64encode(package.review).decode(),
        record=base64.b64encode(package.record).decode(),
        public_key=package.public_key,
        proof=base64.b64encode(package.proof).decode(),
    )
    data = write(document, SCHEMA)
    if len(data) > MAX_BYTES:
        raise UsageError(f"the submission is larger than {MAX_BYTES:,} bytes", advice="review the model in parts")
    return data


def read_package(data: bytes) -> Package:
    """A package. Raises `UsageError` for anything else."""
    advice = "make it with `seatrial submit`"
    if len(data) > MAX_BYTES:
        raise UsageError(f"a submission of more than {MAX_BYTES:,} bytes", advice="review the model in parts")
    try:
        found = read(data, _Document, SCHEMA)
        return Package(
            review=base64.b64decode(found.review, validate=True),
            record=base64.b64decode(found.record, validate=True),
            public_key=found.public_key,
            proof=base64.b64decode(found.proof, validate=True),
        )
    except (DocumentError, binascii.Error, ValueError) as error:
        raise UsageError(f"this is no submission: {error}", advice=advice) from error


def digest_of(data: bytes) -> str:
    """`sha256:` of bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
