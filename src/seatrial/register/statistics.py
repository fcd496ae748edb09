"""What many publications say together: the office's days beside all that went by, questions, refusals by reason."""

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from seatrial.register.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeStatistics:
    """One regime in the register."""

    regime: str
    cases: int
    """Cases whose existence is public."""
    decided: int
    outcomes: dict[str, int]
    by_silence: int
    median_office_days: float | None
    median_elapsed_days: float | None
    questions: int
    refusals_by_reason: dict[str, int]
    """Requirements that were cited by decisions against a release."""


def per_regime(publications: Iterable[Publication]) -> tuple[RegimeStatistics, ...]:
    """Statistics a regime, sorted by its id. Of one case, the latest publication of each step counts."""
    latest = {(found.case, found.step): found for found in publications}
    regimes = sorted({found.regime for found in latest.values()})
    return tuple(_of(regime, [found for found in latest.values() if found.regime == regime]) for regime in regimes)


def _of(regime: str, found: list[Publication]) -> RegimeStatistics:
    decided = [one for one in found if one.step == "detail" and one.outcome]
    office = [one.office_days for one in decided if one.office_days is not None]
    elapsed = [one.elapsed_days for one in decided if one.elapsed_days is not None]
    against = Counter(
        reason.cites
        for one in decided
        if one.outcome in ("refused", "restricted", "recalled")
        for reason in one.reasons
    )
    return RegimeStatistics(
        regime=regime,
        cases=len({one.case for one in found}),
        decided=len(decided),
        outcomes=dict(sorted(Counter(one.outcome for one in decided).items())),
        by_silence=sum(one.by_silence for one in decided),
        median_office_days=statistics.median(office) if office else None,
        median_elapsed_days=statistics.median(elapsed) if elapsed else None,
        questions=sum(one.questions or 0 for one in decided),
        refusals_by_reason=dict(sorted(against.items())),
    )
