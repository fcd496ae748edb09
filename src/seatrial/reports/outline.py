"""A review put in the order in which people ask: what stands in the way, how far it was looked, what was not.

Counting and ordering only. Nothing here can turn one status into another.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.domain.check import ThreatArea
from seatrial.domain.finding import Kind
from seatrial.domain.inventory import SubjectKind
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.regime import Effect
from seatrial.domain.review import Review
from seatrial.domain.verdict import Ground, RequirementStatus, RequirementVerdict, Result, Verdict
from seatrial.reports.notes import Notes, title_of
from seatrial.reports.quantity import counted, size
from seatrial.reports.wording import NETWORKS, REQUIREMENTS, STATUSES

UNMET = (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """An unmet requirement, once for all regimes that ask the same in the same words."""

    requirement: RequirementVerdict
    asked_by: tuple[Verdict, ...]

    @property
    def why(self) -> tuple[Ground, ...]:
        """What decided it, most telling first."""
        return self.requirement.grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far one threat area was looked at, over all regimes that concern the subject."""

    area: ThreatArea
    counts: dict[RequirementStatus, int]
    """Requirements by status, worst first; zero counts left out."""
    tested: int
    """Checks of this area that completed and examined something. Statements alone test nothing."""

    @property
    def asked(self) -> int:
        """Requirements that concern the area."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that was not looked at, or not to the end."""

    subject: str
    """A check's id, or what else was passed over."""
    title: str
    label: str
    """How it came about, in two or three words."""
    why: str
    relied_on: tuple[str, ...] = ()
    """`<regime>/<requirement>` that needed it."""
    planned: bool = True
    """False for what no chosen regime asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What the review cost, summed over outcomes; re-used outcomes cost nothing this time."""

    seconds: float
    """From start to finish."""
    queries: int
    tokens: int
    bytes_read: int
    reused: int


def obstacles(review: Review, effect: Effect = Effect.GATE) -> tuple[Obstacle, ...]:
    """Unmet requirements of the regimes that concern the subject: not satisfied first, then undecided."""
    merged: dict[tuple[object, ...], tuple[RequirementVerdict, list[Verdict]]] = {}
    for verdict in review.verdicts:
        if verdict.result is Result.NOT_APPLICABLE:
            continue
        for r in verdict.requirements:
            if r.effect is effect and r.status in UNMET:
                key = (r.statement, r.status, r.grounds, r.remedy, r.mended_by)
                merged.setdefault(key, (r, []))[1].append(verdict)
    found = [Obstacle(requirement=r, asked_by=tuple(asked)) for r, asked in merged.values()]
    return tuple(sorted(found, key=lambda o: UNMET.index(o.requirement.status)))


def coverage(review: Review, notes: Notes) -> tuple[Coverage, ...]:
    """One line per threat area, in the order of `ThreatArea`, also for those that nothing asks about."""
    concerned = [v for v in review.verdicts if v.result is not Result.NOT_APPLICABLE]
    requirements = {(r.requirement_id, r.statement, r.status): r for v in concerned for r in v.requirements}
    tested = Counter(area for o in review.assessment.outcomes if _looked(o) for area in _areas(o, review, notes))
    lines = []
    for area in ThreatArea:
        statuses = Counter(r.status for r in requirements.values() if area in r.areas)
        counts = {status: statuses[status] for status in REQUIREMENTS if statuses[status]}
        lines.append(Coverage(area=area, counts=counts, tested=tested[area]))
    return tuple(lines)


def _looked(outcome: Outcome) -> bool:
    return outcome.status is Status.COMPLETED and outcome.examined_count > 0


def _areas(outcome: Outcome, review: Review, notes: Notes) -> set[ThreatArea]:
    """Areas of a check by its note; without one, of the requirements that rely on it."""
    note = notes.get(outcome.check_id)
    if note:
        return set(note.areas)
    planned = next(c for c in review.assessment.plan.checks if c.check_id == outcome.check_id)
    return {
        area
        for verdict in review.verdicts
        for r in verdict.requirements
        if f"{verdict.regime_id}/{r.requirement_id}" in planned.requirements
        for area in r.areas
    }


def gaps(review: Review, notes: Notes) -> tuple[Gap, ...]:
    """Everything that was not looked at: what was planned first, then what nobody asked for."""
    return (*_of_subject(review), *_of_outcomes(review, notes), *_of_plan(review, notes))


def _of_subject(review: Review) -> Iterator[Gap]:
    inventory = review.inventory
    if inventory.subject.kind is SubjectKind.ENDPOINT:
        why = "Only answers were seen. Nothing binds this review to the bytes behind the endpoint."
        yield Gap(subject="weights", title="The model's files", label="Out of reach", why=why)
    for label, kind in (("Refused", Kind.FAIL), ("Not read", Kind.OPEN), ("For a person", Kind.REVIEW)):
        refused = [f for f in inventory.findings if f.kind is kind]
        if refused:
            first = refused[0]
            place = f"{first.location.path}: " if first.location else ""
            more = f" And {len(refused) - 1:,} more, listed under Inventory." if len(refused) > 1 else ""
            title = counted(len(refused), "path")
            yield Gap(subject="inventory", title=title, label=label, why=f"{place}{first.message}.{more}")
    unknown = [a for a in inventory.artifacts if a.format == "unknown"]
    if unknown:
        why = f"{size(sum(a.size for a in unknown))} of a format that no parser here reads; only digested."
        title = counted(len(unknown), "file of unknown format", "files of unknown format")
        yield Gap(subject="unknown-format", title=title, label="Not parsed", why=why)


def _of_outcomes(review: Review, notes: Notes) -> Iterator[Gap]:
    planned = {c.check_id: c for c in review.assessment.plan.checks}
    for outcome in sorted(review.assessment.outcomes, key=lambda o: list(STATUSES).index(o.status)):
        check = planned[outcome.check_id]
        title = title_of(outcome.check_id, notes)
        if outcome.status is not Status.COMPLETED:
            label, why = STATUSES[outcome.status].words, outcome.reason or check.obstacle or "no reason was given"
        elif outcome.applicable and outcome.examined_count == 0:
            label, why = "Saw nothing", "It ran and examined nothing; silence is not a pass."
        elif outcome.measurements and not (outcome.containment and outcome.containment.sufficient):
            network = NETWORKS.get(outcome.containment.network, "") if outcome.containment else "none is on record"
            label, why = "Not contained", f"Its measurements count for nothing without containment: {network}."
        else:
            continue
        yield Gap(subject=outcome.check_id, title=title, label=label, why=why, relied_on=check.requirements)


def _of_plan(review: Review, notes: Notes) -> Iterator[Gap]:
    for check_id in review.assessment.plan.unasked:
        why = "The catalogue has this check, and no chosen regime asks for it."
        yield Gap(subject=check_id, title=title_of(check_id, notes), label="Nobody asked", why=why, planned=False)


def effort(review: Review) -> Effort:
    """Totals of time and cost."""
    ran = [o.spent for o in review.assessment.outcomes if not o.reused_from]
    return Effort(
        seconds=(review.finished_at - review.started_at).total_seconds(),
        queries=sum(s.queries for s in ran),
        tokens=sum(s.tokens for s in ran),
        bytes_read=sum(s.bytes_read for s in ran) + int(review.inventory.spent.get("bytes_read", 0)),
        reused=sum(1 for o in review.assessment.outcomes if o.reused_from),
    )
