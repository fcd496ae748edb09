"""A number with what is needed to rely on it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A measured quantity. A regime reads `lower` and `upper`, never `estimate` alone."""

    metric: str
    """Name a regime can bound, for example `harmful-compliance-rate`."""
    unit: str
    """In UCUM: `1` for rates, `{values}` and the like for counts, else the unit."""
    estimate: float
    lower: float
    """Lower end of the interval."""
    upper: float
    n: int
    """Samples behind it."""
    method: str
    """How estimate and interval were made, with the source named."""
    confidence: float = 0.95
    """Of each end by itself, since a bound is a claim about one of them."""
    control: str = ""
    """What it was compared with, so that the number is not about the instrument."""
    seed: int | None = None
    cap: int | None = None
    """The most samples the run was allowed."""
    stopped: str = ""
    """Why sampling ended: `decided`, `cap`, `exhausted items`."""
    fixed_design: int | None = None
    """Samples that a test of fixed size would have taken to tell the estimate from the bound at the same level, with
    95 % power; None without a bound, or where no practicable size would do."""
