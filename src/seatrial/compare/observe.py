"""What one regime makes of each release: judged before it is filed, moved by the desk, judged again after incidents."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from seatrial.compare import capacity
from seatrial.compare.capacity import Course, Stretch, Submission
from seatrial.compare.draws import Draws
from seatrial.compare.effort import (
    ANSWER_MEAN,
    ANSWER_MOST,
    INTAKE,
    INTERNAL_PART,
    REVIEW_LEAST,
    REVIEW_MEAN,
    REVIEW_MOST,
    preparation_days,
)
from seatrial.compare.way import PLANS, TESTED_BY_AUTHORITY, Way, evidence_of, narrowed, outside, papers
from seatrial.domain.assessment import Assessment
from seatrial.domain.check import ThreatArea
from seatrial.domain.event import Event
from seatrial.domain.inventory import Fact
from seatrial.domain.predicate import Truth
from seatrial.domain.procedure import ClockStatus
from seatrial.domain.regime import Effect, Regime, Requirement
from seatrial.domain.verdict import RequirementStatus, Verdict
from seatrial.regimes.judge import judge
from seatrial.regimes.predicates import Facts, evaluate

_OPEN: Final = (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED)
_DAY: Final = datetime.timedelta(days=1)
MOST_QUESTIONS: Final = 4
_ASKED: Final = 0.12
"""Chance of a round of questions for each requirement that is open when the submission is filed. Assumed."""


class PlantedDefect(NamedTuple):
    """A defect as far as a regime can see it."""

    area: ThreatArea
    shown_by: frozenset[str]


class Candidate(NamedTuple):
    """One release, ready to be looked at under any regime."""

    name: str
    ready_at: datetime.datetime
    facts: tuple[Fact, ...]
    known: Facts
    """The same facts by name, with the day on which the candidate is final."""
    assessment: Assessment
    events: tuple[Event, ...]
    """What had happened already, procedure left out."""
    slowness: float
    defects: tuple[PlantedDefect, ...]
    incidents: tuple[tuple[Event, ...], ...]
    """The events of each incident."""
    spent: Mapping[str, tuple[str, float, int]] = {}
    """What a check or `metric:<name>` cost where it was measured: check id, wall seconds, queries."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one regime made of one release. Small, since there are many."""

    scope: Truth
    items: frozenset[str] = frozenset()
    areas: int = 0
    tags: int = 0
    independent: bool = False
    days: float = 0.0
    preparation: float = 0.0
    developer: float = 0.0
    authority: float = 0.0
    questions: int = 0
    refilings: int = 0
    silent: bool = False
    seen: int = 0
    caught: int = 0
    in_time: int = 0
    stretches: tuple[Stretch, ...] = ()
    ends: str = "not in scope"


Concerned = list[tuple[Requirement, RequirementStatus]]


def observe(way: Way, candidates: Sequence[Candidate], seed: int, reviewers: int) -> list[Seen]:
    """What the regime makes of each candidate, in their order. The same seed gives the same result."""
    moving = [(n, verdict) for n, c in enumerate(candidates) if (verdict := _first(way, c)) is not None]
    submissions = [_submission(way, candidates[n], verdict, seed) for n, verdict in moving]
    seen = [Seen(Truth.FALSE)] * len(candidates)
    for (n, verdict), course in zip(moving, capacity.run(way, submissions, reviewers), strict=True):
        seen[n] = _seen(way, candidates[n], verdict, course)
    return seen


def _first(way: Way, candidate: Candidate) -> Verdict | None:
    """The verdict when the candidate is final; None when the regime does not concern it."""
    applies = way.regime.applies
    if applies and evaluate(applies, candidate.known).truth is Truth.FALSE:
        return None
    return judge(way.asking, candidate.facts, candidate.assessment, candidate.events, candidate.ready_at)


def _concerned(regime: Regime, verdict: Verdict) -> Concerned:
    """Requirements that ask something of the release by then, with how they stand."""
    pairs = zip(regime.requirements, verdict.requirements, strict=True)
    return [(r, v.status) for r, v in pairs if v.status is not RequirementStatus.NOT_APPLICABLE]


def _concerned_in_all(way: Way, candidate: Candidate, verdict: Verdict, course: Course) -> Concerned:
    """The same after the first period of reporting, when more clocks have started: only these are judged again."""
    concerned = _concerned(way.regime, verdict)
    pairs = zip(way.regime.requirements, verdict.requirements, strict=True)
    waiting = frozenset(r.id for r, v in pairs if r.due and v.status is RequirementStatus.NOT_APPLICABLE)
    if not waiting or course.released_at is None:
        return concerned
    late = narrowed(way.regime, waiting)
    now = course.released_at + capacity.PERIOD + _DAY
    return [*concerned, *_concerned(late, judge(late, candidate.facts, candidate.assessment, course.events, now))]


def _submission(way: Way, candidate: Candidate, verdict: Verdict, seed: int) -> Submission:
    """Drawn for the release, not for the regime: two regimes differ by their rules, not by luck."""
    draws = Draws("desk", seed, candidate.name)
    before = [(r, s) for r, s in _concerned(way.regime, verdict) if r.id not in way.afterwards]
    types = papers(tuple(r for r, _ in before))
    declared = {fact.name: fact.value for fact in candidate.facts}
    preparation, longest = preparation_days(types, declared, candidate.slowness)
    intake = draws.between(*INTAKE)
    part = INTERNAL_PART if way.internal else 1.0
    effort = part * (REVIEW_LEAST + draws.waiting(REVIEW_MEAN - REVIEW_LEAST, REVIEW_MOST - REVIEW_LEAST))
    # As many draws whatever is open, so that one more question leaves all else as it was.
    asked = [draws.share() for _ in range(MOST_QUESTIONS)]
    answers = [draws.waiting(ANSWER_MEAN, ANSWER_MOST) for _ in range(MOST_QUESTIONS)]
    open_ = sum(status in _OPEN for _, status in before)
    rounds = sum(share < 1 - (1 - _ASKED) ** max(open_ - 3 * n, 0) for n, share in enumerate(asked))
    return Submission(
        ready_at=candidate.ready_at,
        planned=(*candidate.events, *_planned(candidate.facts, candidate.ready_at)),
        preparation_days=preparation,
        waits_for=longest,
        intake_days=part * intake,
        segments=(effort / (rounds + 1),) * (rounds + 1),
        answers=tuple(answers[:rounds]),
    )


def _planned(facts: Sequence[Fact], at: datetime.datetime) -> list[Event]:
    days = {fact.name: fact.value for fact in facts if fact.name in PLANS.values()}
    return [
        Event(type=type_, at=at, on=datetime.date.fromisoformat(str(days[name])))
        for type_, name in PLANS.items()
        if name in days
    ]


def _seen(way: Way, candidate: Candidate, verdict: Verdict, course: Course) -> Seen:
    released = course.released_at or candidate.ready_at
    concerned = _concerned_in_all(way, candidate, verdict, course)
    gates = [r for r, _ in concerned if r.effect is Effect.GATE]
    answered = [_incident(way, candidate, course, incident) for incident in candidate.incidents]
    items = [item for r, _ in concerned for item in evidence_of(r)]
    items += [item for after, _ in answered for item in after]
    shown, caught = _caught(way, candidate, concerned, course)
    stretches = tuple(course.stretches)
    developer = _days(s for s in stretches if s.name.startswith("question"))
    preparation = _days(s for s in stretches if s.name == "preparation")
    known = verdict.applicability.truth is Truth.TRUE
    return Seen(
        scope=verdict.applicability.truth,
        items=frozenset(items),
        areas=len({area for r in gates for area in r.areas}),
        tags=len({tag for r in gates for tag in r.maps_to}),
        independent=known and any(outside(r) for r, _ in concerned if r.id not in way.afterwards),
        days=(released - candidate.ready_at) / _DAY,
        preparation=preparation,
        developer=developer,
        authority=max((released - candidate.ready_at) / _DAY - preparation - developer, 0.0),
        questions=course.questions,
        refilings=course.refilings,
        silent=course.silent,
        seen=shown if known else 0,
        caught=caught if known else 0,
        in_time=sum(timely for _, timely in answered) if known else 0,
        stretches=stretches,
        ends=_ends(way, course),
    )


def _days(stretches: Iterable[Stretch]) -> float:
    return sum((s.end - s.start) / _DAY for s in stretches)


def _ends(way: Way, course: Course) -> str:
    if course.silent:
        return "cleared by silence"
    return "decided" if way.holds and course.decided_at else "released"


def _caught(
    way: Way, candidate: Candidate, concerned: Sequence[tuple[Requirement, RequirementStatus]], course: Course
) -> tuple[int, int]:
    """Defects that are seen before the release, and those of them for which it could be held."""
    decided, released = course.decided_at, course.released_at
    in_time = decided is not None and released is not None and decided <= released
    shown = caught = 0
    for defect in candidate.defects:
        looking = [
            requirement
            for requirement, status in concerned
            if defect.area in requirement.areas and requirement.id not in way.afterwards
            # What an authority finds by its own tests, it finds when it has finished them.
            for item in evidence_of(requirement)
            if item in defect.shown_by
            and (item != TESTED_BY_AUTHORITY or in_time)
            # What a check or a metric shows, the regime itself has to find unmet.
            and (item == requirement.evidence or status in _OPEN)
        ]
        shown += bool(looking)
        acting = in_time if way.holds else True
        caught += acting and any(requirement.effect.stands_in_the_way for requirement in looking)
    return shown, caught


def _incident(
    way: Way, candidate: Candidate, course: Course, incident: tuple[Event, ...]
) -> tuple[tuple[str, ...], bool]:
    """What has to be handed in about an incident, and whether every clock that concerns it was kept."""
    regime = way.after_incidents
    if regime is None:
        return (), False
    events, now = (*course.events, *incident), max(event.at for event in incident) + _DAY
    verdict = judge(regime, candidate.facts, candidate.assessment, events, now)
    states = {state.clock_id: state.status for state in verdict.clocks}
    asked = [r for r, _ in _concerned(regime, verdict)]
    items = tuple(item for r in asked for item in evidence_of(r))
    return items, bool(asked) and all(states[r.due] is ClockStatus.MET for r in asked)
