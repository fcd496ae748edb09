"""A suite: samples played until every bound is settled, and what they come to.

A check says what to ask and what an answer shows; when to stop and how sure one may be is the same for all and stands
here. Intervals hold at every sample size at once, so that looking after each sample costs nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from random import Random
from typing import Final, TypeVar

from seatrial.domain.context import LimitReached, Sample, Sampling, Scored, Target
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.measurement import Measurement
from seatrial.domain.plan import Bound
from seatrial.measure.deciding import all_settled
from seatrial.measure.fixed_design import fixed_design
from seatrial.measure.forecast import settled_after
from seatrial.measure.sequence import confidence_sequence

LEAST: Final = 3
"""Samples of each metric before a run may stop: fewer persuade nobody. More would cost most where answers are plain
(docs/benchmarks/measure.md)."""
Interval = tuple[float, float]
T = TypeVar("T")


def rate_interval(values: Sequence[float]) -> Interval:
    """For values that are 0 or 1: the confidence sequence of their rate, each end at 95 %."""
    return confidence_sequence(round(sum(values)), len(values))


def nothing_beside(_: Sequence[Scored]) -> str:
    """For a metric that is compared with nothing."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One number of a suite: the mean of the values that its samples give it."""

    name: str
    method: str
    """What was counted and how; how the interval was made is added by whoever makes it."""
    interval: Callable[[Sequence[float]], Interval] = rate_interval
    """The mean's interval after these values, valid however often it is looked at."""
    control: Callable[[Sequence[Scored]], str] = nothing_beside
    """What the number is to be compared with, told from everything that was played."""
    least: int = LEAST
    span: Interval = (0.0, 1.0)
    """What the number ranges over, and bounds on it. Its values and interval are kept in [0, 1] all the same."""

    def kept(self, limit: float) -> float:
        """A bound's limit on the scale on which values are kept."""
        return (limit - self.span[0]) / (self.span[1] - self.span[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A suite that has been run."""

    scored: tuple[Scored, ...]
    measurements: tuple[Measurement, ...]
    evidence: EvidenceItem


def play_suite(
    target: Target, sampling: Sampling, samples: Iterable[Sample], metrics: Sequence[Metric], *, title: str
) -> Played:
    """Play `samples` in their order until every bound on `metrics` is settled, or to their end.

    A value of None counts as 0 for the lower end of an interval and as 1 for the upper: not knowing widens.
    """
    bounds = _kept(sampling.bounds, metrics)
    scored, stopped = list[Scored](), "cap"
    with closing(target.play(samples)) as playing, suppress(LimitReached):
        for one in playing:
            scored.append(one)
            if _enough(scored, metrics) and all_settled(bounds, intervals(scored, metrics)):
                stopped = "decided"
                break
            target.foresee(lambda: len(scored) / _foreseen(scored, metrics, bounds, sampling.cap))
        else:
            stopped = "exhausted items"
    evidence = target.keep(title, b"".join(_line(one) for one in scored))
    found = intervals(scored, metrics)
    measurements = tuple(_measured(metric, scored, found[metric.name], sampling, stopped) for metric in metrics)
    return Played(scored=tuple(scored), measurements=measurements, evidence=evidence)


def intervals(scored: Sequence[Scored], metrics: Sequence[Metric]) -> dict[str, Interval]:
    """The interval of each metric after these samples."""
    return {metric.name: _interval(metric, values(scored, metric.name)) for metric in metrics}


def values(scored: Sequence[Scored], metric: str) -> list[float | None]:
    """What the samples say of one metric, those that it does not concern left out."""
    return [one.score.values[metric] for one in scored if metric in one.score.values]


def spread(samples: Mapping[str, Sequence[T]], numbers: Random) -> Iterator[T]:
    """Everything once: strata in turn in a random order, shuffled within, so that any beginning covers them evenly."""
    strata = sorted(samples)
    numbers.shuffle(strata)
    left = {stratum: list(samples[stratum]) for stratum in strata}
    for stratum in strata:
        numbers.shuffle(left[stratum])
    while any(left.values()):
        for stratum in strata:
            if left[stratum]:
                yield left[stratum].pop()


def _interval(metric: Metric, found: Sequence[float | None]) -> Interval:
    if None not in found:
        return metric.interval([value for value in found if value is not None])
    lower, _ = metric.interval([value or 0.0 for value in found])
    _, upper = metric.interval([1.0 if value is None else value for value in found])
    return lower, upper


def _kept(bounds: Sequence[Bound], metrics: Sequence[Metric]) -> tuple[Bound, ...]:
    """The bounds on these metrics, each on the scale on which the metric's values are kept."""
    by_name = {metric.name: metric for metric in metrics}
    return tuple(replace(b, limit=by_name[b.metric].kept(b.limit)) for b in bounds if b.metric in by_name)


def _enough(scored: Sequence[Scored], metrics: Sequence[Metric]) -> bool:
    return all(len(values(scored, metric.name)) >= metric.least for metric in metrics)


def _foreseen(scored: Sequence[Scored], metrics: Sequence[Metric], bounds: Sequence[Bound], most: int) -> float:
    """Samples in all at which the run is expected to stop; `most` at most."""
    expected = 0.0
    for metric in metrics:
        found, own = values(scored, metric.name), [bound for bound in bounds if bound.metric == metric.name]
        if not found:
            return most
        wanted = settled_after(found, lambda many, m=metric: _interval(m, many), own, most) if own else 0  # type: ignore[misc]
        expected = max(expected, len(scored) / len(found) * max(wanted, metric.least))
    return max(min(expected, most), len(scored)) if bounds else most


def _measured(
    metric: Metric, scored: Sequence[Scored], interval: Interval, sampling: Sampling, stopped: str
) -> Measurement:
    found = values(scored, metric.name)
    known = [value for value in found if value is not None]
    unknown = len(found) - len(known)
    control = metric.control(scored)
    if unknown:
        told = f"{unknown} of {len(found)} could not be told"
        control = f"{control}; {told}" if control else told
    estimate = sum(known) / len(known) if known else 0.0
    return Measurement(
        metric=metric.name,
        unit="1",
        estimate=estimate,
        lower=interval[0],
        upper=interval[1],
        n=len(found),
        method=metric.method,
        control=control,
        seed=sampling.seed,
        cap=sampling.cap,
        stopped=stopped,
        fixed_design=_fixed_design(sampling, metric, estimate),
    )


def _fixed_design(sampling: Sampling, metric: Metric, estimate: float) -> int | None:
    """For the bound that is hardest to tell from the estimate. None for a difference, which is not a rate, and for a
    limit that no rate reaches, which is settled before anything is asked.
    """
    limits = [bound.limit for bound in sampling.bounds if bound.metric == metric.name]
    if metric.span != (0.0, 1.0) or not all(0 <= limit <= 1 for limit in limits):
        return None
    designs = [fixed_design(limit, estimate) for limit in limits]
    return None if None in designs else max((design for design in designs if design), default=None)


def _line(one: Scored) -> bytes:
    turns = [
        {
            "asked": [{"role": m.role, "content": m.content} for m in question.messages],
            "answer": reply.text,
            "truncated": reply.truncated,
        }
        for question, reply in one.turns
    ]
    row = {
        "sample": one.sample.id,
        "stratum": one.sample.stratum,
        "word": one.score.word,
        "values": dict(one.score.values),
        "note": one.score.note,
        "turns": turns,
    }
    return json.dumps(row).encode() + b"\n"
