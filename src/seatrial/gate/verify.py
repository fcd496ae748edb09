"""Bytes, a record and a rule of trust to one answer: allow, deny, or could not tell.

The order is that of belief: first who signed, then what was signed, then whether these are the bytes, then whether the
verdict is one that the verifier accepts. Deny unless every step holds; not knowing is said as not knowing, and a gate
treats both as no. A record has one spelling: the file its signer wrote, byte for byte.
"""

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

from seatrial.documents import DocumentError
from seatrial.documents.ecdsa import key_hint, lower_half
from seatrial.documents.rekor import entry_of
from seatrial.documents.sigstore import PAYLOAD_TYPE, Envelope, decode, encode
from seatrial.documents.sigstore import verify as signed_by
from seatrial.domain.errors import TrustError
from seatrial.domain.text import shown
from seatrial.gate.admission import COULD_NOT_TELL, DENY, Admission, AdmissionResult, Reason, refused
from seatrial.gate.compare import Difference, differences
from seatrial.gate.present import Present, read_present
from seatrial.gate.status import StatusAtHand, unsettled
from seatrial.gate.trust import INDEPENDENCE, Trust, TrustedSigner
from seatrial.inventory.digest import Resource, subject_digest
from seatrial.record.predicate import Record
from seatrial.record.statement import Statement, read_statement
from seatrial.tlog.cosignature import cosigned_by, shortfall
from seatrial.tlog.note import NoteError
from seatrial.tlog.proof import Proof, decode_proof, proves

_NAMED_DIFFERENCES = 8
_SKEW = datetime.timedelta(minutes=5)
"""How far a record's clock may run ahead of the verifier's."""


def verify(
    path: Path,
    record: bytes,
    trust: Trust,
    now: datetime.datetime,
    *,
    proof: bytes | None = None,
    status: StatusAtHand | None = None,
) -> Admission:
    """Verify the bytes at `path`. Hashes every file unless the record already decides.

    `proof` shows that the record is in a log, where the trust file asks for one; `status` says how it stands today.

    Raises `UsageError` when there is nothing at `path` and `OperationError` when it cannot be read.
    """
    return decide(record, trust, now, lambda: read_present(path, trust), proof=proof, status=status)


def decide(
    record: bytes,
    trust: Trust,
    now: datetime.datetime,
    present: Callable[[], Present],
    *,
    proof: bytes | None = None,
    status: StatusAtHand | None = None,
) -> Admission:
    """The decision itself; `present` is asked for the files only when the record may be relied on."""
    try:
        envelope = decode(record)
    except DocumentError as error:
        return refused(DENY, f"the record is malformed: {shown(str(error))}", "ask the reviewer for the record again")
    signer = _signer(envelope, trust)
    if isinstance(signer, Admission):
        return signer
    if encode(envelope) != record or not _as_sealed(envelope, signer):
        text = f"the record is signed by {signer.name}, but what the signature does not cover was changed afterwards"
        return refused(DENY, text, "get the record again, unchanged", signer=signer)
    try:
        statement = read_statement(envelope.payload)
    except TrustError as error:
        return refused(DENY, error.message, error.advice, signer=signer)
    refusal = (
        _standing(statement, signer, trust, now)
        or _unlogged(envelope, statement, signer, trust, proof, now=now)
        or unsettled(envelope, statement, status or StatusAtHand(), trust, now)
    )
    return refusal or _weighed(statement, signer, present(), trust)


def _signer(envelope: Envelope, trust: Trust) -> TrustedSigner | Admission:
    if envelope.payload_type != PAYLOAD_TYPE:
        text = f"the record's payload is {shown(envelope.payload_type)}, not an in-toto statement"
        return refused(DENY, text, "give the record.sigstore.json of a review")
    unusable: list[str] = []
    for signer in trust.signers:
        try:
            if signed_by(envelope, signer.public_key):
                return signer
            if envelope.hint == key_hint(signer.public_key):
                text = f"the record names the key of {signer.name}, but was changed after signing"
                return refused(DENY, text, "do not use it; ask the reviewer for the record again")
        except DocumentError as error:
            unusable.append(f"the key of {signer.name} cannot be used: {error}")
    if unusable:
        return refused(COULD_NOT_TELL, "; ".join(unusable), "mend the trust file")
    known = ", ".join(signer.name for signer in trust.signers) or "nobody"
    return refused(
        COULD_NOT_TELL,
        f"the record is signed by no key that is trusted here (trusted: {known}), or was changed after signing",
        "if you know the reviewer, name their public key in a trust file and give it with --trust",
    )


def _as_sealed(envelope: Envelope, signer: TrustedSigner) -> bool:
    """Whether what the signature does not cover is what the signer puts there."""
    return (
        envelope.hint == key_hint(signer.public_key)
        and lower_half(envelope.signature, signer.public_key) == envelope.signature
    )


def _standing(statement: Statement, signer: TrustedSigner, trust: Trust, now: datetime.datetime) -> Admission | None:
    """Whether the record may be relied on at all: its key's window, its times, and that it is about bytes."""
    record = statement.record

    def deny(text: str, advice: str) -> Admission:
        return refused(DENY, text, advice, signer=signer, statement=statement)

    if record.reviewer.key_id != signer.key_id:
        return deny("the record names another key than the one that signed it", "do not use it")
    if not signer.in_window(record.reviewed_at.date()):
        return deny(
            f"the record was made on {record.reviewed_at.date()}, when the key of {signer.name} was not trusted",
            "ask for a review signed by a key in its window",
        )
    if record.reviewed_at > now + _SKEW:
        return deny(f"the record is dated {record.reviewed_at:%Y-%m-%d %H:%M} UTC, in the future", "check both clocks")
    if now >= record.expires_at:
        return deny(f"the record expired on {record.expires_at.date()}", "have the model reviewed again")
    if now - record.reviewed_at > datetime.timedelta(days=trust.max_age_days):
        return deny(
            f"the record is older than {trust.max_age_days} days, which is the most that is accepted here",
            "have the model reviewed again",
        )
    if record.identity != "bytes":
        return refused(
            COULD_NOT_TELL,
            "the record is about an endpoint, whose identity is only declared; it says nothing of any bytes",
            "have the model's files reviewed",
            signer=signer,
            statement=statement,
        )
    return _undecided(statement, signer, trust, now)


def _undecided(statement: Statement, signer: TrustedSigner, trust: Trust, now: datetime.datetime) -> Admission | None:
    """Whether the right people examined and decided, as far as the record says and the verifier asks."""
    record, decision = statement.record, statement.record.decision
    far, asked = INDEPENDENCE.index(record.reviewer.independence), INDEPENDENCE.index(trust.independence)
    text, result = "", DENY
    if far < asked:
        text = (
            f"the reviewer's independence is `{record.reviewer.independence}`, and `{trust.independence}` is asked for"
        )
    elif decision is None and trust.decision_required:
        text, result = "the record has no decision, and one is asked for here", COULD_NOT_TELL
    elif decision is not None and decision.decided_at > now + _SKEW:
        text = "the decision is dated in the future"
    elif decision is not None and decision.outcome == "refused":
        text = f"{signer.name} decided to refuse it: {shown(decision.reason, 400)}"
    elif decision is not None and decision.outcome not in trust.statuses:
        text = f"{signer.name} cleared it with conditions only: {shown('; '.join(decision.conditions), 400)}"
    advice = "ask for a record by somebody who may decide, or accept this one in the trust file"
    return refused(result, text, advice, signer=signer, statement=statement) if text else None


def _unlogged(
    envelope: Envelope,
    statement: Statement,
    signer: TrustedSigner,
    trust: Trust,
    proof: bytes | None,
    *,
    now: datetime.datetime,
) -> Admission | None:
    """Why the record counts as not logged, where a log is asked for; None when it is logged or need not be."""
    if not trust.logs:
        return None
    names = ", ".join(log.name for log in trust.logs)
    if proof is None:
        text = f"the record must be in a log that is trusted here ({names}), and its proof is not at hand"
        advice = "get the proof that lies beside the record, or name it with --proof"
        return refused(COULD_NOT_TELL, text, advice, signer=signer, statement=statement)
    try:
        found = decode_proof(proof)
    except NoteError as error:
        text, advice = f"the proof is malformed: {shown(str(error))}", "get it again from the log"
        return refused(DENY, text, advice, signer=signer, statement=statement)
    entry = entry_of(envelope, signer.public_key)
    if any(proves(found, entry, log) for log in trust.logs):
        lacking = _uncosigned(found, trust, now)
        advice = "get the proof again, under a checkpoint that the witnesses cosigned"
        return refused(COULD_NOT_TELL, lacking, advice, signer=signer, statement=statement) if lacking else None
    text = f"the proof does not show that this record is in a log that is trusted here ({names})"
    return refused(DENY, text, "get the proof again from the log", signer=signer, statement=statement)


def _uncosigned(proof: Proof, trust: Trust, now: datetime.datetime) -> str:
    """Why too few witnesses cosigned the checkpoint, where some are asked for; empty when enough did."""
    if not trust.witness_quorum:
        return ""
    hours = trust.max_checkpoint_age_hours
    found = cosigned_by(proof.checkpoint, trust.witnesses)
    why = shortfall(found, trust.witness_quorum, int(now.timestamp()), hours * 3600 if hours else None)
    return f"the record is in a log, and of its checkpoint {why}" if why else ""


def _weighed(statement: Statement, signer: TrustedSigner, found: Present, trust: Trust) -> Admission:
    """Subject, then verdict; when both stand in the way, both are told."""
    record = statement.record
    reviewed = tuple(Resource(path=r.name, sha256=r.sha256, size=r.size) for r in record.resources)
    if subject_digest(reviewed) != statement.digest:
        text = "the record's files do not add up to the digests it is bound to"
        return refused(DENY, text, "do not use it", signer=signer, statement=statement)
    kept = tuple(r for r in reviewed if r.path not in trust.ignore)
    told = {difference.path for difference in (*found.refused, *found.partial)}
    if told:  # as refused; it is not missing as well
        kept = tuple(r for r in kept if shown(r.path, 1024) not in told)
    differing = (*found.refused, *differences(kept, found.resources))
    # Both digests are made again from what is there, besides the comparison of lists, unless paths were left out.
    exact = bool(trust.ignore or found.partial) or (
        not differing and subject_digest(found.resources) == statement.digest
    )
    reasons = [*(() if exact and not differing else _other_bytes(differing)), *_verdicts(record, trust)]
    if not reasons and found.partial:
        return _unfinished(statement, signer, found)
    if not reasons:
        ignored = f", {len(trust.ignore)} paths ignored by the trust file" if trust.ignore else ""
        results = ", ".join(f"{v.regime} {v.result.replace('-', ' ')}" for v in record.verdicts)
        count = f"all {len(found.resources):,} files are byte for byte and name for name as reviewed"
        conditions = record.decision.conditions if record.decision else ()
        return Admission(
            result=AdmissionResult.ALLOW,
            reasons=(
                Reason(text=f"{count}{ignored}; {shown(results)}"),
                *((Reason(text=found.note),) if found.note else ()),
                *(Reason(text=f"on the condition: {shown(condition, 400)}") for condition in conditions),
            ),
            signer=signer.name,
            statement=statement,
        )
    return Admission(
        result=DENY, reasons=tuple(reasons), signer=signer.name, statement=statement, differences=differing
    )


def _unfinished(statement: Statement, signer: TrustedSigner, found: Present) -> Admission:
    """Nothing stands in the way so far, and not everything was read: no gate opens for that."""
    named = [Reason(text=_told(difference)) for difference in found.partial[:_NAMED_DIFFERENCES]]
    more = len(found.partial) - len(named)
    headline = Reason(text="what was read is as reviewed, and not everything was", advice="read the rest, too")
    reasons = (headline, *named, *([Reason(text=f"and {more:,} more")] if more else []), Reason(text=found.note))
    return Admission(
        result=COULD_NOT_TELL, reasons=reasons, signer=signer.name, statement=statement, differences=found.partial
    )


def _other_bytes(differing: Sequence[Difference]) -> list[Reason]:
    named = [Reason(text=_told(difference)) for difference in differing[:_NAMED_DIFFERENCES]]
    more = len(differing) - len(named)
    headline = Reason(
        text="these are not the bytes that were reviewed", advice="get the reviewed files, or have these reviewed"
    )
    return [headline, *named, *([Reason(text=f"and {more:,} more")] if more else [])]


def _verdicts(record: Record, trust: Trust) -> list[Reason]:
    """Why the verdicts are not enough; nothing when they are."""
    results = {v.regime: v for v in record.verdicts}
    wanted = trust.regimes or tuple(results)
    if not wanted:
        return [Reason(text="the record has no verdict", advice="have the model reviewed under a regime")]
    reasons: list[Reason] = []
    for regime in wanted:
        verdict = results.get(regime)
        if verdict is None:
            text = f"the record has no verdict under {shown(regime)}, which is asked for here"
            reasons.append(Reason(text=text, advice=f"review with --regime {shown(regime)}"))
        elif verdict.result not in trust.results:
            unmet = f" ({', '.join(verdict.unmet[:5])})" if verdict.unmet else ""
            text = f"the verdict under {shown(regime)} is {verdict.result.replace('-', ' ')}{shown(unmet)}"
            reasons.append(Reason(text=text, advice="mend what stands in the way, and have it reviewed again"))
    return reasons


def _told(difference: Difference) -> str:
    path = shown(difference.path)
    if difference.kind == "renamed":
        return f"renamed: {path}, reviewed as {shown(difference.was)}"
    return f"{difference.kind}: {path}" + (f" ({difference.was})" if difference.was else "")
