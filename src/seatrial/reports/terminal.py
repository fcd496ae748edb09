"""The summary at the end of a review: what was decided, what stands in the way, what was not seen.

In the order in which it is to be heard: it says the same through a screen reader, without colour, and in a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from seatrial.domain.inventory import Fact, SubjectKind
from seatrial.domain.measurement import Measurement
from seatrial.domain.plan import Bound
from seatrial.domain.review import Review
from seatrial.domain.text import shown
from seatrial.domain.verdict import Verdict
from seatrial.reports.notes import Notes
from seatrial.reports.outline import Gap, Obstacle, coverage, effort, gaps, obstacles, strongest, tally
from seatrial.reports.plot import IntervalPlot, interval
from seatrial.reports.quantity import counted, duration, exact, many, number, short, size, span, told
from seatrial.reports.wording import AREAS, REQUIREMENTS, RESULTS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

MEDIA_TYPE: Final = "text/plain; charset=utf-8"
_COLOURS: Final = {"good": "bold green", "bad": "bold red", "unsure": "bold yellow", "strong": "bold", "": ""}
_MOST_OBSTACLES: Final = 5
_MOST_GAPS: Final = 4
_MOST_MEASUREMENTS: Final = 4
_NARROWEST: Final = 40
_PLOT_COLUMNS: Final = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One paragraph: what wraps hangs under the first line, `hang` columns in."""

    body: str
    lead: str = ""
    tone: str = ""
    hang: int = 0
    strong: bool = False
    """The body in bold."""


def render(review: Review, notes: Notes) -> bytes:
    """The summary as plain text in 80 columns, UTF-8."""
    return (render_text(review, notes) + "\n").encode()


def render_text(
    review: Review, notes: Notes, *, directory: Path | None = None, width: int = 80, colour: bool = False
) -> str:
    """The summary in `width` columns (40 at least), with ANSI colours only when `colour`.

    `directory` is where the review is kept; it is named at the end. No more than about 45 lines for a typical
    review: what is cut is counted, and stands in the report.
    """
    from rich.console import Console  # noqa: PLC0415 - heavy, only here

    console = Console(
        width=max(width, _NARROWEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as captured:
        for row in _rows(review, notes, directory):
            for line in _wrapped(row, console):
                console.print(line, soft_wrap=True)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _wrapped(row: Row, console: "Console") -> Iterator["Text"]:
    """The lines of a row. Only spaces divide words, so a path stays whole where it can."""
    from rich.cells import cell_len  # noqa: PLC0415 - heavy, only here
    from rich.text import Text  # noqa: PLC0415 - heavy, only here

    style = "bold" if row.strong else ""
    text = Text.assemble((row.lead, _COLOURS[row.tone]), (row.body, style))
    if cell_len(text.plain) <= console.width:
        yield text
        return
    first = Text.assemble((row.lead, _COLOURS[row.tone]), (row.body, style)).wrap(console, console.width)[0]
    yield first
    rest = text[len(first.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    for line in rest.wrap(console, max(console.width - row.hang, 20)):
        yield Text(" " * row.hang).append_text(line)


def _rows(review: Review, notes: Notes, directory: Path | None) -> Iterator[Row]:
    yield from _subject(review)
    yield Row(body="")
    for verdict in review.verdicts:
        yield from _verdict(verdict)
    if not review.verdicts:
        yield Row(lead="? COULD NOT TELL  ", tone="unsure", body="no regime was asked")
    yield from _obstacles(review)
    yield from _measurements(review)
    yield from _gaps(review, notes)
    yield Row(body="")
    yield from _end(review, directory)


def _subject(review: Review) -> Iterator[Row]:
    subject = review.inventory.subject
    yield Row(lead="Review of ", body=shown(subject.name, 120), strong=True)
    architecture = strongest(review, "model.architecture", "model.architectures")
    parameters = strongest(review, "model.parameter_count")
    traits = [shown(told(architecture), 60)] if architecture else []
    traits += [f"{many(_count(parameters))} parameters"] if parameters and _count(parameters) else []
    traits += ["an endpoint: nothing binds it to bytes" if subject.kind is SubjectKind.ENDPOINT else size(subject.size)]
    yield Row(body=", ".join([*traits, f"sha256 {short(subject.digest.oms_root)}"]))


def _count(fact: Fact) -> float:
    return fact.value if isinstance(fact.value, int | float) else 0


def _verdict(verdict: Verdict) -> Iterator[Row]:
    said = RESULTS[verdict.result]
    title = f"{verdict.regime_title} {verdict.regime_version}"
    yield Row(lead=f"{said.sign} {said.words.upper()}  ", tone=said.tone if said.tone in _COLOURS else "", body=title)
    missing = ", ".join(verdict.applicability.missing)
    unknown = f"It is unknown whether it concerns this model; {missing} would settle it."
    yield Row(lead="  ", body=unknown if verdict.applicability.truth == "unknown" else tally(verdict), hang=2)


def _obstacles(review: Review) -> Iterator[Row]:
    found, advice = obstacles(review), obstacles(review, binding=False)
    if found:
        yield Row(body="")
        yield Row(body="What stands in the way", strong=True)
    for index, obstacle in enumerate(found[:_MOST_OBSTACLES], start=1):
        yield from _obstacle(obstacle, index, several=len(review.verdicts) > 1)
    if len(found) > _MOST_OBSTACLES:
        left = [o.requirement.requirement_id for o in found[_MOST_OBSTACLES:]]
        yield Row(lead="  ", body=f"and {len(left)} more: {', '.join(left)}", hang=4)
    if advice:
        names = ", ".join(o.requirement.requirement_id for o in advice)
        yield Row(lead="  ", body=f"Advice, in nobody's way: {names}", hang=4)


def _obstacle(obstacle: Obstacle, index: int, *, several: bool) -> Iterator[Row]:
    requirement = obstacle.requirement
    said = REQUIREMENTS[requirement.status]
    lead = f"{said.sign} {index}. {said.words}: "
    yield Row(lead=lead, tone=said.tone, body=shown(requirement.statement, 300), hang=5, strong=True)
    if requirement.grounds:
        more = len(requirement.grounds) - 1
        tail = f", and {counted(more, 'more reason')}" if more else ""
        yield Row(lead="     Why: ", body=shown(requirement.grounds[0].text, 200) + tail, hang=7)
    step = obstacle.step or "no remedy is written down"
    yield Row(lead=f"     {obstacle.mender.capitalize()}: ", body=shown(step, 300), hang=7)
    if several:
        yield Row(lead="     Asked by: ", body=", ".join(v.regime_id for v in obstacle.asked_by), hang=7)


def _measurements(review: Review) -> Iterator[Row]:
    bounds = {c.check_id: c.bounds for c in review.assessment.plan.checks}
    found = [(m, bounds[o.check_id]) for o in review.assessment.outcomes for m in o.measurements]
    if found:
        yield Row(body="")
        yield Row(body="Measured", strong=True)
    for measurement, limits in found[:_MOST_MEASUREMENTS]:
        own = next((b for b in limits if b.metric == measurement.metric), None)
        yield from _measurement(measurement, own)
    if len(found) > _MOST_MEASUREMENTS:
        yield Row(lead="  ", body=f"and {len(found) - _MOST_MEASUREMENTS} more")


def _measurement(m: Measurement, bound: Bound | None) -> Iterator[Row]:
    plot = interval(m, bound)
    text = f"{number(m.estimate, m.unit)} ({span(m)}, n {exact(m.n)})"
    if bound and plot:
        text += f", {bound.direction.replace('-', ' ')} {number(bound.limit, m.unit)}: {plot.lies}"
    yield Row(lead=f"  {m.metric}  ", body=text, hang=4)
    if plot and (bound or m.lower < m.upper):
        yield Row(lead="    ", body=f"{plot.ticks[0].label} {draw(plot)} {plot.ticks[-1].label}")


def draw(plot: IntervalPlot, columns: int = _PLOT_COLUMNS) -> str:
    """The interval in one line, `[  ├──●─┃─┤   ]`: ends, estimate, and the limit as a heavy bar."""

    def at(share: float) -> int:
        return round(share / 100 * (columns - 1))

    low, high = at(plot.lower), at(plot.upper)
    cells = ["─" if low <= i <= high else " " for i in range(columns)]
    cells[low], cells[high] = "├", "┤"
    cells[at(plot.estimate)] = "●"
    if plot.bound:
        cells[at(plot.limit)] = "┃"
    return f"[{''.join(cells)}]"


def _gaps(review: Review, notes: Notes) -> Iterator[Row]:
    found = [gap for gap in gaps(review, notes) if gap.planned]
    untested = [AREAS[line.area].lower() for line in coverage(review, notes) if not line.tested]
    if not found and not untested:
        return
    yield Row(body="")
    yield Row(body="Not looked at", strong=True)
    if untested:
        yield Row(lead="? Nothing tested: ", tone="unsure", body=", ".join(untested), hang=2)
    alike: dict[tuple[str, str], list[Gap]] = {}
    for gap in found:
        alike.setdefault((gap.label, gap.why), []).append(gap)
    for (label, why), group in list(alike.items())[:_MOST_GAPS]:
        names = ", ".join(shown(gap.subject, 80) for gap in group[:_MOST_GAPS])
        more = f" and {len(group) - _MOST_GAPS} more" if len(group) > _MOST_GAPS else ""
        yield Row(lead=f"? {label}: ", tone="unsure", body=f"{names}{more}: {shown(why)}", hang=2)
    left = sum(len(group) for group in list(alike.values())[_MOST_GAPS:])
    if left:
        yield Row(lead="? ", tone="unsure", body=f"and {counted(left, 'more gap')}", hang=2)


def _end(review: Review, directory: Path | None) -> Iterator[Row]:
    spent = effort(review)
    parts = [f"Took {duration(spent.seconds)}", f"{size(spent.bytes_read)} read"]
    parts += [f"{counted(spent.queries, 'question')} asked"] if spent.queries else []
    parts += [f"{spent.reused} re-used"] if spent.reused else []
    signed = f"signed with key {short(shown(review.signer))}" if review.signer else "not signed"
    yield Row(body=f"{', '.join(parts)}; {signed}")
    if directory is not None:
        yield Row(lead="Report  ", body=shown(str(directory / "report.html"), 500), hang=8)
        yield Row(lead="Record  ", body=shown(str(directory / "record.sigstore.json"), 500), hang=8)
