"""What a probe found, for people and for programs."""

from collections.abc import Iterator
from typing import Any

from seatrial.app.suites import Probed
from seatrial.documents import to_builtins
from seatrial.domain.finding import Kind
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Outcome, Status
from seatrial.domain.result import Result
from seatrial.domain.text import shown
from seatrial.measure.deciding import Standing, standing
from seatrial.reports.quantity import number, span

_SHOWN = 5


def probe_text(probed: Probed) -> str:
    """The result first, then each suite: its numbers, what they are held against, and some of what was seen."""
    queries = sum(outcome.spent.queries for outcome in probed.outcomes)
    lines = [f"{_headline(probed)}  {shown(probed.model)}: {queries:,} questions"]
    for outcome in probed.outcomes:
        lines += ["", *_suite(outcome, probed)]
    return "\n".join(lines)


def _headline(probed: Probed) -> str:
    """Numbers that were held against nothing have passed nothing."""
    if probed.result is Result.CLEAR and not probed.bounds:
        return "MEASURED, AGAINST NO BOUND"
    return probed.result.value.upper().replace("-", " ")


def _suite(outcome: Outcome, probed: Probed) -> Iterator[str]:
    name = outcome.check_id.partition(".")[2]
    ended = (
        "" if outcome.status is Status.COMPLETED else f" {outcome.status.value.upper()}: {shown(outcome.reason, 300)}"
    )
    yield f"{name}{ended}"
    for measured in outcome.measurements:
        yield f"  {measured.metric}: {_numbers(measured)}"
        for bound in probed.bounds:
            if bound.metric == measured.metric:
                word = standing(bound, measured.lower, measured.upper)
                loud = word if word is Standing.KEPT else word.upper()
                yield f"    {bound.direction.replace('-', ' ')} {number(bound.limit)}: {loud}"
        if measured.control:
            yield f"    beside it: {shown(measured.control, 300)}"
    told = [f for f in outcome.findings if f.kind is not Kind.PASS]
    for finding in told[:_SHOWN]:
        yield f"  {finding.kind.value} {finding.severity.value}: {shown(finding.message, 300)}"
    if len(told) > _SHOWN:
        yield f"  and {len(told) - _SHOWN} more"
    if outcome.containment is not None and not outcome.containment.sufficient:
        yield f"  NOT CONTAINED: network {outcome.containment.network}; this satisfies no gate"


def _numbers(measured: Measurement) -> str:
    fixed = f"; a fixed design would take {measured.fixed_design:,}" if measured.fixed_design else ""
    return (
        f"{number(measured.estimate, measured.unit)} ({span(measured)}, each end at {measured.confidence:.0%}), "
        f"{measured.n:,} samples, {measured.stopped or 'whole'}{fixed}"
    )


def probe_plain(probed: Probed) -> dict[str, Any]:
    """The same as data."""
    return {
        "model": probed.model,
        "result": probed.result.value,
        "seed": probed.seed,
        "bounds": [to_builtins(bound) for bound in probed.bounds],
        "outcomes": [to_builtins(outcome) for outcome in probed.outcomes],
    }
