"""What a decision must rest on: the verdict that lets it, reasons that cite, findings that could be replied to."""

import datetime
from typing import Final

from seatrial.cases.acts import DecisionProposed, DecisionVoted, Reason
from seatrial.cases.attempt import Attempt, Given
from seatrial.cases.refusal import Refusal, forbidden, incomplete, untimely
from seatrial.cases.roles import ELSEWHERE, roles_of
from seatrial.cases.state import AGAINST, CaseState, Proposal, Stage
from seatrial.domain.procedure import ClockStatus
from seatrial.domain.verdict import OutcomeOption, RequirementStatus, Verdict

REPLY_DAYS: Final = 5
"""So many days a developer has for a reply to a finding before anything is decided by it."""
_PROVISIONAL: Final = ("deferred", "no-conclusion")


def proposal(state: CaseState, attempt: Attempt, given: Given, body: DecisionProposed) -> Refusal | None:
    """Why a decision may not be proposed so."""
    taken = {found.id for found in state.proposals} | {decided.proposal for decided in state.decisions}
    if body.id in taken:
        return incomplete(f"there is a proposal {body.id} already", "vote on it, or give yours another id")
    if given.verdict is None:
        return untimely("there is no verdict to decide by", "wait for a submission that is complete")
    option = _option(state, attempt, given.verdict, body.outcome, given)
    if isinstance(option, Refusal):
        return option
    return (
        _by_time(state, given.verdict)
        or _by_reasons(state, body, attempt, given, option)
        or _by_conditions(body, attempt, given)
    )


def vote(state: CaseState, attempt: Attempt, given: Given, body: DecisionVoted) -> Refusal | None:
    """Why a vote may not be given so."""
    if not body.agrees and not body.dissent.strip():
        return incomplete("dissent says why", "write the reasons: they are kept with the decision")
    found = next((proposal for proposal in state.proposals if proposal.id == body.id), None)
    if found is None:
        decided = state.decision
        if decided is not None and decided.proposal == body.id and not body.agrees and decided.by_role == attempt.role:
            return None  # Dissent of those who came too late to hinder it.
        return untimely(f"no proposal {body.id} waits for votes", "see the proposals of the case")
    if attempt.role != found.role:
        return forbidden(f"the proposal is for {found.role} to decide", "leave it to them")
    if body.agrees:
        return _still(state, found, attempt, given)
    return None


def _still(state: CaseState, found: Proposal, attempt: Attempt, given: Given) -> Refusal | None:
    """Whether what was proposed may still be decided: the verdict may have changed since."""
    if given.verdict is None:
        return untimely("there is no verdict to decide by", "wait for one")
    option = _option(state, attempt, given.verdict, found.outcome, given)
    return option if isinstance(option, Refusal) else _by_time(state, given.verdict)


def _option(state: CaseState, attempt: Attempt, verdict: Verdict, code: str, given: Given) -> OutcomeOption | Refusal:
    """What the verdict says of an outcome for this role at this stage."""
    if code in ELSEWHERE:
        return incomplete(f"{code} is not decided by votes", "withdrawing, returning, suspending are acts of their own")
    named = [option for option in verdict.outcomes if option.code == code]
    if not named:
        known = ", ".join(dict.fromkeys(o.code for o in verdict.outcomes if o.code not in ELSEWHERE))
        return incomplete(f"{given.regime.id} knows no outcome {code}", f"choose one of {known}")
    kind = roles_of(given.regime)[attempt.role].kind
    appeal = state.stage is Stage.APPEAL
    if appeal and kind != "appeal":
        return forbidden("an appeal is decided by those who did not decide before", "leave it to the appeal body")
    if kind == "appeal" and not appeal and state.escalated_at is None:
        return untimely("the case is not before the appeal body", "wait for an appeal, or for a clock to escalate")
    if state.stage is Stage.DECIDED and (state.decision is None or state.decision.outcome not in _PROVISIONAL):
        return untimely("the case is decided", "appeal it, or open it again when something came to light")
    own = [option for option in named if option.by_role == attempt.role]
    if not own and kind != "appeal":
        return forbidden(f"{code} is for {named[0].by_role} to decide", "leave it to them")
    option = (own or named)[0]
    if not option.allowed:
        return untimely(f"the verdict does not let it end as {code}: {option.why}", "see the requirements of the case")
    return option


def _by_time(state: CaseState, verdict: Verdict) -> Refusal | None:
    """Nobody decides while the clocks stand still for an answer."""
    still = [clock.clock_id for clock in verdict.clocks if clock.status is ClockStatus.STOPPED]
    if state.open_questions and still:
        waiting = ", ".join(question.asked.id for question in state.open_questions)
        return untimely(
            f"the developer was asked ({waiting}), and {still[0]} stands still for the answer",
            "wait for the answer, or until the clock has stood still as long as it may",
        )
    return None


def _by_reasons(
    state: CaseState, body: DecisionProposed, attempt: Attempt, given: Given, option: OutcomeOption
) -> Refusal | None:
    verdict = given.verdict
    if verdict is None:
        return None
    outcome = next((o for o in given.regime.outcomes if o.code == body.outcome), None)
    against = body.outcome in AGAINST or (outcome is not None and outcome.needs_findings)
    if not body.reasons:
        if against or not option.follows or outcome is None or outcome.needs_reason:
            return incomplete(f"{body.outcome} needs its reasons", "cite a requirement and the evidence for each")
        return None
    known = {requirement.requirement_id: requirement for requirement in verdict.requirements}
    evidence = _evidence(state, verdict)
    for reason in body.reasons:
        if reason.cites not in known:
            return incomplete(f"{reason.cites} is no requirement of {given.regime.id}", "cite one that is")
        if not reason.evidence:
            return incomplete(f"the reason on {reason.cites} cites no evidence", "name what shows it")
        strange = [name for name in reason.evidence if name not in evidence]
        if strange:
            return incomplete(f"{strange[0]} is no evidence of this case", "cite an item, a finding or a check of it")
        if against:
            refusal = _replied_to(state, reason, attempt.at)
            if refusal:
                return refusal
    unmet = {r.requirement_id for r in verdict.requirements if r.status is RequirementStatus.NOT_SATISFIED}
    if against and not unmet & {reason.cites for reason in body.reasons}:
        return incomplete(
            f"{body.outcome} cites no requirement that is not satisfied", f"cite one of {', '.join(sorted(unmet))}"
        )
    return None


def _evidence(state: CaseState, verdict: Verdict) -> frozenset[str]:
    """What a reason may point at."""
    grounds = [ground for requirement in verdict.requirements for ground in requirement.grounds]
    return frozenset(
        (
            *(ref.digest for ref in state.items),
            *(found.sent.id for found in state.findings),
            *(name for found in state.findings for name in found.sent.evidence),
            *(question.asked.id for question in state.questions),
            *(check.check for rerun in state.reruns for check in rerun.agreements),
            *(ground.check_id for ground in grounds if ground.check_id),
            *(ground.finding for ground in grounds if ground.finding),
            *(ground.metric for ground in grounds if ground.metric),
        )
    )


def _replied_to(state: CaseState, reason: Reason, at: datetime.datetime) -> Refusal | None:
    """Nothing is decided against a developer by what they could not reply to."""
    told = [found for found in state.findings if found.sent.cites == reason.cites]
    if not told:
        return untimely(
            f"the developer was told no finding on {reason.cites}", "send it as a finding, and give time for a reply"
        )
    window = datetime.timedelta(days=REPLY_DAYS)
    if all(found.reply is None and at < found.sent_at + window for found in told):
        ends = min(found.sent_at for found in told) + window
        return untimely(
            f"the developer may reply to the finding on {reason.cites} until {ends:%Y-%m-%d %H:%M} UTC",
            "wait for the reply, or for that time",
        )
    return None


def _by_conditions(body: DecisionProposed, attempt: Attempt, given: Given) -> Refusal | None:
    with_conditions = body.outcome == "cleared-with-conditions"
    if with_conditions != bool(body.conditions):
        return incomplete(
            "conditions belong to a clearance with conditions, and such a clearance has some",
            "name each with owner, test and breach outcome",
        )
    ids = [condition.id for condition in body.conditions]
    if len(set(ids)) != len(ids):
        return incomplete("two conditions have one id", "give each its own")
    codes = {outcome.code for outcome in given.regime.outcomes} | {"suspended", "refused"}
    for condition in body.conditions:
        if condition.owner not in roles_of(given.regime):
            known = ", ".join(sorted(roles_of(given.regime)))
            return incomplete(f"{condition.owner} owns no condition", f"choose a role: {known}")
        if condition.due is not None and (condition.due.tzinfo is None or condition.due <= attempt.at):
            return incomplete(f"{condition.id} is due at a time to come, with its zone", "say by when")
        if condition.breach_outcome not in codes:
            known = ", ".join(sorted(codes))
            return incomplete(f"{condition.breach_outcome} is no outcome", f"choose one of {known}")
    return None
