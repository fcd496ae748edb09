"""How long cases took, as drawings: where quarters of them lie, in percent of the longest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from seatrial.register.statistics import RegimeStatistics, Spread

_SIDES: Final = (("office", "with the office"), ("elapsed", "in all"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: days of one side under one regime."""

    side: str
    name: str
    days: Spread
    least: float
    lower: float
    median: float
    upper: float
    most: float


def spread_rows(lines: Sequence[RegimeStatistics]) -> tuple[Mapping[str, Sequence[Row]], float]:
    """Rows a regime, all to one scale, and the days at its end."""
    longest = max((s.most for line in lines for s in (line.office_days, line.elapsed_days) if s), default=0.0) or 1.0
    rows = {}
    for line in lines:
        both = zip(_SIDES, (line.office_days, line.elapsed_days), strict=True)
        rows[line.regime] = [_row(side, name, days, longest) for (side, name), days in both if days]
    return rows, longest


def _row(side: str, name: str, days: Spread, longest: float) -> Row:
    def place(value: float) -> float:
        return round(min(100.0, 100 * value / longest), 3)

    return Row(
        side=side,
        name=name,
        days=days,
        least=place(days.least),
        lower=place(days.lower),
        median=min(place(days.median), 99.4),
        upper=place(days.upper),
        most=place(days.most),
    )
