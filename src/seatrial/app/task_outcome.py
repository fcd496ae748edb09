"""What a task of Inspect comes to, as an outcome: its scores as measurements with intervals."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Final

from seatrial.app.inspect_task import Ran
from seatrial.domain.evidence import EvidenceItem
from seatrial.domain.measurement import Measurement
from seatrial.domain.outcome import Containment, Outcome, Spent, Status
from seatrial.measure.sequence import mean_sequence
from seatrial.reports.eval_log import MEDIA_TYPE

_METHOD: Final = (
    "mean of the values that the task's scorer `{scorer}` gave; confidence sequence by betting, each end at 95 %; "
    "the scorer's own error was not measured and is not in it"
)


def task_outcome(
    ran: Ran, *, seed: int, limit: int, containment: Containment | None, versions: dict[str, str]
) -> Outcome:
    """The outcome of one task: skipped when it could not begin, failed when it ended early, else completed."""
    status = Status.COMPLETED if not ran.trouble else Status.FAILED if ran.loaded else Status.SKIPPED
    measured = tuple(_measurements(ran, seed, limit)) if status is Status.COMPLETED else ()
    item = EvidenceItem(
        digest=f"sha256:{hashlib.sha256(ran.log).hexdigest()}",
        title=f"Inspect's log of {ran.task}",
        media_type=MEDIA_TYPE,
        size=len(ran.log),
    )
    return Outcome(
        check_id=f"inspect.{ran.task}",
        check_version=ran.task_version,
        status=status,
        measurements=measured,
        evidence=(item,) if ran.log else (),
        reason=ran.trouble,
        spent=Spent(queries=ran.queries, tokens=ran.tokens),
        containment=containment,
        versions=versions,
    )


def _measurements(ran: Ran, seed: int, limit: int) -> Iterator[Measurement]:
    for scorer, values in ran.values.items():
        known = [value for value in values if value is not None]
        lower, _ = mean_sequence([value or 0.0 for value in values])
        _, upper = mean_sequence([1.0 if value is None else value for value in values])
        yield Measurement(
            metric=f"{ran.task}-{_slug(scorer)}",
            unit="1",
            estimate=sum(known) / len(known) if known else 0.0,
            lower=lower,
            upper=upper,
            n=len(values),
            method=_METHOD.format(scorer=_slug(scorer)),
            control=_unknown(values),
            seed=seed,
            cap=limit,
            stopped="cap" if len(values) >= limit else "exhausted items",
        )


def _unknown(values: Sequence[float | None]) -> str:
    unknown = sum(value is None for value in values)
    return f"{unknown} of {len(values)} are no number from 0 to 1" if unknown else ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "score"
