"""The one evaluator: a regime, facts, an assessment, events and a given time to a verdict.

Pure, and "deny unless": a requirement is satisfied only by evidence that says so. What is missing, skipped,
crashed or uncertain leaves it undecided, and neither undecided nor not satisfied clears anything. Removing
an outcome, a measurement, a waiver, what another regime found satisfied, or a fact that a requirement asks to be
there can therefore never turn a verdict into `clear`. Removing a fact or event that brings a duty with it can: what
nobody says has happened, nobody has to answer for. The report shows what such a verdict rests on.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from seatrial.domain.assessment import Assessment
from seatrial.domain.event import Event
from seatrial.domain.inventory import Basis, Fact
from seatrial.domain.predicate import Answer, Predicate, Sealed, Truth
from seatrial.domain.procedure import ClockState, ClockStatus
from seatrial.domain.regime import Regime, Requirement
from seatrial.domain.result import Result
from seatrial.domain.verdict import Ground, RequirementStatus, RequirementVerdict, Verdict, Waiver
from seatrial.regimes import calendars, procedure
from seatrial.regimes.asked import leaves, predicates_of
from seatrial.regimes.clocks import clock_state
from seatrial.regimes.predicates import Facts, age_in_days, evaluate, on, strongest
from seatrial.regimes.seen import WORST_FIRST, Part, Seen, bound_part, check_part, seen

_MOST_GROUNDS = 20

Clocks = Mapping[str, ClockState]


def judge(
    regime: Regime,
    facts: tuple[Fact, ...],
    assessment: Assessment,
    events: Sequence[Event],
    now: datetime.datetime,
    *,
    waivers: Sequence[Waiver] = (),
) -> Verdict:
    """What `regime` makes of `assessment` at `now`, by what has happened up to then.

    Raises `ValueError` when `now` has no time zone.
    """
    return judge_all((regime,), facts, assessment, events, now, waivers=waivers)[0]


def judge_all(
    regimes: Sequence[Regime],
    facts: tuple[Fact, ...],
    assessment: Assessment,
    events: Sequence[Event],
    now: datetime.datetime,
    *,
    waivers: Sequence[Waiver] = (),
) -> tuple[Verdict, ...]:
    """One verdict a regime, in their order, on the same evidence. Raises `ValueError` as `judge` does."""
    if now.tzinfo is None:
        raise ValueError("a verdict needs a time with its zone")
    happened = tuple(sorted((event for event in events if event.at <= now), key=lambda event: event.at))
    given = _Given(
        facts=strongest((*facts, on(now.astimezone(datetime.UTC).date()))),
        looked=seen(assessment),
        happened=happened,
        now=now,
        waivers=tuple(waivers),
    )
    return tuple(_verdict(regime, given) for regime in regimes)


class _Given(NamedTuple):
    """What all regimes judge alike."""

    facts: Facts
    looked: Seen
    happened: tuple[Event, ...]
    """In order, up to now."""
    now: datetime.datetime
    waivers: tuple[Waiver, ...]


def _verdict(regime: Regime, given: _Given) -> Verdict:
    given = given._replace(facts={**given.facts, **_unsealed(regime, given.happened)})
    facts = given.facts
    applicability = evaluate(regime.applies, facts) if regime.applies else Answer(truth=Truth.TRUE)
    clocks = {
        clock.id: clock_state(clock, given.happened, calendars.find(clock.calendar), given.now)
        for clock in regime.clocks
    }
    requirements = tuple(_requirement(requirement, regime, given, clocks) for requirement in regime.requirements)
    result = _result(applicability, requirements)
    return Verdict(
        regime_id=regime.id,
        regime_version=regime.version,
        regime_digest=regime.digest,
        regime_title=regime.title,
        result=result,
        applicability=applicability,
        requirements=requirements,
        judged_at=given.now,
        stage=procedure.stage(regime, given.happened),
        clocks=tuple(clocks.values()),
        outcomes=procedure.outcomes(regime, procedure.Judged(result, applicability, requirements), clocks),
        conditions=procedure.conditions(regime, facts, clocks),
        disclosure=procedure.disclosure(regime, clocks),
    )


def _unsealed(regime: Regime, happened: Sequence[Event]) -> dict[str, Fact]:
    """Answers of those who hold a secret threshold, each by the role that the regime names, the latest of each."""
    answers = [event for event in happened if event.type == "sealed.answered" and event.says is not None]
    if not answers:
        return {}
    asked = {
        leaf.ref: leaf
        for _, predicate in predicates_of(regime)
        for leaf in leaves(predicate)
        if isinstance(leaf, Sealed)
    }
    return {
        asked[event.about].fact: Fact(
            name=asked[event.about].fact,
            value=event.says is True,
            basis=Basis.DECLARED,
            source=f"answer of {event.role} at {event.at:%Y-%m-%d}",
        )
        for event in answers
        if event.about in asked and event.role == asked[event.about].holder
    }


def _result(applicability: Answer, requirements: tuple[RequirementVerdict, ...]) -> Result:
    if applicability.truth is Truth.FALSE:
        return Result.NOT_APPLICABLE
    if applicability.truth is Truth.UNKNOWN:
        return Result.COULD_NOT_TELL
    gates = {r.status for r in requirements if r.effect.stands_in_the_way}
    if RequirementStatus.NOT_SATISFIED in gates:
        return Result.NOT_CLEAR
    if RequirementStatus.UNDECIDED in gates:
        return Result.COULD_NOT_TELL
    return Result.CLEAR


def _waiver(requirement: Requirement, regime: Regime, given: _Given) -> Waiver | None:
    """The waiver in force: right requirement, right role, today within its dates."""
    today = given.now.astimezone(datetime.UTC).date()
    for waiver in given.waivers:
        same = (waiver.regime_id, waiver.requirement_id) == (regime.id, requirement.id)
        allowed = bool(requirement.waiver_role) and waiver.role == requirement.waiver_role
        if same and allowed and waiver.granted_on <= today < waiver.expires_on:
            return waiver
    return None


def _requirement(requirement: Requirement, regime: Regime, given: _Given, clocks: Clocks) -> RequirementVerdict:
    facts = given.facts
    concerns = evaluate(requirement.when, facts) if requirement.when else Answer(truth=Truth.TRUE)
    status, grounds = _concern(concerns, facts) or _status(requirement, regime, given, clocks)
    unmet = status in (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED)
    waiver = _waiver(requirement, regime, given) if unmet else None
    remedy = requirement.remedy
    if concerns.truth is Truth.UNKNOWN:
        remedy = f"State {', '.join(concerns.missing)} under `facts` in seatrial.yaml, to settle whether this applies."
    return RequirementVerdict(
        requirement_id=requirement.id,
        statement=requirement.statement,
        status=RequirementStatus.WAIVED if waiver else status,
        effect=requirement.effect,
        areas=requirement.areas,
        grounds=grounds[:_MOST_GROUNDS],
        mended_by=requirement.mended_by,
        remedy=remedy,
        waiver=waiver,
    )


def _concern(concerns: Answer, facts: Facts) -> Part | None:
    """The status of a requirement that does not concern the subject, or may not."""
    if concerns.truth is Truth.FALSE:
        text = f"does not concern this subject: {_told(concerns.used, facts)}"
        return RequirementStatus.NOT_APPLICABLE, (Ground(text=text),)
    if concerns.truth is Truth.UNKNOWN:
        text = f"whether it concerns this subject is unknown; {', '.join(concerns.missing)} would settle it"
        return RequirementStatus.UNDECIDED, (Ground(text=text),)
    return None


def _status(requirement: Requirement, regime: Regime, given: _Given, clocks: Clocks) -> Part:
    facts = given.facts
    parts = [check_part(c, requirement.tolerates, given.looked) for c in requirement.checks]
    parts += [bound_part(b, given.looked) for b in requirement.bounds]
    stated, notes = _stated(requirement, facts, clocks), tuple[Ground, ...]()
    if any(part[0] is not RequirementStatus.SATISFIED for part in stated):
        accepted, notes = _recognised(requirement, regime, facts)
        stated = [accepted] if accepted else stated
    parts += stated
    if not parts and requirement.due:
        clock = clocks[requirement.due]
        text = f"nothing has started the clock {clock.clock_id} yet: it waits for {', '.join(clock.awaits)}"
        return RequirementStatus.NOT_APPLICABLE, (Ground(text=text), *notes)
    worst = next((s for s in WORST_FIRST if any(p[0] is s for p in parts)), RequirementStatus.UNDECIDED)
    deciding = [p for p in parts if worst is RequirementStatus.SATISFIED or p[0] is not RequirementStatus.SATISFIED]
    ordered = sorted(deciding, key=lambda part: WORST_FIRST.index(part[0]))
    return worst, (*(ground for _, grounds in ordered for ground in grounds), *notes)


def _stated(requirement: Requirement, facts: Facts, clocks: Clocks) -> list[Part]:
    """What is stated and handed in, as far as the clock has anything to say of it."""
    parts = [_facts(requirement.facts, facts)] if requirement.facts else []
    if requirement.min_independence:
        parts.append(_independence(requirement, facts))
    clock = clocks.get(requirement.due)
    if clock is None or clock.status is ClockStatus.NOT_STARTED:
        return parts
    timely = _timely(clock)
    if timely[0] is RequirementStatus.UNDECIDED:
        # There is still time for what is missing.
        parts = [(RequirementStatus.UNDECIDED, g) if s is RequirementStatus.NOT_SATISFIED else (s, g) for s, g in parts]
    return [*parts, timely]


def _timely(clock: ClockState) -> Part:
    due = f"{clock.due_at:%Y-%m-%d %H:%M %Z}" if clock.due_at else "no time"
    done = f"{clock.ended_at:%Y-%m-%d %H:%M %Z}" if clock.ended_at else ""
    if clock.status is ClockStatus.MET:
        return RequirementStatus.SATISFIED, (Ground(text=f"{clock.clock_id} was kept: {done}, before {due}"),)
    if clock.status is ClockStatus.LATE:
        return RequirementStatus.NOT_SATISFIED, (Ground(text=f"{clock.clock_id} was missed: {done}, due before {due}"),)
    if clock.status is ClockStatus.EXPIRED:
        return RequirementStatus.NOT_SATISFIED, (Ground(text=f"{clock.clock_id} ran out at {due}"),)
    word = "stands still" if clock.status is ClockStatus.STOPPED else "runs"
    return RequirementStatus.UNDECIDED, (Ground(text=f"{clock.clock_id} {word}: due before {due}"),)


def _independence(requirement: Requirement, facts: Facts) -> Part:
    name = f"evidence.{requirement.evidence}.independence"
    fact, least = facts.get(name), requirement.min_independence
    if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return RequirementStatus.UNDECIDED, (Ground(text=f"not stated: {name}"),)
    met = fact.value >= least
    status = RequirementStatus.SATISFIED if met else RequirementStatus.NOT_SATISFIED
    return status, (Ground(text=f"independence {fact.value:g}, and {least} is asked ({_basis(fact)})"),)


def _recognised(requirement: Requirement, regime: Regime, facts: Facts) -> tuple[Part | None, tuple[Ground, ...]]:
    """What another regime found satisfied, where that is accepted; and what is accepted in part, for the reader."""
    notes: list[Ground] = []
    for recognition in regime.recognitions:
        fact = facts.get(recognition.fact) if recognition.for_requirement == requirement.id else None
        age = age_in_days(fact, facts) if fact else None
        if fact is None or age is None:
            continue
        theirs = f"{recognition.regime}/{recognition.requirement}, found satisfied on {fact.value} ({_basis(fact)})"
        if recognition.max_age_days is not None and age > recognition.max_age_days:
            notes.append(Ground(text=f"{theirs}, is older than the {recognition.max_age_days} days that are accepted"))
        elif recognition.accepted_as == "partial":
            notes.append(Ground(text=f"{theirs}, is accepted in part and settles nothing"))
        else:
            text = f"{theirs}, is accepted as {recognition.accepted_as}"
            return (RequirementStatus.SATISFIED, (Ground(text=text),)), ()
    return None, tuple(notes)


def _facts(predicate: Predicate, facts: Facts) -> Part:
    answer = evaluate(predicate, facts)
    if answer.truth is Truth.TRUE:
        return RequirementStatus.SATISFIED, (Ground(text=_told(answer.used, facts)),)
    missing = f"not stated: {', '.join(answer.missing)}" if answer.missing else _told(answer.used, facts)
    if answer.truth is Truth.FALSE:
        return RequirementStatus.NOT_SATISFIED, (Ground(text=missing),)
    return RequirementStatus.UNDECIDED, (Ground(text=missing),)


def _told(names: tuple[str, ...], facts: Facts) -> str:
    """Facts with their basis, so that a declared one is never read as measured."""
    known = [facts[name] for name in names if name in facts]
    return "; ".join(f"{f.name} is {_value(f)} ({_basis(f)})" for f in known) or "no fact is known"


def _basis(fact: Fact) -> str:
    return {"measured": "measured", "files": "by the files", "declared": "declared"}[fact.basis]


def _value(fact: Fact) -> str:
    if isinstance(fact.value, bool):
        return "true" if fact.value else "false"
    return ", ".join(fact.value) if isinstance(fact.value, tuple) else str(fact.value)[:120]
