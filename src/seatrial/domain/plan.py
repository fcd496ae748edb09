"""What will be run for the chosen regimes, and what cannot be and why."""

from dataclasses import dataclass

from seatrial.domain.check import Soundness


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A limit that a regime sets on a measurement; sampling stops when it is decided."""

    metric: str
    limit: float
    direction: str = "at-most"
    """`at-most` or `at-least`."""
    confidence: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCheck:
    """One check to run once, for all requirements that ask for it."""

    check_id: str
    check_version: int
    requirements: tuple[str, ...]
    """`<regime>/<requirement>` that rely on it."""
    soundness: Soundness = Soundness.SOUND
    """Of the check; an indicator's outcome decides no requirement."""
    artifacts: tuple[str, ...] = ()
    """Paths it will examine; empty for SUBJECT and TARGET checks."""
    bounds: tuple[Bound, ...] = ()
    obstacle: str = ""
    """Why it cannot run here (`needs extra 'llm'`); empty when it can."""
    expected_seconds: float = 0.0
    expected_queries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The least set of checks that answers the chosen regimes, each once."""

    regimes: tuple[str, ...]
    checks: tuple[PlannedCheck, ...]
    unasked: tuple[str, ...] = ()
    """Checks of the catalogue that no chosen regime asks for: what this review does not look at."""
    seed: int = 0

    @property
    def runnable(self) -> tuple[PlannedCheck, ...]:
        """Those without an obstacle."""
        return tuple(c for c in self.checks if not c.obstacle)
