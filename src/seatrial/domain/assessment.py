"""All outcomes of one planned run."""

from dataclasses import dataclass

from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.outcome import Outcome
from seatrial.domain.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Exactly one outcome for each planned check.

    Raises `ValueError` when an outcome is missing, doubled or not planned: with several outcomes a check,
    leaving out the failing one would turn a refusal into a clearance.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...]

    def __post_init__(self) -> None:
        planned = sorted(c.check_id for c in self.plan.checks)
        reported = sorted(o.check_id for o in self.outcomes)
        if planned != reported:
            odd = sorted(set(planned) ^ set(reported)) or "a check has several outcomes"
            raise ValueError(f"an assessment holds exactly one outcome per planned check: {odd}")

    def outcome(self, check_id: str) -> Outcome | None:
        """The outcome of one check, or None when it was not planned."""
        return next((o for o in self.outcomes if o.check_id == check_id), None)

    @property
    def evidence(self) -> tuple[EvidenceItem, ...]:
        """Every evidence item once, by first mention."""
        items = {item.digest: item for o in self.outcomes for item in o.evidence}
        return tuple(items.values())
