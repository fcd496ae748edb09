"""Verdicts for the page: each requirement with its grounds, and what every ground rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from seatrial.domain.finding import Finding
from seatrial.domain.review import Review
from seatrial.domain.verdict import Ground, RequirementVerdict, Verdict
from seatrial.reports.html.seen import CheckSection, FindingKey, Measured
from seatrial.reports.outline import UNMET, Obstacle, next_step, obstacles, tally
from seatrial.reports.wording import REQUIREMENTS

MOST_GROUNDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """One ground, with links to the check, finding and measurement it rests on."""

    ground: Ground
    section: CheckSection | None
    finding: Finding | None
    finding_anchor: str
    """Empty when the finding was cut from the page."""
    measured: Measured | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One requirement."""

    anchor: str
    verdict: RequirementVerdict
    grounds: tuple[Rest, ...]
    left_out: int
    mender: str
    step: str

    @property
    def unmet(self) -> bool:
        """Not satisfied or undecided, gating or not."""
        return self.verdict.status in UNMET


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One regime's verdict."""

    anchor: str
    verdict: Verdict
    tally: str
    """In words: how the gating requirements stand."""
    requirements: tuple[Judged, ...]
    """Unmet first, gating before advice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """An obstacle and where on the page its whole story is."""

    obstacle: Obstacle
    anchor: str


class Judgement:
    """Looks up what grounds rest on, once for the whole page."""

    def __init__(self, review: Review, built: tuple[CheckSection, ...], measurements: tuple[Measured, ...]) -> None:
        self.review = review
        self.sections = {s.outcome.check_id: s for s in built}
        self.measured = {m.measurement.metric: m for m in reversed(measurements)}
        self.anchors: dict[FindingKey, str] = {
            (s.outcome.check_id, row.fingerprint): row.anchor for s in built for row in reversed(s.rows)
        }
        self.findings: dict[FindingKey, Finding] = {
            (s.outcome.check_id, f.fingerprint(s.outcome.check_id)): f for s in built for f in s.outcome.findings
        }

    def regime(self, verdict: Verdict, number: int) -> Regime:
        """One verdict, anchored by its place among the verdicts."""
        ordered = sorted(verdict.requirements, key=_first)
        return Regime(
            anchor=f"regime-{number}",
            verdict=verdict,
            tally=tally(verdict),
            requirements=tuple(self._judged(r, f"requirement-{number}-{n}") for n, r in enumerate(ordered)),
        )

    def _judged(self, requirement: RequirementVerdict, anchor: str) -> Judged:
        kept = requirement.grounds[:MOST_GROUNDS]
        mender, step = next_step(requirement, self.review)
        return Judged(
            anchor=anchor,
            verdict=requirement,
            grounds=tuple(self._rest(ground) for ground in kept),
            left_out=len(requirement.grounds) - len(kept),
            mender=mender,
            step=step,
        )

    def _rest(self, ground: Ground) -> Rest:
        key = (ground.check_id, ground.finding)
        return Rest(
            ground=ground,
            section=self.sections.get(ground.check_id),
            finding=self.findings.get(key) if ground.finding else None,
            finding_anchor=self.anchors.get(key, ""),
            measured=self.measured.get(ground.metric) if ground.metric else None,
        )


def _first(requirement: RequirementVerdict) -> tuple[bool, bool, int]:
    unmet = requirement.status in UNMET
    return not unmet, not requirement.effect.stands_in_the_way, list(REQUIREMENTS).index(requirement.status)


def linked(review: Review, regimes: tuple[Regime, ...], *, binding: bool) -> Iterator[Linked]:
    """Obstacles with the anchor of the requirement in the first regime that asks it."""
    places = {
        (regime.verdict.regime_id, judged.verdict): judged.anchor
        for regime in regimes
        for judged in regime.requirements
    }
    for obstacle in obstacles(review, binding=binding):
        anchor = places.get((obstacle.asked_by[0].regime_id, obstacle.requirement), "")
        yield Linked(obstacle=obstacle, anchor=anchor)
