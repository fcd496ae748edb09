"""The result of a comparison: burden beside coverage for each regime, never one score. Data only.

Every number is an `Estimate`: its mean over seeds with the least and the most of them. What does not vary has
`lower == value == upper`. `None` stands for what was not measured or has nothing to be measured on, never for zero.
Days are calendar days of 24 hours; shares lie in [0, 1].

Burden is the mean over the releases that a regime concerns or may concern: who cannot tell has to prepare.
Coverage counts only releases that it is known to concern: what nobody can tell covers nothing.
"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with its spread over seeds: `lower <= value <= upper`. Raises `ValueError` otherwise."""

    value: float
    """Mean over seeds."""
    lower: float
    """The least over seeds."""
    upper: float
    """The most over seeds."""

    def __post_init__(self) -> None:
        if not self.lower <= self.value <= self.upper:
            raise ValueError("an estimate lies within its interval")

    @property
    def spread(self) -> float:
        """Width of the interval, in the unit of the number."""
        return self.upper - self.lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """What a regime asks of a release that it concerns or may concern."""

    evidence_items: Estimate
    """Distinct types of evidence, checks and bounded metrics asked for; a mean count for each release."""
    extra_items: Estimate
    """Those of them that no regime before it in the given order has asked for of the same release; a mean count."""
    critical_path_days: Estimate
    """Days from the final candidate to the release: preparation, questions and authority together."""
    preparation_days: Estimate
    """Days of these in which the developer makes what is asked for; items are made side by side."""
    authority_days: Estimate
    """Days of these that pass by intake, queue, review and windows before the release."""
    developer_days: Estimate
    """Days of these in which a question waits for the developer's answer."""
    questions: Estimate
    """Rounds of questions asked of a release; a mean count."""
    refilings: Estimate
    """Submissions that lapsed and were filed anew, for each release; a mean count."""
    leak_surface: float
    """Sum over disclosure rules of audience weight x sensitivity x part shown (`compare/leak.py`); no unit."""
    review_seconds: Estimate | None = None
    """Measured wall seconds of the checks it asks for; `None` where nothing was measured."""
    review_queries: Estimate | None = None
    """Measured questions to the model of these checks; `None` where nothing was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a regime reaches and catches."""

    in_scope: Estimate
    """Share of releases that it is known to concern."""
    unknown_scope: Estimate
    """Share of releases of which nobody can tell, for want of facts or since a threshold is sealed."""
    areas_gated: Estimate
    """Share of the four threat areas with a requirement that stands in the way; mean over releases in scope."""
    tags_gated: Estimate
    """Distinct risk tags (`maps_to`) with a requirement that stands in the way; mean count over releases in scope."""
    independent: Estimate
    """Share of all releases of which somebody outside had to look at something before the release."""
    defects_seen: Estimate | None
    """Share of all planted defects that evidence asked for shows before the release, whoever may act on it."""
    defects_caught: Estimate | None
    """Share of all planted defects that are seen, and for which the release could be held: a gate or condition asked
    for the evidence, and the release did not go out by silence first. Never more than `defects_seen`."""
    incidents_in_time: Estimate | None
    """Share of all incidents that a clock of the regime had reported in time. `None` when there were none."""
    cleared_by_silence: Estimate
    """Share of releases in scope that went out since nobody decided in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One stretch of the critical path, for a Gantt chart."""

    name: str
    """In words: `preparation`, `intake`, `queue`, `review`, `question 1`, `window before release`, `silence`."""
    caused_by: str
    """`developer` or `authority`."""
    start: float
    """Days since the final candidate."""
    end: float
    """Days since the final candidate; never less than `start`."""
    detail: str = ""
    """What it waits for, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The way of one and the same release under one regime."""

    label: str
    """`Row.label` of the regime."""
    release: str
    """Name of the release."""
    starts_at: datetime.datetime
    """When the candidate is final: day 0 of the spans."""
    spans: tuple[Span, ...]
    """In order of their start; they may stand beside one another. Empty when the regime does not concern it."""
    ends: str
    """How it ends, in words: `decided`, `cleared by silence`, `released`, `not in scope`."""
    days: float = 0.0
    """End of the last span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One regime of the comparison."""

    label: str
    """Unique in the comparison: the id, or `id (file)` when two share it. Every other table refers to it."""
    regime_id: str
    version: str
    title: str
    kind: str
    """`mandatory voluntary standard information-sharing internal`."""
    status: str
    """`in-force enacted-future draft proposed superseded`."""
    digest: str
    """`sha256:` of its file."""
    burden: Burden
    coverage: Coverage
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmCell:
    """What one regime does about one harm."""

    label: str
    """`Row.label`."""
    effect: str
    """The strongest effect of its requirements: `gate`, `condition`, `record`, `advice`, or empty for none."""
    requirements: tuple[str, ...]
    """Ids of all requirements that concern the harm, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """One harm and what each regime does about it."""

    name: str
    """A threat area, or a risk tag as in `maps_to`."""
    kind: str
    """`area` or `tag`."""
    cells: tuple[HarmCell, ...]
    """One for each row, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Burden beside coverage of some regimes on the same releases."""

    subject: str
    """What it is on, in words: `review of <name>` or `200 synthetic releases, seed 7`."""
    synthetic: bool
    """Whether the releases are made up; said wherever numbers are shown."""
    releases: int
    defects: int
    """Planted in the first seed's portfolio; 0 for a review."""
    incidents: int
    seeds: tuple[int, ...]
    reviewers: int
    """Reviewers of each authority in the simulation."""
    rows: tuple[Row, ...]
    """In the given order, which is the order of `extra_items`."""
    harms: tuple[Harm, ...]
    """Areas first, then tags by name."""
    notes: tuple[str, ...] = ()
    """What a reader must know to read the numbers: assumptions, the unmeasured, the made-up."""
