"""Whether a submission's record holds, by the gate's own code; and what is missing, each with what asks for it."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seatrial.app.keep import REVIEW_SCHEMA
from seatrial.app.office.package import Package, digest_of
from seatrial.cases.acts import Lack
from seatrial.documents import DocumentError, read
from seatrial.documents.sigstore import decode
from seatrial.domain.errors import TrustError
from seatrial.domain.event import Event
from seatrial.domain.regime import Regime
from seatrial.domain.result import Result
from seatrial.domain.review import Review
from seatrial.domain.verdict import RequirementStatus, Verdict
from seatrial.gate.admission import Admission, AdmissionResult
from seatrial.gate.present import Present
from seatrial.gate.trust import Trust, TrustedSigner
from seatrial.gate.verify import decide
from seatrial.inventory.digest import Resource
from seatrial.record.statement import Statement, read_statement
from seatrial.record.status import record_digest
from seatrial.regimes.judge import judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What the office knows of a submission before anybody looked at the model."""

    admission: Admission
    """The gate's answer, with the files taken as recorded: nobody here has seen the bytes."""
    record: str
    """`sha256:` of the signed statement."""
    statement: Statement | None
    review: Review | None
    verdict: Verdict | None
    """Under the case's regime, judged again from the evidence."""
    lacks: tuple[Lack, ...]

    @property
    def holds(self) -> bool:
        """Whether the record may be relied on."""
        return self.admission.result is AdmissionResult.ALLOW


def verify_record(
    package: Package, regime: Regime, keys: Mapping[str, bytes], now: datetime.datetime, moved: tuple[Event, ...] = ()
) -> Verified:
    """Verify a submission. `keys` are those by which the developer may sign, in PEM, by id."""
    admission = admitted(package.record, keys, now)
    statement = _statement(package.record)
    review = _review(package, statement)
    verdict = judge(regime, review.facts, review.assessment, (*review.events, *moved), now) if review else None
    return Verified(
        admission=admission,
        record=record_id(package.record),
        statement=statement,
        review=review,
        verdict=verdict,
        lacks=tuple(_lacks(admission, statement, review, verdict, regime)),
    )


def admitted(record: bytes, keys: Mapping[str, bytes], now: datetime.datetime) -> Admission:
    """The gate's answer, whatever the verdict, with the files taken as they are recorded."""
    trust = Trust(
        signers=tuple(
            TrustedSigner(name=f"the developer's key {name[:23]}", public_key=pem) for name, pem in keys.items()
        ),
        results=tuple(Result),
    )
    return decide(record, trust, now, lambda: _as_recorded(_statement(record)))


def _statement(record: bytes) -> Statement | None:
    try:
        return read_statement(decode(record).payload)
    except (DocumentError, TrustError):
        return None


def record_id(record: bytes) -> str:
    """`sha256:` of the signed statement, or of the bytes where there is none."""
    try:
        return f"sha256:{record_digest(decode(record).payload)}"
    except DocumentError:
        return digest_of(record)


def _as_recorded(statement: Statement | None) -> Present:
    """The files as the record lists them: the office does not have the bytes."""
    if statement is None:
        return Present(resources=())
    listed = (Resource(path=r.name, sha256=r.sha256, size=r.size) for r in statement.record.resources)
    return Present(resources=tuple(listed))


def _review(package: Package, statement: Statement | None) -> Review | None:
    """The review, when it is the one that the record commits to."""
    if statement is None or digest_of(package.review) != f"sha256:{statement.record.review_sha256}":
        return None
    try:
        return read(package.review, Review, REVIEW_SCHEMA)
    except DocumentError:
        return None


def _lacks(
    admission: Admission, statement: Statement | None, review: Review | None, verdict: Verdict | None, regime: Regime
) -> Iterator[Lack]:
    if admission.result is not AdmissionResult.ALLOW:
        for reason in admission.reasons:
            yield Lack(cites="record", text=f"{reason.text}. {reason.advice}".strip()[:2000])
    if statement is not None and review is None:
        yield Lack(
            cites="review", text="The review is not the one that the record commits to. Hand both in as they are."
        )
    if verdict is None:
        return
    recorded = next((v for v in statement.record.verdicts if v.regime == regime.id), None) if statement else None
    if recorded is not None and recorded.digest == regime.digest and recorded.result is not verdict.result:
        text = f"The record says {recorded.result}, and the evidence in the review says {verdict.result} today."
        yield Lack(cites="record", text=text)
    for requirement in verdict.requirements:
        if requirement.status is RequirementStatus.UNDECIDED and requirement.effect.stands_in_the_way:
            grounds = "; ".join(ground.text for ground in requirement.grounds[:5])
            yield Lack(cites=requirement.requirement_id, text=f"{grounds}. {requirement.remedy}".strip()[:2000])
