"""What changed between two reviews of a model: files, findings, measurements with their intervals, requirements.

Pure, and says only what the two reviews say. A measurement that moved by less than its intervals allow is not called
better or worse.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from seatrial.domain.finding import Finding, Kind
from seatrial.domain.inventory import ArtifactEntry
from seatrial.domain.measurement import Measurement
from seatrial.domain.review import Review
from seatrial.domain.verdict import RequirementStatus, RequirementVerdict, Verdict

_TELLING: Final = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)
_BETTER_FIRST: Final = (
    RequirementStatus.SATISFIED,
    RequirementStatus.WAIVED,
    RequirementStatus.NOT_APPLICABLE,
    RequirementStatus.UNDECIDED,
    RequirementStatus.NOT_SATISFIED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file that is not as it was."""

    path: str
    before: ArtifactEntry | None
    """None for one that came."""
    after: ArtifactEntry | None
    """None for one that went."""

    @property
    def change(self) -> str:
        """`added`, `removed` or `changed`."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """A finding that came, went or stayed, known by its fingerprint."""

    check_id: str
    finding: Finding
    change: str
    """`new`, `gone` or `stayed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementChange:
    """One metric in both versions."""

    metric: str
    unit: str
    before: Measurement | None
    after: Measurement | None

    @property
    def apart(self) -> bool:
        """Whether the intervals leave no number that both could be."""
        if self.before is None or self.after is None:
            return True
        return self.before.upper < self.after.lower or self.after.upper < self.before.lower


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementChange:
    """One requirement of the regime in both versions."""

    requirement_id: str
    before: RequirementVerdict | None
    after: RequirementVerdict | None

    @property
    def change(self) -> str:
        """`better`, `worse`, `same`, or `new` and `gone` where the regime asks in one version only."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        first, then = (_BETTER_FIRST.index(one.status) for one in (self.before, self.after))
        return "same" if first == then else "better" if then < first else "worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that differs, and how much does not."""

    files: tuple[FileChange, ...]
    files_same: int
    findings: tuple[FindingChange, ...]
    """New ones first, then what went, then what stayed."""
    measurements: tuple[MeasurementChange, ...]
    requirements: tuple[RequirementChange, ...]
    """Worse first, then better, then the rest."""
    checks_not_repeated: tuple[str, ...]
    """Checks that the version before had completed and this one has not: what went with them is not mended."""


def changes(before: Review, after: Review, verdicts: tuple[Verdict, Verdict]) -> Changes:
    """What differs from one review to the next; `verdicts` are of the same regime at the same time."""
    first, then = ({e.path: e for e in review.inventory.artifacts} for review in (before, after))
    paths = [path for path in sorted({*first, *then}) if not _same_file(first.get(path), then.get(path))]
    return Changes(
        files=tuple(FileChange(path=path, before=first.get(path), after=then.get(path)) for path in paths),
        files_same=len({*first, *then}) - len(paths),
        findings=tuple(_findings(before, after)),
        measurements=tuple(_measurements(before, after)),
        requirements=tuple(_requirements(*verdicts)),
        checks_not_repeated=tuple(sorted(_completed(before) - _completed(after))),
    )


def _same_file(one: ArtifactEntry | None, other: ArtifactEntry | None) -> bool:
    if one is None or other is None:
        return False
    return (one.size, one.sha256, one.format) == (other.size, other.sha256, other.format)


def _completed(review: Review) -> set[str]:
    return {o.check_id for o in review.assessment.outcomes if o.status.value == "completed"}


def _told(review: Review) -> dict[str, tuple[str, Finding]]:
    """Findings that somebody has to look at, by fingerprint."""
    return {
        finding.fingerprint(outcome.check_id): (outcome.check_id, finding)
        for outcome in review.assessment.outcomes
        for finding in outcome.findings
        if finding.kind in _TELLING
    }


def _findings(before: Review, after: Review) -> Iterable[FindingChange]:
    first, then = _told(before), _told(after)
    for change, found in (
        ("new", {key: then[key] for key in then if key not in first}),
        ("gone", {key: first[key] for key in first if key not in then}),
        ("stayed", {key: then[key] for key in then if key in first}),
    ):
        for check_id, finding in sorted(found.values(), key=lambda pair: (-pair[1].severity.rank, pair[0])):
            yield FindingChange(check_id=check_id, finding=finding, change=change)


def _measured(review: Review) -> Mapping[str, Measurement]:
    return {m.metric: m for outcome in review.assessment.outcomes for m in outcome.measurements}


def _measurements(before: Review, after: Review) -> Iterable[MeasurementChange]:
    first, then = _measured(before), _measured(after)
    for metric in sorted({*first, *then}):
        known = then.get(metric) or first[metric]
        yield MeasurementChange(metric=metric, unit=known.unit, before=first.get(metric), after=then.get(metric))


def _requirements(before: Verdict, after: Verdict) -> Iterable[RequirementChange]:
    first, then = ({r.requirement_id: r for r in verdict.requirements} for verdict in (before, after))
    rows = [
        RequirementChange(requirement_id=name, before=first.get(name), after=then.get(name))
        for name in dict.fromkeys((*then, *first))
    ]
    order = ("worse", "new", "gone", "better", "same")
    return sorted(rows, key=lambda row: order.index(row.change))
