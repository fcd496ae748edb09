"""Whether a record still stands: the status that its authority signed last, held to the verifier's rule."""

import datetime
from dataclasses import dataclass
from typing import Final

from seatrial.documents import DocumentError
from seatrial.documents.ecdsa import key_hint, lower_half
from seatrial.documents.rekor import entry_of
from seatrial.documents.sigstore import PAYLOAD_TYPE, Envelope, decode, encode
from seatrial.documents.sigstore import verify as signed_by
from seatrial.domain.errors import TrustError
from seatrial.domain.text import shown
from seatrial.gate.admission import COULD_NOT_TELL, DENY, Admission, AdmissionResult, refused
from seatrial.gate.trust import Trust, TrustedSigner
from seatrial.record.statement import Statement
from seatrial.record.status import RecordStatus, StatusCode, StatusStatement, read_status, record_digest
from seatrial.tlog.note import NoteError
from seatrial.tlog.proof import decode_proof, proves

_SKEW = datetime.timedelta(minutes=5)
_RENEW: Final = "get the latest status from the authority, and put it beside the record or name it with --status"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusAtHand:
    """The file with the status, and the proof that it is in a log; None where there is none."""

    status: bytes | None = None
    proof: bytes | None = None


def unsettled(
    record: Envelope, statement: Statement, at_hand: StatusAtHand, trust: Trust, now: datetime.datetime
) -> Admission | None:
    """Why the record does not stand any more, or is not known to; None when it stands.

    A status that is at hand counts against the record even where none is asked for. Where one is asked for, it has to
    be signed by a trusted key, about this record, fresh, and in a log that is trusted, if any is.
    """
    asked = trust.max_status_age_hours is not None
    if at_hand.status is None:
        if not asked:
            return None
        text = f"a status not older than {trust.max_status_age_hours} hours is asked for, and none is at hand"
        return refused(COULD_NOT_TELL, text, _RENEW, statement=statement)
    read = _read(at_hand.status, trust)
    if isinstance(read, Admission):
        return read if asked else None
    envelope, signer, found = read

    def answer(result: AdmissionResult, text: str, advice: str = _RENEW) -> Admission:
        return refused(result, text, advice, signer=signer, statement=statement)

    status = found.status
    if found.digest != statement.digest or status.record_sha256 != record_digest(record.payload):
        return answer(DENY, "the status is about another record") if asked else None
    if status.issued_at > now + _SKEW or not signer.in_window(status.issued_at.date()):
        text = f"the status is dated {status.issued_at:%Y-%m-%d %H:%M} UTC, when {signer.name} could not sign it"
        return answer(DENY, text) if asked else None
    against = _against(status, signer, now, trust)
    if against:
        return answer(*against)
    if not asked:
        return None
    if now - status.issued_at > datetime.timedelta(hours=trust.max_status_age_hours or 0):
        most = f"{trust.max_status_age_hours} hours, the most that is accepted here"
        return answer(COULD_NOT_TELL, f"the status is of {status.issued_at:%Y-%m-%d %H:%M} UTC, older than {most}")
    if trust.logs and not _logged(envelope, signer, at_hand.proof, trust):
        return answer(COULD_NOT_TELL, "the status is not shown to be in a log that is trusted here")
    return None


def _against(
    status: RecordStatus, signer: TrustedSigner, now: datetime.datetime, trust: Trust
) -> tuple[AdmissionResult, str, str] | None:
    """What the status says against the record."""
    if status.suspension is not None and now >= status.suspension.expires_at:
        text = f"the suspension by {signer.name} ended on {status.suspension.expires_at:%Y-%m-%d %H:%M} UTC"
        return COULD_NOT_TELL, f"{text}, and nothing says what followed", _RENEW
    if status.suspension is not None:
        held = status.suspension
        text = (
            f"suspended by {signer.name} until {held.expires_at:%Y-%m-%d %H:%M} UTC: {shown(held.reason)} "
            f"(finding {shown(held.finding, 80)}, {held.severity}; scope: {shown(held.scope)})"
        )
        return DENY, text, "do not use it before the suspension is lifted"
    if status.status.value in trust.statuses:
        return None
    why = f": {shown(status.reason)}" if status.reason else ""
    conditions = f": {shown('; '.join(status.conditions), 400)}" if status.conditions else ""
    text = f"{status.status.value.replace('-', ' ')} by {signer.name}{why}{conditions}"
    standing = status.status in (StatusCode.CLEARED, StatusCode.CLEARED_WITH_CONDITIONS)
    advice = "accept it in the trust file, if you may" if standing else "do not use it; ask the authority"
    return DENY, text, advice


def _read(data: bytes, trust: Trust) -> tuple[Envelope, TrustedSigner, StatusStatement] | Admission:
    try:
        envelope = decode(data)
        signer = _signer(envelope, trust)
        if signer is None:
            return refused(COULD_NOT_TELL, "the status is signed by no key that is trusted here", _RENEW)
        if encode(envelope) != data or lower_half(envelope.signature, signer.public_key) != envelope.signature:
            return refused(DENY, "the status was changed after signing", _RENEW, signer=signer)
        found = read_status(envelope.payload)
    except DocumentError as error:
        return refused(DENY, f"the status is malformed: {shown(str(error))}", _RENEW)
    except TrustError as error:
        return refused(DENY, error.message, error.advice)
    if found.status.issuer_key_id != signer.key_id:
        return refused(DENY, "the status names another key than the one that signed it", _RENEW, signer=signer)
    return envelope, signer, found


def _signer(envelope: Envelope, trust: Trust) -> TrustedSigner | None:
    if envelope.payload_type != PAYLOAD_TYPE:
        return None
    for signer in trust.signers:
        if envelope.hint == key_hint(signer.public_key) and signed_by(envelope, signer.public_key):
            return signer
    return None


def _logged(envelope: Envelope, signer: TrustedSigner, proof: bytes | None, trust: Trust) -> bool:
    if proof is None:
        return False
    try:
        found = decode_proof(proof)
    except NoteError:
        return False
    entry = entry_of(envelope, signer.public_key)
    return any(proves(found, entry, log) for log in trust.logs)
