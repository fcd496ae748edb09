"""What many publications say together: the office's days beside all that went by, questions, refusals by reason."""

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from seatrial.register.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How a number lies over many cases, in days. Quartiles are inclusive: of one case, all of them are its own."""

    cases: int
    least: float
    lower: float
    """A quarter of the cases took no longer."""
    median: float
    upper: float
    """Three quarters took no longer."""
    most: float


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
    office_days: Spread | None
    """Days that waited for the office; None while nothing says so."""
    elapsed_days: Spread | None
    """Days that went by in all, the developer's among them."""
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
        office_days=_spread(office),
        elapsed_days=_spread(elapsed),
        questions=sum(one.questions or 0 for one in decided),
        refusals_by_reason=dict(sorted(against.items())),
    )


def _spread(days: list[float]) -> Spread | None:
    if not days:
        return None
    quarters = statistics.quantiles(days, n=4, method="inclusive") if len(days) > 1 else days * 3
    lower, median, upper = (round(quarter, 2) for quarter in quarters)
    return Spread(cases=len(days), least=min(days), lower=lower, median=median, upper=upper, most=max(days))
