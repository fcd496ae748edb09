"""One check's whole contribution to an assessment."""

from dataclasses import dataclass, field
from enum import StrEnum

from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.finding import Finding, Kind
from seatrial.domain.measurement import Measurement


class Status(StrEnum):
    """How the run of a check ended, apart from what it found."""

    COMPLETED = "completed"
    FAILED = "failed"
    """The check crashed or its target did."""
    SKIPPED = "skipped"
    """It was not run; the reason says what is missing."""
    EXHAUSTED = "exhausted"
    """It met a limit of time, memory, size or depth before the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a run cost, as measured. Zero means measured as zero; a re-used outcome keeps its first cost."""

    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_rss_bytes: int = 0
    queries: int = 0
    tokens: int = 0
    bytes_read: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Containment:
    """What was in force around the process that handled the subject. Absent protections are named too."""

    in_force: tuple[str, ...] = ()
    """For example `user-namespace`, `network-namespace`, `landlock-read-only`, `memory-limit`, `cpu-limit`."""
    absent: tuple[str, ...] = ()
    """Protections that were asked for and could not be had, each with the reason after a colon."""
    network: str = "unknown"
    """`none`, `remote-target` (the subject runs elsewhere and only it is contacted), `open`, `unknown`."""

    @property
    def sufficient(self) -> bool:
        """Whether a measurement made under it may meet a gate: no network, or the subject ran elsewhere."""
        return self.network in ("none", "remote-target")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one planned check contributed. There is exactly one for each planned check."""

    check_id: str
    check_version: int
    status: Status
    examined: tuple[str, ...] = ()
    """Paths of the artifacts looked at to the end, or the target's name; empty when nothing applied."""
    examined_count: int = 0
    """How many were examined; `examined` itself may be cut to the first 1,000."""
    findings: tuple[Finding, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    reason: str = ""
    """Why, whenever status is not completed."""
    spent: Spent = Spent()
    containment: Containment | None = None
    versions: dict[str, str] = field(default_factory=dict)
    """Tool and model versions that could change the result."""
    reused_from: str = ""
    """Key of the stored outcome when nothing was run this time."""

    @property
    def applicable(self) -> bool:
        """False when the check completed and stated that nothing in the subject concerns it."""
        return not any(f.kind is Kind.NOT_APPLICABLE for f in self.findings)

    @property
    def passed(self) -> bool:
        """Completed, looked at something, and nothing failed or stayed open. Silence is not a pass."""
        unclear = (Kind.FAIL, Kind.OPEN, Kind.REVIEW)
        return (
            self.status is Status.COMPLETED
            and self.examined_count > 0
            and not any(f.kind in unclear for f in self.findings)
        )
