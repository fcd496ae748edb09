"""A comparison as plain text, for a terminal of a hundred columns: burden, then coverage, never one score."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from seatrial.compare.table import Comparison, Estimate, Row
from seatrial.domain.text import shown

_LABEL: Final = 36
_GATED: Final = {"gate": "gate", "condition": "cond", "record": "rec", "advice": "adv", "": "-"}


class _Column(NamedTuple):
    title: str
    of: Callable[[Row], Estimate | float | None]
    form: str
    scale: float = 1.0


_BURDEN: Final = (
    _Column("items", lambda r: r.burden.evidence_items, "{:.1f}"),
    _Column("extra", lambda r: r.burden.extra_items, "{:.1f}"),
    _Column("days", lambda r: r.burden.critical_path_days, "{:.0f}"),
    _Column("prepare", lambda r: r.burden.preparation_days, "{:.0f}"),
    _Column("authority", lambda r: r.burden.authority_days, "{:.0f}"),
    _Column("answering", lambda r: r.burden.developer_days, "{:.1f}"),
    _Column("questions", lambda r: r.burden.questions, "{:.1f}"),
    _Column("refiled", lambda r: r.burden.refilings, "{:.1f}"),
    _Column("leak", lambda r: r.burden.leak_surface, "{:.1f}"),
)
_MEASURED: Final = (
    _Column("seconds", lambda r: r.burden.review_seconds, "{:.1f}"),
    _Column("queries", lambda r: r.burden.review_queries, "{:.0f}"),
)
_COVERAGE: Final = (
    _Column("in scope", lambda r: r.coverage.in_scope, "{:.0f}%", 100),
    _Column("unknown", lambda r: r.coverage.unknown_scope, "{:.0f}%", 100),
    _Column("areas", lambda r: r.coverage.areas_gated, "{:.0f}%", 100),
    _Column("tags", lambda r: r.coverage.tags_gated, "{:.0f}"),
    _Column("outside", lambda r: r.coverage.independent, "{:.0f}%", 100),
    _Column("seen", lambda r: r.coverage.defects_seen, "{:.0f}%", 100),
    _Column("caught", lambda r: r.coverage.defects_caught, "{:.0f}%", 100),
    _Column("told", lambda r: r.coverage.incidents_in_time, "{:.0f}%", 100),
    _Column("silent", lambda r: r.coverage.cleared_by_silence, "{:.0f}%", 100),
)
_BURDEN_KEY: Final = (
    "items: types of evidence and checks asked of a release; extra: not asked by a regime above; days: from the final",
    "candidate to release, of which the developer prepares, an authority takes its time, questions wait for answers;",
    "leak: audience x sensitivity over disclosure rules.",
)
_COVERAGE_KEY: Final = (
    "areas, tags: harms with a gate; outside: somebody outside had to look; seen: planted defects that the evidence",
    "shows before release; caught: and the release could be held; told: incidents reported in time; silent: went out",
    "since nobody decided in time. A dash: nothing to measure.",
)


def render(comparison: Comparison) -> str:
    """The whole comparison, ending in a newline. No colour, nothing of the subject unescaped."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(found: Comparison) -> Iterator[str]:
    yield f"{shown(found.subject)}: burden beside coverage"
    seeds = f"{len(found.seeds)} seeds, mean (least to most)" if len(found.seeds) > 1 else "one seed"
    defects = f"{found.defects} planted defects, " if found.synthetic else ""
    yield f"{defects}{found.incidents} incidents, {found.reviewers} reviewers at each authority, {seeds}"
    measured = any(row.burden.review_seconds for row in found.rows)
    yield from _table("BURDEN", found.rows, (*_BURDEN, *(_MEASURED if measured else ())), _BURDEN_KEY)
    yield from _table("COVERAGE", found.rows, _COVERAGE, _COVERAGE_KEY)
    yield from _paths(found)
    yield from _harms(found)
    yield ""
    yield from found.notes


def _table(title: str, rows: Sequence[Row], columns: Sequence[_Column], key: Sequence[str]) -> Iterator[str]:
    cells = [[(_value(c, c.of(row)), _range(c, c.of(row))) for c in columns] for row in rows]
    widths = [
        max(len(column.title), *(len(text) for line in cells for text in line[n])) for n, column in enumerate(columns)
    ]
    name = min(max(len(title), *(len(shown(row.label)) for row in rows)), _LABEL)
    yield ""
    yield "  ".join([title.ljust(name), *(c.title.rjust(w) for c, w in zip(columns, widths, strict=True))])
    for row, line in zip(rows, cells, strict=True):
        label = shown(row.label)
        if len(label) > name:
            yield label
            label = ""
        yield "  ".join([label.ljust(name), *(v.rjust(w) for (v, _), w in zip(line, widths, strict=True))])
        if any(spread for _, spread in line):
            yield "  ".join([" " * name, *(s.rjust(w) for (_, s), w in zip(line, widths, strict=True))]).rstrip()
    yield from key


def _value(column: _Column, found: Estimate | float | None) -> str:
    if found is None:
        return "-"
    return column.form.format(column.scale * (found.value if isinstance(found, Estimate) else found))


def _range(column: _Column, found: Estimate | float | None) -> str:
    """Least and most where they differ in print."""
    if not isinstance(found, Estimate):
        return ""
    low, high = (column.form.format(column.scale * end) for end in (found.lower, found.upper))
    return f"{low.rstrip('%')}-{high}" if low != high else ""


def _paths(found: Comparison) -> Iterator[str]:
    yield ""
    yield f"WAY OF {shown(found.rows[0].path.release)} (days since the final candidate)"
    for row in found.rows:
        spans = [f"{span.name} {span.start:.0f}-{span.end:.0f}" for span in row.path.spans]
        yield f"{shown(row.label)}: {', '.join([*spans, row.path.ends])}"


def _harms(found: Comparison) -> Iterator[str]:
    areas = [harm for harm in found.harms if harm.kind == "area"]
    tags = [harm for harm in found.harms if harm.kind == "tag"]
    name = min(max(len("HARMS"), *(len(shown(row.label)) for row in found.rows)), _LABEL)
    yield ""
    yield "  ".join(["HARMS".ljust(name), *(harm.name for harm in areas), "tags with a gate"])
    for n, row in enumerate(found.rows):
        gated = sum(harm.cells[n].effect == "gate" for harm in tags)
        cells = [_GATED[harm.cells[n].effect].ljust(len(harm.name)) for harm in areas]
        label = shown(row.label)
        if len(label) > name:
            yield label
            label = ""
        yield "  ".join([label.ljust(name), *cells, f"{gated} of {len(tags)}"])
    ungated = [harm.name for harm in areas if not any(cell.effect == "gate" for cell in harm.cells)]
    if ungated:
        yield f"No regime here has a gate for: {', '.join(ungated)}"
