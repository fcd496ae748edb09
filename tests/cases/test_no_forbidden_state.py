"""Whatever people try, in whatever order: no sequence of acts leads to a state that must not be."""

import datetime
from collections.abc import Callable
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.cases.acts import (
    Agreement,
    Body,
    CaseReopened,
    ClockExtended,
    ConditionReported,
    DecisionAppealed,
    DecisionVoted,
    EvidenceRerun,
    IncidentTold,
    Published,
    Recused,
    ReleaseMade,
    Said,
    SubmissionAccepted,
    SubmissionOpened,
    SubmissionSent,
    SubmissionWithdrawn,
    SuspensionIssued,
    SuspensionLifted,
)
from seatrial.cases.permit import STAGES, acts_open_to
from seatrial.cases.roles import apart, quorum, roles_of
from seatrial.cases.state import AGAINST, CaseState, Stage
from seatrial.domain.person import Person
from seatrial.domain.procedure import OnExpiry
from tests.cases.test_clock_effects import regime_with
from tests.cases.trial import (
    ADA,
    DAY,
    EVERYBODY,
    HARBOUR,
    OFFICE,
    PACKAGE,
    RECORD,
    ROLES,
    Trial,
    answer,
    condition,
    finding,
    lacking,
    proposed,
    question,
    reply,
    review_of,
)


def with_condition(name: str, due: datetime.datetime) -> Body:
    held = [condition(name, due)]
    return proposed(name, "cleared-with-conditions", evidence="artifact.pickle-import", conditions=held)


def rerun() -> EvidenceRerun:
    agreement = Agreement(check="artifact.pickle-import", result="differs", why="it fails here")
    return EvidenceRerun(record=RECORD, seed=1, independence=3, agreements=(agreement,))


Make = Callable[[str, datetime.datetime], Body]
BODIES: dict[str, tuple[Make, ...]] = {
    "case.recused": (lambda name, now: Recused(person="dora" if name == "one" else "emil", reason="shares"),),
    "case.reopened": tuple(
        (lambda name, now, cause=cause: CaseReopened(cause=cause, cites=name, reason="it came to light"))  # type: ignore[misc]
        for cause in ("finding", "incident", "condition")
    ),
    "pre-submission.asked": (lambda name, now: Said(text="?"),),
    "pre-submission.answered": (lambda name, now: Said(text="!"),),
    "submission.sent": (
        lambda name, now: SubmissionSent(package=PACKAGE, record=RECORD),
        lambda name, now: SubmissionSent(package=PACKAGE, sealed=True),
    ),
    "submission.opened": (lambda name, now: SubmissionOpened(package=PACKAGE, record=RECORD),),
    "submission.returned": (lambda name, now: lacking(),),
    "submission.accepted": (lambda name, now: SubmissionAccepted(),),
    "submission.withdrawn": (lambda name, now: SubmissionWithdrawn(reason="later"),),
    "question.asked": (lambda name, now: question(name),),
    "question.answered": (lambda name, now: answer(name),),
    "finding.sent": (lambda name, now: finding(name),),
    "finding.replied": (lambda name, now: reply(name),),
    "decision.proposed": (
        lambda name, now: proposed(name, "cleared", evidence="artifact.pickle-import"),
        lambda name, now: proposed(name, "refused", evidence="artifact.pickle-import"),
        lambda name, now: proposed(name, "deferred", evidence="artifact.pickle-import"),
        lambda name, now: proposed(
            name,
            "cleared-with-conditions",
            evidence="artifact.pickle-import",
            conditions=[condition(name, now + 9 * DAY)],
        ),
    ),
    "decision.voted": (
        lambda name, now: DecisionVoted(id=name, agrees=True),
        lambda name, now: DecisionVoted(id=name, agrees=False, dissent="too early"),
    ),
    "decision.appealed": (lambda name, now: DecisionAppealed(grounds="No."),),
    "condition.reported": (
        lambda name, now: ConditionReported(id=name, status="met", text="shown", evidence=("page",)),
        lambda name, now: ConditionReported(id=name, status="breached", text="gone", evidence=("page",)),
    ),
    "release.made": (lambda name, now: ReleaseMade(to="public", on=now.date()),),
    "publication.made": (
        lambda name, now: Published(step="existence", entry=RECORD, number=0),
        lambda name, now: Published(step="detail", entry=RECORD, number=1),
    ),
    "suspension.issued": (
        lambda name, now: SuspensionIssued(
            finding=name, severity="high", scope="all", reason="code", expires_at=now + 5 * DAY
        ),
    ),
    "suspension.lifted": (lambda name, now: SuspensionLifted(reason="mended"),),
    "incident.told": (
        lambda name, now: IncidentTold(id=name, type="incident.determined", happened_at=now - DAY, text="It leaked."),
    ),
    "evidence.rerun": (lambda name, now: rerun(),),
    "clock.extended": (lambda name, now: ClockExtended(clock="review", reason="busy"),),
}
ROLE_IDS = (*sorted(set(ROLES.values())), "developer", "registrar", "office")


def test_every_act_is_tried() -> None:
    assert set(BODIES) | {"case.assigned", "clock.ran-out"} == set(STAGES)


class Try(NamedTuple):
    """Somebody tries something: of what is open to anybody, or anything in any role."""

    likely: int | None
    """Which of the acts that have their place now; None for what follows."""
    who: Person
    kind: str
    role: str
    variant: int
    days: float
    name: str


TRIES = st.builds(
    Try,
    likely=st.one_of(st.integers(0, 10_000), st.integers(0, 10_000), st.none()),
    who=st.sampled_from(EVERYBODY),
    kind=st.sampled_from(sorted(BODIES)),
    role=st.one_of(st.just(""), st.sampled_from(ROLE_IDS)),
    variant=st.integers(0, 11),
    days=st.sampled_from((0, 0, 0, 0.2, 1, 6)),
    name=st.sampled_from(("one", "two")),
)


def _likely(case: Trial, tried: Try) -> tuple[Person, str, str]:
    state = case.state()
    unlikely = ("submission.withdrawn", "case.recused")  # Or most cases end before they begin.
    found = [
        (who, kind, role)
        for who in EVERYBODY
        for kind, role in acts_open_to(state, who, case.regime)
        if kind not in unlikely
    ]
    return found[(tried.likely or 0) % len(found)] if found else (tried.who, tried.kind, tried.role)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(TRIES, min_size=10, max_size=50),
    st.sampled_from([OnExpiry.DEEMED_CLEAR, OnExpiry.ESCALATE, OnExpiry.LAPSE]),
    st.sampled_from(["", "artifact.pickle-import"]),
    st.integers(0, 4),
)
def test_no_sequence_of_acts_reaches_a_forbidden_state(
    attempts: list[Try], on_expiry: OnExpiry, failing: str, begun: int
) -> None:
    regime = regime_with(on_expiry)
    case = Trial(regime=regime, review=review_of(regime, failing=failing))
    (case.opened if begun == 0 else case.accepted)()
    if begun > 2 and not failing:
        case.decided("cleared", evidence="artifact.pickle-import")
    for tried in attempts:
        case.wait(tried.days)
        before = case.state()
        who, kind, role = (tried.who, tried.kind, tried.role) if tried.likely is None else _likely(case, tried)
        body = BODIES[kind][tried.variant % len(BODIES[kind])](tried.name, case.now)
        refused = case.tried(who, kind, body, role)
        after = case.state()
        if refused is not None:
            assert refused.why and refused.advice
            assert after == before
            continue
        _only_who_may(before, who, case.events[-1].role, kind)
        _never_undone(before, after)
        _holds(case, after)
    _holds(case, case.state(case.now + 400 * DAY))


def _only_who_may(before: CaseState, who: Person, role: str, kind: str) -> None:
    assert who is not OFFICE
    if kind == "case.recused":
        return
    assert role in before.roles_held(who.id)
    assert not any(p.recused for p in before.participants if p.person == who.id)
    if role != "developer":
        assert who.organisation != HARBOUR


def _never_undone(before: CaseState, after: CaseState) -> None:
    """What was, stays: decisions, effects, findings, dissent."""
    assert after.decisions[: len(before.decisions)] == before.decisions or len(after.decisions) == len(before.decisions)
    for was, now in zip(before.decisions, after.decisions, strict=False):
        assert (was.outcome, was.people, was.at) == (now.outcome, now.people, now.at)
        assert {vote.person for vote in was.dissent} <= {vote.person for vote in now.dissent}
    assert after.effects[: len(before.effects)] == before.effects
    assert len(after.findings) >= len(before.findings)
    if before.stage is Stage.CLOSED:
        assert after.stage is Stage.CLOSED


def _holds(case: Trial, state: CaseState) -> None:
    roles = roles_of(case.regime)
    for decided in state.decisions:
        assert state.accepted_at is not None
        assert decided.at >= state.accepted_at
        if decided.clock:
            assert decided.people == ()
            continue
        assert len(set(decided.people)) >= quorum(roles[decided.by_role]) >= 2
        assert decided.reasons
        assert all(reason.cites and reason.evidence for reason in decided.reasons)
        if decided.outcome in AGAINST:
            told = {found.sent.cites for found in state.findings if found.sent_at <= decided.at}
            assert {reason.cites for reason in decided.reasons} <= told
        for name in decided.people:
            held = [p.role for p in state.participants if p.person == name]
            assert not any(apart(roles[one], roles[two]) for one in held for two in held)
    on_appeal = {name for decided in state.decisions if decided.on_appeal for name in decided.people}
    assert not on_appeal & {
        name for d in state.decisions if not d.on_appeal for name in d.people if d.by_role == "board"
    }
    assert (state.stage is Stage.QUESTION) <= bool(state.open_questions)
    assert "detail" not in state.published or "existence" in state.published
    assert (state.stage in (Stage.DECIDED, Stage.MONITORING)) <= (state.decision is not None)
    assert (state.stage is Stage.APPEAL) <= bool(state.appeals)
    assert (state.stage is Stage.CLOSED) == bool(state.closed_as)
    if state.suspension is not None:
        stopped = state.suspension
        assert stopped.finding and stopped.scope and stopped.reason
        assert stopped.finding in {found.sent.id for found in state.findings}
    if state.released:
        assert any(d.outcome in ("cleared", "cleared-with-conditions", "deemed-cleared") for d in state.decisions)
    moments = [move.at for move in state.moves]
    assert moments == sorted(moments)
    assert ADA.id in {p.person for p in state.participants}
