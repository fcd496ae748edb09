"""Pages that compare: two versions of what was handed in, and what regimes make of the latest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from seatrial.app.office.versions import compare_versions, under_regimes
from seatrial.compare.plots import gantt
from seatrial.compare.table import Estimate
from seatrial.compare.versions import MeasurementChange
from seatrial.domain.measurement import Measurement
from seatrial.server.cases import CaseId
from seatrial.server.login import Served
from seatrial.server.pages.render import page
from seatrial.server.pages.session import Member

ROUTER: Final = APIRouter(include_in_schema=False)
Number = Annotated[int, Query(ge=0, le=10_000)]
LEAST: Final = 0.8
"""Percent: an interval is never too narrow to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One interval on the scale of its row, in percent."""

    side: str
    """`before` or `after`."""
    start: float
    width: float
    middle: float
    measured: Measurement


@ROUTER.get("/cases/{case_id}/changes")
def changed(
    request: Request, case_id: CaseId, office: Served, person: Member, before: Number = 0, after: Number = 0
) -> HTMLResponse:
    """What changed between two versions."""
    found = compare_versions(office, person, case_id, before, after)
    return page(
        request,
        "changes.html",
        person=person,
        case=found.case.state,
        found=found,
        measurements=[(one, tuple(_drawn(one))) for one in found.changes.measurements],
    )


@ROUTER.get("/cases/{case_id}/regimes")
def regimes(
    request: Request,
    case_id: CaseId,
    office: Served,
    person: Member,
    regime: Annotated[list[str], Query(max_length=16)] = [],  # noqa: B006 - FastAPI copies it
) -> HTMLResponse:
    """What regimes make of this case's evidence: verdicts, and burden beside coverage."""
    found = under_regimes(office, person, case_id, regime)
    rows = {row.label: row for row in found.comparison.rows}
    return page(
        request,
        "regimes.html",
        person=person,
        case=found.case.state,
        own=found.case.regime.id,
        found=found,
        lines=[(rows[one.id], one, verdict) for one, verdict in found.regimes],
        told=told,
        picture=Markup(gantt(found.comparison)),  # noqa: S704 - made of escaped parts
    )


def told(estimate: Estimate | None, form: str = "{:.0f}") -> str:
    """An estimate in words: its middle, and from where to where it goes when it is not one number."""
    if estimate is None:
        return "not measured"
    middle, least, most = (form.format(number) for number in (estimate.value, estimate.lower, estimate.upper))
    return middle if least == most else f"{middle} ({least} to {most})"


def _drawn(one: MeasurementChange) -> Iterator[Drawn]:
    sides: Sequence[tuple[str, Measurement | None]] = (("before", one.before), ("after", one.after))
    known = [measured for _, measured in sides if measured is not None]
    least = min(0.0, *(measured.lower for measured in known))
    whole = (max(measured.upper for measured in known) - least) or 1.0
    for side, measured in sides:
        if measured is not None:
            start, end, middle = (
                100 * (number - least) / whole for number in (measured.lower, measured.upper, measured.estimate)
            )
            width = min(max(LEAST, end - start), 100.0)
            yield Drawn(
                side=side,
                start=round(min(start, 100 - width), 2),
                width=round(width, 2),
                middle=round(min(middle, 99.4), 2),
                measured=measured,
            )
