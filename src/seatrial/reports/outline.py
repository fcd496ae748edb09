"""A review put in the order in which people ask: what stands in the way, how far it was looked, what was not.

Counting and ordering only. Nothing here can turn one status into another.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from seatrial.domain.check import ThreatArea
from seatrial.domain.finding import Kind
from seatrial.domain.inventory import Fact, SubjectKind
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.result import Result
from seatrial.domain.review import Review
from seatrial.domain.verdict import Ground, RequirementStatus, RequirementVerdict, Verdict
from seatrial.reports.notes import Notes, title_of
from seatrial.reports.quantity import counted, size
from seatrial.reports.wording import BASES, NETWORKS, REQUIREMENTS, STATUSES

UNMET = (RequirementStatus.NOT_SATISFIED, RequirementStatus.UNDECIDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """An unmet requirement, once for all regimes that ask the same in the same words."""

    requirement: RequirementVerdict
    asked_by: tuple[Verdict, ...]
    mender: str
    """Who can act next."""
    step: str
    """What they can do, in one sentence; empty when nothing is written down."""

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
    """A check's id, or what else was passed over, in words."""
    label: str
    """How it came about, in two or three words."""
    why: str
    looks_for: str = ""
    """For checks: what is wrong when it fires."""
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


def obstacles(review: Review, *, binding: bool = True) -> tuple[Obstacle, ...]:
    """Unmet requirements of the regimes that concern the subject: not satisfied first, then undecided.

    `binding` ones keep a verdict from clear; the others are duties and advice that no release waits for.
    """
    merged: dict[tuple[object, ...], tuple[RequirementVerdict, list[Verdict]]] = {}
    for verdict in review.verdicts:
        if verdict.result is Result.NOT_APPLICABLE:
            continue
        for r in verdict.requirements:
            if r.effect.stands_in_the_way is binding and r.status in UNMET:
                key = (r.statement, r.status, r.grounds, r.remedy, r.mended_by)
                merged.setdefault(key, (r, []))[1].append(verdict)
    found = []
    for r, asked in merged.values():
        mender, step = next_step(r, review)
        found.append(Obstacle(requirement=r, asked_by=tuple(asked), mender=mender, step=step))
    return tuple(sorted(found, key=lambda o: UNMET.index(o.requirement.status)))


def next_step(requirement: RequirementVerdict, review: Review) -> tuple[str, str]:
    """Who acts next, and how: what was not run is the reviewer's to run before it can be the developer's to mend."""
    if requirement.status is RequirementStatus.UNDECIDED:
        outcomes = [review.assessment.outcome(g.check_id) for g in requirement.grounds if g.check_id]
        stopped = (Status.SKIPPED, Status.FAILED)
        unrun = list(dict.fromkeys(o.check_id for o in outcomes if o and o.status in stopped))
        if unrun:
            return "reviewer", f"Review again where {', '.join(f'`{c}`' for c in unrun)} can run."
    return requirement.mended_by or "developer", requirement.remedy


def tally(verdict: Verdict) -> str:
    """`1 not satisfied, 2 undecided, 4 satisfied of 7 gating requirements`."""
    if verdict.result is Result.NOT_APPLICABLE:
        used = ", ".join(verdict.applicability.used)
        return f"It does not concern this model{f' (decided by {used})' if used else ''}."
    gates = [r.status for r in verdict.requirements if r.effect.stands_in_the_way]
    parts = [f"{gates.count(s)} {REQUIREMENTS[s].words.lower()}" for s in REQUIREMENTS if s in gates]
    if gates.count(RequirementStatus.SATISFIED) == len(gates) and gates:
        return f"All {len(gates)} gating requirements are satisfied."
    return f"{', '.join(parts)}, of {counted(len(gates), 'gating requirement')}."


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
        yield Gap(subject="The model's files", label="Out of reach", why=why)
    for label, kind in (("Refused", Kind.FAIL), ("Not read", Kind.OPEN), ("For a person", Kind.REVIEW)):
        refused = [f for f in inventory.findings if f.kind is kind]
        if refused:
            first = refused[0]
            path = first.location.path if first.location else "a path"
            one = len(refused) == 1
            why = f"{first.message}." if one else f"First {path}: {first.message}. The rest is listed under Inventory."
            yield Gap(subject=path if one else counted(len(refused), "path"), label=label, why=why)
    unknown = [a for a in inventory.artifacts if a.format == "unknown"]
    if unknown:
        why = f"{size(sum(a.size for a in unknown))} of a format that no parser here reads; only digested."
        subject = counted(len(unknown), "file of unknown format", "files of unknown format")
        yield Gap(subject=subject, label="Not parsed", why=why)


def _of_outcomes(review: Review, notes: Notes) -> Iterator[Gap]:
    planned = {c.check_id: c for c in review.assessment.plan.checks}
    for outcome in sorted(review.assessment.outcomes, key=lambda o: list(STATUSES).index(o.status)):
        check = planned[outcome.check_id]
        looks_for = title_of(outcome.check_id, notes)
        if outcome.status is not Status.COMPLETED:
            label, why = STATUSES[outcome.status].words, outcome.reason or check.obstacle or "no reason was given"
        elif outcome.applicable and outcome.examined_count == 0:
            label, why = "Saw nothing", "It ran and examined nothing; silence is not a pass."
        elif outcome.measurements and not (outcome.containment and outcome.containment.sufficient):
            network = NETWORKS.get(outcome.containment.network, "") if outcome.containment else "none is on record"
            label, why = "Not contained", f"Its measurements count for nothing without containment: {network}."
        else:
            continue
        yield Gap(subject=outcome.check_id, label=label, why=why, looks_for=looks_for, relied_on=check.requirements)


def _of_plan(review: Review, notes: Notes) -> Iterator[Gap]:
    for check_id in review.assessment.plan.unasked:
        why = "No chosen regime asks for it."
        looks_for = title_of(check_id, notes)
        yield Gap(subject=check_id, label="Nobody asked", why=why, looks_for=looks_for, planned=False)


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


def facts(review: Review) -> tuple[Fact, ...]:
    """Facts by name, and of one name the most reliable first."""
    return tuple(sorted(review.facts, key=lambda f: (f.name, list(BASES).index(f.basis))))


def strongest(review: Review, *names: str) -> Fact | None:
    """The first of these facts that is known, on its most reliable basis."""
    for name in names:
        known = [f for f in facts(review) if f.name == name]
        if known:
            return known[0]
    return None
