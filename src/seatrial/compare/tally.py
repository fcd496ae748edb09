"""Sums over the releases of one portfolio under one regime, and estimates from the sums of several seeds."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seatrial.compare.capacity import Stretch
from seatrial.compare.observe import Candidate, Seen
from seatrial.compare.table import Estimate
from seatrial.domain.check import ThreatArea
from seatrial.domain.predicate import Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One regime on one portfolio with one seed. Means are over releases that it concerns or may concern."""

    releases: int
    in_scope: float
    unknown: float
    means: dict[str, float]
    """Mean days, questions and refilings by field name of `Seen`."""
    areas: float
    tags: float
    independent: float
    silent: float
    seen: int
    caught: int
    in_time: int
    defects: int
    incidents: int
    masks: tuple[int, ...]
    """Evidence asked of each release, one bit an item; 0 where the regime does not concern it."""
    concerned: int
    seconds: float | None
    queries: float | None
    stretches: tuple[Stretch, ...]
    """Of the one release whose way is shown."""
    ends: str


_MEANS = ("days", "preparation", "developer", "authority", "questions", "refilings")


def tally(candidates: Sequence[Candidate], seen: Sequence[Seen], bits: dict[str, int], shown: int) -> Tally:
    """Sum up. `bits` numbers the items, `shown` is the release whose way is kept."""
    concerned = [s for s in seen if s.scope is not Truth.FALSE]
    known = [s for s in seen if s.scope is Truth.TRUE]
    costs = [cost for c, s in zip(candidates, seen, strict=True) if (cost := _cost(c, s)) is not None]
    return Tally(
        releases=len(seen),
        in_scope=len(known) / len(seen),
        unknown=(len(concerned) - len(known)) / len(seen),
        means={name: _mean([float(getattr(s, name)) for s in concerned]) for name in _MEANS},
        areas=_mean([s.areas / len(ThreatArea) for s in known]),
        tags=_mean([float(s.tags) for s in known]),
        independent=sum(s.independent for s in seen) / len(seen),
        silent=_mean([float(s.silent) for s in known]),
        seen=sum(s.seen for s in seen),
        caught=sum(s.caught for s in seen),
        in_time=sum(s.in_time for s in seen),
        defects=sum(len(c.defects) for c in candidates),
        incidents=sum(len(c.incidents) for c in candidates),
        masks=tuple(sum(1 << bits[item] for item in s.items) for s in seen),
        concerned=len(concerned),
        seconds=_mean([cost[0] for cost in costs]) if costs else None,
        queries=_mean([cost[1] for cost in costs]) if costs else None,
        stretches=seen[shown].stretches,
        ends=seen[shown].ends,
    )


def _cost(candidate: Candidate, seen: Seen) -> tuple[float, float] | None:
    """Wall seconds and queries of the checks that the regime asks for, each once; None where nothing was measured."""
    ran = {candidate.spent[item] for item in seen.items if item in candidate.spent}
    if not ran:
        return None
    return math.fsum(cost[1] for cost in ran), float(sum(cost[2] for cost in ran))


def extra(mask: Sequence[int], before: Iterable[Sequence[int]], concerned: int) -> float:
    """Mean count of items that nobody before asked of the same release."""
    known = list(mask)
    taken = [0] * len(known)
    for other in before:
        taken = [a | b for a, b in zip(taken, other, strict=True)]
    return sum((m & ~t).bit_count() for m, t in zip(known, taken, strict=True)) / max(concerned, 1)


def items(tally: Tally) -> float:
    """Mean count of items asked for."""
    return sum(mask.bit_count() for mask in tally.masks) / max(tally.concerned, 1)


def estimate(values: Sequence[float]) -> Estimate:
    """The mean over seeds with the least and the most of them."""
    low, high = min(values), max(values)
    return Estimate(value=min(max(_mean(values), low), high), lower=low, upper=high)


def share(parts: Sequence[tuple[int, int]]) -> Estimate | None:
    """A share of a whole by seed; None when there is nothing to have a share of."""
    counted = [part / whole for part, whole in parts if whole]
    return estimate(counted) if counted else None


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0
