"""Bytes, a record and a rule of trust to one answer: allow, deny, or could not tell.

The order is that of belief: first who signed, then what was signed, then whether these are the bytes, then whether the
verdict is one that the verifier accepts. Deny unless every step holds; not knowing is said as not knowing, and a gate
treats both as no.
"""

import datetime
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from seatrial.documents import DocumentError
from seatrial.documents.sigstore import PAYLOAD_TYPE, Envelope, decode
from seatrial.documents.sigstore import verify as signed_by
from seatrial.domain.errors import OperationError, TrustError, UsageError
from seatrial.domain.text import shown
from seatrial.gate.compare import Difference, differences
from seatrial.gate.trust import Trust, TrustedSigner
from seatrial.inventory.digest import Resource, hash_file, subject_digest
from seatrial.inventory.walk import Found, walk
from seatrial.record.statement import Record, Statement, read_statement

_NAMED_DIFFERENCES = 8
_SKEW = datetime.timedelta(minutes=5)
"""How far a record's clock may run ahead of the verifier's."""


class AdmissionResult(StrEnum):
    """The answer."""

    ALLOW = "allow"
    DENY = "deny"
    COULD_NOT_TELL = "could-not-tell"

    @property
    def exit_code(self) -> int:
        """0, 1, 3."""
        return {"allow": 0, "deny": 1, "could-not-tell": 3}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that decided, and what can be done about it."""

    text: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The answer with everything that led to it."""

    result: AdmissionResult
    reasons: tuple[Reason, ...]
    signer: str = ""
    """The signer's name in the trust file; empty when nobody trusted signed."""
    statement: Statement | None = None
    """Only of a record whose signature is by a trusted key."""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The files as they are now."""

    resources: tuple[Resource, ...]
    refused: tuple[Difference, ...] = ()
    """Links, special files, unreadable files and names that nothing could have reviewed."""


def verify(path: Path, record: bytes, trust: Trust, now: datetime.datetime) -> Admission:
    """Verify the bytes at `path`. Hashes every file unless the record already decides.

    Raises `UsageError` when there is nothing at `path` and `OperationError` when it cannot be read.
    """
    return decide(record, trust, now, lambda statement: read_present(path, trust, statement))


def decide(record: bytes, trust: Trust, now: datetime.datetime, present: Callable[[Statement], Present]) -> Admission:
    """The decision itself; `present` is asked for the files only when the record has passed."""
    try:
        envelope = decode(record)
    except DocumentError as error:
        return _deny(f"the record is malformed: {error}", "ask the reviewer for the record again")
    signer = _signer(envelope, trust)
    if isinstance(signer, Admission):
        return signer
    try:
        statement = read_statement(envelope.payload)
    except TrustError as error:
        return _deny(error.message, error.advice)
    refusal = _standing(statement, signer, trust, now)
    if refusal:
        return refusal
    found = present(statement)
    return _bytes(statement, signer, found, trust)


def _signer(envelope: Envelope, trust: Trust) -> TrustedSigner | Admission:
    if envelope.payload_type != PAYLOAD_TYPE:
        return _deny(f"the record's payload is {shown(envelope.payload_type)}, not an in-toto statement", "")
    for signer in trust.signers:
        try:
            if signed_by(envelope, signer.public_key):
                return signer
        except DocumentError as error:
            return _could_not_tell(f"the key of {signer.name} cannot be used: {error}", "mend the trust file")
    known = ", ".join(signer.name for signer in trust.signers) or "nobody"
    return _could_not_tell(
        f"the record is signed by no key that is trusted here (trusted: {known}), or was changed after signing",
        "if you know the reviewer, name their public key in a trust file and give it with --trust",
    )


def _standing(statement: Statement, signer: TrustedSigner, trust: Trust, now: datetime.datetime) -> Admission | None:
    """Whether the record may be relied on at all: its key's window, its times, its verdicts, what it is about."""
    record = statement.record

    def deny(text: str, advice: str) -> Admission:
        return _deny(text, advice, signer=signer, statement=statement)

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
    refusal = _verdicts(record, trust)
    if refusal:
        return deny(*refusal)
    if record.identity != "bytes":
        return _could_not_tell(
            "the record is about an endpoint, whose identity is only declared; it says nothing of any bytes",
            "have the model's files reviewed",
            signer=signer,
            statement=statement,
        )
    return None


def _verdicts(record: Record, trust: Trust) -> tuple[str, str] | None:
    results = {v.regime: v for v in record.verdicts}
    if len(results) != len(record.verdicts):
        return "the record has two verdicts of one regime", "do not use it"
    wanted = trust.regimes or tuple(results)
    if not wanted:
        return "the record has no verdict", "have the model reviewed under a regime"
    for regime in wanted:
        verdict = results.get(regime)
        if verdict is None:
            return (
                f"the record has no verdict under {regime}, which is asked for here",
                f"review with --regime {regime}",
            )
        if verdict.result not in trust.results:
            unmet = f" ({', '.join(verdict.unmet[:5])})" if verdict.unmet else ""
            text = f"the verdict under {shown(regime)} is {verdict.result.replace('-', ' ')}{shown(unmet)}"
            return text, "mend what stands in the way, and have it reviewed again"
    return None


def _bytes(statement: Statement, signer: TrustedSigner, found: Present, trust: Trust) -> Admission:
    record = statement.record
    reviewed = tuple(Resource(path=r.name, sha256=r.sha256, size=r.size) for r in record.resources)
    if subject_digest(reviewed) != statement.digest or len({r.path for r in reviewed}) != len(reviewed):
        text = "the record's files do not add up to the digests it is bound to"
        return _deny(text, "do not use it", signer=signer, statement=statement)
    kept = tuple(r for r in reviewed if r.path not in trust.ignore)
    differing = (*found.refused, *differences(kept, found.resources))
    exact = bool(trust.ignore) or subject_digest(found.resources) == statement.digest
    if differing or not exact:
        reasons = [Reason(text=_told(d)) for d in differing[:_NAMED_DIFFERENCES]]
        more = len(differing) - len(reasons)
        if more:
            reasons.append(Reason(text=f"and {more:,} more"))
        headline = Reason(
            text="these are not the bytes that were reviewed", advice="get the reviewed files, or have these reviewed"
        )
        return Admission(
            result=AdmissionResult.DENY,
            reasons=(headline, *reasons),
            signer=signer.name,
            statement=statement,
            differences=differing,
        )
    ignored = f", {len(trust.ignore)} paths ignored by the trust file" if trust.ignore else ""
    results = ", ".join(f"{v.regime} {v.result.replace('-', ' ')}" for v in record.verdicts)
    text = (
        f"all {len(found.resources):,} files are byte for byte and name for name as reviewed{ignored}; {shown(results)}"
    )
    return Admission(
        result=AdmissionResult.ALLOW, reasons=(Reason(text=text),), signer=signer.name, statement=statement
    )


def _told(difference: Difference) -> str:
    path = shown(difference.path)
    if difference.kind == "renamed":
        return f"renamed: {path}, reviewed as {shown(difference.was)}"
    return f"{difference.kind}: {path}" + (f" ({difference.was})" if difference.was else "")


def read_present(path: Path, trust: Trust, statement: Statement) -> Present:
    """The files at `path`, hashed; a file that changes while it is read is refused."""
    del statement
    if not os.path.lexists(path):
        raise UsageError(f"there is nothing at {path}", advice="check the path")
    try:
        found = walk(path)
    except OSError as error:
        raise OperationError(f"{path} cannot be read: {error.strerror}", advice="check its permissions") from error
    refused = [
        Difference(kind="refused", path=f.location.path if f.location else "", was=f.message)
        for f in found.findings
        if not (f.location and f.location.path in trust.ignore)
    ]
    resources: list[Resource] = []
    for file in found.files:
        if file.path in trust.ignore:
            continue
        read = _hashed(file)
        if isinstance(read, Resource):
            resources.append(read)
        else:
            refused.append(read)
    return Present(resources=tuple(resources), refused=tuple(refused))


def _hashed(file: Found) -> Resource | Difference:
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if file.linked else os.O_NOFOLLOW)
    try:
        descriptor = os.open(file.location, flags)
    except OSError as error:
        return Difference(kind="refused", path=file.path, was=f"cannot be read: {error.strerror}")
    try:
        status = os.fstat(descriptor)
        digest = hash_file(descriptor)
    except OSError as error:
        return Difference(kind="refused", path=file.path, was=f"cannot be read: {error.strerror}")
    finally:
        os.close(descriptor)
    if digest.changed or (status.st_dev, status.st_ino) != (file.device, file.inode):
        return Difference(kind="refused", path=file.path, was="changed while it was verified")
    return Resource(path=file.path, sha256=digest.sha256, size=digest.size)


def _deny(
    text: str, advice: str, *, signer: TrustedSigner | None = None, statement: Statement | None = None
) -> Admission:
    return _refusal(AdmissionResult.DENY, Reason(text=text, advice=advice), signer, statement)


def _could_not_tell(
    text: str, advice: str, *, signer: TrustedSigner | None = None, statement: Statement | None = None
) -> Admission:
    return _refusal(AdmissionResult.COULD_NOT_TELL, Reason(text=text, advice=advice), signer, statement)


def _refusal(
    result: AdmissionResult, reason: Reason, signer: TrustedSigner | None, statement: Statement | None
) -> Admission:
    reasons: Sequence[Reason] = (reason,)
    return Admission(result=result, reasons=tuple(reasons), signer=signer.name if signer else "", statement=statement)
