"""Where a case stands: frozen, and nothing in it but what follows from its events."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from seatrial.cases.acts import (
    EvidenceRerun,
    FindingReplied,
    FindingSent,
    IncidentTold,
    ItemRef,
    Lack,
    PinnedRegime,
    QuestionAnswered,
    QuestionAsked,
    Reason,
    SetCondition,
    SubmissionSent,
    SuspensionIssued,
)
from seatrial.domain.event import Event

Moment = datetime.datetime
CLEARING = frozenset({"cleared", "cleared-with-conditions", "deemed-cleared", "registered", "not-applicable"})
"""Outcomes after which the model may go out."""
AGAINST = frozenset({"refused", "restricted", "recalled"})
"""Outcomes that hold the model back, and therefore cite what the developer could reply to."""


class Stage(StrEnum):
    """Stages of a case in the office. The regime's own names of stages are shown beside them."""

    PRE_SUBMISSION = "pre-submission"
    COMPLETENESS = "completeness"
    RETURNED = "returned"
    ASSESSMENT = "assessment"
    QUESTION = "question"
    DECIDED = "decided"
    APPEAL = "appeal"
    MONITORING = "monitoring"
    REOPENED = "reopened"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody with a role in the case."""

    person: str
    role: str
    organisation: str
    recused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answer, when there is one."""

    asked: QuestionAsked
    asked_at: Moment
    by: str
    answered: QuestionAnswered | None = None
    answered_at: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFinding:
    """A finding with the developer's reply, when there is one."""

    sent: FindingSent
    sent_at: Moment
    by: str
    reply: FindingReplied | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one person said to a proposal."""

    person: str
    agrees: bool
    dissent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A decision that waits for its quorum."""

    id: str
    outcome: str
    role: str
    reasons: tuple[Reason, ...]
    conditions: tuple[SetCondition, ...]
    votes: tuple[Vote, ...]
    on_appeal: bool = False

    @property
    def agreeing(self) -> frozenset[str]:
        """Different people who agree."""
        return frozenset(vote.person for vote in self.votes if vote.agrees)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """How the case ended, by people or by a clock."""

    outcome: str
    proposal: str = ""
    at: Moment
    by_role: str
    people: tuple[str, ...]
    """Who agreed; empty when a clock decided."""
    reasons: tuple[Reason, ...] = ()
    dissent: tuple[Vote, ...] = ()
    clock: str = ""
    """The clock that ran out, when nobody decided in time."""
    on_appeal: bool = False


class LedgerStatus(StrEnum):
    """How a condition stands."""

    OPEN = "open"
    MET = "met"
    BREACHED = "breached"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One condition of the decision in force."""

    condition: SetCondition
    status: LedgerStatus = LedgerStatus.OPEN
    since: Moment
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a clock did by itself, and when."""

    clock: str
    effect: str
    started_at: Moment
    fell_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The case came to a stage."""

    at: Moment
    stage: Stage
    waits_for: str
    """`developer`, `office` or nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """Everything that the events say up to a time."""

    id: str
    title: str
    organisation: str
    regime: PinnedRegime
    opened_at: Moment
    stage: Stage = Stage.PRE_SUBMISSION
    events: int = 0
    latest_at: Moment
    participants: tuple[Participant, ...] = ()
    asked_before: tuple[tuple[str, str, Moment], ...] = ()
    """Kind, text and time of what was said before the submission."""
    submissions: tuple[SubmissionSent, ...] = ()
    items: tuple[ItemRef, ...] = ()
    lacks: tuple[Lack, ...] = ()
    """What is missing, while the submission is returned."""
    accepted_at: Moment | None = None
    reruns: tuple[EvidenceRerun, ...] = ()
    questions: tuple[Question, ...] = ()
    findings: tuple[SentFinding, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    decisions: tuple[Decided, ...] = ()
    """Every decision that was made; the last one stands."""
    ledger: tuple[LedgerLine, ...] = ()
    appeals: tuple[str, ...] = ()
    suspension: SuspensionIssued | None = None
    released: bool = False
    incidents: tuple[IncidentTold, ...] = ()
    published: tuple[str, ...] = ()
    escalated_at: Moment | None = None
    no_objection: tuple[str, ...] = ()
    """Clocks whose silence counts as no objection."""
    breaches: tuple[Effect, ...] = ()
    closed_as: str = ""
    """`withdrawn` or `lapsed`."""
    effects: tuple[Effect, ...] = ()
    noted: frozenset[tuple[str, Moment]] = frozenset()
    """Effects that the office has noted, by clock and start."""
    moves: tuple[Move, ...] = ()
    moved: tuple[Event, ...] = ()
    """What the regime's clocks and stages see of it."""

    @property
    def decision(self) -> Decided | None:
        """The decision that stands."""
        return self.decisions[-1] if self.decisions else None

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Questions without an answer."""
        return tuple(question for question in self.questions if question.answered is None)

    @property
    def submission(self) -> SubmissionSent | None:
        """The latest submission."""
        return self.submissions[-1] if self.submissions else None

    @property
    def cleared(self) -> bool:
        """Whether the decision that stands lets the model go out."""
        return self.decision is not None and self.decision.outcome in CLEARING

    def roles_held(self, person: str, *, ever: bool = False) -> tuple[str, ...]:
        """Roles of a person in this case; none once they are recused, unless asked for what they ever were."""
        mine = [p for p in self.participants if p.person == person]
        if not ever and any(p.recused for p in mine):
            return ()
        return tuple(dict.fromkeys(p.role for p in mine))

    def suspended(self, now: Moment) -> bool:
        """Whether a suspension is in force."""
        return self.suspension is not None and now < self.suspension.expires_at
