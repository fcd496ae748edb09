"""The way of a case, and what is refused on it: each refusal says why and what to do."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from seatrial.cases.acts import (
    Assigned,
    Body,
    CaseReopened,
    ClockExtended,
    ConditionReported,
    DecisionAppealed,
    DecisionProposed,
    DecisionVoted,
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
from seatrial.cases.attempt import Given
from seatrial.cases.permit import acts_open_to, refusal
from seatrial.cases.state import LedgerStatus, Stage
from seatrial.domain.person import Person
from tests.cases.trial import (
    ADA,
    BEN,
    DAN,
    DAY,
    DINA,
    DORA,
    EMIL,
    IRIS,
    MOLE,
    OLGA,
    PACKAGE,
    PAUL,
    PIA,
    RECORD,
    RITA,
    START,
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


def test_a_case_goes_from_a_question_before_submission_to_two_steps_of_publication() -> None:
    case = Trial().opened()
    case.do(ADA, "pre-submission.asked", Said(text="Do you take GGUF?"))
    case.do(IRIS, "pre-submission.answered", Said(text="Yes."))
    case.sent().wait(1)
    assert case.do(IRIS, "submission.returned", lacking()).lacks[0].cites == "incident-process"
    case.wait(1).sent().wait(1)
    assert case.do(IRIS, "submission.accepted", SubmissionAccepted()).stage is Stage.ASSESSMENT
    assert case.do(EMIL, "question.asked", question()).stage is Stage.QUESTION
    assert case.wait(3).do(ADA, "question.answered", answer()).stage is Stage.ASSESSMENT
    case.decided("cleared-with-conditions", cites="incident-process", conditions=[condition()])
    state = case.state()
    assert state.stage is Stage.DECIDED
    assert state.decision is not None
    assert state.decision.people == ("dan", "dora")
    case.do(IRIS, "publication.made", Published(step="existence", entry=RECORD, number=0))
    case.do(IRIS, "publication.made", Published(step="detail", entry=RECORD, number=0))
    assert case.do(ADA, "release.made", ReleaseMade(to="public", on=case.now.date())).stage is Stage.MONITORING


def test_the_clock_starts_at_accepted_and_a_question_stops_it() -> None:
    case = Trial().accepted()
    review = {clock.clock_id: clock for clock in case.verdict().clocks}["review"]
    assert review.started_at == START + DAY
    case.do(EMIL, "question.asked", question())
    assert {c.clock_id: c.status for c in case.wait(2).verdict().clocks}["review"] == "stopped"
    case.do(EMIL, "question.asked", question("q2"))
    case.do(ADA, "question.answered", answer())
    assert case.state().stage is Stage.QUESTION, "one of two questions is still open"
    assert {c.clock_id: c.status for c in case.verdict().clocks}["review"] == "stopped"
    case.do(ADA, "question.answered", answer("q2"))
    assert {c.clock_id: c.status for c in case.verdict().clocks}["review"] == "running"


def _opened(case: Trial) -> Trial:
    return case.opened()


def _sent(case: Trial) -> Trial:
    return case.opened().sent()


def _accepted(case: Trial) -> Trial:
    return case.accepted()


def _asked(case: Trial) -> Trial:
    case.accepted().do(EMIL, "question.asked", question())
    return case


def _decided(case: Trial) -> Trial:
    return case.accepted().decided()


def _long_decided(case: Trial) -> Trial:
    return case.accepted().decided().wait(31)


CLEARED = proposed("p", "cleared")
REFUSALS: dict[str, tuple[Callable[[Trial], Trial], Person, str, Body, str]] = {
    "a lack that nothing asks for": (_sent, IRIS, "submission.returned", lacking("taste"), "no requirement"),
    "acceptance before submission": (_opened, IRIS, "submission.accepted", SubmissionAccepted(), "no place"),
    "submission by the office": (
        _opened,
        IRIS,
        "submission.sent",
        SubmissionSent(package=PACKAGE, record=RECORD),
        "intake may not",
    ),
    "acceptance by the developer": (_sent, ADA, "submission.accepted", SubmissionAccepted(), "developer may not"),
    "opening by the evaluator": (
        _sent,
        EMIL,
        "submission.opened",
        SubmissionOpened(package=PACKAGE, record=RECORD),
        "evaluator may not",
    ),
    "somebody who is not in the case": (
        _accepted,
        BEN,
        "submission.withdrawn",
        SubmissionWithdrawn(reason="no"),
        "not developer in this case",
    ),
    "question by the board": (_accepted, DORA, "question.asked", question(), "board may not"),
    "answer to no question": (_asked, ADA, "question.answered", answer("q9"), "q9"),
    "decision without reasons": (
        _accepted,
        DORA,
        "decision.proposed",
        DecisionProposed(id="p", outcome="cleared"),
        "needs its reasons",
    ),
    "reason without evidence": (
        _accepted,
        DORA,
        "decision.proposed",
        proposed("p", "cleared", evidence=""),
        "cites no evidence",
    ),
    "reason with strange evidence": (
        _accepted,
        DORA,
        "decision.proposed",
        proposed("p", "cleared", evidence="hearsay"),
        "no evidence of this case",
    ),
    "refusal of what is clear": (
        _accepted,
        DORA,
        "decision.proposed",
        proposed("p", "refused"),
        "no unsatisfied requirement",
    ),
    "decision while an answer is awaited": (_asked, DORA, "decision.proposed", CLEARED, "stands still"),
    "conditions without such a clearance": (
        _accepted,
        DORA,
        "decision.proposed",
        proposed("p", "cleared", conditions=[condition()]),
        "conditions belong",
    ),
    "decision by the evaluator": (_accepted, EMIL, "decision.proposed", CLEARED, "evaluator may not"),
    "appeal panel without an appeal": (_accepted, PAUL, "decision.proposed", CLEARED, "not before the appeal body"),
    "vote on nothing": (_accepted, DORA, "decision.voted", DecisionVoted(id="p", agrees=True), "no proposal"),
    "release before a decision": (
        _accepted,
        ADA,
        "release.made",
        ReleaseMade(to="public", on=START.date()),
        "no place",
    ),
    "detail before existence": (
        _decided,
        IRIS,
        "publication.made",
        Published(step="detail", entry=RECORD, number=0),
        "published first",
    ),
    "appeal after thirty days": (_long_decided, ADA, "decision.appealed", DecisionAppealed(grounds="No."), "30 days"),
    "extension by the evaluator": (
        _accepted,
        EMIL,
        "clock.extended",
        ClockExtended(clock="review", reason="busy"),
        "evaluator may not",
    ),
    "reopening for nothing": (
        _decided,
        EMIL,
        "case.reopened",
        CaseReopened(cause="incident", cites="i1", reason="rumour"),
        "no incident",
    ),
    "finding on nothing": (_accepted, EMIL, "finding.sent", finding(cites="taste"), "no requirement"),
    "reply to nothing": (_accepted, ADA, "finding.replied", reply(), "waits for a reply"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_may_not_be_done_is_refused_with_why_and_what_to_do(name: str) -> None:
    before, who, kind, body, expected = REFUSALS[name]
    refused = before(Trial()).tried(who, kind, body)
    assert refused is not None
    assert expected in refused.why
    assert refused.advice


def test_two_people_decide_and_nobody_twice() -> None:
    case = Trial().accepted()
    case.do(DORA, "decision.proposed", proposed("p1", "cleared"))
    assert case.state().stage is Stage.ASSESSMENT
    case.do(DORA, "decision.voted", DecisionVoted(id="p1", agrees=True))
    assert case.state().stage is Stage.ASSESSMENT, "the same person agreed twice"
    assert case.do(DAN, "decision.voted", DecisionVoted(id="p1", agrees=True)).stage is Stage.DECIDED


def test_dissent_is_kept_before_and_after_the_quorum() -> None:
    case = Trial().accepted()
    case.do(DORA, "decision.proposed", proposed("p1", "cleared"))
    refused = case.tried(DAN, "decision.voted", DecisionVoted(id="p1", agrees=False))
    assert refused is not None
    assert "says why" in refused.why
    case.do(DAN, "decision.voted", DecisionVoted(id="p1", agrees=False, dissent="too early"))
    case.do(DINA, "decision.voted", DecisionVoted(id="p1", agrees=True))
    decision = case.state().decision
    assert decision is not None
    assert [(vote.person, vote.dissent) for vote in decision.dissent] == [("dan", "too early")]
    other = Trial().accepted().decided()
    late = DecisionVoted(id=other.state().decisions[-1].proposal, agrees=False, dissent="I would not have")
    other.do(DINA, "decision.voted", late)
    assert other.state().decisions[-1].dissent[0].person == "dina"
    assert other.state().decisions[-1].people == ("dan", "dora")


def test_nothing_is_decided_against_a_developer_who_could_not_reply() -> None:
    case = Trial(review=review_of(Trial().regime, failing="artifact.pickle-import")).accepted()
    refusal = proposed("p1", "refused", evidence="artifact.pickle-import")
    told = case.tried(DORA, "decision.proposed", refusal)
    assert told is not None
    assert "told no finding" in told.why
    case.do(EMIL, "finding.sent", finding())
    told = case.tried(DORA, "decision.proposed", refusal)
    assert told is not None
    assert "may reply" in told.why
    case.wait(1).do(ADA, "finding.replied", reply())
    case.do(DORA, "decision.proposed", refusal)
    assert case.do(DAN, "decision.voted", DecisionVoted(id="p1", agrees=True)).stage is Stage.DECIDED
    late = Trial(review=review_of(Trial().regime, failing="artifact.pickle-import")).accepted()
    late.do(EMIL, "finding.sent", finding())
    assert late.wait(5).tried(DORA, "decision.proposed", refusal) is None, "the time for a reply is over"


def test_an_appeal_is_decided_by_others() -> None:
    case = Trial(review=review_of(Trial().regime, process=False)).accepted()
    case.decided("cleared-with-conditions", cites="incident-process", conditions=[condition()])
    case.wait(1).do(ADA, "decision.appealed", DecisionAppealed(grounds="The process is in place."))
    assert case.state().stage is Stage.APPEAL
    assert (
        case.tried(DORA, "decision.proposed", proposed("p8", "cleared-with-conditions", conditions=[condition()]))
        is not None
    )
    body = Assigned(person="dina", role="appeal-panel", organisation=DINA.organisation)
    refused = case.tried(RITA, "case.assigned", body, "registrar", assignee=DINA)
    assert refused is not None
    assert "may not be appeal" in refused.why
    case.decided("cleared-with-conditions", PAUL, PIA, cites="incident-process", conditions=[condition("other")])
    state = case.state()
    assert state.stage is Stage.DECIDED
    assert [line.condition.id for line in state.ledger] == ["other"]
    assert len(state.decisions) == 2, "what was decided before is kept"
    refused = case.tried(ADA, "decision.appealed", DecisionAppealed(grounds="Still."))
    assert refused is not None
    assert "was decided" in refused.why


def test_a_suspension_needs_finding_severity_scope_reason_and_expiry() -> None:
    case = Trial().accepted().decided()
    ends = case.now + 10 * DAY
    given: dict[str, Any] = {"severity": "high", "scope": "all uses", "reason": "it runs code"}
    refused = case.tried(DORA, "suspension.issued", SuspensionIssued(finding="f1", expires_at=ends, **given))
    assert refused is not None
    assert "no finding f1" in refused.why
    case.do(EMIL, "finding.sent", finding())
    for wrong, why in (
        ({"expires_at": case.now}, "time to come"),
        ({"expires_at": case.now + 90 * DAY}, "30 days"),
        ({"severity": "low"}, "severity is high"),
    ):
        body = SuspensionIssued(**{"finding": "f1", "expires_at": ends, **given, **wrong})
        refused = case.tried(DORA, "suspension.issued", body)
        assert refused is not None
        assert why in refused.why
    case.do(DORA, "suspension.issued", SuspensionIssued(finding="f1", expires_at=ends, **given))
    refused = case.tried(ADA, "release.made", ReleaseMade(to="public", on=case.now.date()))
    assert refused is not None
    assert "suspended" in refused.why
    assert case.state(ends - DAY).suspended(ends - DAY)
    assert case.state(ends).suspension is None, "it ends by itself"
    case.do(DORA, "suspension.lifted", SuspensionLifted(reason="mended"))
    assert not case.state().suspended(case.now)


def test_a_breached_condition_and_an_incident_open_the_case_again() -> None:
    case = Trial().accepted()
    due = case.now + 20 * DAY
    case.decided("cleared-with-conditions", conditions=[condition(due=due), condition("other")])
    case.do(ADA, "release.made", ReleaseMade(to="public", on=case.now.date()))
    reported = ConditionReported(id="other", status="met", text="shown", evidence=("page",))
    case.do(EMIL, "condition.reported", reported)
    assert case.state(due - DAY).stage is Stage.MONITORING
    late = case.state(due + 100 * DAY)
    assert late.stage is Stage.REOPENED
    assert late.moves[-1].at == due, "it was breached at its minute, whenever that is noticed"
    assert {line.condition.id: line.status for line in late.ledger} == {
        "process": LedgerStatus.BREACHED,
        "other": LedgerStatus.MET,
    }
    told = IncidentTold(id="i1", type="incident.determined", happened_at=case.now, text="It leaked.")
    case.do(ADA, "incident.told", told)
    assert (
        case.do(EMIL, "case.reopened", CaseReopened(cause="incident", cites="i1", reason="it leaked")).stage
        is Stage.REOPENED
    )
    case.decided("cleared")
    assert case.state().stage is Stage.MONITORING, "the model is out already"


def test_conflicts_of_interest_and_recusal_keep_people_out() -> None:
    case = Trial().opened()
    for role in ("evaluator", "board", "intake"):
        body = Assigned(person="mole", role=role, organisation=MOLE.organisation)
        refused = case.tried(RITA, "case.assigned", body, "registrar", assignee=MOLE)
        assert refused is not None, role
    body = Assigned(person="emil", role="board", organisation=EMIL.organisation)
    refused = case.tried(RITA, "case.assigned", body, "registrar", assignee=EMIL)
    assert refused is not None
    body = Assigned(person="olga", role="developer", organisation=OLGA.organisation)
    refused = case.tried(ADA, "case.assigned", body, "developer", assignee=OLGA)
    assert refused is not None
    assert (
        case.tried(
            ADA, "case.assigned", Assigned(person="ben", role="developer", organisation=BEN.organisation), assignee=BEN
        )
        is None
    )
    case.sent()
    case.do(IRIS, "case.recused", Recused(person="iris", reason="my brother works there"))
    refused = case.tried(IRIS, "submission.accepted", SubmissionAccepted())
    assert refused is not None
    assert "recused" in refused.why
    body = Assigned(person="iris", role="intake", organisation=IRIS.organisation)
    assert case.tried(RITA, "case.assigned", body, "registrar", assignee=IRIS) is not None
    other = Trial().accepted()
    other.do(DORA, "decision.proposed", proposed("p1", "cleared"))
    other.do(DORA, "case.recused", Recused(person="dora", reason="shares"))
    other.do(DAN, "decision.proposed", proposed("p2", "cleared"))
    assert other.state().stage is Stage.ASSESSMENT, "the vote of who is recused does not count"


def test_a_sealed_submission_is_accepted_when_it_was_opened() -> None:
    case = Trial().opened()
    case.do(ADA, "submission.sent", SubmissionSent(package=PACKAGE, sealed=True))
    refused = case.tried(IRIS, "submission.accepted", SubmissionAccepted())
    assert refused is not None
    assert "sealed" in refused.why
    case.do(IRIS, "submission.opened", SubmissionOpened(package=PACKAGE, record=RECORD))
    assert case.do(IRIS, "submission.accepted", SubmissionAccepted()).submission is not None


def test_a_withdrawn_case_stays_closed() -> None:
    case = Trial().accepted()
    assert case.do(ADA, "submission.withdrawn", SubmissionWithdrawn(reason="next version")).stage is Stage.CLOSED
    for kind, who, body in (
        ("submission.sent", ADA, SubmissionSent(package=PACKAGE, record=RECORD)),
        ("decision.proposed", DORA, proposed("p1", "cleared")),
        ("question.asked", EMIL, question()),
    ):
        refused = case.tried(who, kind, body)
        assert refused is not None
        assert "withdrawn" in refused.why


def test_an_act_before_the_latest_event_is_refused() -> None:
    case = Trial().accepted()
    case.now -= datetime.timedelta(days=1, seconds=1)
    attempt = case.attempt(EMIL, "question.asked", question())
    state = case.state(START + 5 * DAY)
    refused = refusal(state, attempt, Given(case.regime, None))
    assert refused is not None
    assert "older than" in refused.why


def test_nobody_holds_two_roles_that_must_differ_not_even_one_after_the_other() -> None:
    both = Person(
        id="both", name="Both", organisation=EMIL.organisation, roles=frozenset({"evaluator", "decider", "appeal"})
    )
    case = Trial().opened()
    for role, expected in (("evaluator", ""), ("board", "different people"), ("appeal-panel", "different people")):
        body = Assigned(person="both", role=role, organisation=both.organisation)
        refused = case.tried(RITA, "case.assigned", body, "registrar", assignee=both)
        assert (
            (refused.why if refused else "") == "" if not expected else refused is not None and expected in refused.why
        )
    decider = Trial().opened()
    decider.do(
        RITA, "case.assigned", Assigned(person="both", role="board", organisation=both.organisation), "registrar", both
    )
    body = Assigned(person="both", role="appeal-panel", organisation=both.organisation)
    assert decider.tried(RITA, "case.assigned", body, "registrar", assignee=both) is not None


def test_only_acts_that_could_be_about_something_are_offered() -> None:
    case = Trial().accepted()

    def offered(who: Person) -> set[str]:
        return {kind for kind, _ in acts_open_to(case.state(), who, case.regime)}

    assert not {"finding.replied", "question.answered", "condition.reported"} & offered(ADA)
    assert "decision.voted" not in offered(DORA)
    assert "suspension.issued" not in offered(DORA)
    case.do(EMIL, "finding.sent", finding())
    assert "finding.replied" in offered(ADA)
    case.do(ADA, "finding.replied", reply())
    assert "finding.replied" not in offered(ADA)
    case.do(DORA, "decision.proposed", proposed("p1", "cleared"))
    assert "decision.voted" in offered(DAN)
