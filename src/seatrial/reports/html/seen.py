"""What was seen, cut to a size that a page can hold: findings, measurements, files, facts, cost, containment.

Whatever is cut says how much was left out; all of it is in `review.json`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from seatrial.domain.check import Soundness
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.finding import Finding, Kind
from seatrial.domain.inventory import ArtifactEntry, Inventory
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Containment, Outcome, Status
from seatrial.domain.plan import Bound, PlannedCheck
from seatrial.domain.review import Review
from seatrial.reports.notes import CheckNote, Notes
from seatrial.reports.plot import IntervalPlot, Share, by_format, interval
from seatrial.reports.wording import KINDS, STATUSES

MOST_FILES: Final = 200
MOST_FINDINGS: Final = 200
"""On the whole page; a check shows at most a quarter of them."""
MOST_FACTS: Final = 200
MOST_EVIDENCE: Final = 100

FindingKey = tuple[str, str]
"""Check id and fingerprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding with its place on the page."""

    anchor: str
    fingerprint: str
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSection:
    """One check's outcome."""

    anchor: str
    planned: PlannedCheck
    outcome: Outcome
    note: CheckNote | None
    rows: tuple[FindingRow, ...]
    left_out: int
    share: float
    """Its wall time, per cent of the longest one's."""

    @property
    def indicator(self) -> bool:
        """It informs, and decides nothing."""
        return self.planned.soundness is Soundness.INDICATOR

    @property
    def quiet(self) -> bool:
        """It completed, and found nothing or nothing that concerns it."""
        nothing = all(f.kind is Kind.NOT_APPLICABLE for f in self.outcome.findings)
        return self.outcome.status is Status.COMPLETED and nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measurement, drawn once for every limit that is set on it."""

    anchor: str
    measurement: Measurement
    section: CheckSection
    plots: tuple[tuple[Bound | None, IntervalPlot | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The inventory."""

    rows: tuple[ArtifactEntry, ...]
    """Largest first."""
    total: int
    members: int
    """Of `total`, members of containers."""
    formats: tuple[Share, ...]
    roles: tuple[tuple[str, int, int], ...]
    """Role, files, bytes."""
    refused: tuple[Finding, ...]
    refused_left_out: int


def sections(review: Review, notes: Notes) -> tuple[CheckSection, ...]:
    """Every planned check with its outcome, worst first; not completing is as bad as a finding left open."""
    planned = {c.check_id: c for c in review.assessment.plan.checks}
    longest = max((o.spent.wall_seconds for o in review.assessment.outcomes), default=0.0) or 1.0
    budget, built = MOST_FINDINGS, []
    for number, outcome in enumerate(sorted(review.assessment.outcomes, key=_worst)):
        rows = tuple(_rows(outcome, number, min(budget, MOST_FINDINGS // 4)))
        budget -= len(rows)
        section = CheckSection(
            anchor=f"check-{number}",
            planned=planned[outcome.check_id],
            outcome=outcome,
            note=notes.get(outcome.check_id),
            rows=rows,
            left_out=len(outcome.findings) - len(rows),
            share=round(100 * outcome.spent.wall_seconds / longest, 2),
        )
        built.append(section)
    return tuple(built)


def _worst(outcome: Outcome) -> tuple[int, int, str]:
    kinds = [list(KINDS).index(f.kind) for f in outcome.findings]
    if outcome.status is not Status.COMPLETED:
        kinds.append(list(KINDS).index(Kind.OPEN))
    return min(kinds, default=len(KINDS)), list(STATUSES).index(outcome.status), outcome.check_id


def _rows(outcome: Outcome, number: int, most: int) -> Iterator[FindingRow]:
    ordered = sorted(outcome.findings, key=lambda f: (list(KINDS).index(f.kind), -f.severity.rank))
    for index, finding in enumerate(ordered[:most]):
        yield FindingRow(
            anchor=f"finding-{number}-{index}", fingerprint=finding.fingerprint(outcome.check_id), finding=finding
        )


def measured(built: Iterable[CheckSection]) -> tuple[Measured, ...]:
    """All measurements, those with a limit first."""
    found = []
    for section in built:
        for measurement in section.outcome.measurements:
            own = [b for b in section.planned.bounds if b.metric == measurement.metric]
            bounds: list[Bound | None] = [*own] or [None]
            plots = tuple((bound, interval(measurement, bound)) for bound in bounds)
            found.append((bool(own), measurement, section, plots))
    found.sort(key=lambda item: not item[0])
    return tuple(
        Measured(anchor=f"measurement-{number}", measurement=measurement, section=section, plots=plots)
        for number, (_, measurement, section, plots) in enumerate(found)
    )


def files(inventory: Inventory) -> Files:
    """The inventory, largest files first."""
    artifacts = inventory.artifacts
    on_disk = [a for a in artifacts if not a.container]
    count, volume = Counter(a.role for a in on_disk), Counter[str]()
    for artifact in on_disk:
        volume[artifact.role] += artifact.size
    shown_refused = inventory.findings[: MOST_FINDINGS // 4]
    return Files(
        rows=tuple(sorted(artifacts, key=lambda a: (-a.size, a.path))[:MOST_FILES]),
        total=len(artifacts),
        members=len(artifacts) - len(on_disk),
        formats=by_format(artifacts),
        roles=tuple((role, count[role], volume[role]) for role, _ in count.most_common()),
        refused=shown_refused,
        refused_left_out=len(inventory.findings) - len(shown_refused),
    )


def containments(built: Iterable[CheckSection]) -> tuple[tuple[Containment, tuple[CheckSection, ...]], ...]:
    """Each distinct containment with the checks that ran under it."""
    grouped: dict[Containment, list[CheckSection]] = {}
    for section in built:
        if section.outcome.containment is not None:
            grouped.setdefault(section.outcome.containment, []).append(section)
    return tuple((containment, tuple(under)) for containment, under in grouped.items())


def evidence(review: Review) -> tuple[dict[str, str], tuple[EvidenceItem, ...], int]:
    """Anchors by digest of the items shown, the items, and how many were left out."""
    items = review.assessment.evidence
    kept = items[:MOST_EVIDENCE]
    return {item.digest: f"evidence-{n}" for n, item in enumerate(kept)}, kept, len(items) - len(kept)
