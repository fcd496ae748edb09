"""A case that is driven by acts: people of an office, a clock that is moved by hand, and the real evaluator."""

import dataclasses
import datetime
from dataclasses import dataclass, field
from typing import Any

from seatrial.app.office.judging import clocks_of, verdict_on
from seatrial.cases.acts import (
    Assigned,
    Body,
    DecisionProposed,
    DecisionVoted,
    FindingReplied,
    FindingSent,
    ItemRef,
    Lack,
    Opened,
    PinnedRegime,
    QuestionAnswered,
    QuestionAsked,
    Reason,
    SetCondition,
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionSent,
)
from seatrial.cases.attempt import Attempt, Given
from seatrial.cases.event import BEGINNING, CaseEvent, digest, statement
from seatrial.cases.permit import refusal
from seatrial.cases.refusal import Refusal
from seatrial.cases.replay import replay
from seatrial.cases.roles import completed
from seatrial.cases.state import CaseState
from seatrial.domain.assessment import Assessment
from seatrial.domain.check import Soundness
from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.person import REGISTRAR, Person
from seatrial.domain.plan import Plan, PlannedCheck
from seatrial.domain.regime import Regime
from seatrial.domain.review import Review
from seatrial.domain.verdict import Verdict
from seatrial.regimes import shipped
from seatrial.testing.sample_review import clear

START = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
HARBOUR, AUTHORITY = "Harbour Labs", "Model Authority"
RECORD, PACKAGE, REVIEW = ("sha256:" + mark * 64 for mark in "123")


def person(name: str, organisation: str, *roles: str) -> Person:
    return Person(id=name, name=name.capitalize(), organisation=organisation, roles=frozenset(roles))


ADA = person("ada", HARBOUR, "developer")
BEN = person("ben", HARBOUR, "developer")
IRIS = person("iris", AUTHORITY, "intake")
EMIL = person("emil", AUTHORITY, "evaluator")
DORA, DAN, DINA = (person(name, AUTHORITY, "decider") for name in ("dora", "dan", "dina"))
PAUL, PIA = (person(name, AUTHORITY, "appeal") for name in ("paul", "pia"))
OLGA = person("olga", "Press", "observer")
RITA = person("rita", AUTHORITY, "registrar")
MOLE = person("mole", HARBOUR, "developer", "evaluator", "decider")
OFFICE = Person(id="", name="the office", organisation=AUTHORITY)
EVERYBODY = (ADA, BEN, IRIS, EMIL, DORA, DAN, DINA, PAUL, PIA, OLGA, RITA, MOLE)
ROLES = {
    "iris": "intake",
    "emil": "evaluator",
    "dora": "board",
    "dan": "board",
    "dina": "board",
    "paul": "appeal-panel",
    "pia": "appeal-panel",
    "olga": "observer",
}


def review_of(regime: Regime, *, failing: str = "", process: bool = True) -> Review:
    """A review in which every check of the regime passed, but for one that may fail."""
    checks = sorted({check for requirement in regime.requirements for check in requirement.checks})
    plan = Plan(
        regimes=(regime.id,),
        checks=tuple(
            PlannedCheck(check_id=check, check_version=1, requirements=(), soundness=Soundness.SOUND)
            for check in checks
        ),
    )
    fails = (Finding(kind=Kind.FAIL, message="it fails", severity=Severity.HIGH),)
    outcomes = tuple(
        Outcome(
            check_id=check,
            check_version=1,
            status=Status.COMPLETED,
            examined=("model.safetensors",),
            examined_count=1,
            findings=fails if check == failing else (),
        )
        for check in checks
    )
    facts: dict[str, str | bool] = {
        "model.name": "m",
        "model.generates_text": False,
        "incident_process.in_place": process,
    }
    return dataclasses.replace(
        clear(),
        assessment=Assessment(plan=plan, outcomes=outcomes),
        facts=tuple(Fact(name=name, value=value, basis=Basis.DECLARED) for name, value in facts.items()),
        events=(),
    )


@dataclass
class Trial:
    """One case."""

    regime: Regime = field(default_factory=lambda: completed(shipped.find("release-office")))
    review: Review | None = None
    now: datetime.datetime = START
    events: list[CaseEvent] = field(default_factory=list)
    previous: str = BEGINNING

    def __post_init__(self) -> None:
        self.review = self.review or review_of(self.regime)

    def state(self, at: datetime.datetime | None = None) -> CaseState:
        found = self.maybe(at)
        assert found is not None
        return found

    def maybe(self, at: datetime.datetime | None = None) -> CaseState | None:
        return replay(self.events, self.regime, clocks_of(self.regime), at or self.now)

    def verdict(self) -> Verdict:
        assert self.review is not None
        return verdict_on(self.state(), self.regime, self.review, self.now)

    def attempt(self, who: Person, kind: str, body: Body, role: str = "", assignee: Person | None = None) -> Attempt:
        role = role or self.role_of(who)
        return Attempt(kind=kind, body=body, role=role, person=who, at=self.now, assignee=assignee)

    def role_of(self, who: Person) -> str:
        state = self.maybe()
        held = state.roles_held(who.id) if state else ()
        return held[0] if held else ROLES.get(who.id, "developer" if "developer" in who.roles else REGISTRAR)

    def refused(self, attempt: Attempt) -> Refusal | None:
        state = self.maybe()
        verdict = self.verdict() if state is not None and state.submissions else None
        return refusal(state, attempt, Given(self.regime, verdict))

    def tried(
        self, who: Person, kind: str, body: Body, role: str = "", assignee: Person | None = None
    ) -> Refusal | None:
        """Do an act if it may be done; what was said instead, if not."""
        attempt = self.attempt(who, kind, body, role, assignee)
        found = self.refused(attempt)
        if found is None:
            self.append(attempt)
        return found

    def do(self, who: Person, kind: str, body: Body, role: str = "", assignee: Person | None = None) -> CaseState:
        found = self.tried(who, kind, body, role, assignee)
        assert found is None, found
        return self.state()

    def append(self, attempt: Attempt) -> None:
        event = CaseEvent(
            case="c-1",
            number=len(self.events),
            previous=self.previous,
            kind=attempt.kind,
            at=attempt.at,
            author=attempt.person.id,
            role=attempt.role,
            body=attempt.body,
        )
        self.events.append(event)
        self.previous = digest(statement(event))

    def wait(self, days: float = 0, **more: float) -> "Trial":
        self.now += datetime.timedelta(days=days, **more)
        return self

    # The way of most cases, up to a point.

    def opened(self) -> "Trial":
        pinned = PinnedRegime(id=self.regime.id, version=self.regime.version, digest=self.regime.digest)
        self.do(ADA, "case.opened", Opened(title="harbour 1", organisation=HARBOUR, regime=pinned))
        for who in (IRIS, EMIL, DORA, DAN, DINA, PAUL, PIA):
            self.join(who)
        return self

    def join(self, who: Person, role: str = "") -> None:
        role = role or ROLES[who.id]
        body = Assigned(person=who.id, role=role, organisation=who.organisation)
        self.do(RITA, "case.assigned", body, REGISTRAR, assignee=who)

    def sent(self) -> "Trial":
        items = (ItemRef(digest=REVIEW, item="evidence", title="review.json"),)
        self.do(ADA, "submission.sent", SubmissionSent(package=PACKAGE, record=RECORD, items=items))
        return self

    def accepted(self) -> "Trial":
        self.opened().sent().wait(1)
        self.do(IRIS, "submission.accepted", SubmissionAccepted())
        return self

    def decided(self, outcome: str = "cleared", *who: Person, **more: Any) -> "Trial":
        first, *others = who or (DORA, DAN)
        name = f"p{len(self.events)}"
        self.do(first, "decision.proposed", proposed(name, outcome, **more))
        for other in others:
            self.do(other, "decision.voted", DecisionVoted(id=name, agrees=True))
        return self


def proposed(
    name: str, outcome: str, *, cites: str = "no-code-on-load", evidence: str = REVIEW, conditions: Any = ()
) -> DecisionProposed:
    reason = Reason(cites=cites, evidence=(evidence,) if evidence else (), text="as the evidence shows")
    return DecisionProposed(id=name, outcome=outcome, reasons=(reason,), conditions=tuple(conditions))


def condition(name: str = "process", due: datetime.datetime | None = None) -> SetCondition:
    return SetCondition(id=name, text="The process stays.", owner="developer", test="the page is there", due=due)


def finding(name: str = "f1", cites: str = "no-code-on-load", severity: Any = "high") -> FindingSent:
    return FindingSent(
        id=name, cites=cites, severity=severity, text="It runs code.", evidence=("artifact.pickle-import",)
    )


def question(name: str = "q1", cites: str = "incident-process") -> QuestionAsked:
    return QuestionAsked(id=name, text="Who answers at night?", cites=cites)


def answer(name: str = "q1") -> QuestionAnswered:
    return QuestionAnswered(id=name, text="The watch.")


def reply(name: str = "f1") -> FindingReplied:
    return FindingReplied(id=name, text="We removed it.", accepts=True)


def lacking(cites: str = "incident-process") -> SubmissionReturned:
    return SubmissionReturned(lacks=(Lack(cites=cites, text="State who answers."),))
