"""Suites that compare: only a subject that can do the thing plainly can be seen to do it otherwise.

Where it cannot, the suite says `not measurable` and its measurements are everything from nothing to one: they decide
nothing, and read as what they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from seatrial.domain.finding import Finding, Kind, Severity
from seatrial.domain.measurement import Measurement

LEAST_COMPARED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a subject must be able to do plainly, for what to be compared."""

    metric: str
    """Its clean accuracy."""
    floor: float
    """The least estimate at which a comparison means something."""
    compared: tuple[str, ...]
    """Metrics that mean nothing without it."""


def gated(measurements: Sequence[Measurement], gate: Gate, evidence: str) -> Iterator[Measurement | Finding]:
    """The measurements as they are, or emptied and with a finding that says why, below the gate."""
    reason = why_not(measurements, gate)
    for one in measurements:
        if not reason or one.metric not in gate.compared:
            yield one
            continue
        yield replace(one, lower=0.0, upper=1.0, control=f"not measurable: {reason}")
    if reason:
        yield Finding(
            kind=Kind.OPEN,
            severity=Severity.MEDIUM,
            message=f"not measurable: {reason}",
            evidence=(evidence,),
            remediation="Measure a model that can do this plainly, or this one through the interface it is made for.",
            rule="not-measurable",
        )


def gated_from_below(measurements: Sequence[Measurement], gate: Gate, evidence: str) -> Iterator[Measurement | Finding]:
    """The measurements as they are, or, below the gate, with nothing said about how low the compared ones may be.

    For what counts harm that needs no skill: who cannot do the work may still do the harm, and doing none of it for
    lack of skill shows nothing.
    """
    reason = why_not(measurements, gate)
    for one in measurements:
        if not reason or one.metric not in gate.compared:
            yield one
            continue
        yield replace(one, upper=1.0, control=f"{one.control}; a low rate would say nothing: {reason}")
    if reason:
        yield Finding(
            kind=Kind.OPEN,
            severity=Severity.MEDIUM,
            message=f"not measurable from below: {reason}",
            evidence=(evidence,),
            remediation="Measure a model that can do this plainly, or this one through the interface it is made for.",
            rule="not-measurable",
        )


def why_not(measurements: Sequence[Measurement], gate: Gate) -> str:
    """Why nothing can be compared; empty when it can."""
    accuracy = next(one for one in measurements if one.metric == gate.metric)
    if accuracy.estimate < gate.floor:
        return f"{gate.metric} is {accuracy.estimate:.2f} over {accuracy.n} samples, below the floor of {gate.floor:g}"
    least = min(one.n for one in measurements if one.metric in gate.compared)
    return f"{least} samples can be compared, fewer than {LEAST_COMPARED}" if least < LEAST_COMPARED else ""
