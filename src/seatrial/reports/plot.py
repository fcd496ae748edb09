"""Geometry of drawings, in per cent of their width: a phone's page and a terminal draw the same picture."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from seatrial.domain.inventory import ArtifactEntry
from seatrial.domain.measurement import Measurement
from seatrial.domain.plan import Bound
from seatrial.reports.quantity import number, span

_RATE_ENDS: Final = (0.1, 0.25, 0.5, 1.0)
_MOST_FORMATS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One label on the axis."""

    at: float
    label: str
    anchor: str
    """SVG `text-anchor`: ends of the axis keep their labels inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalPlot:
    """An interval, its estimate and the limit it is held against. All positions are per cent of the width."""

    lower: float
    upper: float
    estimate: float
    ticks: tuple[Tick, ...]
    words: str
    """The same in one sentence, for who does not see the drawing."""
    bound: Bound | None = None
    limit: float = 0.0
    allowed: tuple[float, float] = (0.0, 0.0)
    """Start and width of the side on which the whole interval has to lie."""
    lies: str = ""
    """`within`, `beyond` or `across`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of a bar."""

    label: str
    value: float
    start: float
    width: float
    rank: int


def interval(measurement: Measurement, bound: Bound | None) -> IntervalPlot | None:
    """The plot of one measurement against one limit; None when a number is not finite."""
    values = [measurement.lower, measurement.upper, measurement.estimate, *([bound.limit] if bound else [])]
    if not all(math.isfinite(v) for v in values):
        return None
    start, end = _ends(values, measurement.unit)

    def at(value: float) -> float:
        return round(100 * (value - start) / (end - start), 2)

    limit = at(bound.limit) if bound else 0.0
    at_most = bound is not None and bound.direction == "at-most"
    return IntervalPlot(
        lower=at(measurement.lower),
        upper=at(measurement.upper),
        estimate=at(measurement.estimate),
        ticks=_ticks(start, end, measurement.unit),
        words=in_words(measurement, bound),
        bound=bound,
        limit=limit,
        allowed=(0.0, limit) if at_most else (limit, round(100 - limit, 2)),
        lies=lies(measurement, bound) if bound else "",
    )


def lies(measurement: Measurement, bound: Bound) -> str:
    """Where the interval lies: `within` the limit, `beyond` it, or `across`. A statement of place, not a verdict."""
    low, high = measurement.lower, measurement.upper
    if bound.direction == "at-most":
        return "within" if high <= bound.limit else "beyond" if low > bound.limit else "across"
    return "within" if low >= bound.limit else "beyond" if high < bound.limit else "across"


def in_words(measurement: Measurement, bound: Bound | None) -> str:
    """One sentence with every number of the plot."""
    m = measurement
    ends = f"{span(m)}, each end at {m.confidence:.0%} confidence"
    text = f"{m.metric}: estimate {number(m.estimate, m.unit)}, interval {ends}, {m.n:,} samples"
    if bound is None:
        return f"{text}; no limit is set"
    limit = f"{bound.direction.replace('-', ' ')} {number(bound.limit, m.unit)}"
    place = {"within": "lies within", "beyond": "lies beyond", "across": "lies across"}[lies(m, bound)]
    return f"{text}; the limit is {limit}, and the interval {place} it"


def _ends(values: list[float], unit: str) -> tuple[float, float]:
    low, high = min(0.0, *values), max(values)
    if unit == "1" and low >= 0 and high <= 1:
        return 0.0, next(end for end in _RATE_ENDS if high <= end)
    span = (high - low) or abs(high) or 1.0
    # Below the smallest normal number, a step would round to none.
    step = 10.0 ** max(math.floor(math.log10(span)), -300)
    return math.floor(low / step) * step, math.ceil((high + span * 0.02) / step) * step


def _ticks(start: float, end: float, unit: str) -> tuple[Tick, ...]:
    parts = 5 if unit == "1" else 4
    anchors = {0: "start", parts: "end"}
    return tuple(
        Tick(
            at=100 * i / parts,
            label=number(start + (end - start) * i / parts, unit),
            anchor=anchors.get(i, "middle"),
        )
        for i in range(parts + 1)
    )


def by_format(artifacts: Iterable[ArtifactEntry]) -> tuple[Share, ...]:
    """Bytes by format of the files on disk, largest first; small ones together. Members of containers left out."""
    sizes: Counter[str] = Counter()
    for artifact in artifacts:
        if not artifact.container:
            sizes[artifact.format] += artifact.size
    ordered = sizes.most_common()
    rest = sum(value for _, value in ordered[_MOST_FORMATS:])
    parts: list[tuple[str, float]] = list(ordered[:_MOST_FORMATS])
    return _shares([*parts, (f"{len(ordered) - _MOST_FORMATS} other formats", rest)] if rest else parts)


def _shares(parts: list[tuple[str, float]]) -> tuple[Share, ...]:
    total = sum(value for _, value in parts) or 1.0
    shares, start = [], 0.0
    for rank, (label, value) in enumerate(parts, start=1):
        width = 100 * value / total
        shares.append(Share(label=label, value=value, start=round(start, 3), width=round(width, 3), rank=rank))
        start += width
    return tuple(shares)
