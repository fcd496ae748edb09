"""The words and signs of statuses: one place, so that every report says the same thing the same way.

A sign never stands alone: each status has a shape, a colour (by tone) and words.
"""

from dataclasses import dataclass
from typing import Final

from seatrial.domain.check import ThreatArea
from seatrial.domain.finding import Kind
from seatrial.domain.inventory import Basis
from seatrial.domain.outcome import Status
from seatrial.domain.result import Result
from seatrial.domain.verdict import RequirementStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one status is shown."""

    words: str
    tone: str
    """`good`, `bad`, `unsure` or `quiet`: colour in every report, and shape in the page."""
    sign: str
    """One character for terminals."""
    means: str = ""
    """One sentence for a reader who sees the words for the first time."""


RESULTS: Final = {
    Result.CLEAR: Wording(
        words="Clear", tone="good", sign="✓", means="Every gating requirement is satisfied, waived or does not apply."
    ),
    Result.NOT_CLEAR: Wording(
        words="Not clear", tone="bad", sign="✗", means="At least one gating requirement is not satisfied."
    ),
    Result.COULD_NOT_TELL: Wording(
        words="Could not tell",
        tone="unsure",
        sign="?",
        means="Nothing failed, and something that decides is not known. This is not a clearance.",
    ),
    Result.NOT_APPLICABLE: Wording(
        words="Not applicable", tone="quiet", sign="–", means="The regime does not concern this model."
    ),
}

REQUIREMENTS: Final = {
    RequirementStatus.NOT_SATISFIED: Wording(words="Not satisfied", tone="bad", sign="✗"),
    RequirementStatus.UNDECIDED: Wording(words="Undecided", tone="unsure", sign="?"),
    RequirementStatus.WAIVED: Wording(words="Waived", tone="quiet", sign="~"),
    RequirementStatus.SATISFIED: Wording(words="Satisfied", tone="good", sign="✓"),
    RequirementStatus.NOT_APPLICABLE: Wording(words="Not applicable", tone="quiet", sign="–"),
}
"""Worst first: the order in which requirements are shown."""

KINDS: Final = {
    Kind.FAIL: Wording(words="Failed", tone="bad", sign="✗"),
    Kind.OPEN: Wording(words="Could not tell", tone="unsure", sign="?"),
    Kind.REVIEW: Wording(words="A person has to look", tone="unsure", sign="?"),
    Kind.INFORMATIONAL: Wording(words="For information", tone="quiet", sign="i"),
    Kind.NOT_APPLICABLE: Wording(words="Not applicable", tone="quiet", sign="–"),
    Kind.PASS: Wording(words="Passed", tone="good", sign="✓"),
}
"""Worst first: the order in which findings are shown."""

STATUSES: Final = {
    Status.FAILED: Wording(words="Broke off", tone="unsure", sign="?"),
    Status.EXHAUSTED: Wording(words="Met a limit", tone="unsure", sign="?"),
    Status.SKIPPED: Wording(words="Not run", tone="unsure", sign="?"),
    Status.COMPLETED: Wording(words="Completed", tone="quiet", sign="✓"),
}

AREAS: Final = {
    ThreatArea.INFRASTRUCTURE: "Infrastructure",
    ThreatArea.PRIVACY: "Privacy",
    ThreatArea.PUBLIC_SAFETY: "Public safety",
    ThreatArea.INTEGRITY: "Integrity",
}

BASES: Final = {
    Basis.MEASURED: "Measured",
    Basis.FILES: "By the files",
    Basis.DECLARED: "Declared",
}
"""How a fact is known, most reliable first."""

NETWORKS: Final = {
    "none": "no network",
    "remote-target": "only the endpoint under review was contacted",
    "open": "the network was open",
    "unknown": "not known whether the network was reachable",
}

__all__ = ["AREAS", "BASES", "KINDS", "NETWORKS", "REQUIREMENTS", "RESULTS", "STATUSES", "Wording"]
