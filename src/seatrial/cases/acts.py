"""Everything that can be done in a case: one frozen body an act, and the closed list of them."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeAlias

from msgspec import Meta

Text = Annotated[str, Meta(min_length=1, max_length=20_000)]
Line = Annotated[str, Meta(min_length=1, max_length=300)]
Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]*$(?!\n)", min_length=1, max_length=80)]
Digest = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$", min_length=71, max_length=71)]
Severity: TypeAlias = Literal["low", "medium", "high", "critical"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedRegime:
    """The regime that a case is decided under: this version, whatever is published later."""

    id: Name
    version: Line
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A developer opened the case."""

    title: Line
    organisation: Line
    """The developer's."""
    regime: PinnedRegime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Somebody takes a role in this case."""

    person: Name
    role: Name
    organisation: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Recused:
    """Somebody has a conflict of interest, or leaves: from here on they do and see nothing in this case."""

    person: Name
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A question before the submission, or the answer to it. It moves no clock."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRef:
    """One thing that was handed in, by digest, with the class by which the regime discloses it."""

    digest: Digest
    item: Line
    """One of the item classes of the vocabulary."""
    title: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionSent:
    """The developer hands in a record with its proofs, or the same sealed for the office."""

    package: Digest
    sealed: bool = False
    record: Digest | None = None
    """Of the signed statement; of a sealed submission it is known when that is opened."""
    items: tuple[ItemRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionOpened:
    """The named recipient opened a sealed submission."""

    package: Digest
    record: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that is missing, with what asks for it."""

    cites: Line
    """Requirement of the regime, or `record`, `proof`, `signature`, `declaration`."""
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReturned:
    """The submission is not complete: what is missing, and who asks for it."""

    lacks: Annotated[tuple[Lack, ...], Meta(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionAccepted:
    """The submission is complete; the clock of the review starts here."""

    note: Annotated[str, Meta(max_length=20_000)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One check that the office ran again, beside what was handed in."""

    check: Line
    result: Literal["agrees", "differs", "not-run"]
    why: Annotated[str, Meta(max_length=2_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRerun:
    """A seeded sample of deterministic checks, run again by somebody other than the developer."""

    record: Digest
    seed: Annotated[int, Meta(ge=0)]
    independence: Annotated[int, Meta(ge=0, le=3)]
    """0 the developer, 1 a separate team, 2 an outside party, 3 an authority."""
    agreements: Annotated[tuple[Agreement, ...], Meta(min_length=1, max_length=1_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    """A question that has to be answered. It stops the clocks that the regime says it stops."""

    id: Name
    text: Text
    cites: Line
    """The requirement that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered:
    """The answer to one question."""

    id: Name
    text: Text
    items: tuple[ItemRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSent:
    """What the office found, told to the developer before anything is decided on it."""

    id: Name
    cites: Line
    severity: Severity
    text: Text
    evidence: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=100)]
    """Digests of items, fingerprints of findings in the record, or check ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingReplied:
    """The developer's reply to a finding."""

    id: Name
    text: Text
    accepts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why it is decided so: a requirement, the evidence, and a sentence."""

    cites: Line
    evidence: Annotated[tuple[Line, ...], Meta(max_length=100)] = ()
    """Digests of items, findings of this case, fingerprints of findings in the record, or check ids."""
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCondition:
    """Something that must hold after the decision."""

    id: Name
    text: Text
    owner: Name
    """Role that must see to it."""
    test: Text
    """How it is found out whether it holds."""
    due: datetime.datetime | None = None
    """By when it must be shown to hold; None for as long as the decision stands."""
    breach_outcome: Name = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionProposed:
    """One of the deciding role proposes how the case ends, and agrees by doing so."""

    id: Name
    outcome: Name
    reasons: Annotated[tuple[Reason, ...], Meta(max_length=100)] = ()
    conditions: Annotated[tuple[SetCondition, ...], Meta(max_length=100)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionVoted:
    """Another of the deciding role agrees or dissents. Dissent is kept for ever, and published with the reasons."""

    id: Name
    agrees: bool
    dissent: Annotated[str, Meta(max_length=20_000)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAppealed:
    """The developer asks another body to decide."""

    grounds: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionReported:
    """How a condition stands: `met` settles it, `breached` opens the case again."""

    id: Name
    status: Literal["met", "breached"]
    text: Text
    evidence: Annotated[tuple[Line, ...], Meta(max_length=100)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseMade:
    """The developer released the model."""

    to: Literal["partner", "public"]
    on: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One step of publication: that the case exists, then what was decided. It stands in the log."""

    step: Literal["existence", "detail"]
    entry: Digest
    """Of the signed statement in the log."""
    number: Annotated[int, Meta(ge=0)]
    """Where it stands in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionWithdrawn:
    """The developer takes the submission back."""

    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionIssued:
    """Emergency: a clearance is put out of force. None of this may be empty, and it ends by itself."""

    finding: Name
    """Id of a finding of this case that was sent to the developer."""
    severity: Severity
    scope: Text
    reason: Text
    expires_at: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionLifted:
    """The suspension ends before its time."""

    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTold:
    """Something happened with the released model."""

    id: Name
    type: Annotated[str, Meta(pattern=r"^incident\.[a-z-]+$(?!\n)", max_length=60)]
    """Which moment of the incident, by the vocabulary of events: it starts the clocks that count from it."""
    happened_at: datetime.datetime
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened:
    """The case is decided anew, since something came to light."""

    cause: Literal["condition", "incident", "finding", "evidence"]
    cites: Name
    """Id of the condition, incident or finding, or what the evidence is."""
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExtended:
    """A role that may lengthened a clock."""

    clock: Name
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRanOut:
    """The office notes what a clock did by itself. It holds from `fell_at`, whenever it is noted."""

    clock: Name
    effect: Name
    started_at: datetime.datetime
    fell_at: datetime.datetime


Body: TypeAlias = (
    Opened
    | Assigned
    | Recused
    | Said
    | SubmissionSent
    | SubmissionOpened
    | SubmissionReturned
    | SubmissionAccepted
    | EvidenceRerun
    | QuestionAsked
    | QuestionAnswered
    | FindingSent
    | FindingReplied
    | DecisionProposed
    | DecisionVoted
    | DecisionAppealed
    | ConditionReported
    | ReleaseMade
    | Published
    | SubmissionWithdrawn
    | SuspensionIssued
    | SuspensionLifted
    | IncidentTold
    | CaseReopened
    | ClockExtended
    | ClockRanOut
)

BODIES: Final[dict[str, type[Body]]] = {
    "case.opened": Opened,
    "case.assigned": Assigned,
    "case.recused": Recused,
    "case.reopened": CaseReopened,
    "pre-submission.asked": Said,
    "pre-submission.answered": Said,
    "submission.sent": SubmissionSent,
    "submission.opened": SubmissionOpened,
    "submission.returned": SubmissionReturned,
    "submission.accepted": SubmissionAccepted,
    "submission.withdrawn": SubmissionWithdrawn,
    "evidence.rerun": EvidenceRerun,
    "question.asked": QuestionAsked,
    "question.answered": QuestionAnswered,
    "finding.sent": FindingSent,
    "finding.replied": FindingReplied,
    "decision.proposed": DecisionProposed,
    "decision.voted": DecisionVoted,
    "decision.appealed": DecisionAppealed,
    "condition.reported": ConditionReported,
    "release.made": ReleaseMade,
    "publication.made": Published,
    "suspension.issued": SuspensionIssued,
    "suspension.lifted": SuspensionLifted,
    "incident.told": IncidentTold,
    "clock.extended": ClockExtended,
    "clock.ran-out": ClockRanOut,
}
"""Every act by its kind. The list is closed: an event of another kind is refused when it is read."""
