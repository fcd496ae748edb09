"""What the rules of a case say now: its stage, who may end it how, which conditions hold, who sees what."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from seatrial.domain.event import Event
from seatrial.domain.predicate import Answer, Truth
from seatrial.domain.procedure import ClockState, ClockStatus, Condition, OnExpiry, OutcomeCode
from seatrial.domain.regime import Effect, Regime
from seatrial.domain.result import Result
from seatrial.domain.verdict import ConditionState, OutcomeOption, RequirementStatus, RequirementVerdict, Shown
from seatrial.regimes.predicates import Facts, evaluate

Clocks = Mapping[str, ClockState]


class _Making(Protocol):
    """How an option of one outcome is made."""

    def __call__(self, *, allowed: bool, why: str, follows: bool = False) -> OutcomeOption:
        """The option; one that is not allowed follows nothing."""


OVER: Final = (ClockStatus.MET, ClockStatus.LATE, ClockStatus.EXPIRED)
_UNMET: Final = (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED)
_AGAINST: Final = ("refused", "restricted", "suspended", "recalled")
_CLEARING: Final = ("cleared", "registered")


def stage(regime: Regime, happened: Sequence[Event]) -> str:
    """Where a case stands: from the first stage along `next`, by the events that enter each."""
    if not regime.stages:
        return ""
    known = {found.id: found for found in regime.stages}
    at = regime.stages[0]
    for event in happened:
        following = (known[name] for name in at.next)
        at = next((found for found in following if event.type in found.enters_on), at)
    return at.id


class Judged(NamedTuple):
    """What of a verdict bears on how a case may end."""

    result: Result
    applicability: Answer
    requirements: tuple[RequirementVerdict, ...]


def outcomes(regime: Regime, judged: Judged, clocks: Clocks) -> tuple[OutcomeOption, ...]:
    """Each way the case may end by each role: whether it may be chosen now, whether it follows, and why."""
    expired = [
        clock.id
        for clock in regime.clocks
        if clock.on_expiry is OnExpiry.DEEMED_CLEAR and clocks[clock.id].status is ClockStatus.EXPIRED
    ]
    return tuple(_option(code, regime, judged, expired) for code in regime.outcomes)


def _option(outcome: OutcomeCode, regime: Regime, judged: Judged, expired: Sequence[str]) -> OutcomeOption:
    result, applicability, requirements = judged

    def option(*, allowed: bool, why: str, follows: bool = False) -> OutcomeOption:
        return OutcomeOption(
            code=outcome.code, by_role=outcome.by_role, allowed=allowed, follows=follows and allowed, why=why
        )

    unmet = [r for r in requirements if r.status in _UNMET]
    binding = [
        r for r in unmet if r.effect.stands_in_the_way or (outcome.code != "refused" and r.effect is Effect.RECORD)
    ]
    failed = [r.requirement_id for r in binding if r.status is RequirementStatus.NOT_SATISFIED]
    if outcome.code in _CLEARING:
        clear = result is Result.CLEAR
        return option(allowed=clear, follows=clear, why=f"the verdict is {_said(result)}")
    if outcome.code == "cleared-with-conditions":
        return _with_conditions(option, regime, result, unmet)
    if outcome.code == "deemed-cleared":
        why = f"{', '.join(expired)} ran out" if expired else "no clock that clears by silence has run out"
        return option(allowed=bool(expired), follows=bool(expired), why=why)
    if outcome.code == "not-applicable":
        untouched = applicability.truth is Truth.FALSE
        return option(allowed=untouched, follows=untouched, why=f"that it applies is {applicability.truth}")
    if outcome.code in _AGAINST or outcome.needs_findings:
        why = f"not satisfied: {', '.join(failed)}" if failed else "no unsatisfied requirement stands to be cited"
        return option(allowed=bool(failed), follows=result is Result.NOT_CLEAR, why=why)
    return option(allowed=True, why="may be said at any time, with its reasons")


def _with_conditions(
    option: _Making, regime: Regime, result: Result, unmet: Sequence[RequirementVerdict]
) -> OutcomeOption:
    if result is Result.CLEAR:
        return option(allowed=True, why="the verdict is clear, and conditions may be added")
    if result is Result.NOT_APPLICABLE:
        return option(allowed=False, why="the regime does not concern this subject")
    waivable = {r.id for r in regime.requirements if r.waiver_role or r.effect is Effect.CONDITION}
    fixed = [r.requirement_id for r in unmet if r.effect is Effect.GATE and r.requirement_id not in waivable]
    if fixed or not unmet:
        why = (
            f"unmet, and nobody may waive them: {', '.join(fixed)}"
            if fixed
            else "it is open whether the regime applies"
        )
        return option(allowed=False, why=why)
    left = ", ".join(r.requirement_id for r in unmet if r.requirement_id in waivable)
    return option(allowed=True, follows=True, why=f"what is left may be a condition or be waived: {left}")


def conditions(regime: Regime, facts: Facts, clocks: Clocks) -> tuple[ConditionState, ...]:
    """Each condition as `kept`, `breached` or `open`."""
    return tuple(_condition(condition, facts, clocks) for condition in regime.conditions)


def _condition(condition: Condition, facts: Facts, clocks: Clocks) -> ConditionState:
    def state(status: str, why: str) -> ConditionState:
        return ConditionState(text=condition.text, owner=condition.owner, status=status, why=why)

    clock = clocks.get(condition.due)
    if clock and clock.status in (ClockStatus.LATE, ClockStatus.EXPIRED):
        return state("breached", f"{clock.clock_id} ran out")
    answer = evaluate(condition.facts, facts) if condition.facts else None
    if answer and answer.truth is Truth.FALSE:
        return state("breached", f"{', '.join(answer.missing or answer.used)} says otherwise")
    if answer and answer.truth is Truth.UNKNOWN:
        return state("open", f"not stated: {', '.join(answer.missing)}")
    if clock and clock.status is not ClockStatus.MET:
        return state("open", f"{clock.clock_id} is {clock.status}")
    return state("kept", "") if answer or clock else state("open", "people have to see to it")


def disclosure(regime: Regime, clocks: Clocks) -> tuple[Shown, ...]:
    """What each audience sees of each class of items now. What is not named is shown to nobody."""
    return tuple(
        Shown(
            item=rule.item,
            audience=rule.audience,
            show=rule.show if not rule.after or clocks[rule.after].status in OVER else rule.until_then,
        )
        for rule in regime.disclosure
    )


def _said(result: Result) -> str:
    return result.value.replace("-", " ")
