"""A model, its record, and a verifier that trusts the reviewer: what attacks on records start from."""

import dataclasses
import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from seatrial.documents import canonical
from seatrial.documents.sigstore import decode
from seatrial.gate.admission import Admission, AdmissionResult
from seatrial.gate.present import Present
from seatrial.gate.trust import Trust, TrustedSigner
from seatrial.gate.verify import decide, verify
from seatrial.inventory.take import take
from seatrial.record.keys import Signer
from seatrial.record.statement import build
from seatrial.testing.sample_review import clear

ALLOW, DENY, UNKNOWN = AdmissionResult.ALLOW, AdmissionResult.DENY, AdmissionResult.COULD_NOT_TELL
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
NONCE = b"n" * 16


def statement_of(model: Path, signer: Signer, **changes: Any) -> bytes:
    review = dataclasses.replace(clear(), inventory=take(model), finished_at=NOW, **changes)
    lifetime = datetime.timedelta(days=180)
    return build(review, b"{}", key_id=signer.key_id, nonce=NONCE, secret=b"s" * 32, lifetime=lifetime)


def trusting(signer: Signer, **changes: Any) -> Trust:
    return dataclasses.replace(
        Trust(signers=(TrustedSigner(name="the reviewer", public_key=signer.public_pem),)), **changes
    )


def check(model: Path, record: bytes, signer: Signer, **changes: Any) -> Admission:
    return verify(model, record, trusting(signer, **changes), NOW + datetime.timedelta(hours=1))


def resealed(signer: Signer, record: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The worst insider: changes the statement and signs it again with the trusted key."""
    statement = json.loads(decode(record).payload)
    change(statement)
    return signer.seal(canonical(statement))


def parsed(record: bytes) -> dict[str, Any]:
    bundle: dict[str, Any] = json.loads(record)
    return bundle


def judged(model: Path, data: bytes, signer: Signer, files: Present) -> Admission:
    """As `check`, with the files read once: thousands of records are tried against the same ones."""
    assert model.is_dir()
    return decide(data, trusting(signer), NOW + datetime.timedelta(hours=1), lambda: files)


def written(bundle: dict[str, Any]) -> bytes:
    """In the one spelling a record has, so that nothing but the change itself is refused."""
    return json.dumps(bundle, indent=1).encode() + b"\n"
