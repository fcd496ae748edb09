"""Verify a model against a record, on this machine, offline."""

import datetime
from pathlib import Path
from typing import Any, Final

from seatrial.domain.errors import UsageError
from seatrial.domain.text import shown
from seatrial.gate import trust as trusting
from seatrial.gate.admission import Admission, AdmissionResult
from seatrial.gate.status import StatusAtHand
from seatrial.gate.verify import verify as verify_bytes
from seatrial.record.status import SUFFIX
from seatrial.tlog.proof import MAX_BYTES as MAX_PROOF_BYTES
from seatrial.tlog.proof import proof_path

MAX_RECORD_BYTES: Final = 128 * 1024 * 1024
MAX_STATUS_BYTES: Final = 1024 * 1024
_WORDS: Final = {
    AdmissionResult.ALLOW: "✓ ALLOW",
    AdmissionResult.DENY: "✗ DENY",
    AdmissionResult.COULD_NOT_TELL: "? COULD NOT TELL",
}


def verify(
    model: str | Path,
    *,
    record: str | Path,
    trust: str | Path | None = None,
    proof: str | Path | None = None,
    status: str | Path | None = None,
    now: datetime.datetime | None = None,
) -> Admission:
    """Whether the bytes at `model` are those of `record`, signed by somebody trusted, with an accepted verdict.

    Without `trust` this machine's own key is believed, and nobody else. `proof` shows that the record is in a log,
    and `status` how it stands; without them, the files beside the record are taken, where there are any. Raises
    `UsageError` for paths that lead nowhere and `OperationError` for what cannot be read.
    """
    rule = trusting.load(Path(trust)) if trust else trusting.own()
    moment = now or datetime.datetime.now(datetime.UTC)
    at_hand = _status(Path(record), status)
    return verify_bytes(
        Path(model), _read(Path(record)), rule, moment, proof=_proof(Path(record), proof), status=at_hand
    )


def _status(record: Path, given: str | Path | None) -> StatusAtHand:
    path = Path(given) if given else record.with_name(record.name + SUFFIX)
    if not given and not path.exists():
        return StatusAtHand()
    try:
        with path.open("rb") as file:
            return StatusAtHand(status=file.read(MAX_STATUS_BYTES + 1), proof=_proof(path, None))
    except OSError as error:
        advice = "give the status that the authority publishes"
        raise UsageError(f"the status {path} cannot be read: {error.strerror}", advice=advice) from error


def _proof(record: Path, given: str | Path | None) -> bytes | None:
    path = Path(given) if given else proof_path(record)
    if not given and not path.exists():
        return None
    try:
        with path.open("rb") as file:
            return file.read(MAX_PROOF_BYTES + 1)
    except OSError as error:
        advice = "give the file that lies beside the record"
        raise UsageError(f"the proof {path} cannot be read: {error.strerror}", advice=advice) from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_RECORD_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"the record {path} cannot be read: {error.strerror}", advice="give the record.sigstore.json of the review"
        ) from error


def as_text(admission: Admission) -> str:
    """The answer in one screen: what, why, and what to do next."""
    lines = [_WORDS[admission.result]]
    for reason in admission.reasons:
        lines.append(f"  {reason.text}")
        if reason.advice:
            lines.append(f"    what to do: {reason.advice}")
    if admission.statement:
        record = admission.statement.record
        lines.append(f"  record of {shown(admission.statement.subject_name)}, signed by {admission.signer}")
        lines.append(f"  reviewed {record.reviewed_at:%Y-%m-%d %H:%M} UTC, valid until {record.expires_at:%Y-%m-%d}")
    return "\n".join(lines)


def as_plain(admission: Admission) -> dict[str, Any]:
    """The answer as plain data."""
    statement = admission.statement
    return {
        "result": admission.result.value,
        "reasons": [{"text": r.text, "advice": r.advice} for r in admission.reasons],
        "signer": admission.signer,
        "subject": statement.subject_name if statement else None,
        "verdicts": {v.regime: v.result.value for v in statement.record.verdicts} if statement else {},
        "reviewed_at": statement.record.reviewed_at.isoformat() if statement else None,
        "expires_at": statement.record.expires_at.isoformat() if statement else None,
        "differences": [{"kind": d.kind, "path": d.path, "was": d.was} for d in admission.differences],
    }
